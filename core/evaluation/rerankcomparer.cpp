// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluation/rerankcomparer.h"
#include <numeric>

namespace Heddle::Evaluation {

std::vector<std::size_t> RerankComparison::searchOrder() const
{
    std::vector<std::size_t> order(std::size_t(passages.size()));
    std::iota(order.begin(), order.end(), 0);
    return order;
}

QCoro::Task<Result<RerankComparison>> RerankComparer::compare(
    QString question, Search::Filters filters, QStringList wanted, Concurrency::Context context)
{
    auto listing = Setup::rerankersToCompare(m_setup, m_secrets, wanted, context.stop);
    HEDDLE_CO_TRY_VALUE(const auto configurations, co_await std::move(listing));
    Retrieval::RetrievalRequest request;
    request.setup = m_setup->answers().take();
    request.question = question;
    request.filters = filters;
    request.rerank = false;
    auto finding = m_retriever->retrieve(request, {}, context);
    HEDDLE_CO_TRY_VALUE(const auto found, co_await std::move(finding));
    RerankComparison comparison;
    comparison.notices = found.notices;
    comparison.passages = found.passages.mid(0, request.setup->tuning.rerankWindow);
    if (comparison.passages.isEmpty())
        co_return comparison;
    QList<Rerank::ComparedPassage> compared;
    for (const Retrieval::Passage &passage : std::as_const(comparison.passages))
        compared += { Retrieval::rerankText(passage.hit), Retrieval::contentsOf({ passage }) };
    for (const Rerank::Configuration &configuration : configurations) {
        auto ranking = Rerank::rankingBy(configuration, m_setup->rerankTransports(), question, request.contents, compared, context);
        comparison.rankings += co_await std::move(ranking);
        if (context.stop_requested())
            co_return Error::cancelled();
    }
    co_return comparison;
}

} // namespace Heddle::Evaluation
