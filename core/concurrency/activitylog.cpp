// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/concurrency/activitylog.h"
#include <algorithm>

namespace Heddle::Concurrency {

std::uint64_t ActivityLog::queue(Span span)
{
    std::uint64_t id = 0;
    {
        const std::lock_guard lock(m_mutex);
        id = span.id = ++m_last;
        m_waiting.emplace(id, span);
        changed();
    }
    if (m_flows)
        m_flows->put(span);
    return id;
}

void ActivityLog::start(std::uint64_t id, int lane, Time now)
{
    Span started;
    {
        const std::lock_guard lock(m_mutex);
        auto node = m_waiting.extract(id);
        if (node.empty())
            return;
        node.mapped().lane = lane;
        node.mapped().begun = now;
        if (m_flows && node.mapped().flow)
            started = node.mapped();
        m_running.insert(std::move(node));
        changed();
    }
    if (m_flows)
        m_flows->put(started);
}

std::optional<Span> ActivityLog::finish(std::uint64_t id, Outcome outcome, Time now)
{
    std::optional<Span> ended;
    {
        const std::lock_guard lock(m_mutex);
        auto node = m_running.extract(id);
        if (node.empty())
            node = m_waiting.extract(id);
        if (node.empty())
            return {};
        ended = std::move(node.mapped());
        ended->ended = now;
        ended->outcome = outcome;
        if (m_watchers > 0) {
            m_ended.push_back(*ended);
            while (m_ended.size() > MostKept || now - m_ended.front().ended > Kept) {
                m_ended.pop_front();
                ++m_endedBefore;
            }
        }
        changed();
    }
    if (m_flows)
        m_flows->put(*ended);
    return ended;
}

std::optional<ActivityLog::Time> ActivityLog::oldestWaiting() const
{
    const std::lock_guard lock(m_mutex);
    if (m_waiting.empty())
        return {};
    return m_waiting.begin()->second.queued; // ids grow with time
}

std::optional<Span> ActivityLog::find(std::uint64_t id) const
{
    const std::lock_guard lock(m_mutex);
    for (const auto *spans : { &m_running, &m_waiting }) {
        if (const auto found = spans->find(id); found != spans->end())
            return found->second;
    }
    return {};
}

std::vector<Span> ActivityLog::running() const
{
    std::vector<Span> spans;
    {
        const std::lock_guard lock(m_mutex);
        spans.reserve(m_running.size());
        for (const auto &[id, span] : m_running)
            spans.push_back(span);
    }
    std::stable_sort(spans.begin(), spans.end(), [](const Span &a, const Span &b) { return a.lane < b.lane; });
    return spans;
}

std::vector<Span> ActivityLog::waiting(std::size_t most) const
{
    const std::lock_guard lock(m_mutex);
    std::vector<Span> spans;
    for (auto span = m_waiting.begin(); span != m_waiting.end() && spans.size() < most; ++span)
        spans.push_back(span->second);
    return spans;
}

void ActivityLog::watch()
{
    const std::lock_guard lock(m_mutex);
    ++m_watchers;
}

void ActivityLog::unwatch()
{
    const std::lock_guard lock(m_mutex);
    if (--m_watchers > 0)
        return;
    m_endedBefore += m_ended.size();
    m_ended.clear();
}

std::vector<Span> ActivityLog::endedAfter(std::uint64_t *seen) const
{
    const std::lock_guard lock(m_mutex);
    const std::uint64_t all = m_endedBefore + m_ended.size();
    const std::uint64_t from = std::clamp(*seen, m_endedBefore, all);
    *seen = all;
    return { m_ended.begin() + std::ptrdiff_t(from - m_endedBefore), m_ended.end() };
}

} // namespace Heddle::Concurrency
