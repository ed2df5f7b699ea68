// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/dialog/checking/quantities.h"
#include <QSet>

namespace Heddle::Dialog {

//! \brief A word of a statement, or a character or pair of characters of a CJK one.
struct StatedWord {
    QString folded, term; //!< term: its stem
    qsizetype start = 0, end = 0; //!< UTF-16 units in the statement
    bool content = false; //!< says something by itself: no function word, negation or part of a number
    bool ngram = false; //!< of a text without blanks
    bool quantity = false; //!< belongs to a number or date
    bool negation = false;
    bool capital = false; //!< begins with one
    bool opens = false; //!< begins a sentence, a quotation or a bracket, where everything has a capital
    bool name = false; //!< names somebody or something
    bool denied = false; //!< within the reach of a negation
    int clause = 0;
};

//! \brief A sentence of a passage or an answer, taken apart once, to be compared with many. Immutable.
class Statement {
public:
    //! \param language of the words (ISO 639-1).
    //! \param offset of the text in what it is taken from.
    Statement(QStringView text, const QString &language, qsizetype offset = 0);

    const QString &text() const { return m_text; }
    qsizetype start() const { return m_offset; }
    qsizetype end() const { return m_offset + m_text.size(); }
    const QString &language() const { return m_language; }
    const Lexicon &lexicon() const { return *m_lexicon; }
    const QList<StatedWord> &words() const { return m_words; }
    const QList<Quantity> &quantities() const { return m_quantities; }
    const QSet<QString> &terms() const { return m_terms; } //!< stems of content words
    //! \brief As it is written.
    QString written(const Quantity &quantity) const { return m_text.mid(quantity.start, quantity.end - quantity.start); }
    //! \brief Index of the first word at or behind a position.
    qsizetype wordAt(qsizetype position) const;
    //! \brief True where the words of a section of the lexicon, or phrases of up to three of them, begin at word `i`; `count`: how many.
    bool isAt(qsizetype i, const char *section, int *count = nullptr) const;
    bool has(const char *section) const;
    bool unspaced() const { return m_language == QLatin1String("zh") || m_language == QLatin1String("ja"); }

private:
    void readWords();
    void markQuantities();
    void splitClauses();
    void markNegations();
    void deny(qsizetype negation, bool behind, bool anywhere, bool verb);
    void markNames();
    bool isNought(qsizetype i) const;

    QString m_text, m_language;
    qsizetype m_offset;
    std::shared_ptr<const Lexicon> m_lexicon;
    QList<StatedWord> m_words;
    QList<Quantity> m_quantities;
    QSet<QString> m_terms;
};

} // namespace Heddle::Dialog
