// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <chrono>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

// Plain C++ on purpose: this file is tested under thread sanitizer in a program without Qt.
namespace Heddle::Concurrency {

//! \brief Names one flow, a chain of work through pools and servers that is watched as a whole. Counted from 1; 0: none.
using FlowId = std::uint64_t;

enum class Outcome { Running, Done, Failed, Cancelled };

//! \brief One piece of work as a value to look at: a job of a pool, or a call to a server.
struct Span {
    using Time = std::chrono::steady_clock::time_point;
    enum class Runs {
        PoolThread, //!< a job: it holds a thread of its pool from `begun` to `ended`
        EventLoop, //!< an awaited call: it holds no thread
        BlockingCaller //!< a call that a pool's thread waits for
    };
    std::uint64_t id = 0; //!< counts the pool's jobs, or all calls, from 1
    FlowId flow = 0; //!< that the work belongs to
    Runs runs = Runs::PoolThread;
    std::string where; //!< the pool's name; of a call the server's origin, never a path, query or key
    std::string what; //!< the label of the job or call
    int lane = -1; //!< of a job: the thread's slot in its pool, from 0
    Time queued, begun, ended; //!< Time(): not yet; a call waits for a connection until it has begun
    Time deadline; //!< of a call
    Outcome outcome = Outcome::Running;

    bool hasBegun() const { return begun != Time(); }
    bool hasEnded() const { return ended != Time(); }
};

//! \brief Everything that was done for one flow.
struct FlowTrace {
    using Time = Span::Time;
    FlowId id = 0;
    std::string title; //!< for people
    Time begun, ended; //!< Time(): not yet
    Outcome outcome = Outcome::Running;
    std::vector<Span> spans; //!< in the order in which they were queued
};

//! \brief The traces of the latest flows, kept whether or not somebody looks. Thread-safe; a change takes under a microsecond.
class FlowLog {
public:
    using Time = Span::Time;
    static constexpr std::size_t MaxFlows = 200;
    static constexpr std::size_t MaxSpans = 500; //!< of one flow; later ones are dropped

    FlowId begin(std::string title, Time now);
    void setTitle(FlowId flow, std::string title);
    void end(FlowId flow, Outcome outcome, Time now);
    //! \brief Adds a span or replaces it. Spans without a flow, or of a flow that was dropped already, are ignored.
    void put(const Span &span);

    std::optional<FlowTrace> find(FlowId flow) const;
    std::vector<FlowTrace> all() const; //!< oldest first
    //! \brief Grows with every change.
    std::uint64_t revision() const;

private:
    FlowTrace *kept(FlowId flow);
    mutable std::mutex m_mutex;
    std::deque<FlowTrace> m_flows; //!< ids without gaps
    FlowId m_last = 0;
    std::uint64_t m_revision = 0;
};

} // namespace Heddle::Concurrency
