// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/rerank/reranker.h"

namespace Heddle::Rerank {

//! \brief Scores a passage by the question's words that it contains, rare ones more, and by which of them are adjacent.
//! The raw score lies between 0 and 1; the score that orders has few steps, so that only large differences change the order of
//! the search. Needs no model and no network. Blocking, for the inference pool.
class OverlapReranker : public Reranker {
public:
    QString name() const override;
    Result<Scores> similarity(const QString &query, const QStringList &passages, Concurrency::Context stop) override;
};

} // namespace Heddle::Rerank
