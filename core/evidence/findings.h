// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/evidence/candidates.h"

namespace Heddle::Evidence {

//! \brief A stretch of a text, in UTF-16 units.
struct Range {
    qsizetype from = 0, to = 0;
    bool operator==(const Range &) const = default;
};

//! \brief One to four sentences of one paragraph: the best one with what it needs to be true.
struct Window {
    qsizetype passage = 0; //!< its number among the passages
    QList<Range> sentences; //!< in the passage's text, in order
    qsizetype best = 0; //!< the place of the best sentence among them
    double score = 0; //!< of the best sentence
    QList<Range> before {}, after {}; //!< sentences of its passage next to it, in order, to be shown around it; none is in two windows
};

//! \brief What was found for a question.
struct Findings {
    //! \brief How likely the windows answer, from 0 to 1, as measured on questions with and without an answer in the documents.
    double fit = 0;
    bool answers = false; //!< fit is high enough to call it an answer
    QList<Window> windows; //!< the best one first; then those of its document, then the others, each in the order of the text
    QStringList missing; //!< names and numbers of the question, folded, that occur in none of the documents asked
};

//! \brief Builds windows of the candidates and decides whether they answer. Pure computation, for the inference pool.
Findings findingsFrom(const AskedQuestion &question, const QList<Retrieval::Passage> &passages, const QList<Candidate> &candidates);

} // namespace Heddle::Evidence
