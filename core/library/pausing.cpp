// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/pausing.h"
#include "core/concurrency/sleep.h"

namespace Heddle::Library {

bool Pausing::set(bool paused)
{
    if (m_paused == paused)
        return false;
    m_paused = paused;
    if (!paused)
        m_resumed->notify();
    return true;
}

QCoro::Task<void> Pausing::whilePaused(std::stop_token stop, QObject *context)
{
    while (m_paused && !stop.stop_requested()) {
        const std::uint64_t seen = m_resumed->count();
        auto waiting = Concurrency::waitForEvent(m_resumed, seen, {}, stop, context);
        co_await std::move(waiting);
    }
}

void WorkClock::start(bool paused)
{
    m_clock.start();
    m_pausedMs = 0;
    m_pause.invalidate();
    if (paused)
        m_pause.start();
}

void WorkClock::setPaused(bool paused)
{
    if (paused)
        m_pause.start();
    else if (m_pause.isValid())
        m_pausedMs += m_pause.elapsed();
}

} // namespace Heddle::Library
