// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <functional>
#include <mutex>
#include <optional>
#include <utility>

// Plain C++ on purpose: this file is tested under thread sanitizer in a program without Qt.
namespace Heddle::Concurrency {

//! \brief A value that is set once by whoever comes first (a job's end, a stop) and taken by one waiter.
template <class T>
class SettleOnce {
public:
    //! \brief True for the first caller; a later value is dropped. Runs the waiter's wake-up in the calling thread.
    bool settle(T value)
    {
        std::function<void()> wake;
        {
            const std::lock_guard lock(m_mutex);
            if (m_settled)
                return false;
            m_settled = true;
            m_value.emplace(std::move(value));
            wake = std::exchange(m_wake, nullptr);
        }
        if (wake)
            wake();
        return true;
    }

    //! \brief Registers the wake-up; false when the value is there already and nobody will wake.
    bool wait(std::function<void()> wake)
    {
        const std::lock_guard lock(m_mutex);
        if (m_settled)
            return false;
        m_wake = std::move(wake);
        return true;
    }

    bool settled() const
    {
        const std::lock_guard lock(m_mutex);
        return m_settled;
    }

    //! \brief The value; call once, after it is settled.
    T take()
    {
        const std::lock_guard lock(m_mutex);
        T value = std::move(*m_value);
        m_value.reset();
        return value;
    }

private:
    mutable std::mutex m_mutex;
    bool m_settled = false;
    std::optional<T> m_value;
    std::function<void()> m_wake;
};

} // namespace Heddle::Concurrency
