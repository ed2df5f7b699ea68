// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/concurrency/taskgroup.h"
#include "core/embedding/embedder.h"
#include "core/flow/pools.h"
#include "core/rerank/reranker.h"
#include "core/search/searchengine.h"
#include <QCache>
#include <QCoroTask>
#include <chrono>
#include <functional>
#include <memory>

namespace Heddle::Retrieval {

struct RetrievalRequest {
    QString question;
    Search::Filters filters;
    Search::Leg legs = Search::Leg::Both;
    int depth = 0; //!< hits per leg; 0: as set up
    int limit = 64; //!< passages returned; at least the rerank window is ranked
    bool rerank = true;
    std::optional<std::chrono::milliseconds> rerankBudget; //!< until the answer begins without it; default: setRerankWait()
};

//! \brief A passage with everything that ranked it.
struct Passage {
    Search::Hit hit;
    int rank = 0; //!< from 1, in the order below
    int searchRank = 0; //!< its rank in the order of the search
    std::optional<double> rerankScore, rerankRaw;
    Rerank::Scale rerankScale = Rerank::Scale::Unknown;
    //! \brief The score that decided the place: rerank score, else fused, else the single leg's own.
    double score = 0;
};

//! \brief What left this computer.
struct Sent {
    QString host, purpose;
    qint64 bytes = 0; //!< of text, about
};

struct Retrieval {
    enum class Order { Text, Vector, Hybrid, Rerank };
    QList<Passage> passages;
    Order order = Order::Text;
    qint64 total = 0; //!< chunks that match the text leg, exact
    QList<Search::QueryTerm> terms;
    QString suggestion;
    QStringList notices;
    QList<Sent> sent;
    double searchMs = 0, embedMs = 0, rerankMs = 0;
    int revision = 1; //!< 2: reranked
};

QString orderName(Retrieval::Order order);

//! \brief How the search is done; the defaults are measured (docs/ranking.md, docs/embedding.md).
struct SearchTuning {
    double textWeight = 1, vectorWeight = 1; //!< of the legs in the fusion
    bool foreignLanguages = false; //!< embeds a question also where the model was not made for its language
    int depth = 256; //!< hits per leg
};

//! \brief Finds the passages for a question: the text leg at once in the search pool while the question is embedded, then
//! the vector leg, fused, then reranked where there is a reranker. Each helper that fails leaves the order of the step before it and one notice. Lives on the event loop's thread.
class Retriever {
public:
    using Sink = std::function<void(const Retrieval &)>;

    //! \brief `tasks` holds a rerank that comes late; it is drained before the pools go.
    Retriever(std::shared_ptr<Search::Searcher> engine, Flow::Pools *pools, Concurrency::TaskGroup *tasks)
        : m_engine(std::move(engine)), m_pools(pools), m_tasks(tasks)
    { }
    //! \brief Searches another engine from the next question on.
    void setEngine(std::shared_ptr<Search::Searcher> engine) { m_engine = std::move(engine); }
    //! \brief Embeds questions as long as the engine has vectors of its model.
    void setEmbedder(std::shared_ptr<Embedding::Embedder> embedder) { m_embedder = std::move(embedder); }
    std::shared_ptr<Embedding::Embedder> embedder() const { return m_embedder; }
    void setTuning(const SearchTuning &tuning) { m_tuning = tuning; }
    const SearchTuning &tuning() const { return m_tuning; }
    void setReranker(std::shared_ptr<Rerank::Reranker> reranker) { m_reranker = std::move(reranker); }
    //! \brief How many passages go to the reranker, exactly.
    void setRerankWindow(int passages) { m_window = std::max(1, passages); }
    void setRerankWait(std::chrono::milliseconds wait) { m_wait = wait; }
    std::shared_ptr<Rerank::Reranker> reranker() const { return m_reranker; }
    int rerankWindow() const { return m_window; }
    std::chrono::milliseconds rerankWait() const { return m_wait; }
    //! \brief Said once per retrieval while a configured helper can't be used.
    void setStandingNotice(QString notice) { m_standingNotice = std::move(notice); }
    bool hasStandingNotice() const { return !m_standingNotice.isEmpty(); }

    //! \brief `early` gets the hybrid order at once, before reranking. Scores that come after the budget go to `late`, as a
    //! retrieval of revision 2, possibly long after this task has ended. An empty question gives an empty result.
    QCoro::Task<Result<Retrieval>> retrieve(RetrievalRequest request, Sink early, Concurrency::Context context, Sink late = {});

private:
    //! The question's vector, or an error that is not the question's.
    QCoro::Task<Result<Embedding::Vector>> embed(QString question, Concurrency::Context context);
    QCoro::Task<Result<Search::SearchResult>> searchLegs(
        std::shared_ptr<Retrieval> retrieval, Search::SearchRequest search, Concurrency::Context context);
    QCoro::Task<void> rerank(std::shared_ptr<Retrieval> retrieval, RetrievalRequest request, Sink late, Concurrency::Context context);

    std::shared_ptr<Search::Searcher> m_engine;
    Flow::Pools *m_pools;
    Concurrency::TaskGroup *m_tasks;
    int m_window = 64;
    std::chrono::milliseconds m_wait { 3000 };
    std::shared_ptr<Embedding::Embedder> m_embedder;
    SearchTuning m_tuning;
    QCache<QString, Embedding::Vector> m_vectors { 256 }; //!< of questions, by model and text
    std::shared_ptr<Rerank::Reranker> m_reranker;
    QString m_standingNotice;
};

} // namespace Heddle::Retrieval
