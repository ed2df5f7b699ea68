// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/callregistry.h"
#include <algorithm>

namespace Heddle::Net {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t KeptTimes = 512;
constexpr std::size_t KeptHosts = 64;

} // namespace

std::uint64_t CallRegistry::begin(Span call)
{
    {
        const std::lock_guard lock(m_mutex);
        if (m_hosts.size() >= KeptHosts && !m_hosts.count(call.where)) { // somebody tries addresses: forget one that is idle
            const auto idle = std::find_if(m_hosts.begin(), m_hosts.end(),
                [](const auto &entry) { return entry.second.figures.waiting == 0 && entry.second.figures.active == 0; });
            if (idle != m_hosts.end())
                m_hosts.erase(idle);
        }
        Host &of = m_hosts[call.where];
        of.figures.host = call.where;
        ++of.figures.waiting;
        m_peak = std::max(m_peak, ++m_inFlight);
    }
    call.queued = Clock::now();
    return m_activity.queue(std::move(call));
}

void CallRegistry::activate(std::uint64_t id)
{
    const auto call = m_activity.find(id);
    if (!call || call->hasBegun())
        return;
    m_activity.start(id, -1, Clock::now());
    const std::lock_guard lock(m_mutex);
    HostFigures &figures = m_hosts[call->where].figures;
    --figures.waiting;
    figures.peakActive = std::max(figures.peakActive, ++figures.active);
}

void CallRegistry::sent(std::uint64_t id, std::uint64_t bytes)
{
    const auto call = m_activity.find(id);
    if (!call)
        return;
    const std::lock_guard lock(m_mutex);
    m_hosts[call->where].figures.bytesSent += bytes;
}

void CallRegistry::end(std::uint64_t id, Concurrency::Outcome outcome, std::uint64_t bytesReceived)
{
    const auto call = m_activity.finish(id, outcome, Clock::now());
    if (!call)
        return;
    const bool ok = outcome == Concurrency::Outcome::Done;
    const std::lock_guard lock(m_mutex);
    --m_inFlight;
    Host &host = m_hosts[call->where];
    --(call->hasBegun() ? host.figures.active : host.figures.waiting);
    ++(ok ? host.figures.done : host.figures.failed);
    host.figures.bytesReceived += bytesReceived;
    if (ok) {
        const std::chrono::duration<float, std::milli> took = call->ended - call->queued;
        if (host.times.size() < KeptTimes)
            host.times.push_back(took.count());
        else
            host.times[host.next] = took.count();
        host.next = (host.next + 1) % KeptTimes;
    }
}

int CallRegistry::inFlight() const
{
    const std::lock_guard lock(m_mutex);
    return m_inFlight;
}

std::vector<HostFigures> CallRegistry::hosts() const
{
    std::vector<Host> copies;
    {
        const std::lock_guard lock(m_mutex);
        for (const auto &[name, host] : m_hosts)
            copies.push_back(host);
    }
    std::vector<HostFigures> all;
    for (Host &host : copies) {
        if (!host.times.empty()) {
            std::sort(host.times.begin(), host.times.end());
            host.figures.medianMs = double(host.times[host.times.size() / 2]);
            host.figures.p99Ms = double(host.times[host.times.size() * 99 / 100]);
        }
        all.push_back(host.figures);
    }
    return all;
}

int CallRegistry::peak() const
{
    const std::lock_guard lock(m_mutex);
    return m_peak;
}

} // namespace Heddle::Net
