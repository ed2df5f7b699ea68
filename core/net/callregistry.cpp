// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/callregistry.h"
#include <algorithm>

namespace Heddle::Net {
namespace {

constexpr std::size_t KeptTimes = 512;
constexpr std::size_t KeptHosts = 64;

} // namespace

std::uint64_t CallRegistry::begin(std::string host, std::string purpose, std::chrono::steady_clock::time_point deadline)
{
    const std::lock_guard lock(m_mutex);
    if (m_hosts.size() >= KeptHosts && !m_hosts.count(host)) { // somebody tries addresses: forget one that is idle
        const auto idle = std::find_if(m_hosts.begin(), m_hosts.end(),
            [](const auto &entry) { return entry.second.figures.waiting == 0 && entry.second.figures.active == 0; });
        if (idle != m_hosts.end())
            m_hosts.erase(idle);
    }
    Host &of = m_hosts[host];
    of.figures.host = host;
    ++of.figures.waiting;
    const std::uint64_t id = ++m_last;
    m_calls.emplace(id, CallFigures { id, std::move(host), std::move(purpose), true, std::chrono::steady_clock::now(), deadline });
    m_peak = std::max(m_peak, int(m_calls.size()));
    return id;
}

void CallRegistry::activate(std::uint64_t id)
{
    const std::lock_guard lock(m_mutex);
    const auto call = m_calls.find(id);
    if (call == m_calls.end() || !call->second.waiting)
        return;
    call->second.waiting = false;
    HostFigures &figures = m_hosts[call->second.host].figures;
    --figures.waiting;
    figures.peakActive = std::max(figures.peakActive, ++figures.active);
}

void CallRegistry::sent(std::uint64_t id, std::uint64_t bytes)
{
    const std::lock_guard lock(m_mutex);
    if (const auto call = m_calls.find(id); call != m_calls.end())
        m_hosts[call->second.host].figures.bytesSent += bytes;
}

void CallRegistry::end(std::uint64_t id, bool ok, std::uint64_t bytesReceived)
{
    const std::lock_guard lock(m_mutex);
    const auto call = m_calls.find(id);
    if (call == m_calls.end())
        return;
    Host &host = m_hosts[call->second.host];
    --(call->second.waiting ? host.figures.waiting : host.figures.active);
    ++(ok ? host.figures.done : host.figures.failed);
    host.figures.bytesReceived += bytesReceived;
    if (ok) {
        const std::chrono::duration<float, std::milli> took = std::chrono::steady_clock::now() - call->second.begun;
        if (host.times.size() < KeptTimes)
            host.times.push_back(took.count());
        else
            host.times[host.next] = took.count();
        host.next = (host.next + 1) % KeptTimes;
    }
    m_calls.erase(call);
}

std::vector<CallFigures> CallRegistry::calls() const
{
    const std::lock_guard lock(m_mutex);
    std::vector<CallFigures> all;
    all.reserve(m_calls.size());
    for (const auto &[id, call] : m_calls)
        all.push_back(call);
    return all;
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
