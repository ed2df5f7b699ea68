// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/rerank/httpreranker.h"
#include "core/rerank/reranker.h"

namespace Heddle::Rerank {

//! \brief How one reranker ordered passages that several were asked about.
struct Ranking {
    Configuration configuration; //!< of the reranker
    QString name, host;
    std::optional<Error> error; //!< it gave no order
    std::vector<std::size_t> order; //!< the places of the passages that it got, best first
    double ms = 0;
    int tokens = 0; //!< that were used; 0: the service did not say
    int withheld = 0; //!< passages that it did not get, since they are never sent
};

//! \brief A passage for a comparison, and whose text it has in it.
struct ComparedPassage {
    QString text;
    Concurrency::Contents contents;
};

//! \brief Asks one reranker for the order of passages. It gets those that may be sent to it; its scores come from it and not from memory.
QCoro::Task<Ranking> rankingBy(Configuration configuration, Transports transports, QString question, Concurrency::Contents asked,
    QList<ComparedPassage> passages, Concurrency::Context context);

//! \brief Kendall's tau of two orders, over the passages that both have: 1 the same order, -1 the opposite one, 0 by chance or nothing to
//! compare.
double kendallTau(const std::vector<std::size_t> &one, const std::vector<std::size_t> &other);
//! \brief How many of the first `depth` passages of one order are among the first of the other, as a share.
double overlapAt(const std::vector<std::size_t> &one, const std::vector<std::size_t> &other, std::size_t depth);

} // namespace Heddle::Rerank
