// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/concurrency/callthread.h"
#include "tests/plain/check.h"
#include <semaphore>
#include <thread>
#include <vector>

using namespace Heddle::Concurrency;
using std::chrono::milliseconds;

namespace {

using Signs = std::shared_ptr<std::atomic<std::uint64_t>>;

void callsReturn()
{
    CallThread thread;
    int sum = 0;
    for (int i = 0; i < 2000; ++i)
        CHECK(thread.run({ [&sum, i] { sum += i; }, {}, nullptr, milliseconds(10'000) }, {}) == CallThread::Outcome::Returned);
    CHECK(sum == 1999 * 1000);
}

void aCallThatHangsIsLeftBehind()
{
    const auto gate = std::make_shared<std::counting_semaphore<>>(0);
    const auto late = std::make_shared<std::counting_semaphore<>>(0);
    CallThread thread;
    const auto hang = [gate] { gate->acquire(); };
    CHECK(thread.run({ hang, [late] { late->release(); }, nullptr, milliseconds(20) }, {}) == CallThread::Outcome::Silent);
    bool done = false; // the next call has a thread
    CHECK(thread.run({ [&done] { done = true; }, {}, nullptr, milliseconds(10'000) }, {}) == CallThread::Outcome::Returned);
    CHECK(done);
    CHECK(!late->try_acquire());
    gate->release();
    late->acquire();
}

void aCallThatGivesSignsMayTakeLong()
{
    const Signs signs = std::make_shared<std::atomic<std::uint64_t>>(0);
    CallThread thread;
    const auto slow = [signs] {
        for (int i = 0; i < 40; ++i) {
            std::this_thread::sleep_for(milliseconds(10));
            ++*signs;
        }
    };
    CHECK(thread.run({ slow, {}, signs, milliseconds(200) }, {}) == CallThread::Outcome::Returned);
}

void aStopEndsTheWait()
{
    const auto gate = std::make_shared<std::counting_semaphore<>>(0);
    const auto late = std::make_shared<std::counting_semaphore<>>(0);
    std::stop_source stop;
    CallThread thread;
    std::thread stopper([&stop] { stop.request_stop(); });
    const auto hang = [gate] { gate->acquire(); };
    CHECK(
        thread.run({ hang, [late] { late->release(); }, nullptr, milliseconds(60'000) }, stop.get_token()) == CallThread::Outcome::Stopped);
    stopper.join();
    gate->release();
    late->acquire();
}

} // namespace

int main()
{
    callsReturn();
    aCallThatHangsIsLeftBehind();
    aCallThatGivesSignsMayTakeLong();
    aStopEndsTheWait();
    return 0;
}
