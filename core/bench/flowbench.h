// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/bench/flowplan.h"
#include "core/net/blockinghttp.h"
#include "core/rerank/httpreranker.h"
#include "core/retrieval/retriever.h"
#include <QElapsedTimer>
#include <QJsonObject>

namespace Heddle::Bench {

//! \brief What a run came to; the keys of `bench flow`.
struct FlowFigures {
    FlowPlan plan;
    double limitMs = 0, totalMs = 0;
    double meanMs = 0, p50Ms = 0, p99Ms = 0; //!< of the answers
    double meanBusy = 0;
    int peakBusy = 0, peakQueued = 0;
    int networkThreads = 0, osThreads = 0, peakHttp = 0, connections = 0;
    double throughput = 0; //!< answers a second
    double cpuMs = 0, rssMb = 0, maxGapMs = 0;
    int answers = 0, failed = 0;
    Error lastError;
};
QJsonObject toJson(const FlowFigures &figures);

//! \brief Many questions through the real pool, retriever and HTTP client, with jobs that sleep in place of the database
//! and the search. Shows what it costs to hold a thread while a reranker thinks. Lives on the event loop's thread and
//! outlives run(); one run each.
class FlowBench {
public:
    //! \brief Errors: Input (an address that can't be used).
    static Result<std::shared_ptr<FlowBench>> make(const FlowPlan &plan);
    ~FlowBench();

    //! \brief Runs to its end. Errors: what the reranker said, where no question was answered; Cancelled.
    static QCoro::Task<Result<FlowFigures>> run(std::shared_ptr<FlowBench> bench, std::stop_token stop);
    //! \brief So far, and after the run in the end.
    FlowFigures figures() const;

    const FlowPlan &plan() const { return m_plan; }
    Concurrency::WorkPool &pool() { return m_pools.search; }
    std::shared_ptr<Net::CallRegistry> calls() const { return m_registry; }
    std::shared_ptr<Concurrency::FlowLog> flows() const { return m_pools.flows; }
    //! \brief One per answer that counted, in ms from the start of the run, and how long it took.
    const std::vector<std::pair<double, double>> &answers() const { return m_answers; }
    //! \brief What counts is over; who still asks is let go.
    bool isMeasured() const { return m_clock.isValid() && now() >= m_measureTo; }
    double now() const { return double(m_clock.nsecsElapsed()) / 1e6; } //!< ms since the run began

private:
    explicit FlowBench(const FlowPlan &plan);
    static QCoro::Task<Status> askOnce(std::shared_ptr<FlowBench> bench, Concurrency::Context context);
    static QCoro::Task<void> user(std::shared_ptr<FlowBench> bench, FlowPlan::Milliseconds first, std::stop_token stop);
    void look();

    FlowPlan m_plan;
    Flow::Pools m_pools;
    Concurrency::TaskGroup m_tasks;
    std::shared_ptr<Net::CallRegistry> m_registry;
    std::shared_ptr<Search::Searcher> m_engine;
    Setup::AnswerSetupPtr m_setup;
    Net::HttpClient m_http;
    Net::BlockingHttp m_blockingHttp;
    Retrieval::Retriever m_retriever;
    std::shared_ptr<Rerank::Reranker> m_reranker;

    QElapsedTimer m_clock;
    QTimer m_look;
    double m_lastLook = 0;
    int m_looks = 0;
    double m_measureFrom = 0, m_measureTo = 1e18; //!< ms; answers that end in between count
    std::vector<std::pair<double, double>> m_answers;
    int m_asking = 0, m_failed = 0;
    Error m_lastError;
    double m_busySum = 0;
    int m_busyLooks = 0, m_osThreads = 0, m_networkThreads = 0;
    double m_gap = 0, m_cpuBefore = 0, m_cpu = 0, m_total = 0;
};

} // namespace Heddle::Bench
