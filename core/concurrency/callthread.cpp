// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/concurrency/callthread.h"
#include <algorithm>
#include <thread>
#include <utility>

namespace Heddle::Concurrency {
namespace {

constexpr std::chrono::milliseconds Tick { 100 }; //!< how often the signs of a call are looked at
constexpr std::chrono::milliseconds Grace { 200 }; //!< for a call that sees the stop itself

} // namespace

CallThread::~CallThread()
{
    if (!m_state)
        return;
    const std::lock_guard lock(m_state->mutex);
    m_state->quit = true;
    m_state->changed.notify_all();
}

void CallThread::work(const std::shared_ptr<State> &state)
{
    std::unique_lock lock(state->mutex);
    while (true) {
        state->changed.wait(lock, [&] { return state->busy || state->quit; });
        if (!state->busy)
            return;
        Call call = std::move(state->call);
        lock.unlock();
        call.run();
        call.run = nullptr; // what it owns goes in this thread, before anybody learns that it has returned
        lock.lock();
        if (state->leftBehind) {
            lock.unlock();
            if (call.returnedLate)
                call.returnedLate();
            return;
        }
        state->busy = false;
        state->changed.notify_all();
    }
}

CallThread::Outcome CallThread::run(Call call, std::stop_token stop)
{
    if (!m_state) {
        m_state = std::make_shared<State>();
        std::thread(&CallThread::work, m_state).detach();
    }
    const std::shared_ptr<State> state = m_state;
    std::unique_lock lock(state->mutex);
    state->call = call;
    call.run = nullptr;
    state->busy = true;
    state->changed.notify_all();
    const Outcome outcome = wait(*state, lock, call, stop);
    if (outcome != Outcome::Returned) {
        state->leftBehind = true;
        m_state.reset();
    }
    return outcome;
}

CallThread::Outcome CallThread::wait(State &state, std::unique_lock<std::mutex> &lock, const Call &call, const std::stop_token &stop)
{
    using Clock = std::chrono::steady_clock;
    const auto returned = [&state] { return !state.busy; };
    std::uint64_t seen = call.signs ? call.signs->load() : 0;
    auto heard = Clock::now();
    while (!state.changed.wait_for(lock, std::min(Tick, call.silence), returned)) {
        if (stop.stop_requested())
            return state.changed.wait_for(lock, Grace, returned) ? Outcome::Returned : Outcome::Stopped;
        const std::uint64_t now = call.signs ? call.signs->load() : 0;
        if (std::exchange(seen, now) != now)
            heard = Clock::now();
        else if (Clock::now() - heard > call.silence)
            return Outcome::Silent;
    }
    return Outcome::Returned;
}

} // namespace Heddle::Concurrency
