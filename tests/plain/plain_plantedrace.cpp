// SPDX-License-Identifier: GPL-3.0-or-later
// Two threads count without a lock: thread sanitizer must say so, or the tests beside this one prove nothing.
#include <atomic>
#include <thread>

namespace {
int counter = 0;
std::atomic<int> ready = 0; //!< relaxed, so that it orders nothing: the race is still one
} // namespace

int main()
{
    const auto count = [] {
        ready.fetch_add(1, std::memory_order_relaxed);
        while (ready.load(std::memory_order_relaxed) < 2) // both count at the same time, however busy the machine
            std::this_thread::yield();
        for (int i = 0; i < 1'000'000; ++i)
            *const_cast<volatile int *>(&counter) = counter + 1;
    };
    std::thread other(count);
    count();
    other.join();
    return counter == 0;
}
