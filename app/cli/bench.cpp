// SPDX-License-Identifier: GPL-3.0-or-later
// bench flow: many questions through the real pool, retriever and HTTP client, with jobs that sleep in place of the
// database and the search. It shows what it costs to hold a thread while a reranker thinks.
#include "app/cli/command.h"
#include "core/concurrency/sleep.h"
#include <QDir>
#include <QElapsedTimer>
#include <QRandomGenerator>
#include <QTimer>
#include <queue>
#include <sys/resource.h>
#include <thread>

namespace Heddle::Cli {
namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;

struct Plan {
    int users = 0, threads = 35, documents = 64;
    milliseconds think { 1200 }, database { 200 }, search { 300 }, rerank { 300 };
    std::chrono::seconds seconds { 20 };
    bool closed = false, blocking = false;
    QString url;
};

Result<Plan> planFrom(const Arguments &arguments)
{
    Plan plan;
    QStringList wrong;
    const auto number = [&](const char *name, int fallback, int smallest, int largest) {
        const QString text = arguments.options.value(QLatin1String(name));
        bool ok = true;
        const int value = text.isNull() ? fallback : text.toInt(&ok);
        if (!ok || value < smallest || value > largest)
            wrong += QStringLiteral("--%1 takes a whole number from %2 to %3.").arg(QLatin1String(name)).arg(smallest).arg(largest);
        return value;
    };
    const auto choice = [&](const char *name, const char *first, const char *second) {
        const QString text = arguments.options.value(QLatin1String(name), QLatin1String(first));
        if (text != QLatin1String(first) && text != QLatin1String(second))
            wrong += QStringLiteral("--%1 takes %2 or %3.").arg(QLatin1String(name), QLatin1String(first), QLatin1String(second));
        return text == QLatin1String(second);
    };
    constexpr int Hour = 3'600'000; // ms
    plan.users = number("users", 0, 1, 100'000);
    plan.threads = number("threads", 35, 1, 1000);
    plan.documents = number("documents", 64, 1, 1000);
    plan.think = milliseconds(number("think-ms", 1200, 0, Hour));
    plan.database = milliseconds(number("db-ms", 200, 0, Hour));
    plan.search = milliseconds(number("search-ms", 300, 0, Hour));
    plan.rerank = milliseconds(number("rerank-ms", 300, 0, Hour));
    plan.seconds = std::chrono::seconds(number("seconds", 20, 1, 3600));
    plan.closed = choice("arrival", "burst", "closed");
    plan.blocking = choice("mode", "split", "blocking");
    plan.url = arguments.options.value(QStringLiteral("rerank-url"));
    if (plan.url.isEmpty())
        wrong += QStringLiteral("--rerank-url is needed: a server that reranks.");
    if (!wrong.isEmpty())
        return Error::input(wrong.first());
    return plan;
}

Status doze(milliseconds time, const std::stop_token &stop)
{
    const auto until = std::chrono::steady_clock::now() + time;
    while (!stop.stop_requested()) {
        const auto left = until - std::chrono::steady_clock::now();
        if (left <= 0ms)
            return Done {};
        std::this_thread::sleep_for(std::min<std::chrono::steady_clock::duration>(left, 500ms));
    }
    return Error::cancelled();
}

//! A search that takes its time and finds passages of 600 characters.
class DozingEngine : public Search::SearchEngine {
public:
    DozingEngine(milliseconds time, int documents) : m_time(time)
    {
        for (int i = 0; i < documents; ++i) {
            Search::Hit hit;
            hit.chunk = QString::number(i);
            hit.title = QStringLiteral("Passage %1").arg(i);
            hit.text = QStringLiteral("The keeper of the northern lock wrote down what passed it. ").repeated(11).left(590);
            hit.textLeg = Search::LegScore { i + 1, double(documents - i) };
            m_found.hits += hit;
        }
        m_found.total = documents;
    }
    int shards() const override { return 1; }
    Result<std::optional<qint64>> appliedSeq(int) override { return std::optional<qint64>(0); }
    Status index(int, const Search::IndexBatch &, std::stop_token) override { return Done {}; }
    Status commit(int) override { return Done {}; }
    Status beginRebuild(int) override { return Done {}; }
    Status finishRebuild(int, qint64) override { return Done {}; }
    void closeWriters() override { }
    Result<Search::Health> health(int) override { return Search::Health(); }
    Result<Search::SearchResult> search(const Search::SearchRequest &, std::stop_token stop) override
    {
        HEDDLE_TRY(doze(m_time, stop));
        return m_found;
    }

private:
    milliseconds m_time;
    Search::SearchResult m_found;
};

//! The end of an ideal first-in-first-out schedule of two jobs a question on so many threads, and then the rerank.
double idealMs(const Plan &plan)
{
    struct Job {
        double ready;
        bool second;
    };
    std::priority_queue<double, std::vector<double>, std::greater<>> free; // when each thread is free
    for (int i = 0; i < plan.threads; ++i)
        free.push(0);
    const auto later = [](const Job &a, const Job &b) { return a.ready > b.ready; };
    std::priority_queue<Job, std::vector<Job>, decltype(later)> second(later);
    double end = 0;
    int first = plan.users;
    while (first > 0 || !second.empty()) {
        // Whatever was queued first: the first jobs all were, at 0.
        const bool takesFirst = first > 0;
        const double ready = takesFirst ? 0 : second.top().ready;
        const double start = std::max(free.top(), ready);
        free.pop();
        const double done = start + double((takesFirst ? plan.database : plan.search).count());
        free.push(done);
        if (takesFirst) {
            --first;
            second.push({ done, true });
        } else {
            second.pop();
            end = std::max(end, done);
        }
    }
    return end + double(plan.rerank.count());
}

double cpuMs()
{
    rusage usage {};
    getrusage(RUSAGE_SELF, &usage);
    const auto ms = [](const timeval &time) { return double(time.tv_sec) * 1000 + double(time.tv_usec) / 1000; };
    return ms(usage.ru_utime) + ms(usage.ru_stime);
}

//! Everything of one run; lives as long as its coroutines.
struct Run {
    explicit Run(const Plan &p)
        : plan(p), pools({ { QStringLiteral("search"), p.threads } }), engine(std::make_shared<DozingEngine>(p.search, p.documents)),
          http(registry), blockingHttp(registry), retriever(engine, &pools, &tasks)
    { }

    Plan plan;
    std::shared_ptr<Net::CallRegistry> registry = std::make_shared<Net::CallRegistry>();
    Concurrency::Pools pools;
    Concurrency::TaskGroup tasks;
    std::shared_ptr<DozingEngine> engine;
    Net::HttpClient http;
    Net::BlockingHttp blockingHttp;
    Retrieval::Retriever retriever;
    std::shared_ptr<Rerank::Reranker> reranker;

    QElapsedTimer clock;
    double measureFrom = 0, measureTo = 1e18; //!< ms; answers that end in between count
    std::vector<double> answers; //!< ms
    int running = 0, failed = 0;
    Error lastError;
    double busySum = 0;
    int busySamples = 0, peakBusy = 0, osThreads = 0, networkThreads = 0;
    double gap = 0;

    double now() const { return double(clock.nsecsElapsed()) / 1e6; }
};

QCoro::Task<Status> askOnce(std::shared_ptr<Run> run, std::stop_token stop)
{
    const Plan &plan = run->plan;
    auto database = run->pools.search.submit(
        [time = plan.database](std::stop_token token) { return doze(time, token); }, stop, QStringLiteral("database"));
    const Status read = co_await std::move(database);
    if (!read)
        co_return read;
    if (plan.blocking) {
        auto both = run->pools.search.submit(
            [engine = run->engine, reranker = run->reranker](std::stop_token token) -> Status {
                const auto found = engine->search({}, token);
                if (!found)
                    return found.error();
                QStringList texts;
                for (const Search::Hit &hit : found->hits)
                    texts += hit.title + QLatin1Char('\n') + hit.text;
                const auto scores = reranker->similarity(QStringLiteral("What passed the lock?"), texts, token);
                return scores ? Status(Done {}) : scores.error();
            },
            stop, QStringLiteral("search and rerank"));
        co_return co_await std::move(both);
    }
    Retrieval::RetrievalRequest request;
    request.question = QStringLiteral("What passed the lock?");
    request.limit = plan.documents;
    request.rerankBudget = 10min;
    auto task = run->retriever.retrieve(request, {}, stop);
    const auto found = co_await std::move(task);
    if (!found)
        co_return found.error();
    if (found->order != Retrieval::Retrieval::Order::Rerank)
        co_return Error { ErrorCode::Provider, found->notices.join(QLatin1Char(' ')), {}, false };
    co_return Done {};
}

QCoro::Task<void> user(std::shared_ptr<Run> run, milliseconds first, std::stop_token stop)
{
    if (first > 0ms)
        co_await Concurrency::sleepFor(first, stop, &run->tasks);
    do {
        const double begun = run->now();
        auto task = askOnce(run, stop);
        const Status done = co_await std::move(task);
        const double ended = run->now();
        if (stop.stop_requested())
            break;
        if (!done) {
            ++run->failed;
            run->lastError = done.error();
        } else if (ended >= run->measureFrom && ended <= run->measureTo) {
            run->answers.push_back(ended - begun);
        }
        if (run->plan.closed)
            co_await Concurrency::sleepFor(run->plan.think, stop, &run->tasks);
    } while (run->plan.closed && !stop.stop_requested() && run->now() < run->measureTo);
    --run->running;
}

//! A look every 5 ms; how late it comes is the gap of the event loop.
void watch(Run &run, QTimer &timer)
{
    constexpr double BeatMs = 5;
    constexpr int ThreadsEvery = 20; // looks
    timer.setTimerType(Qt::PreciseTimer);
    timer.setInterval(int(BeatMs));
    QObject::connect(&timer, &QTimer::timeout, &timer, [&run, last = run.now(), looks = 0]() mutable {
        const double now = run.now();
        run.gap = std::max(run.gap, now - last - BeatMs);
        last = now;
        const Concurrency::PoolFigures figures = run.pools.search.figures();
        if (now >= run.measureFrom && now <= run.measureTo) {
            run.busySum += figures.active;
            ++run.busySamples;
        }
        run.peakBusy = figures.peakActive;
        if (looks++ % ThreadsEvery == 0) {
            run.osThreads = std::max(run.osThreads, int(QDir(QStringLiteral("/proc/self/task")).count()) - 2);
            run.networkThreads =
                std::max(run.networkThreads, run.plan.blocking ? run.blockingHttp.networkThreads() : run.http.networkThreads());
        }
    });
    timer.start();
}

double quantile(const std::vector<double> &sorted, double q)
{
    return sorted.empty() ? 0 : sorted[std::min(sorted.size() - 1, std::size_t(q * double(sorted.size())))];
}

Outcome report(const Run &run, double total, double cpu)
{
    std::vector<double> sorted = run.answers;
    std::sort(sorted.begin(), sorted.end());
    double sum = 0;
    for (const double ms : sorted)
        sum += ms;
    int connections = 0;
    for (const Net::HostFigures &host : run.registry->hosts())
        connections += host.peakActive;
    rusage usage {};
    getrusage(RUSAGE_SELF, &usage);
    const double measured = run.plan.closed ? double(std::chrono::milliseconds(run.plan.seconds).count()) : total;
    const double limit = run.plan.closed ? double((run.plan.database + run.plan.search + run.plan.rerank).count()) : idealMs(run.plan);
    const double mean = sorted.empty() ? 0 : sum / double(sorted.size());
    const QJsonObject json { { QStringLiteral("mode"), run.plan.blocking ? QStringLiteral("blocking") : QStringLiteral("split") },
        { QStringLiteral("arrival"), run.plan.closed ? QStringLiteral("closed") : QStringLiteral("burst") },
        { QStringLiteral("users"), run.plan.users }, { QStringLiteral("limit_ms"), limit }, { QStringLiteral("total_ms"), total },
        { QStringLiteral("mean_ms"), mean }, { QStringLiteral("p50_ms"), quantile(sorted, 0.5) },
        { QStringLiteral("p99_ms"), quantile(sorted, 0.99) },
        { QStringLiteral("mean_busy"), run.busySamples ? run.busySum / run.busySamples : 0 }, { QStringLiteral("peak_busy"), run.peakBusy },
        { QStringLiteral("threads"), run.plan.threads }, { QStringLiteral("network_threads"), run.networkThreads },
        { QStringLiteral("os_threads"), run.osThreads }, { QStringLiteral("peak_http"), run.registry->peak() },
        { QStringLiteral("connections"), connections },
        { QStringLiteral("throughput_per_s"), measured > 0 ? double(sorted.size()) * 1000 / measured : 0 },
        { QStringLiteral("cpu_ms"), cpu }, { QStringLiteral("rss_mb"), double(usage.ru_maxrss) / 1024 },
        { QStringLiteral("max_gap_ms"), run.gap }, { QStringLiteral("answers"), int(sorted.size()) },
        { QStringLiteral("failed"), run.failed },
        { QStringLiteral("error"), run.failed ? QJsonValue(run.lastError.message) : QJsonValue() } };
    QStringList lines;
    for (auto it = json.begin(); it != json.end(); ++it)
        lines += QStringLiteral("%1: %2").arg(it.key(), it->isDouble() ? QString::number(it->toDouble(), 'f', 1) : it->toString());
    Outcome outcome { json, lines.join(QLatin1Char('\n')), Ok };
    if (run.failed > 0 && sorted.empty()) {
        outcome = failure(run.lastError);
        outcome.exit = Network;
    }
    return outcome;
}

} // namespace

QCoro::Task<Outcome> bench(Arguments arguments, std::stop_token stop)
{
    if (arguments.operand(1) != QLatin1String("flow"))
        co_return usage(QStringLiteral("bench takes: flow."));
    const auto plan = planFrom(arguments);
    if (!plan)
        co_return usage(plan.error().message);
    const auto run = std::make_shared<Run>(*plan);
    Rerank::Configuration configuration;
    configuration.provider = QStringLiteral("openai-compatible");
    configuration.url = plan->url;
    configuration.model = QStringLiteral("bench");
    configuration.tokens = 100'000; // nothing is cut
    configuration.deadline = 10min;
    const auto reranker = Rerank::makeReranker(configuration, { &run->http, &run->blockingHttp, &run->pools.inference, nullptr });
    if (!reranker)
        co_return failure(reranker.error());
    run->reranker = *reranker;
    run->retriever.setReranker(*reranker);
    run->retriever.setRerankWindow(plan->documents);

    const double cpuBefore = cpuMs();
    run->clock.start();
    if (plan->closed) {
        // The first rounds, in which everybody comes at once, are left out.
        const milliseconds cycle = plan->think + plan->database + plan->search + plan->rerank;
        run->measureFrom = 3.0 * double(cycle.count());
        run->measureTo = run->measureFrom + double(std::chrono::milliseconds(plan->seconds).count());
    }
    QTimer timer;
    watch(*run, timer);
    run->running = plan->users;
    const double spread = double((plan->think + plan->database + plan->search + plan->rerank).count());
    for (int i = 0; i < plan->users; ++i) {
        const auto first = plan->closed ? milliseconds(qint64(spread * i / plan->users)) : 0ms;
        run->tasks.add(user(run, first, stop));
    }
    while (run->running > 0 && !stop.stop_requested())
        co_await Concurrency::sleepFor(2ms, stop, &run->tasks);
    const double total = run->now();
    timer.stop();
    const double cpu = cpuMs() - cpuBefore;
    co_await run->tasks.drain(5s);
    if (stop.stop_requested())
        co_return failure(Error::cancelled());
    co_return report(*run, total, cpu);
}

} // namespace Heddle::Cli
