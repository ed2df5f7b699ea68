// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/retrieval/retriever.h"
#include "core/concurrency/deadline.h"
#include <QCoreApplication>
#include <QElapsedTimer>
#include <algorithm>

namespace Heddle::Retrieval {
namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Retrieval", text);
}

double msOf(const QElapsedTimer &clock)
{
    return double(clock.nsecsElapsed()) / 1e6;
}

void number(Retrieval &retrieval)
{
    int rank = 0;
    for (Passage &passage : retrieval.passages)
        passage.rank = ++rank;
}

} // namespace

QString orderName(Retrieval::Order order)
{
    switch (order) {
    case Retrieval::Order::Text: return QStringLiteral("text");
    case Retrieval::Order::Vector: return QStringLiteral("vector");
    case Retrieval::Order::Hybrid: return QStringLiteral("hybrid");
    case Retrieval::Order::Rerank: break;
    }
    return QStringLiteral("rerank");
}

QCoro::Task<Result<Retrieval>> Retriever::retrieve(
    RetrievalRequest request, std::function<void(const Retrieval &)> early, std::stop_token stop)
{
    const auto retrieval = std::make_shared<Retrieval>();
    if (request.question.trimmed().isEmpty())
        co_return *retrieval;
    Search::SearchRequest search;
    search.question = request.question;
    search.legs = request.legs;
    search.filters = request.filters;
    search.depth = request.depth;
    search.limit = std::max(request.limit, RerankWindow);
    if (m_embedder && request.legs != Search::Leg::Text) {
        QElapsedTimer clock;
        clock.start();
        constexpr std::chrono::milliseconds EmbedBudget { 2000 };
        Concurrency::Deadline deadline(EmbedBudget, stop);
        auto vector = co_await m_embedder->embedQuery(request.question, deadline.token());
        if (vector)
            search.vector = std::move(*vector);
        else if (stop.stop_requested())
            co_return Error::cancelled();
        else
            retrieval->notices += tr("Searched by words only: %1")
                                      .arg(deadline.expired() ? tr("the embedding model took too long.") : vector.error().message);
        retrieval->embedMs = msOf(clock);
    } else if (request.legs == Search::Leg::Vector) {
        retrieval->notices += tr("There is no embedding model, so meaning can't be searched; words were searched instead.");
    }

    QElapsedTimer clock;
    clock.start();
    auto foundTask = m_pools->search.submit(
        [engine = m_engine, search](std::stop_token token) { return engine->search(search, token); }, stop, QStringLiteral("search"));
    auto found = co_await std::move(foundTask);
    retrieval->searchMs = msOf(clock);
    if (!found)
        co_return found.error();
    retrieval->total = found->total;
    retrieval->terms = found->terms;
    retrieval->suggestion = found->suggestion;
    retrieval->notices += found->notices;
    const bool hybrid = search.vector.has_value();
    retrieval->order = !hybrid                ? Retrieval::Order::Text
        : request.legs == Search::Leg::Vector ? Retrieval::Order::Vector
                                              : Retrieval::Order::Hybrid;
    for (const Search::Hit &hit : std::as_const(found->hits)) {
        Passage passage;
        passage.hit = hit;
        passage.score = hybrid ? hit.fused : hit.textLeg ? hit.textLeg->score : hit.fused;
        retrieval->passages += passage;
    }
    number(*retrieval);
    if (early)
        early(*retrieval);
    if (m_reranker && request.rerank && !retrieval->passages.isEmpty())
        co_await rerank(retrieval, request, stop);
    if (stop.stop_requested())
        co_return Error::cancelled();
    if (!m_standingNotice.isEmpty() && request.rerank)
        retrieval->notices += m_standingNotice;
    if (retrieval->passages.size() > request.limit)
        retrieval->passages.resize(request.limit);
    co_return *retrieval;
}

QCoro::Task<void> Retriever::rerank(std::shared_ptr<Retrieval> retrieval, RetrievalRequest request, std::stop_token stop)
{
    QElapsedTimer clock;
    clock.start();
    const qsizetype window = std::min<qsizetype>(RerankWindow, retrieval->passages.size());
    QStringList texts;
    for (qsizetype i = 0; i < window; ++i) {
        const Search::Hit &hit = retrieval->passages[i].hit;
        texts += hit.text.startsWith(hit.title) ? hit.text : hit.title + QLatin1Char('\n') + hit.text;
    }
    const auto reranker = m_reranker;
    Concurrency::Deadline deadline(request.rerankBudget, stop);
    auto scores = co_await Rerank::rerankByModel(reranker, request.question, texts, &m_pools->inference, deadline.token());
    retrieval->rerankMs = msOf(clock);
    if (!scores) {
        if (!stop.stop_requested()) {
            retrieval->notices += deadline.expired() ? tr("%1 took longer than %2 s; the passages are in the order of the search.")
                                                           .arg(reranker->name())
                                                           .arg(double(request.rerankBudget.count()) / 1000)
                                                     : tr("%1 could not rerank (%2); the passages are in the order of the search.")
                                                           .arg(reranker->name(), scores.error().message);
        }
        co_return;
    }
    for (qsizetype i = 0; i < window; ++i) {
        Passage &passage = retrieval->passages[i];
        passage.rerankScore = scores->score[std::size_t(i)];
        passage.rerankRaw = scores->raw[std::size_t(i)];
        passage.rerankScale = scores->scale;
        passage.score = *passage.rerankScore;
    }
    // Ties keep the order of the search.
    std::stable_sort(retrieval->passages.begin(), retrieval->passages.begin() + window,
        [](const Passage &a, const Passage &b) { return *a.rerankScore > *b.rerankScore; });
    retrieval->order = Retrieval::Order::Rerank;
    retrieval->revision = 2;
    number(*retrieval);
}

} // namespace Heddle::Retrieval
