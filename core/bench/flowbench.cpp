// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/bench/flowbench.h"
#include "core/bench/sleepingengine.h"
#include "core/concurrency/processthreads.h"
#include "core/concurrency/sleep.h"
#include <QJsonObject>
#include <sys/resource.h>

namespace Heddle::Bench {
namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;

constexpr double BeatMs = 5;

double cpuMs()
{
    rusage usage {};
    getrusage(RUSAGE_SELF, &usage);
    const auto ms = [](const timeval &time) { return double(time.tv_sec) * 1000 + double(time.tv_usec) / 1000; };
    return ms(usage.ru_utime) + ms(usage.ru_stime);
}

double quantile(const std::vector<double> &sorted, double q)
{
    return sorted.empty() ? 0 : sorted[std::min(sorted.size() - 1, std::size_t(q * double(sorted.size())))];
}

} // namespace

FlowBench::FlowBench(const FlowPlan &plan)
    : m_plan(plan), m_pools({ { QStringLiteral("search"), plan.threads } }), m_registry(std::make_shared<Net::CallRegistry>(m_pools.flows)),
      m_engine(std::make_shared<SleepingEngine>(plan.search, plan.documents)), m_http(m_registry), m_blockingHttp(m_registry),
      m_retriever(&m_pools, &m_tasks)
{
    m_look.setTimerType(Qt::PreciseTimer);
    m_look.setInterval(int(BeatMs));
    QObject::connect(&m_look, &QTimer::timeout, &m_look, [this] { look(); });
}

FlowBench::~FlowBench() = default;

Result<std::shared_ptr<FlowBench>> FlowBench::make(const FlowPlan &plan)
{
    std::shared_ptr<FlowBench> bench(new FlowBench(plan));
    Rerank::Configuration configuration;
    configuration.endpoint.id = QStringLiteral("openai-compatible");
    configuration.endpoint.url = plan.url;
    configuration.endpoint.model = QStringLiteral("bench");
    configuration.tokens = 100'000; // nothing is cut
    configuration.deadline = 10min;
    const auto reranker =
        Rerank::makeReranker(configuration, { &bench->m_http, &bench->m_blockingHttp, &bench->m_pools.inference, nullptr });
    if (!reranker)
        return reranker.error();
    bench->m_reranker = *reranker;
    Setup::AnswerSetup setup { bench->m_engine };
    setup.reranker = *reranker;
    setup.tuning.rerankWindow = plan.documents;
    setup.tuning.trustReranker = true; // its scores mean nothing
    bench->m_setup = std::make_shared<const Setup::AnswerSetup>(std::move(setup));
    return bench;
}

QCoro::Task<Status> FlowBench::askOnce(std::shared_ptr<FlowBench> bench, Concurrency::Context context)
{
    const FlowPlan &plan = bench->m_plan;
    auto database = bench->m_pools.search.submit(
        [time = plan.database](std::stop_token token) { return sleepFor(time, token); }, context, QStringLiteral("database"));
    const Status read = co_await std::move(database);
    if (!read)
        co_return read;
    const QString question = QStringLiteral("What passed the lock?");
    if (plan.blocking()) {
        auto both = bench->m_pools.search.submit(
            [engine = bench->m_engine, reranker = bench->m_reranker, question](Concurrency::Context inside) -> Status {
                const auto found = engine->search({}, inside);
                if (!found)
                    return found.error();
                QStringList texts;
                for (const Search::Hit &hit : found->hits)
                    texts += hit.title + QLatin1Char('\n') + hit.text;
                const auto scores = reranker->similarity(question, texts, inside);
                return scores ? Status(Done {}) : scores.error();
            },
            context, QStringLiteral("search and rerank"));
        co_return co_await std::move(both);
    }
    Retrieval::RetrievalRequest request;
    request.setup = bench->m_setup;
    request.question = question;
    request.limit = plan.documents;
    request.rerankBudget = 10min;
    auto task = bench->m_retriever.retrieve(request, {}, context);
    const auto found = co_await std::move(task);
    if (!found)
        co_return found.error();
    if (found->order != Retrieval::Retrieval::Order::Rerank)
        co_return Error { ErrorCode::Provider, found->notices.join(QLatin1Char(' ')), {}, false };
    co_return Done {};
}

QCoro::Task<void> FlowBench::user(std::shared_ptr<FlowBench> bench, milliseconds first, std::stop_token stop)
{
    using Clock = std::chrono::steady_clock;
    if (first > 0ms)
        co_await Concurrency::sleepFor(first, stop, &bench->m_tasks);
    do {
        const double begun = bench->now();
        const auto flow = bench->m_pools.flows->begin("question", Clock::now());
        auto task = askOnce(bench, Concurrency::Context(stop, flow));
        const Status done = co_await std::move(task);
        const double ended = bench->now();
        bench->m_pools.flows->end(flow,
            done                        ? Concurrency::Outcome::Done
                : stop.stop_requested() ? Concurrency::Outcome::Cancelled
                                        : Concurrency::Outcome::Failed,
            Clock::now());
        if (stop.stop_requested())
            break;
        if (!done) {
            ++bench->m_failed;
            bench->m_lastError = done.error();
        } else if (ended >= bench->m_measureFrom && ended <= bench->m_measureTo) {
            bench->m_answers.emplace_back(ended, ended - begun);
        }
        if (bench->m_plan.closed())
            co_await Concurrency::sleepFor(bench->m_plan.think, stop, &bench->m_tasks);
    } while (bench->m_plan.closed() && !stop.stop_requested() && bench->now() < bench->m_measureTo);
    --bench->m_asking;
}

//! A look every 5 ms; how late it comes is the gap of the event loop.
void FlowBench::look()
{
    constexpr int ThreadsEvery = 20; // looks
    const double at = now();
    m_gap = std::max(m_gap, at - m_lastLook - BeatMs);
    m_lastLook = at;
    if (at >= m_measureFrom && at <= m_measureTo) {
        m_busySum += m_pools.search.figures().active;
        ++m_busyLooks;
    }
    if (m_looks++ % ThreadsEvery == 0) {
        m_osThreads = std::max(m_osThreads, Concurrency::threadsOfThisProcess());
        m_networkThreads = std::max(m_networkThreads, m_plan.blocking() ? m_blockingHttp.networkThreads() : m_http.networkThreads());
    }
}

QCoro::Task<Result<FlowFigures>> FlowBench::run(std::shared_ptr<FlowBench> bench, std::stop_token stop)
{
    const FlowPlan &plan = bench->m_plan;
    const milliseconds cycle = plan.think + plan.question();
    bench->m_cpuBefore = cpuMs();
    bench->m_clock.start();
    if (plan.closed()) { // the first rounds, in which everybody comes at once, are left out
        bench->m_measureFrom = 3.0 * double(cycle.count());
        bench->m_measureTo = bench->m_measureFrom + double(milliseconds(plan.seconds).count());
    }
    bench->m_lastLook = bench->now();
    bench->m_look.start();
    bench->m_asking = plan.users;
    for (int i = 0; i < plan.users; ++i) {
        const auto first = plan.closed() ? milliseconds(cycle.count() * i / plan.users) : 0ms;
        bench->m_tasks.add(user(bench, first, stop));
    }
    while (bench->m_asking > 0 && !stop.stop_requested())
        co_await Concurrency::sleepFor(2ms, stop, &bench->m_tasks);
    bench->m_total = bench->now();
    bench->m_look.stop();
    bench->m_cpu = cpuMs() - bench->m_cpuBefore;
    co_await bench->m_tasks.drain(5s);
    // Sleepers that nobody waits for any more: they end soon, and then the pool's end waits for nothing.
    while (!bench->m_pools.areIdle() && bench->now() < bench->m_total + 5000)
        co_await Concurrency::sleepFor(2ms, std::stop_token(), &bench->m_tasks);
    if (stop.stop_requested())
        co_return Error::cancelled();
    if (bench->m_failed > 0 && bench->m_answers.empty())
        co_return bench->m_lastError;
    co_return bench->figures();
}

FlowFigures FlowBench::figures() const
{
    FlowFigures figures;
    figures.plan = m_plan;
    figures.limitMs = limitMs(m_plan);
    figures.totalMs = m_total > 0 ? m_total : m_clock.isValid() ? now() : 0;
    std::vector<double> sorted;
    double sum = 0;
    for (const auto &[at, took] : m_answers) {
        sorted.push_back(took);
        sum += took;
    }
    std::sort(sorted.begin(), sorted.end());
    figures.answers = int(sorted.size());
    figures.meanMs = sorted.empty() ? 0 : sum / double(sorted.size());
    figures.p50Ms = quantile(sorted, 0.5);
    figures.p99Ms = quantile(sorted, 0.99);
    const Concurrency::PoolFigures pool = m_pools.search.figures();
    figures.meanBusy = m_busyLooks ? m_busySum / m_busyLooks : 0;
    figures.peakBusy = pool.peakActive;
    figures.peakQueued = pool.peakQueued;
    figures.networkThreads = m_networkThreads;
    figures.osThreads = m_osThreads;
    figures.peakHttp = m_registry->peak();
    for (const Net::HostFigures &host : m_registry->hosts())
        figures.connections += host.peakActive;
    const double measured = m_plan.closed() ? std::clamp(figures.totalMs, m_measureFrom, m_measureTo) - m_measureFrom : figures.totalMs;
    figures.throughput = measured > 0 ? double(sorted.size()) * 1000 / measured : 0;
    figures.cpuMs = m_total > 0 ? m_cpu : m_clock.isValid() ? cpuMs() - m_cpuBefore : 0;
    rusage usage {};
    getrusage(RUSAGE_SELF, &usage);
    figures.rssMb = double(usage.ru_maxrss) / 1024;
    figures.maxGapMs = m_gap;
    figures.failed = m_failed;
    figures.lastError = m_lastError;
    return figures;
}

QJsonObject toJson(const FlowFigures &figures)
{
    const FlowPlan &plan = figures.plan;
    return { { QStringLiteral("mode"), plan.blocking() ? QStringLiteral("blocking") : QStringLiteral("split") },
        { QStringLiteral("arrival"), plan.closed() ? QStringLiteral("closed") : QStringLiteral("burst") },
        { QStringLiteral("users"), plan.users }, { QStringLiteral("limit_ms"), figures.limitMs },
        { QStringLiteral("total_ms"), figures.totalMs }, { QStringLiteral("mean_ms"), figures.meanMs },
        { QStringLiteral("p50_ms"), figures.p50Ms }, { QStringLiteral("p99_ms"), figures.p99Ms },
        { QStringLiteral("mean_busy"), figures.meanBusy }, { QStringLiteral("peak_busy"), figures.peakBusy },
        { QStringLiteral("peak_queued"), figures.peakQueued }, { QStringLiteral("threads"), plan.threads },
        { QStringLiteral("network_threads"), figures.networkThreads }, { QStringLiteral("os_threads"), figures.osThreads },
        { QStringLiteral("peak_http"), figures.peakHttp }, { QStringLiteral("connections"), figures.connections },
        { QStringLiteral("throughput_per_s"), figures.throughput }, { QStringLiteral("cpu_ms"), figures.cpuMs },
        { QStringLiteral("rss_mb"), figures.rssMb }, { QStringLiteral("max_gap_ms"), figures.maxGapMs },
        { QStringLiteral("answers"), figures.answers }, { QStringLiteral("failed"), figures.failed },
        { QStringLiteral("error"), figures.failed ? QJsonValue(figures.lastError.message) : QJsonValue() } };
}

} // namespace Heddle::Bench
