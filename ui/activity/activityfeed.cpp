// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/activity/activityfeed.h"
#include <algorithm>

namespace Heddle::Ui {
namespace {

constexpr int FrameMs = 50;
constexpr std::size_t MaxWaiting = 500; //!< jobs read from one queue
constexpr int PixelsAcross = 1000; //!< about

} // namespace

ActivityFeed::ActivityFeed(Sources sources, QObject *parent)
    : QObject(parent), m_sources(std::move(sources)), m_now(std::chrono::steady_clock::now())
{
    for (const Concurrency::WorkPool *pool : m_sources.pools) {
        m_pools.emplace_back();
        m_pools.back().name = pool->name();
        m_pools.back().figures = pool->figures();
    }
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setInterval(FrameMs);
    connect(&m_timer, &QTimer::timeout, this, &ActivityFeed::tick);
}

ActivityFeed::~ActivityFeed()
{
    setWatching(false);
}

void ActivityFeed::setWatching(bool watching)
{
    if (watching == m_watching)
        return;
    m_watching = watching;
    for (Concurrency::WorkPool *pool : m_sources.pools)
        watching ? pool->activity().watch() : pool->activity().unwatch();
    watching ? m_sources.calls->activity().watch() : m_sources.calls->activity().unwatch();
    if (watching && !m_paused) {
        m_revision = 0;
        m_timer.start();
        tick();
    } else {
        m_timer.stop();
    }
}

void ActivityFeed::setPaused(bool paused)
{
    if (paused == m_paused)
        return;
    m_paused = paused;
    if (paused) {
        m_timer.stop();
    } else if (m_watching) {
        m_revision = 0;
        m_timer.start();
        tick();
    }
}

void ActivityFeed::setWindow(std::chrono::milliseconds window)
{
    m_window = window;
    m_timer.setInterval(std::max(FrameMs, int(window.count() / PixelsAcross)));
    Q_EMIT ticked();
}

std::uint64_t ActivityFeed::revision() const
{
    std::uint64_t sum = 1 + m_sources.calls->activity().revision();
    for (Concurrency::WorkPool *pool : m_sources.pools)
        sum += pool->activity().revision();
    return sum;
}

//! Whether a bar is still moving through the picture.
bool ActivityFeed::moves() const
{
    const auto shown = [edge = m_now - m_window](const Place &place) {
        return !place.running.empty() || !place.waiting.empty() || (!place.ended.empty() && place.ended.back().ended >= edge);
    };
    return shown(m_calls) || std::any_of(m_pools.begin(), m_pools.end(), shown);
}

void ActivityFeed::tick()
{
    if (m_revision == revision() && !moves())
        return;
    read();
}

void ActivityFeed::trim(Place &place) const
{
    const Time oldest = m_now - Concurrency::ActivityLog::Kept;
    while (!place.ended.empty() && (place.ended.front().ended < oldest || place.ended.size() > Concurrency::ActivityLog::MostKept))
        place.ended.pop_front();
}

void ActivityFeed::read()
{
    m_revision = revision();
    const auto update = [](Place &place, const Concurrency::ActivityLog &log) {
        // Ended spans first: one that ends between the two reads is missing for a frame rather than shown twice.
        for (Span &span : log.endedAfter(&place.seen))
            place.ended.push_back(std::move(span));
        place.running = log.running();
        place.waiting = log.waiting(MaxWaiting);
    };
    for (std::size_t i = 0; i < m_sources.pools.size(); ++i) {
        update(m_pools[i], m_sources.pools[i]->activity());
        m_pools[i].figures = m_sources.pools[i]->figures();
    }
    update(m_calls, m_sources.calls->activity());
    m_now = std::chrono::steady_clock::now();
    for (Place &place : m_pools)
        trim(place);
    trim(m_calls);
    Q_EMIT ticked();
}

void ActivityFeed::freeze()
{
    if (!m_paused)
        read();
    setWatching(false);
    m_paused = true;
    m_sources.pools = {};
    m_sources.owner.reset();
}

std::vector<ActivityFeed::Span> ActivityFeed::everything() const
{
    std::vector<Span> spans;
    const auto add = [&spans](const Place &place) {
        spans.insert(spans.end(), place.ended.begin(), place.ended.end());
        spans.insert(spans.end(), place.running.begin(), place.running.end());
    };
    for (const Place &place : m_pools)
        add(place);
    add(m_calls);
    return spans;
}

} // namespace Heddle::Ui
