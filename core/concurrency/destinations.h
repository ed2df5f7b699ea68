// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <algorithm>
#include <mutex>
#include <string>
#include <vector>

namespace Heddle::Concurrency {

//! \brief The servers that something was sent to for a piece of work, whatever came of it; each once, in order. Thread-safe.
class Destinations {
public:
    //! \param origin scheme://host:port
    void add(const std::string &origin)
    {
        const std::lock_guard lock(m_mutex);
        if (std::find(m_origins.begin(), m_origins.end(), origin) == m_origins.end())
            m_origins.push_back(origin);
    }
    std::vector<std::string> list() const
    {
        const std::lock_guard lock(m_mutex);
        return m_origins;
    }
    bool isEmpty() const
    {
        const std::lock_guard lock(m_mutex);
        return m_origins.empty();
    }

private:
    mutable std::mutex m_mutex;
    std::vector<std::string> m_origins;
};

} // namespace Heddle::Concurrency
