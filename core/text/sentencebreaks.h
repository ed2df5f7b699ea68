// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>
#include <QStringView>
#include <vector>

namespace Heddle::Text {

//! \brief Finds where sentences end in a text whose wrapped lines are joined (`withoutHardWraps`).
class SentenceBreaks {
public:
    SentenceBreaks(const QString &text, const QString &language);

    //! \brief Where the next sentence begins, in order; the last one is the end of the text.
    std::vector<qsizetype> find();

private:
    //! Marks such as "?!", "..." or "。" with what belongs to the same sentence.
    struct Mark {
        qsizetype begin = 0, end = 0; //!< of the marks
        qsizetype close = 0; //!< behind the quotation marks, brackets and footnotes that follow
        qsizetype next = 0; //!< what is written behind them
        QStringView nextWord; //!< without the dash and the quotation marks before it
        bool quoted = false, bracketed = false; //!< closed by such a mark
        bool dashed = false; //!< a dash leads to the next word
        bool ellipsis = false, strong = false; //!< strong: not only full stops
    };

    Mark markAt(qsizetype at) const;
    bool isTerminator(qsizetype at) const;
    qsizetype behindLetter(qsizetype at) const;
    void readClosers(Mark &mark) const;
    bool closesMarkup(qsizetype at) const;
    qsizetype behindSpacedCloser(qsizetype at) const;
    qsizetype behindNote(qsizetype at) const;
    bool isBullet(qsizetype at) const;
    bool isHeading(qsizetype at) const;
    bool isBlank(qsizetype at) const;

    bool isEnd(const Mark &mark) const;
    bool isMention(const Mark &mark) const;
    bool endsWithoutBlank(const Mark &mark) const;
    bool stopIsEnd(const Mark &mark) const;
    bool isEndBeforeSmall(const Mark &mark) const;
    bool stopEndsSentence(qsizetype stop, QStringView next, bool closed) const;
    bool endsAsDate(qsizetype stop, QStringView word) const;
    bool isNumbering(qsizetype stop, QStringView word) const;
    bool initialEnds(QStringView before, QChar initial, QStringView next, bool starter) const;
    bool numberEnds(qsizetype stop, QStringView number, QStringView next) const;

    bool isWrittenSmall() const;
    bool hasGluedSentences() const;
    bool isGlued(qsizetype stop, qsizetype next) const;
    QStringView wordBefore(qsizetype stop) const;
    QString dottedBefore(qsizetype stop) const;
    QStringView wordFrom(qsizetype at) const;

    const QString &m_text;
    const QString m_language;
    qsizetype m_from = 0; //!< where the present sentence begins
    qsizetype m_lineFrom = 0; //!< and its line or paragraph
    qsizetype m_lastLetter = -1;
    bool m_small = false; //!< sentences begin with small letters, as in chats
    bool m_glued = false; //!< blanks between sentences were lost
};

} // namespace Heddle::Text
