// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/concurrency/poolactivity.h"
#include "tests/plain/check.h"
#include <atomic>
#include <latch>
#include <thread>

using namespace Heddle::Concurrency;
using namespace std::chrono_literals;

namespace {

using Time = PoolActivity::Time;

void jobsWaitRunAndEnd()
{
    PoolActivity activity;
    const Time start {};
    const auto first = activity.queue("search", start + 1ms), second = activity.queue("save", start + 2ms);
    CHECK(activity.oldestWaiting() == start + 1ms);
    CHECK(activity.running().empty());
    activity.start(second, 1, start + 3ms);
    activity.start(first, 0, start + 4ms);
    CHECK(!activity.oldestWaiting());
    const auto running = activity.running();
    CHECK(running.size() == 2 && running[0].label == "search" && running[1].label == "save");
    CHECK(running[0].queued == start + 1ms && running[0].begun == start + 4ms && running[0].ended == Time());
    activity.finish(first, false, start + 5ms); // nobody looks
    CHECK(activity.running().size() == 1 && activity.endedSince(start).empty());
    activity.watch();
    activity.finish(second, true, start + 6ms);
    const auto ended = activity.endedSince(start);
    CHECK(ended.size() == 1 && ended[0].id == second && ended[0].cancelled && ended[0].ended == start + 6ms && ended[0].slot == 1);
    CHECK(activity.endedSince(start + 7ms).empty());
    activity.unwatch();
    CHECK(activity.endedSince(start).empty());
}

void whatIsKeptIsBounded()
{
    PoolActivity activity;
    activity.watch();
    const Time start {};
    for (std::size_t i = 0; i < 2 * PoolActivity::MostKept; ++i) {
        const auto id = activity.queue("job", start);
        activity.start(id, 0, start);
        activity.finish(id, false, start);
    }
    CHECK(activity.endedSince(start).size() == PoolActivity::MostKept);
    const auto id = activity.queue("late", start);
    activity.start(id, 0, start);
    activity.finish(id, false, start + PoolActivity::Kept + 1ms);
    CHECK(activity.endedSince(start).size() == 1);
}

void eightThreadsAndALooker()
{
    constexpr int Threads = 8, Jobs = 2000;
    PoolActivity activity;
    activity.watch();
    std::latch together(Threads + 1);
    std::atomic<bool> over { false };
    std::vector<std::thread> threads;
    for (int t = 0; t < Threads; ++t) {
        threads.emplace_back([&, t] {
            together.arrive_and_wait();
            for (int i = 0; i < Jobs; ++i) {
                const auto now = std::chrono::steady_clock::now();
                const auto id = activity.queue("job", now);
                activity.start(id, t, now);
                activity.finish(id, i % 3 == 0, now);
            }
        });
    }
    std::thread looker([&] {
        together.arrive_and_wait();
        while (!over) {
            CHECK(activity.running().size() <= Threads);
            CHECK(activity.endedSince(Time()).size() <= Threads * Jobs);
            activity.oldestWaiting();
            activity.watch();
            activity.unwatch();
        }
    });
    for (auto &thread : threads)
        thread.join();
    over = true;
    looker.join();
    CHECK(activity.running().empty() && !activity.oldestWaiting());
    CHECK(activity.endedSince(Time()).size() == Threads * Jobs);
}

} // namespace

int main()
{
    jobsWaitRunAndEnd();
    whatIsKeptIsBounded();
    eightThreadsAndALooker();
    return 0;
}
