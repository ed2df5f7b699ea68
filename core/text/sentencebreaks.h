// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>
#include <QStringView>
#include <vector>

namespace Heddle::Text {

//! \brief Finds where sentences end in a text whose wrapped lines are joined.
class SentenceBreaks {
public:
    SentenceBreaks(const QString &text, const QString &language);

    //! \brief Where the next sentence begins, in order; the last one is the end of the text.
    std::vector<qsizetype> find();

private:
    void addUnicodeBreaks();
    void addOtherBreaks();
    bool isWrittenSmall() const;
    bool endsSentence(qsizetype from, qsizetype at) const;
    bool stopEndsSentence(qsizetype from, qsizetype stop, QStringView next) const;
    bool endsAsDate(qsizetype from, qsizetype stop, QStringView word) const;
    bool initialEnds(QStringView before, QChar initial, QStringView next, bool starter) const;
    bool numberEnds(qsizetype from, qsizetype stop, QStringView number, QStringView next) const;
    qsizetype beforeOpener(qsizetype at) const;
    qsizetype behindCitation(qsizetype at) const;
    QStringView wordBefore(qsizetype from, qsizetype stop) const;
    QString dottedBefore(qsizetype from, qsizetype stop) const;
    QStringView wordFrom(qsizetype at) const;

    const QString &m_text;
    const QString m_language;
    std::vector<qsizetype> m_breaks;
};

} // namespace Heddle::Text
