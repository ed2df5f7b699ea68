// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/concurrency/activitylog.h"

// Plain C++ on purpose: this file is tested under thread sanitizer in a program without Qt.
namespace Heddle::Net {

//! \brief The traffic with one host and port.
struct HostFigures {
    std::string host;
    int waiting = 0, active = 0;
    int peakActive = 0; //!< each has a connection of its own; over TLS several may share one
    std::uint64_t done = 0, failed = 0, bytesSent = 0, bytesReceived = 0;
    double medianMs = 0, p99Ms = 0; //!< of the last calls that got a reply
};

//! \brief Counts the calls of all clients, for the live panel and the benchmarks. Thread-safe; a change takes a few hundred
//! nanoseconds.
class CallRegistry {
public:
    using Span = Concurrency::Span;
    //! \param flows gets the calls that belong to a question; may be null
    explicit CallRegistry(std::shared_ptr<Concurrency::FlowLog> flows = {}) : m_activity(std::move(flows)) { }

    //! \brief Adds a call that waits for a connection and returns its id. The span names the server's origin, the purpose, the
    //! deadline and who waits for it.
    std::uint64_t begin(Span call);
    void activate(std::uint64_t id); //!< it has a connection
    void sent(std::uint64_t id, std::uint64_t bytes);
    void end(std::uint64_t id, Concurrency::Outcome outcome, std::uint64_t bytesReceived);

    //! \brief The calls that wait for a connection, are on their way, and have ended.
    Concurrency::ActivityLog &activity() { return m_activity; }
    int inFlight() const; //!< waiting or on their way
    std::vector<HostFigures> hosts() const;
    //! \brief Returns the largest number of calls that were waiting or active at once, over all hosts.
    int peak() const;

private:
    struct Host {
        HostFigures figures;
        std::vector<float> times; //!< ms, a ring
        std::size_t next = 0;
    };
    Concurrency::ActivityLog m_activity;
    mutable std::mutex m_mutex;
    std::map<std::string, Host> m_hosts;
    int m_inFlight = 0, m_peak = 0;
};

} // namespace Heddle::Net
