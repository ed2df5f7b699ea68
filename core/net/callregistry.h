// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <chrono>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <vector>

// Plain C++ on purpose: this file is tested under thread sanitizer in a program without Qt.
namespace Heddle::Net {

//! \brief A call that waits for a connection or is on its way.
struct CallFigures {
    std::uint64_t id = 0;
    std::string host, purpose; //!< host with port, never a path, query or key
    bool waiting = true; //!< for a connection
    std::chrono::steady_clock::time_point begun, deadline;
};

//! \brief What went to and came from one host (with port).
struct HostFigures {
    std::string host;
    int waiting = 0, active = 0;
    int peakActive = 0; //!< each active call has a connection of its own, over TLS perhaps a share of one
    std::uint64_t done = 0, failed = 0, bytesSent = 0, bytesReceived = 0;
    double medianMs = 0, p99Ms = 0; //!< of the last calls that got a reply
};

//! \brief The calls of all clients, as values to look at. Thread-safe; a few hundred nanoseconds a change.
class CallRegistry {
public:
    std::uint64_t begin(std::string host, std::string purpose, std::chrono::steady_clock::time_point deadline);
    void activate(std::uint64_t id); //!< it has a connection
    void sent(std::uint64_t id, std::uint64_t bytes);
    void end(std::uint64_t id, bool ok, std::uint64_t bytesReceived);

    std::vector<CallFigures> calls() const;
    std::vector<HostFigures> hosts() const;
    //! \brief The most calls that were waiting or active at once, over all hosts.
    int peak() const;

private:
    struct Host {
        HostFigures figures;
        std::vector<float> times; //!< ms, a ring
        std::size_t next = 0;
    };
    mutable std::mutex m_mutex;
    std::map<std::uint64_t, CallFigures> m_calls;
    std::map<std::string, Host> m_hosts;
    std::uint64_t m_last = 0;
    int m_peak = 0;
};

} // namespace Heddle::Net
