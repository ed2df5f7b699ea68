// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/concurrency/eventcount.h"
#include "tests/plain/check.h"
#include <atomic>
#include <thread>

using namespace Heddle::Concurrency;

namespace {

//! Whoever looks, finds nothing and waits is woken by what comes between the look and the wait.
void noEventIsMissed()
{
    constexpr int Rounds = 3000;
    EventCount events;
    std::atomic<int> made { 0 };
    std::thread maker([&] {
        for (int i = 1; i <= Rounds; ++i) {
            made = i;
            events.notify();
        }
    });
    for (int seenValue = 0; seenValue < Rounds;) {
        const std::uint64_t seen = events.count();
        seenValue = made;
        if (seenValue == Rounds)
            break;
        const auto waiter = std::make_shared<SettleOnce<bool>>();
        events.settleAfter(seen, waiter);
        while (!waiter->settled())
            std::this_thread::yield();
    }
    maker.join();
    CHECK(events.count() == Rounds);
}

void whoWaitsNoMoreIsForgotten()
{
    EventCount events;
    auto stopped = std::make_shared<SettleOnce<bool>>();
    const std::weak_ptr<SettleOnce<bool>> watch = stopped;
    events.settleAfter(0, stopped);
    stopped->settle(false);
    stopped.reset();
    const auto next = std::make_shared<SettleOnce<bool>>();
    events.settleAfter(0, next);
    CHECK(watch.expired());
    CHECK(!next->settled());
    events.notify();
    CHECK(next->settled() && next->take());
    const auto late = std::make_shared<SettleOnce<bool>>();
    events.settleAfter(0, late);
    CHECK(late->settled());
}

} // namespace

int main()
{
    noEventIsMissed();
    whoWaitsNoMoreIsForgotten();
    return 0;
}
