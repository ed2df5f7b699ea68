// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/concurrency/eventcount.h"
#include <QCoroTask>
#include <QElapsedTimer>
#include <memory>
#include <stop_token>

namespace Heddle::Library {

//! \brief Whether work is paused, and a wait until it may go on. Lives on the event loop's thread; outlives its waits.
class Pausing {
public:
    bool isPaused() const { return m_paused; }
    //! \brief Returns whether this changed anything.
    bool set(bool paused);
    //! \brief Ends at once where nothing is paused, and when a stop comes. `context` outlives the wait.
    QCoro::Task<void> whilePaused(std::stop_token stop, QObject *context);

private:
    bool m_paused = false;
    const std::shared_ptr<Concurrency::EventCount> m_resumed = std::make_shared<Concurrency::EventCount>();
};

//! \brief How long work takes, in all and without the pauses that are over.
class WorkClock {
public:
    void start(bool paused);
    void setPaused(bool paused);
    qint64 elapsedMs() const { return m_clock.elapsed(); }
    double workedSeconds() const { return double(m_clock.elapsed() - m_pausedMs) / 1000; }

private:
    QElapsedTimer m_clock, m_pause;
    qint64 m_pausedMs = 0;
};

} // namespace Heddle::Library
