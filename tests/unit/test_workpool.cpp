// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/concurrency/workpool.h"
#include "tests/support/testsupport.h"
#include <latch>
#include <semaphore>
#include <thread>

using namespace Heddle;
using namespace Heddle::Concurrency;
using TestSupport::await;

namespace {

//! A job that says that it has started and ends when it is told to.
struct Gate {
    std::binary_semaphore started { 0 }, open { 0 };
};

QCoro::Task<Result<int>> gated(WorkPool &pool, std::shared_ptr<Gate> gate, std::stop_token stop)
{
    return pool.submit(
        [gate](std::stop_token) -> Result<int> {
            gate->started.release();
            gate->open.acquire();
            return 1;
        },
        stop, QStringLiteral("gated"));
}

//! Starts a task and keeps its result, so that several can run side by side.
template <class T>
std::shared_ptr<std::optional<T>> start(QCoro::Task<T> task, QObject *context)
{
    auto value = std::make_shared<std::optional<T>>();
    QCoro::connect(std::move(task), context, [value](T result) { value->emplace(std::move(result)); });
    return value;
}

} // namespace

class TestWorkPool : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void runsElsewhereAndResumesHere()
    {
        WorkPool pool(QStringLiteral("test"), 2);
        auto result = await(pool.submit(
            [](std::stop_token) -> Result<QThread *> { return QThread::currentThread(); }, std::stop_token(), QStringLiteral("where")));
        QVERIFY(result && result->ok());
        QVERIFY(**result != QThread::currentThread());
    }

    void movesWhatCanOnlyBeMoved()
    {
        WorkPool pool(QStringLiteral("test"), 1);
        auto ticket = std::make_unique<int>(7);
        auto result = await(
            pool.submit([ticket = std::move(ticket)](std::stop_token) mutable -> Result<std::unique_ptr<int>> { return std::move(ticket); },
                std::stop_token(), QStringLiteral("move")));
        QVERIFY(result && result->ok());
        QCOMPARE(***result, 7);
    }

    void aJobIsCountedBeforeItsResultArrives()
    {
        WorkPool pool(QStringLiteral("test"), 4);
        for (std::uint64_t i = 1; i <= 200; ++i) {
            auto result =
                await(pool.submit([i](std::stop_token) -> Result<int> { return int(i); }, std::stop_token(), QStringLiteral("count")));
            QVERIFY(result && result->ok());
            QCOMPARE(pool.figures().done, i);
            QCOMPARE(pool.figures().active, 0);
        }
    }

    void aPoolIsResizedWithoutLosingItsQueue()
    {
        constexpr int Held = 35, Jobs = 500;
        WorkPool pool(QStringLiteral("test"), Held);
        const auto open = std::make_shared<std::counting_semaphore<>>(0);
        int held = 0;
        const auto hold = [&](int jobs) {
            for (int i = 0; i < jobs; ++i) {
                QCoro::connect(pool.submit(
                                   [open](std::stop_token) -> Result<int> {
                                       open->acquire();
                                       return 1;
                                   },
                                   std::stop_token(), QStringLiteral("held")),
                    this, [&held](const Result<int> &result) { held += result.ok(); });
            }
        };
        hold(Held);
        std::atomic<int> running { 0 }, most { 0 };
        int done = 0;
        for (int i = Held; i < Jobs; ++i) {
            QCoro::connect(pool.submit(
                               [&](std::stop_token) -> Result<int> {
                                   const int now = ++running;
                                   int seen = most;
                                   while (now > seen && !most.compare_exchange_weak(seen, now)) { }
                                   std::this_thread::yield();
                                   --running;
                                   return 1;
                               },
                               std::stop_token(), QStringLiteral("job %1").arg(i)),
                this, [&done](const Result<int> &result) { done += result.ok(); });
        }
        QTRY_COMPARE(pool.figures().active, Held);
        QCOMPARE(pool.figures().queued, Jobs - Held);
        QVERIFY(pool.activity().oldestWaiting());
        QTRY_COMPARE(pool.activity().running().size(), std::size_t(Held));
        pool.activity().watch();
        pool.setThreads(2);
        QCOMPARE(pool.figures().threads, 2);
        QCOMPARE(done, 0);
        open->release(Held);
        QTRY_COMPARE_WITH_TIMEOUT(done, Jobs - Held, 120'000);
        QTRY_COMPARE(held, Held);
        QVERIFY2(most <= 2, qPrintable(QString::number(most)));
        QCOMPARE(pool.figures().queued, 0);
        std::uint64_t seen = 0;
        QCOMPARE(pool.activity().endedAfter(&seen).size(), std::size_t(Jobs));
        QVERIFY(!pool.activity().oldestWaiting());
        // ... and larger again.
        pool.setThreads(8);
        hold(8);
        QTRY_COMPARE(pool.activity().running().size(), std::size_t(8));
        open->release(8);
        QTRY_COMPARE(held, Held + 8);
    }

    void stoppedBeforeSubmitDoesNotRun()
    {
        WorkPool pool(QStringLiteral("test"), 1);
        std::stop_source stop;
        stop.request_stop();
        bool ran = false;
        auto result = await(pool.submit(
            [&ran](std::stop_token) -> Result<int> {
                ran = true;
                return 1;
            },
            stop.get_token(), QStringLiteral("never")));
        QVERIFY(result && !result->ok() && result->error().isCancelled());
        QVERIFY(!ran);
        QCOMPARE(pool.figures().done + pool.figures().cancelled, 0u);
    }

    void stoppedWhileQueuedReturnsAtOnceAndNeverRuns()
    {
        WorkPool pool(QStringLiteral("test"), 1);
        const auto gate = std::make_shared<Gate>();
        const auto first = start(gated(pool, gate, {}), this);
        gate->started.acquire();
        std::stop_source stop;
        std::atomic<bool> ran { false };
        const auto second = start(pool.submit(
                                      [&ran](std::stop_token) -> Result<int> {
                                          ran = true;
                                          return 2;
                                      },
                                      stop.get_token(), QStringLiteral("queued")),
            this);
        QCOMPARE(pool.figures().queued, 1);
        stop.request_stop();
        QTRY_VERIFY(second->has_value()); // while the pool's only thread is still held
        QVERIFY((**second).error().isCancelled());
        QVERIFY(!first->has_value());
        gate->open.release();
        QTRY_VERIFY(first->has_value());
        QTRY_COMPARE(pool.figures().cancelled, 1u);
        QVERIFY(!ran);
        auto third = await(pool.submit([](std::stop_token) -> Result<int> { return 3; }, std::stop_token(), QStringLiteral("after")));
        QCOMPARE(**third, 3);
    }

    void stoppedWhileRunningReturnsAtOnceAndDropsTheLateResult()
    {
        WorkPool pool(QStringLiteral("test"), 1);
        const auto gate = std::make_shared<Gate>();
        auto late = std::make_shared<int>(5);
        const std::weak_ptr<int> watch = late;
        std::atomic<bool> sawStop { false };
        std::stop_source stop;
        const auto result =
            start(pool.submit(
                      [gate, late = std::move(late), &sawStop](std::stop_token token) mutable -> Result<std::shared_ptr<int>> {
                          gate->started.release();
                          gate->open.acquire();
                          sawStop = token.stop_requested();
                          return std::move(late);
                      },
                      stop.get_token(), QStringLiteral("running")),
                this);
        gate->started.acquire();
        std::thread([&stop] { stop.request_stop(); }).join(); // from another thread
        QTRY_VERIFY(result->has_value());
        QVERIFY((**result).error().isCancelled());
        QCOMPARE(pool.figures().active, 1); // still at it
        gate->open.release();
        QTRY_COMPARE(pool.figures().active, 0);
        QVERIFY(sawStop);
        QTRY_VERIFY(watch.expired());
    }

    void whatAJobThrowsBecomesAnError()
    {
        WorkPool pool(QStringLiteral("test"), 1);
        auto result = await(pool.submit(
            [](std::stop_token) -> Result<int> { throw std::runtime_error("boom"); }, std::stop_token(), QStringLiteral("throws")));
        QVERIFY(result && !result->ok());
        QCOMPARE(result->error().code, ErrorCode::Programming);
        QVERIFY(result->error().detail.contains(QLatin1String("boom")));
        QVERIFY(await(pool.submit([](std::stop_token) -> Result<int> { return 1; }, std::stop_token(), QStringLiteral("after")))->ok());
    }

    void twoHundredStopRacesEndOneWayOrTheOther()
    {
        WorkPool pool(QStringLiteral("test"), 4);
        int finished = 0, cancelled = 0;
        for (int i = 0; i < 200; ++i) {
            std::stop_source stop;
            std::latch together(2);
            const auto result =
                start(pool.submit([](std::stop_token) -> Result<int> { return 1; }, stop.get_token(), QStringLiteral("race")), this);
            std::thread stopper([&] {
                together.arrive_and_wait();
                stop.request_stop();
            });
            together.arrive_and_wait();
            QTRY_VERIFY(result->has_value());
            stopper.join();
            (**result).ok() ? ++finished : ++cancelled;
            QVERIFY((**result).ok() || (**result).error().isCancelled());
        }
        QCOMPARE(finished + cancelled, 200);
        QTRY_COMPARE(pool.figures().done + pool.figures().cancelled, 200u);
        QCOMPARE(pool.figures().active, 0);
    }

    void aPoolThatEndsStopsItsJobsAndWakesTheirWaiters()
    {
        const auto gate = std::make_shared<Gate>();
        auto pool = std::make_unique<WorkPool>(QStringLiteral("test"), 1);
        std::atomic<bool> sawStop { false }, ranQueued { false };
        const auto running = start(pool->submit(
                                       [gate, &sawStop](std::stop_token token) -> Result<int> {
                                           gate->started.release();
                                           std::binary_semaphore stopped(0);
                                           const std::stop_callback onStop(token, [&stopped] { stopped.release(); });
                                           stopped.acquire(); // nobody else would end it
                                           sawStop = true;
                                           return 1;
                                       },
                                       std::stop_token(), QStringLiteral("running")),
            this);
        const auto queued = start(pool->submit(
                                      [&ranQueued](std::stop_token) -> Result<int> {
                                          ranQueued = true;
                                          return 2;
                                      },
                                      std::stop_token(), QStringLiteral("queued")),
            this);
        gate->started.acquire();
        pool->stop();
        QTRY_VERIFY(running->has_value() && queued->has_value());
        QVERIFY((**running).error().isCancelled());
        QVERIFY((**queued).error().isCancelled());
        pool.reset(); // waits for the thread
        QVERIFY(sawStop);
        QVERIFY(!ranQueued);
    }

    void countsPeaksAndSlots()
    {
        WorkPool pool(QStringLiteral("test"), 3);
        QList<std::shared_ptr<Gate>> gates;
        QList<std::shared_ptr<std::optional<Result<int>>>> results;
        for (int i = 0; i < 5; ++i) {
            gates += std::make_shared<Gate>();
            results += start(gated(pool, gates.last(), {}), this);
        }
        for (int i = 0; i < 3; ++i)
            gates[i]->started.acquire();
        QCOMPARE(pool.figures().threads, 3);
        QCOMPARE(pool.figures().active, 3);
        QCOMPARE(pool.figures().queued, 2);
        for (const auto &gate : gates)
            gate->open.release();
        for (const auto &result : results)
            QTRY_VERIFY(result->has_value());
        QTRY_COMPARE(pool.figures().done, 5u);
        QCOMPARE(pool.figures().peakActive, 3);
        QCOMPARE(pool.figures().queued, 0);
    }
};

QTEST_GUILESS_MAIN(TestWorkPool)
#include "test_workpool.moc"
