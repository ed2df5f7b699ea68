// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>

// Plain C++ on purpose: this file is tested under thread sanitizer in a program without Qt.
namespace Heddle::Concurrency {

//! \brief A thread for calls that may never return, such as one into the kernel for a file on a drive that has gone away: nothing
//! can interrupt it. Such a call is left behind with its thread, which ends when the call does, and the next one gets a new thread.
//!
//! One caller at a time. A call must own all that it uses, since it may outlive its caller, and must not throw.
class CallThread {
public:
    enum class Outcome {
        Returned,
        Silent, //!< it was left behind: it gave no sign for too long
        Stopped, //!< it was left behind: a stop was requested, and it did not return soon
    };
    struct Call {
        std::function<void()> run;
        std::function<void()> returnedLate {}; //!< runs after it in its thread, if it was left behind
        std::shared_ptr<const std::atomic<std::uint64_t>> signs; //!< a number that `run` changes to say that it goes on
        std::chrono::milliseconds silence { 10'000 };
    };

    CallThread() = default;
    ~CallThread();
    CallThread(const CallThread &) = delete;
    CallThread &operator=(const CallThread &) = delete;

    //! \brief Runs the call and waits for it.
    Outcome run(Call call, std::stop_token stop);

private:
    struct State {
        std::mutex mutex;
        std::condition_variable changed;
        Call call;
        bool busy = false;
        bool leftBehind = false;
        bool quit = false;
    };
    static void work(const std::shared_ptr<State> &state);
    Outcome wait(State &state, std::unique_lock<std::mutex> &lock, const Call &call, const std::stop_token &stop);

    std::shared_ptr<State> m_state;
};

} // namespace Heddle::Concurrency
