// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/concurrency/deadline.h"
#include "core/concurrency/settledawaiter.h"
#include "core/concurrency/sleep.h"
#include "core/concurrency/stopscope.h"
#include "core/concurrency/taskgroup.h"
#include "tests/support/testsupport.h"

using namespace Heddle;
using namespace Heddle::Concurrency;
using TestSupport::await;
using TestSupport::awaitVoid;
using namespace std::chrono_literals;

namespace {

QCoro::Task<void> untilStopped(std::stop_token stop, QObject *context, std::shared_ptr<bool> ended)
{
    co_await sleepFor(1h, stop, context);
    *ended = true;
}

QCoro::Task<void> deaf(std::shared_ptr<SettleOnce<bool>> release, QObject *context, std::shared_ptr<bool> ended)
{
    SettledAwaiter<bool> awaiter(release, context);
    co_await awaiter;
    *ended = true;
}

} // namespace

class TestTaskGroup : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void drainStopsTasksAndWaitsForThem()
    {
        TaskGroup group;
        const auto first = std::make_shared<bool>(false), second = std::make_shared<bool>(false);
        group.add(untilStopped(group.token(), &group, first));
        group.add(untilStopped(group.token(), &group, second));
        QCOMPARE(group.running(), 2);
        QCOMPARE(await(group.drain(5s)), std::optional<bool>(true));
        QVERIFY(*first && *second);
        QCOMPARE(group.running(), 0);
    }

    void aStopScopeStopsARunWithTheNextWithItsParentAndAtItsEnd()
    {
        std::stop_source parent;
        auto scope = std::make_unique<StopScope>();
        const std::stop_token first = scope->restart(parent.get_token());
        QVERIFY(!first.stop_requested() && first == scope->token());
        const std::stop_token second = scope->restart(parent.get_token());
        QVERIFY(first.stop_requested() && !second.stop_requested());
        QVERIFY(first != scope->token()); // a late result of the first run is known as such
        scope->stop();
        QVERIFY(second.stop_requested() && second == scope->token()); // stopped, but still the current one
        const std::stop_token third = scope->restart(parent.get_token());
        scope.reset();
        QVERIFY(third.stop_requested());
        StopScope other;
        const std::stop_token fourth = other.restart(parent.get_token());
        parent.request_stop();
        QVERIFY(fourth.stop_requested());
        QVERIFY(other.restart(parent.get_token()).stop_requested()); // nothing starts under a parent that was stopped
    }

    void drainOfAnEmptyGroupReturnsAtOnce()
    {
        TaskGroup group;
        QCOMPARE(await(group.drain(5s)), std::optional<bool>(true));
    }

    void drainGivesUpAtItsLimitAndTheTaskLivesOn()
    {
        TaskGroup group;
        const auto ended = std::make_shared<bool>(false);
        const auto release = std::make_shared<SettleOnce<bool>>();
        group.add(deaf(release, &group, ended));
        QCOMPARE(await(group.drain(20ms)), std::optional<bool>(false));
        QVERIFY(!*ended);
        release->settle(true);
        QTRY_VERIFY(*ended);
        QCOMPARE(group.running(), 0);
    }

    void aTaskAddedAfterStopSeesAStoppedToken()
    {
        TaskGroup group;
        group.stop();
        const auto ended = std::make_shared<bool>(false);
        group.add(untilStopped(group.token(), &group, ended));
        QTRY_VERIFY(*ended);
    }

    void sleepEndsByItselfAndWhenStopped()
    {
        QVERIFY(awaitVoid(sleepFor(1ms, {}, this)));
        std::stop_source stop;
        QTimer::singleShot(1, this, [&stop] { stop.request_stop(); });
        QVERIFY(awaitVoid(sleepFor(1h, stop.get_token(), this)));
    }

    void deadlineStopsWhenTimeIsOverAndSaysSo()
    {
        const Deadline deadline(1ms, {});
        QTRY_VERIFY(deadline.context().stop_requested());
        QVERIFY(deadline.expired());
    }

    void deadlineStopsWithTheCallerAndIsNotExpired()
    {
        std::stop_source stop;
        const Deadline deadline(1h, Concurrency::Context(stop.get_token()));
        QVERIFY(!deadline.context().stop_requested());
        stop.request_stop();
        QVERIFY(deadline.context().stop_requested());
        QVERIFY(!deadline.expired());
    }
};

QTEST_GUILESS_MAIN(TestTaskGroup)
#include "test_taskgroup.moc"
