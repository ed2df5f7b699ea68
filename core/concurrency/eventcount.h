// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/concurrency/settleonce.h"
#include <cstdint>
#include <memory>
#include <vector>

// Plain C++ on purpose: this file is tested under thread sanitizer in a program without Qt.
namespace Heddle::Concurrency {

//! \brief Counts events, so that somebody can wait for the next one without looking again and again.
//!
//! Take count() before you look at what the events are about: an event between the look and the wait then ends the wait at once.
//! Thread-safe. See waitForEvent().
class EventCount {
public:
    std::uint64_t count() const
    {
        const std::lock_guard lock(m_mutex);
        return m_count;
    }

    //! \brief Counts an event and settles everybody who waits.
    void notify()
    {
        std::vector<std::shared_ptr<SettleOnce<bool>>> waiting;
        {
            const std::lock_guard lock(m_mutex);
            ++m_count;
            waiting.swap(m_waiting);
        }
        for (const auto &waiter : waiting)
            waiter->settle(true);
    }

    //! \brief Settles `waiter` at the first event after `seen`, which may be over already.
    void settleAfter(std::uint64_t seen, const std::shared_ptr<SettleOnce<bool>> &waiter)
    {
        {
            const std::lock_guard lock(m_mutex);
            if (m_count == seen) {
                // Those who were stopped meanwhile, or had waited long enough, are forgotten here.
                std::erase_if(m_waiting, [](const auto &one) { return one->settled(); });
                m_waiting.push_back(waiter);
                return;
            }
        }
        waiter->settle(true);
    }

private:
    mutable std::mutex m_mutex;
    std::uint64_t m_count = 0;
    std::vector<std::shared_ptr<SettleOnce<bool>>> m_waiting;
};

} // namespace Heddle::Concurrency
