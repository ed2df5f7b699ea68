// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/concurrency/fairmutex.h"
#include "tests/plain/check.h"
#include <atomic>
#include <thread>
#include <vector>

using namespace Heddle::Concurrency;
using namespace std::chrono_literals;

namespace {

void onlyOneHasIt()
{
    constexpr int Threads = 4, Rounds = 2000;
    FairMutex mutex;
    int sum = 0; // thread sanitizer sees whoever counts without having it
    std::vector<std::thread> threads;
    for (int i = 0; i < Threads; ++i) {
        threads.emplace_back([&] {
            for (int round = 0; round < Rounds; ++round) {
                CHECK(mutex.tryLockFor(60s));
                ++sum;
                mutex.unlock();
            }
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    CHECK(sum == Threads * Rounds);
}

//! Whoever gives it back and takes it at once comes after the one who waits.
void whoWaitsComesBeforeWhoCameLater()
{
    FairMutex mutex;
    CHECK(mutex.tryLockFor(0ms));
    std::atomic<bool> had { false };
    std::thread other([&] {
        CHECK(mutex.tryLockFor(60s));
        had = true;
        mutex.unlock();
    });
    // Until the other one waits nothing is handed over, and this thread gets it back at once.
    while (!had) {
        mutex.unlock();
        CHECK(mutex.tryLockFor(60s));
    }
    mutex.unlock();
    other.join();

    // In the order in which they came, known by when they had it.
    CHECK(mutex.tryLockFor(0ms));
    std::vector<int> order;
    std::vector<std::thread> threads;
    for (int i = 0; i < 3; ++i) {
        std::atomic<bool> begun { false };
        threads.emplace_back([&, i] {
            begun = true;
            CHECK(mutex.tryLockFor(60s));
            order.push_back(i);
            mutex.unlock();
        });
        while (!begun || mutex.waiting() != std::size_t(i + 1))
            std::this_thread::yield();
    }
    mutex.unlock();
    for (std::thread &thread : threads)
        thread.join();
    CHECK((order == std::vector<int> { 0, 1, 2 }));
}

void whoWaitsTooLongGoesAway()
{
    FairMutex mutex;
    CHECK(mutex.tryLockFor(0ms));
    std::thread([&] { CHECK(!mutex.tryLockFor(5ms)); }).join();
    CHECK(mutex.waiting() == 0);
    mutex.unlock();
    CHECK(mutex.tryLockFor(0ms));
}

} // namespace

int main()
{
    onlyOneHasIt();
    whoWaitsComesBeforeWhoCameLater();
    whoWaitsTooLongGoesAway();
    return 0;
}
