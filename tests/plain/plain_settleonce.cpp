// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/concurrency/settleonce.h"
#include "tests/plain/check.h"
#include <atomic>
#include <latch>
#include <memory>
#include <thread>

using namespace Heddle::Concurrency;

namespace {

//! A job's end and a stop race to settle while a third thread begins to wait.
void oneOfTwoSettlersWinsAndTheWaiterWakesOnce()
{
    for (int round = 0; round < 3000; ++round) {
        auto state = std::make_shared<SettleOnce<std::shared_ptr<int>>>();
        std::latch together(3);
        std::atomic<int> wins { 0 }, wakes { 0 };
        const auto settler = [&](int value) {
            together.arrive_and_wait();
            wins += state->settle(std::make_shared<int>(value));
        };
        std::thread first(settler, 1), second(settler, 2);
        together.arrive_and_wait();
        const bool waits = state->wait([&wakes] { ++wakes; });
        first.join();
        second.join();
        CHECK(wins == 1);
        CHECK(wakes == (waits ? 1 : 0));
        CHECK(state->settled());
        const auto value = state->take();
        CHECK(value && (*value == 1 || *value == 2));
        CHECK(value.use_count() == 1); // the late value was dropped
    }
}

void aLateValueIsDestroyedAtOnce()
{
    SettleOnce<std::shared_ptr<int>> state;
    CHECK(state.settle(std::make_shared<int>(1)));
    auto late = std::make_shared<int>(2);
    const std::weak_ptr<int> watch = late;
    CHECK(!state.settle(std::move(late)));
    CHECK(watch.expired());
    CHECK(*state.take() == 1);
}

void theWakeUpIsReleasedAfterUse()
{
    SettleOnce<int> state;
    auto held = std::make_shared<int>(0);
    const std::weak_ptr<int> watch = held;
    CHECK(state.wait([held = std::move(held)] { ++*held; }));
    CHECK(!watch.expired());
    CHECK(state.settle(3));
    CHECK(watch.expired());
    CHECK(!state.wait([] { CHECK(false); }));
}

} // namespace

int main()
{
    oneOfTwoSettlersWinsAndTheWaiterWakesOnce();
    aLateValueIsDestroyedAtOnce();
    theWakeUpIsReleasedAfterUse();
    return 0;
}
