// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/dialog/citation.h"

namespace Heddle::Dialog {

struct QuotedAnswer {
    QString text; //!< one sentence a line, each followed by its marker " [n]"; empty: nothing to quote
    QList<Source> sources; //!< cited ones, by n from 1
};

//! \brief The 3 to 5 sentences of the passages that answer best, from at least two documents where possible. Pure
//! computation, for the inference pool. `passages` in rank order; `terms`: the question's words and how rare they are.
QuotedAnswer quoteAnswer(const QString &question, const QList<Retrieval::Passage> &passages, const QList<Search::QueryTerm> &terms);

} // namespace Heddle::Dialog
