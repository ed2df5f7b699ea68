// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/concurrency/flowtrace.h"
#include <atomic>
#include <map>
#include <memory>

// Plain C++ on purpose: this file is tested under thread sanitizer in a program without Qt.
namespace Heddle::Concurrency {

//! \brief What waits and runs in one place (a pool; the calls), and while somebody looks, what ended there in the last five
//! minutes. Thread-safe; some hundred nanoseconds a change.
class ActivityLog {
public:
    using Time = Span::Time;
    static constexpr std::chrono::minutes Kept { 5 };
    static constexpr std::size_t MostKept = 20'000; //!< ended spans

    //! \brief `flows` gets every span that belongs to a flow; may be null.
    explicit ActivityLog(std::shared_ptr<FlowLog> flows = {}) : m_flows(std::move(flows)) { }

    //! \brief Something waits from span.queued on; its id.
    std::uint64_t queue(Span span);
    void start(std::uint64_t id, int lane, Time now);
    //! \brief It has ended, whether it had started or not. Returns it, or nothing where it had ended before.
    std::optional<Span> finish(std::uint64_t id, Outcome outcome, Time now);

    //! \brief Since when the first one that waits has been waiting.
    std::optional<Time> oldestWaiting() const;
    std::optional<Span> find(std::uint64_t id) const; //!< while it waits or runs
    std::vector<Span> running() const; //!< by lane, then by id
    std::vector<Span> waiting(std::size_t most) const; //!< in order

    //! \brief From watch() on, until as many unwatch() have come, what ends is kept.
    void watch();
    void unwatch();
    //! \brief What ended after the first `seen` that were kept, in the order of their ends; `seen` is moved on. For a
    //! reader that comes back: it starts with 0.
    std::vector<Span> endedAfter(std::uint64_t *seen) const;
    //! \brief Grows with every change.
    std::uint64_t revision() const { return m_revision.load(std::memory_order_relaxed); }

private:
    void changed() { m_revision.fetch_add(1, std::memory_order_relaxed); }
    std::shared_ptr<FlowLog> m_flows;
    mutable std::mutex m_mutex;
    std::map<std::uint64_t, Span> m_waiting, m_running; //!< by id
    std::deque<Span> m_ended;
    std::uint64_t m_endedBefore = 0; //!< that were kept once and are not any more
    std::uint64_t m_last = 0;
    int m_watchers = 0;
    std::atomic<std::uint64_t> m_revision { 0 };
};

} // namespace Heddle::Concurrency
