// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/dialog/checking/evidence.h"
#include "core/dialog/checking/outcome.h"
#include <map>

namespace Heddle::Dialog {

//! \brief How a sentence of an answer stands to a passage.
struct Support {
    double similarity = 0; //!< share of the sentence's content words and numbers that the passage has, 0…1
    Outcome outcome = Outcome::Supported;
    QString reason; //!< why it is doubted, in words
    QString passageSays, answerSays; //!< both sides, where it is contradicted
    qsizetype sentenceStart = -1, sentenceEnd = -1; //!< the passage's sentence that says it, UTF-16 units in its text
    bool weak = false; //!< doubted for nothing but the words that are missing
};

//! \brief A sentence of an answer, taken apart once for each language that it is compared in. For one thread.
class AnswerStatement {
public:
    //! \param language of the answer (ISO 639-1); empty: unknown.
    AnswerStatement(QString text, QString language) : m_text(std::move(text)), m_language(std::move(language)) { }
    const Statement &in(const QString &language) const;
    const QString &language() const { return m_language; }

private:
    QString m_text, m_language;
    mutable std::map<QString, Statement> m_statements;
};

//! \brief The share of the sentence's content words and numbers that the passage has, 0…1.
double similarity(const AnswerStatement &sentence, const Evidence &evidence);

//! \brief Holds a sentence against the sentences of a passage that it rests on: numbers with their units, names, who did what to whom,
//! negations and opposites, quantity words and modal verbs, and what is left of its words. In another language than the passage's, numbers
//! and names alone. Pure computation, for the inference pool.
Support compare(const AnswerStatement &sentence, const Evidence &evidence);

//! \brief Content words and numbers of a sentence by which it can be placed.
int contentWords(const AnswerStatement &sentence);

//! \brief True for a sentence that says what the documents don't say: it can cite none.
bool isAboutAbsence(const AnswerStatement &sentence);

} // namespace Heddle::Dialog
