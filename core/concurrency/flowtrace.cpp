// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/concurrency/flowtrace.h"
#include <algorithm>

namespace Heddle::Concurrency {

FlowId FlowLog::begin(std::string title, Time now)
{
    const std::lock_guard lock(m_mutex);
    FlowTrace trace;
    trace.id = ++m_last;
    trace.title = std::move(title);
    trace.begun = now;
    m_flows.push_back(std::move(trace));
    if (m_flows.size() > MaxFlows)
        m_flows.pop_front();
    ++m_revision;
    return m_last;
}

FlowTrace *FlowLog::kept(FlowId flow)
{
    if (m_flows.empty() || flow < m_flows.front().id || flow > m_last)
        return nullptr;
    return &m_flows[std::size_t(flow - m_flows.front().id)];
}

void FlowLog::setTitle(FlowId flow, std::string title)
{
    const std::lock_guard lock(m_mutex);
    if (FlowTrace *trace = kept(flow)) {
        trace->title = std::move(title);
        ++m_revision;
    }
}

void FlowLog::end(FlowId flow, Outcome outcome, Time now)
{
    const std::lock_guard lock(m_mutex);
    FlowTrace *trace = kept(flow);
    if (!trace || trace->ended != Time())
        return;
    trace->outcome = outcome;
    trace->ended = now;
    ++m_revision;
}

void FlowLog::put(const Span &span)
{
    if (span.flow == 0)
        return;
    const std::lock_guard lock(m_mutex);
    FlowTrace *trace = kept(span.flow);
    if (!trace)
        return;
    std::vector<Span> &spans = trace->spans;
    const auto same = std::find_if(spans.rbegin(), spans.rend(),
        [&span](const Span &other) { return other.id == span.id && other.runs == span.runs && other.where == span.where; });
    if (same != spans.rend()) {
        const bool later = !same->hasEnded() && (span.hasBegun() || span.hasEnded() || !same->hasBegun());
        if (later) // a change that comes late does not undo the one after it
            *same = span;
    } else if (spans.size() < MaxSpans) {
        spans.push_back(span);
    }
    ++m_revision;
}

std::optional<FlowTrace> FlowLog::find(FlowId flow) const
{
    const std::lock_guard lock(m_mutex);
    const FlowTrace *trace = const_cast<FlowLog *>(this)->kept(flow);
    return trace ? std::optional(*trace) : std::nullopt;
}

std::vector<FlowTrace> FlowLog::all() const
{
    const std::lock_guard lock(m_mutex);
    return { m_flows.begin(), m_flows.end() };
}

std::uint64_t FlowLog::revision() const
{
    const std::lock_guard lock(m_mutex);
    return m_revision;
}

} // namespace Heddle::Concurrency
