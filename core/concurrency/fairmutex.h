// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <chrono>
#include <condition_variable>
#include <list>
#include <mutex>

// Plain C++ on purpose: this file is tested under thread sanitizer in a program without Qt.
namespace Heddle::Concurrency {

//! \brief A mutex that goes to whoever has waited longest. Somebody who takes it again and again lets one other in each time, so
//! nobody waits longer than those who came before need. Not recursive.
class FairMutex {
public:
    //! \brief Waits for at most `patience`. \return Whether it was locked.
    bool tryLockFor(std::chrono::milliseconds patience)
    {
        std::unique_lock lock(m_mutex);
        if (!m_locked) {
            m_locked = true;
            return true;
        }
        const auto waiter = m_waiting.emplace(m_waiting.end());
        const bool granted = waiter->changed.wait_for(lock, patience, [&] { return waiter->granted; });
        m_waiting.erase(waiter);
        return granted;
    }

    //! \brief Hands it to the next one, who has it from now on.
    void unlock()
    {
        const std::lock_guard lock(m_mutex);
        m_locked = !m_waiting.empty();
        if (m_locked) {
            m_waiting.front().granted = true;
            m_waiting.front().changed.notify_one();
        }
    }

    //! \brief How many wait for it now.
    std::size_t waiting() const
    {
        const std::lock_guard lock(m_mutex);
        return m_waiting.size();
    }

private:
    struct Waiter {
        std::condition_variable changed;
        bool granted = false;
    };
    mutable std::mutex m_mutex;
    std::list<Waiter> m_waiting; //!< in the order in which they came
    bool m_locked = false;
};

} // namespace Heddle::Concurrency
