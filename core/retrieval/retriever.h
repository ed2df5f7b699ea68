// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/concurrency/pools.h"
#include "core/embedding/embedder.h"
#include "core/rerank/reranker.h"
#include "core/search/searchengine.h"
#include <QCoroTask>
#include <chrono>
#include <functional>
#include <memory>

namespace Heddle::Retrieval {

struct RetrievalRequest {
    QString question;
    Search::Filters filters;
    Search::Leg legs = Search::Leg::Both;
    int depth = 256; //!< hits per leg
    int limit = 64; //!< passages returned; at least the rerank window is ranked
    bool rerank = true;
    std::chrono::milliseconds rerankBudget { 3000 };
};

//! \brief A passage with everything that ranked it.
struct Passage {
    Search::Hit hit;
    int rank = 0; //!< from 1, in the order below
    std::optional<double> rerankScore, rerankRaw;
    Rerank::Scale rerankScale = Rerank::Scale::Unknown;
    //! \brief The score that decided the place: rerank score, else fused, else the single leg's own.
    double score = 0;
};

struct Retrieval {
    enum class Order { Text, Vector, Hybrid, Rerank };
    QList<Passage> passages;
    Order order = Order::Text;
    qint64 total = 0; //!< chunks that match the text leg, exact
    QList<Search::QueryTerm> terms;
    QString suggestion;
    QStringList notices;
    double searchMs = 0, embedMs = 0, rerankMs = 0;
    int revision = 1; //!< 2: reranked
};

QString orderName(Retrieval::Order order);

//! \brief Finds the passages for a question: search in the search pool, fused, then reranked where there is a
//! reranker. Each helper that fails leaves the order of the step before it and one notice.
class Retriever {
public:
    //! \brief The window that goes to the reranker, exactly.
    static constexpr int RerankWindow = 64;

    Retriever(std::shared_ptr<Search::SearchEngine> engine, Concurrency::Pools *pools) : m_engine(std::move(engine)), m_pools(pools) { }
    void setEmbedder(std::shared_ptr<Embedding::Embedder> embedder) { m_embedder = std::move(embedder); }
    void setReranker(std::shared_ptr<Rerank::Reranker> reranker) { m_reranker = std::move(reranker); }
    //! \brief Said once per retrieval while a configured helper can't be used.
    void setStandingNotice(QString notice) { m_standingNotice = std::move(notice); }

    //! \brief `early` gets the hybrid order at once, before reranking. An empty question gives an empty result.
    QCoro::Task<Result<Retrieval>> retrieve(RetrievalRequest request, std::function<void(const Retrieval &)> early, std::stop_token stop);

private:
    QCoro::Task<void> rerank(std::shared_ptr<Retrieval> retrieval, RetrievalRequest request, std::stop_token stop);

    std::shared_ptr<Search::SearchEngine> m_engine;
    Concurrency::Pools *m_pools;
    std::shared_ptr<Embedding::Embedder> m_embedder;
    std::shared_ptr<Rerank::Reranker> m_reranker;
    QString m_standingNotice;
};

} // namespace Heddle::Retrieval
