// SPDX-License-Identifier: GPL-3.0-or-later
// bench_panel [SECONDS]: keeps 100 questions in flight and draws them, runs the same once more without a picture, and counts
// what it costs to note what runs. Prints as JSON the longest gap of the event loop, how often was drawn, what share of one
// core the drawing took, and what share 1,000 jobs a second cost when somebody looks and when nobody does.
#include "core/bench/flowbench.h"
#include "core/bench/localreranker.h"
#include "ui/activity/timeline.h"
#include <QApplication>
#include <QEvent>
#include <QJsonDocument>
#include <QTest>
#include <cstdio>
#include <cstdlib>
#include <ctime>

using namespace Heddle;
using Bench::FlowPlan;
using Concurrency::ActivityLog;
using Concurrency::Span;

namespace {

class PaintCounter : public QObject {
public:
    int paints = 0;

protected:
    bool eventFilter(QObject *, QEvent *event) override
    {
        paints += event->type() == QEvent::Paint ? 1 : 0;
        return false;
    }
};

struct Run {
    Bench::FlowFigures figures;
    double cpuShare = 0; //!< of one core, all threads of this process
    double paintsPerSecond = 0;
};

Run run(const FlowPlan &plan, bool drawn)
{
    auto made = Bench::FlowBench::make(plan);
    if (!made)
        std::exit(3);
    std::shared_ptr<Bench::FlowBench> bench = *made;
    PaintCounter counter;
    std::unique_ptr<Ui::ActivityFeed> feed;
    std::unique_ptr<Ui::Timeline> timeline;
    if (drawn) {
        feed = std::make_unique<Ui::ActivityFeed>(Ui::ActivityFeed::Sources { { &bench->pool() }, bench->calls(), bench->flows(), bench });
        timeline = std::make_unique<Ui::Timeline>(feed.get());
        timeline->resize(1200, 700);
        timeline->viewport()->installEventFilter(&counter);
        timeline->show();
        feed->setWatching(true);
    }
    std::optional<Result<Bench::FlowFigures>> ended;
    Concurrency::TaskGroup tasks;
    const auto go = [&]() -> QCoro::Task<void> {
        auto running = Bench::FlowBench::run(bench, {});
        ended = co_await std::move(running);
    };
    tasks.add(go());
    if (!QTest::qWaitFor([&] { return ended.has_value(); }, 600'000) || !*ended)
        std::exit(4);
    const Bench::FlowFigures figures = **ended;
    return { figures, figures.cpuMs / figures.totalMs, counter.paints / figures.totalMs * 1000 };
}

double cpuNanoseconds()
{
    timespec now {};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return double(now.tv_sec) * 1e9 + double(now.tv_nsec);
}

//! CPU time in nanoseconds of a job that is queued, begun and ended, with a reader twenty times per 1,000 jobs.
double jobNanoseconds(bool watched)
{
    constexpr int Jobs = 200'000, JobsPerFrame = 50;
    ActivityLog log(std::make_shared<Concurrency::FlowLog>());
    if (watched)
        log.watch();
    std::uint64_t seen = 0;
    const double before = cpuNanoseconds();
    for (int i = 0; i < Jobs; ++i) {
        Span span;
        span.where = "search";
        span.what = "search";
        const auto now = std::chrono::steady_clock::now();
        span.queued = now;
        const std::uint64_t id = log.queue(std::move(span));
        log.start(id, i % 35, std::chrono::steady_clock::now());
        log.finish(id, Concurrency::Outcome::Done, std::chrono::steady_clock::now());
        if (watched && i % JobsPerFrame == 0)
            (void)(log.endedAfter(&seen).size() + log.running().size());
    }
    return (cpuNanoseconds() - before) / Jobs;
}

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    FlowPlan plan;
    plan.arrival = FlowPlan::Arrival::Closed;
    plan.think = std::chrono::milliseconds(1); // nobody pauses: all of them are in flight all the time
    plan.seconds = std::chrono::seconds(argc > 1 ? std::atoi(argv[1]) : 20);
    Bench::LocalReranker server(plan.rerank);
    plan.url = server.url();
    const Run drawn = run(plan, true), bare = run(plan, false);
    const double nobody = jobNanoseconds(false), somebody = jobNanoseconds(true);
    constexpr double EventsPerSecond = 1000, Second = 1e9;
    const QJsonObject result { { QStringLiteral("questions_in_flight"), plan.users },
        { QStringLiteral("answers_per_s"), drawn.figures.throughput },
        { QStringLiteral("answers_per_s_without_picture"), bare.figures.throughput },
        { QStringLiteral("longest_gap_ms"), drawn.figures.maxGapMs },
        { QStringLiteral("longest_gap_without_picture_ms"), bare.figures.maxGapMs }, { QStringLiteral("gap_goal_ms"), 50 },
        { QStringLiteral("paints_per_s"), drawn.paintsPerSecond }, { QStringLiteral("paints_goal_per_s"), 20 },
        { QStringLiteral("cpu_share"), drawn.cpuShare }, { QStringLiteral("cpu_share_without_picture"), bare.cpuShare },
        { QStringLiteral("cpu_share_of_drawing"), drawn.cpuShare - bare.cpuShare },
        { QStringLiteral("cpu_share_of_1000_jobs_per_s"), nobody * EventsPerSecond / Second },
        { QStringLiteral("cpu_share_of_1000_jobs_per_s_watched"), somebody * EventsPerSecond / Second },
        { QStringLiteral("cpu_share_goal"), 0.01 } };
    std::fputs(QJsonDocument(result).toJson().constData(), stdout);
    return 0;
}
