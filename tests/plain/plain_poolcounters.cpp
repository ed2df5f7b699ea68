// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/concurrency/poolcounters.h"
#include "tests/plain/check.h"
#include <latch>
#include <set>
#include <thread>

using namespace Heddle::Concurrency;

namespace {

void totalsAreExactUnderEightThreads()
{
    constexpr int Threads = 8, Jobs = 5000;
    PoolCounters counters(Threads);
    std::array<std::atomic<bool>, 2 * Threads> taken {};
    std::latch together(Threads);
    std::vector<std::thread> threads;
    for (int t = 0; t < Threads; ++t) {
        threads.emplace_back([&, t] {
            together.arrive_and_wait();
            for (int i = 0; i < Jobs; ++i) {
                counters.queued();
                const int slot = counters.started(i);
                CHECK(slot >= 0 && slot < Threads);
                CHECK(!taken[std::size_t(slot)].exchange(true)); // no two running jobs share a slot
                const PoolFigures now = counters.figures();
                CHECK(now.active >= 1 && now.active <= Threads);
                taken[std::size_t(slot)] = false;
                counters.finished(slot, 10, (i + t) % 4 == 0);
            }
        });
    }
    for (auto &thread : threads)
        thread.join();
    const PoolFigures end = counters.figures();
    CHECK(end.active == 0 && end.queued == 0);
    CHECK(end.done + end.cancelled == std::uint64_t(Threads) * Jobs);
    CHECK(end.cancelled == std::uint64_t(Threads) * Jobs / 4);
    CHECK(end.peakActive >= 1 && end.peakActive <= Threads);
    CHECK(end.peakQueued >= 1 && end.peakQueued <= Threads);
}

void theLowestFreeSlotIsTaken()
{
    PoolCounters counters(3);
    for (int i = 0; i < 3; ++i) {
        counters.queued();
        CHECK(counters.started(0) == i);
    }
    counters.finished(1, 0, false);
    counters.finished(0, 0, false);
    counters.queued();
    CHECK(counters.started(0) == 0);
    counters.queued();
    CHECK(counters.started(0) == 1);
}

void quantilesAreAtMostAnEighthTooLarge()
{
    TimeHistogram times;
    CHECK(times.quantile(.5) == 0);
    for (int i = 0; i < 90; ++i)
        times.add(100); // 96…103
    for (int i = 0; i < 10; ++i)
        times.add(5000); // 4608…5119
    CHECK(times.quantile(.5) == 103);
    CHECK(times.quantile(.95) == 5119);
    CHECK(times.sum() == 90 * 100 + 10 * 5000);
    for (std::int64_t us = 0; us < 10'000'000'000; us += us / 50 + 1) {
        TimeHistogram one;
        one.add(us);
        CHECK(one.quantile(.5) >= us && one.quantile(.5) <= us + us / 8);
    }
    times.add(-5); // a clock that stepped back counts as nothing
    CHECK(times.sum() == 90 * 100 + 10 * 5000);
}

} // namespace

int main()
{
    totalsAreExactUnderEightThreads();
    theLowestFreeSlotIsTaken();
    quantilesAreAtMostAnEighthTooLarge();
    return 0;
}
