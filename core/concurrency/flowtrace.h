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

//! \brief One question on its way through pools and servers, counted from 1; 0: none.
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
    FlowId flow = 0; //!< the question it works for
    Runs runs = Runs::PoolThread;
    std::string where; //!< the pool's name; of a call the server's origin, never a path, query or key
    std::string what; //!< "search", "rerank"
    int lane = -1; //!< of a job: the thread's slot in its pool, from 0
    Time queued, begun, ended; //!< Time(): not yet; a call waits for a connection until it has begun
    Time deadline; //!< of a call
    Outcome outcome = Outcome::Running;

    bool hasBegun() const { return begun != Time(); }
    bool hasEnded() const { return ended != Time(); }
};

//! \brief Everything that was done for one question.
struct FlowTrace {
    using Time = Span::Time;
    FlowId id = 0;
    std::string title; //!< the question
    Time begun, ended; //!< until the answer was saved; Time(): not yet
    Outcome outcome = Outcome::Running;
    std::vector<Span> spans; //!< in the order in which they were queued
};

//! \brief The traces of the last questions, kept whether somebody looks or not. Thread-safe; under a microsecond a change.
class FlowLog {
public:
    using Time = Span::Time;
    static constexpr std::size_t MostKept = 200; //!< questions
    static constexpr std::size_t MostSpans = 500; //!< of a question; what comes later is not kept

    FlowId begin(std::string title, Time now);
    void setTitle(FlowId flow, std::string title);
    void end(FlowId flow, Outcome outcome, Time now);
    //! \brief A span is new or has changed. Spans of no question, or of one that is not kept any more, are left out.
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
