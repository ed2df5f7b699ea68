// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/search/searchengine.h"
#include <QHash>

namespace Heddle::Evidence {

//! \brief What a question asks for, and so what a sentence has to hold that answers it.
enum class QuestionKind { Other, Who, When, Where, HowMuch, HowTo, WhatIs, Why };

//! \brief Tells the kind of a question by its question words, in each language that is stemmed and in those of East Asia.
QuestionKind kindOf(const QString &question);

//! \brief A question as evidence for it is looked for: its content words and how much each of them counts.
struct AskedQuestion {
    struct Term {
        double weight = 0; //!< its idf in the collections asked; 0 for words such as "document" and "say", that name no topic
        bool known = true; //!< occurs in the collections asked
        bool name = false; //!< a name or a number
    };
    //! \brief Terms past this one are not looked at.
    static constexpr int MaxTerms = 128;

    QString text, words; //!< words: the folded words, each between spaces
    QuestionKind kind = QuestionKind::Other;
    QList<Term> terms; //!< in the order of the question
    QHash<QString, int> termOf; //!< by their forms
    double weight = 0; //!< of all terms together
};

//! \param terms as the search returned them for the question
AskedQuestion understand(const QString &question, const QList<Search::QueryTerm> &terms);

//! \brief The folded words of a text, each between spaces: " how many people ".
QString foldedWords(QStringView text);

} // namespace Heddle::Evidence
