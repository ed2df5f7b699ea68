// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/rerank/reranker.h"

namespace Heddle::Rerank {

//! \brief Scores a passage by the question's words that it holds, rare ones more, and by which of them stand together.
//! The raw score lies between 0 and 1; what orders has few steps, so that only large differences change the search's order.
//! Needs no model and no network; blocks, so it runs in the pool for inference.
class OverlapReranker : public Reranker {
public:
    QString name() const override;
    Result<Scores> similarity(const QString &query, const QStringList &passages, Concurrency::Context stop) override;
};

} // namespace Heddle::Rerank
