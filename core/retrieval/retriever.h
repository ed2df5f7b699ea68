// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/concurrency/taskgroup.h"
#include "core/flow/pools.h"
#include "core/setup/answersetup.h"
#include <QCache>
#include <QCoroTask>
#include <chrono>
#include <functional>
#include <memory>

namespace Heddle::Retrieval {

struct RetrievalRequest {
    Setup::AnswerSetupPtr setup; //!< what it is searched and reranked with; never null
    QString question;
    Concurrency::Contents contents {}; //!< whose text the question has in it
    Search::Filters filters;
    std::shared_ptr<Search::Searcher> attached = {}; //!< files that are searched by words beside the library; null: none
    bool onlyAttached = false; //!< the library is left out
    Search::Leg legs = Search::Leg::Both;
    int depth = 0; //!< hits per leg; 0: as the set-up says
    int limit = 64; //!< passages returned; at least the rerank window is ranked
    bool rerank = true;
    std::optional<std::chrono::milliseconds> rerankBudget; //!< until the answer begins without it; unset: as the set-up says
};

//! \brief A passage with everything that ranked it.
struct Passage {
    Search::Hit hit;
    int rank = 0; //!< from 1, in the order below
    int searchRank = 0; //!< its rank in the order of the search
    std::optional<double> rerankScore, rerankRaw;
    Rerank::Scale rerankScale = Rerank::Scale::Unknown;
    //! \brief The score that decided the place: that of search and reranker together, else fused, else the single leg's own.
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
    Embedding::Vector vector; //!< of the question; empty where it wasn't embedded
    QString suggestion;
    QStringList notices;
    QList<Sent> sent;
    double searchMs = 0, embedMs = 0, rerankMs = 0;
    int revision = 1; //!< 2: reranked
};

//! \brief What a reranker gets of a passage: the title before the text, unless it begins with it.
QString rerankText(const Search::Hit &hit);
//! \brief Whose text passages have in them.
Concurrency::Contents contentsOf(const QList<Passage> &passages);
//! \brief "2 passages of “Contracts” were not sent to api.example.com: never send." Empty where none was left out.
QString withheldNotice(const QList<Passage> &leftOut, const Net::Sealed &sealed, const QString &host);

QString orderName(Retrieval::Order order);

//! \brief Finds the passages for a question: the text leg at once in the search pool while the question is embedded, then
//! the vector leg, fused, then reranked where there is a reranker, whose scores are fused with those of the search. Each helper that fails leaves the order of the step
//! before it and one notice. Lives on the event loop's thread.
class Retriever {
public:
    using Sink = std::function<void(const Retrieval &)>;

    //! \brief `tasks` holds a rerank that comes late; it is drained before the pools go.
    Retriever(Flow::Pools *pools, Concurrency::TaskGroup *tasks) : m_pools(pools), m_tasks(tasks) { }

    //! \brief `early` gets the hybrid order at once, before reranking. Scores that come after the budget go to `late`, as a
    //! retrieval of revision 2, possibly long after this task has ended. An empty question gives an empty result.
    QCoro::Task<Result<Retrieval>> retrieve(RetrievalRequest request, Sink early, Concurrency::Context context, Sink late = {});
    //! \brief What the engine is asked for a retrieval; to have it explain the order. `meaning`: with the question's vector.
    QCoro::Task<Search::SearchRequest> searchFor(RetrievalRequest request, bool meaning, Concurrency::Context context);

private:
    //! The question's vector, or an error that is not the question's.
    QCoro::Task<Result<Embedding::Vector>> embed(std::shared_ptr<Embedding::Embedder> embedder, std::shared_ptr<Retrieval> retrieval,
        QString question, Concurrency::Context context);
    QCoro::Task<Result<Search::SearchResult>> searchLegs(
        Setup::AnswerSetupPtr setup, std::shared_ptr<Retrieval> retrieval, Search::SearchRequest search, Concurrency::Context context);
    QCoro::Task<Result<Search::SearchResult>> searchBoth(
        Setup::AnswerSetupPtr setup, std::shared_ptr<Retrieval> retrieval, Search::SearchRequest search, Concurrency::Context context);
    QCoro::Task<Result<Search::SearchResult>> searchInPool(
        std::shared_ptr<Search::Searcher> engine, Search::SearchRequest request, QString label, Concurrency::Context context);
    QCoro::Task<double> rerankWeight(std::shared_ptr<Rerank::Reranker> reranker, double agreement, Concurrency::Context context);
    QCoro::Task<void> rerank(std::shared_ptr<Retrieval> retrieval, RetrievalRequest request, Sink late, Concurrency::Context context);

    Flow::Pools *m_pools;
    Concurrency::TaskGroup *m_tasks;
    std::weak_ptr<Rerank::Reranker> m_tried, m_bad; //!< the last one that was found to be good, and bad
    QCache<QString, Embedding::Vector> m_vectors { 256 }; //!< of questions, by model and text
};

} // namespace Heddle::Retrieval
