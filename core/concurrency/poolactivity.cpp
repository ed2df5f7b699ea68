// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/concurrency/poolactivity.h"
#include <algorithm>

namespace Heddle::Concurrency {

std::uint64_t PoolActivity::queue(std::string label, Time now)
{
    const std::lock_guard lock(m_mutex);
    JobFigures job;
    job.id = ++m_last;
    job.label = std::move(label);
    job.queued = now;
    m_waiting.emplace(job.id, std::move(job));
    return m_last;
}

void PoolActivity::start(std::uint64_t id, int slot, Time now)
{
    const std::lock_guard lock(m_mutex);
    auto node = m_waiting.extract(id);
    if (node.empty())
        return;
    node.mapped().slot = slot;
    node.mapped().begun = now;
    m_running.insert(std::move(node));
}

void PoolActivity::finish(std::uint64_t id, bool cancelled, Time now)
{
    const std::lock_guard lock(m_mutex);
    auto node = m_running.extract(id);
    if (node.empty() || m_watchers == 0)
        return;
    node.mapped().ended = now;
    node.mapped().cancelled = cancelled;
    m_ended.push_back(std::move(node.mapped()));
    while (m_ended.size() > MostKept || now - m_ended.front().ended > Kept)
        m_ended.pop_front();
}

std::optional<PoolActivity::Time> PoolActivity::oldestWaiting() const
{
    const std::lock_guard lock(m_mutex);
    if (m_waiting.empty())
        return {};
    return m_waiting.begin()->second.queued; // ids grow with time
}

std::vector<JobFigures> PoolActivity::running() const
{
    std::vector<JobFigures> jobs;
    {
        const std::lock_guard lock(m_mutex);
        for (const auto &[id, job] : m_running)
            jobs.push_back(job);
    }
    std::sort(jobs.begin(), jobs.end(), [](const JobFigures &a, const JobFigures &b) { return a.slot < b.slot; });
    return jobs;
}

void PoolActivity::watch()
{
    const std::lock_guard lock(m_mutex);
    ++m_watchers;
}

void PoolActivity::unwatch()
{
    const std::lock_guard lock(m_mutex);
    if (--m_watchers == 0)
        m_ended.clear();
}

std::vector<JobFigures> PoolActivity::endedSince(Time since) const
{
    const std::lock_guard lock(m_mutex);
    std::vector<JobFigures> jobs;
    for (auto job = m_ended.rbegin(); job != m_ended.rend() && job->ended >= since; ++job)
        jobs.push_back(*job);
    std::reverse(jobs.begin(), jobs.end());
    return jobs;
}

} // namespace Heddle::Concurrency
