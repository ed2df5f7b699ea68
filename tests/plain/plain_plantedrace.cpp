// SPDX-License-Identifier: GPL-3.0-or-later
// Two threads count without a lock: thread sanitizer must say so, or the tests beside this one prove nothing.
#include <thread>

namespace {
int counter = 0;
}

int main()
{
    const auto count = [] {
        for (int i = 0; i < 10'000; ++i)
            ++counter;
    };
    std::thread other(count);
    count();
    other.join();
    return counter == 0;
}
