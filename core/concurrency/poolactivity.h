// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <chrono>
#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

// Plain C++ on purpose: this file is tested under thread sanitizer in a program without Qt.
namespace Heddle::Concurrency {

//! \brief One job of a pool, as a value to look at.
struct JobFigures {
    using Time = std::chrono::steady_clock::time_point;
    std::uint64_t id = 0; //!< counts the pool's jobs from 1
    std::string label;
    int slot = -1; //!< the lane it runs in; -1: it waits
    Time queued, begun, ended; //!< ended: Time() while it runs
    bool cancelled = false;
};

//! \brief What a pool's jobs are doing, and while somebody looks, what they did in the last five minutes. Thread-safe; some
//! hundred nanoseconds a change.
class PoolActivity {
public:
    using Time = JobFigures::Time;
    static constexpr std::chrono::minutes Kept { 5 };
    static constexpr std::size_t MostKept = 20'000; //!< jobs

    //! \brief A job waits; its id.
    std::uint64_t queue(std::string label, Time now);
    void start(std::uint64_t id, int slot, Time now);
    void finish(std::uint64_t id, bool cancelled, Time now);

    //! \brief Since when the first one in the queue waits.
    std::optional<Time> oldestWaiting() const;
    std::vector<JobFigures> running() const; //!< by slot
    //! \brief From watch() on, until as many unwatch() have come, jobs that ended are kept.
    void watch();
    void unwatch();
    std::vector<JobFigures> endedSince(Time since) const; //!< in the order of their ends

private:
    mutable std::mutex m_mutex;
    std::map<std::uint64_t, JobFigures> m_waiting, m_running; //!< by id
    std::deque<JobFigures> m_ended;
    std::uint64_t m_last = 0;
    int m_watchers = 0;
};

} // namespace Heddle::Concurrency
