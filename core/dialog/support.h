// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/retrieval/retriever.h"
#include <QHash>
#include <QSet>

namespace Heddle::Dialog {

//! \brief A passage taken apart once, to be compared with many sentences of an answer. For one thread.
class Evidence {
public:
    explicit Evidence(const Retrieval::Passage &passage);

    struct Sentence {
        qsizetype start = 0, end = 0; //!< UTF-16 units in the passage's text
        QSet<QString> terms; //!< stems of content words; CJK as bigrams
        QSet<QString> denied; //!< terms that a negation of the sentence is about
        QSet<QString> numbers;
    };
    const QString &language() const { return m_language; }
    const QList<Sentence> &sentences() const { return m_sentences; }
    const QSet<QString> &terms() const { return m_terms; } //!< of text, title and headings
    const QSet<QString> &words() const { return m_words; } //!< all of them, folded, not stemmed
    const QSet<QString> &numbers() const { return m_numbers; }

private:
    QString m_language;
    QList<Sentence> m_sentences;
    QSet<QString> m_terms, m_words, m_numbers;
};

//! \brief How a sentence of an answer stands to a passage.
struct Support {
    double similarity = 0; //!< share of the sentence's content words that the passage has, 0…1
    bool supported = true;
    QString reason; //!< why not, in words
    qsizetype sentenceStart = -1, sentenceEnd = -1; //!< the passage's sentence that says it, UTF-16 units in its text
};

//! \brief Compares words, numbers, names and negations; a sentence in another language than the passage is compared by
//! numbers and names alone. Pure computation, for the inference pool.
Support compare(const QString &sentence, const Evidence &evidence, const QString &answerLanguage);

//! \brief Content words of a sentence by which it can be placed.
int contentWords(const QString &sentence, const QString &language);

} // namespace Heddle::Dialog
