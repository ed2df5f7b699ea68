// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/bench/flowcomparison.h"
#include "core/bench/localreranker.h"
#include "core/concurrency/processthreads.h"
#include "core/flow/chrometrace.h"
#include "tests/support/testsupport.h"
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace Heddle;
using namespace Heddle::Concurrency;
using namespace Heddle::TestSupport;
using namespace std::chrono_literals;
using Bench::FlowBench;
using Bench::FlowPlan;

namespace {

FlowPlan smallPlan(FlowPlan::Mode mode, const QString &url)
{
    FlowPlan plan;
    plan.mode = mode;
    plan.users = 20;
    plan.threads = 5;
    plan.database = 10ms;
    plan.search = 20ms;
    plan.rerank = 200ms;
    plan.url = url;
    return plan;
}

std::vector<Span> ended(ActivityLog &log)
{
    std::uint64_t seen = 0;
    return log.endedAfter(&seen);
}

} // namespace

class TestActivity : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aComparisonRunsBothModesOneAfterTheOther()
    {
        std::weak_ptr<FlowBench> first;
        QList<FlowPlan::Mode> started;
        QList<Bench::FlowFigures> figures;
        const Bench::ComparisonObserver observer {
            [&](const std::shared_ptr<FlowBench> &bench) {
                if (started.isEmpty())
                    first = bench;
                started += bench->plan().mode;
            },
            [&](FlowPlan::Mode mode, const Result<Bench::FlowFigures> &result) {
                QCOMPARE(mode, started.last());
                QVERIFY(result);
                QVERIFY(started.size() == 1 || first.expired()); // so that its threads are not counted with the second run's
                figures += *result;
            },
        };
        const FlowPlan plan = smallPlan(FlowPlan::Mode::Blocking, QStringLiteral("http://ignored.invalid"));
        QVERIFY(*await(Bench::compareFlows(plan, observer, {}), 60'000));
        QCOMPARE(started, QList<FlowPlan::Mode>({ FlowPlan::Mode::Split, FlowPlan::Mode::Blocking }));
        QCOMPARE(figures.size(), 2);
        QVERIFY(figures[0].answers == plan.users && figures[1].answers == plan.users);
        const QByteArrayList lines = Bench::toCsv(figures).split('\n');
        QCOMPARE(lines.size(), 4); // names, two runs, and nothing after the last line end
        QVERIFY(lines[0].endsWith('\r') && lines[3].isEmpty());
        const QByteArrayList names = lines[0].trimmed().split(',');
        QCOMPARE(lines[1].trimmed().split(',')[names.indexOf("mode")], QByteArray("split"));
        QCOMPARE(lines[2].trimmed().split(',')[names.indexOf("peak_busy")].toInt(), figures[1].peakBusy);
    }

    void aStoppedComparisonSaysSoAndStartsNoSecondRun()
    {
        std::stop_source stop;
        int started = 0, ended = 0;
        const Bench::ComparisonObserver observer {
            [&](const std::shared_ptr<FlowBench> &) {
                ++started;
                stop.request_stop();
            },
            [&](FlowPlan::Mode, const Result<Bench::FlowFigures> &result) { ended += !result && result.error().isCancelled(); },
        };
        const auto status = await(Bench::compareFlows(smallPlan(FlowPlan::Mode::Split, {}), observer, stop.get_token()), 60'000);
        QVERIFY(status && !*status && status->error().isCancelled());
        QCOMPARE(started, 1);
        QCOMPARE(ended, 1);
    }

    void aTraceOpensAsWhatItIs()
    {
        const auto at = [](int ms) { return Span::Time(std::chrono::milliseconds(1000 + ms)); };
        Span search { 1, 7, Span::Runs::PoolThread, "search", "search", 2, at(0), at(10), at(40), {}, Outcome::Done };
        Span call { 4, 7, Span::Runs::EventLoop, "https://api.example.org", "rerank", -1, at(40), at(45), {}, at(9000), Outcome::Running };
        Span waiting { 5, 0, Span::Runs::PoolThread, "search", "search", -1, at(50), {}, {}, {}, Outcome::Running };
        FlowTrace flow { 7, "what the user asked", at(0), {}, Outcome::Running, { search, call } };
        const QByteArray json = Flow::chromeTrace({ search, call, waiting }, { flow }, at(100));
        QVERIFY(!json.contains("what the user asked"));
        const QJsonArray events = QJsonDocument::fromJson(json).object()[QLatin1String("traceEvents")].toArray();
        QStringList lanes;
        QHash<QString, double> begun, over;
        int complete = 0;
        for (const auto &value : events) {
            const QJsonObject event = value.toObject();
            const QString phase = event[QLatin1String("ph")].toString(), id = event[QLatin1String("id")].toString();
            if (phase == QLatin1String("M")) {
                lanes += event[QLatin1String("args")][QLatin1String("name")].toString();
            } else if (phase == QLatin1String("X")) {
                ++complete;
                QCOMPARE(event[QLatin1String("ts")].toDouble(), 10'000.0);
                QCOMPARE(event[QLatin1String("dur")].toDouble(), 30'000.0);
                QCOMPARE(event[QLatin1String("args")][QLatin1String("waited_ms")].toDouble(), 10.0);
                QCOMPARE(event[QLatin1String("args")][QLatin1String("question")].toInt(), 7);
            } else {
                (phase == QLatin1String("b") ? begun : over)[id] = event[QLatin1String("ts")].toDouble();
            }
        }
        QCOMPARE(complete, 1); // what waits has no thread yet
        QVERIFY(lanes.contains(QLatin1String("search 3")));
        QVERIFY(lanes.contains(QLatin1String("event loop")));
        QCOMPARE(begun[QStringLiteral("call 4")], 40'000.0);
        QCOMPARE(over[QStringLiteral("call 4")], 100'000.0); // it still runs
        QCOMPARE(begun[QStringLiteral("question 7")], 0.0);
        QCOMPARE(over.size(), 2);
    }

    void limitsAreThoseOfAnIdealSchedule()
    {
        FlowPlan plan;
        plan.users = 100;
        QCOMPARE(Bench::limitMs(plan), 1800.0); // three rounds of 35 threads for 100 users, twice, and the rerank
        plan.users = 35;
        QCOMPARE(Bench::limitMs(plan), 800.0);
        plan.arrival = FlowPlan::Arrival::Closed;
        plan.users = 1000;
        QCOMPARE(Bench::limitMs(plan), 800.0);
    }

    //! While only reranks are in flight, no thread is held; where the thread waits for them, all are.
    void theTwoWaysToRerankAreSeen()
    {
        for (const auto mode : { FlowPlan::Mode::Split, FlowPlan::Mode::Blocking }) {
            const bool blocking = mode == FlowPlan::Mode::Blocking;
            Bench::LocalReranker server(200ms);
            const auto made = FlowBench::make(smallPlan(mode, server.url()));
            QVERIFY(made.ok());
            const auto bench = *made;
            bench->pool().activity().watch();
            bench->calls()->activity().watch();
            auto figures = await(FlowBench::run(bench, {}), 60'000);
            QVERIFY(figures && figures->ok());
            const Bench::FlowFigures &result = **figures;
            QCOMPARE(result.answers, 20);
            QCOMPARE(result.peakBusy, 5);
            QCOMPARE(result.peakHttp, bench->calls()->peak());
            QVERIFY2(result.totalMs >= result.limitMs, qPrintable(QString::number(result.totalMs)));
            const auto jobs = ended(bench->pool().activity()), calls = ended(bench->calls()->activity());
            QCOMPARE(jobs.size(), std::size_t(40));
            QCOMPARE(calls.size(), std::size_t(20));
            // What the panel draws: is there a moment of a call in which its question has a job on a thread?
            int held = 0;
            for (const Span &call : calls) {
                QCOMPARE(call.runs, blocking ? Span::Runs::BlockingCaller : Span::Runs::EventLoop);
                QVERIFY(call.flow > 0);
                held += int(std::count_if(jobs.begin(), jobs.end(),
                    [&call](const Span &job) { return job.flow == call.flow && job.begun < call.ended && job.ended > call.queued; }));
            }
            QCOMPARE(held, blocking ? 20 : 0);
            const auto flows = bench->flows()->all();
            QCOMPARE(flows.size(), std::size_t(20));
            for (const FlowTrace &flow : flows)
                QVERIFY(flow.spans.size() == 3 && flow.outcome == Outcome::Done);
        }
    }

    void aRunCanBeStopped()
    {
        Bench::LocalReranker server(10'000ms);
        FlowPlan plan = smallPlan(FlowPlan::Mode::Split, server.url());
        plan.arrival = FlowPlan::Arrival::Closed;
        const auto made = FlowBench::make(plan);
        QVERIFY(made.ok());
        std::stop_source stop;
        auto running = FlowBench::run(*made, stop.get_token());
        QTRY_VERIFY((*made)->calls()->inFlight() > 0);
        stop.request_stop();
        auto figures = await(std::move(running));
        QVERIFY(figures && !figures->ok() && figures->error().isCancelled());
        QTRY_COMPARE((*made)->calls()->inFlight(), 0);
        for (const FlowTrace &flow : (*made)->flows()->all())
            QCOMPARE(flow.outcome, Outcome::Cancelled);
    }

    void aServerThatIsNotThereIsSaid()
    {
        FlowPlan plan = smallPlan(FlowPlan::Mode::Split, QString());
        {
            const Bench::LocalReranker gone(1ms);
            plan.url = gone.url();
        }
        const auto made = FlowBench::make(plan);
        QVERIFY(made.ok());
        auto figures = await(FlowBench::run(*made, {}));
        QVERIFY(figures && !figures->ok());
        QVERIFY2(figures->error().message.contains(QLatin1String("Nothing answers")), qPrintable(figures->error().message));
    }

    void threadsBearTheNameOfTheirPool()
    {
        WorkPool pool(QStringLiteral("looked-at-here"), 1);
        auto named = await(pool.submit(
            [](std::stop_token) -> Result<int> { return threadNames()["looked-at-here"]; }, std::stop_token(), QStringLiteral("look")));
        QVERIFY(named && named->ok());
#ifdef Q_OS_LINUX
        QCOMPARE(**named, 1);
        const auto allAreNamed = [] { // a thread of an earlier test may end between the two
            int sum = 0;
            for (const auto &[name, count] : threadNames())
                sum += count;
            return sum == threadsOfThisProcess();
        };
        QTRY_VERIFY(allAreNamed());
#endif
    }
};

QTEST_GUILESS_MAIN(TestActivity)
#include "test_activity.moc"
