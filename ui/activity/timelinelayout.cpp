// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/activity/timelinelayout.h"
#include "ui/style/metrics.h"
#include <algorithm>
#include <cmath>

namespace Heddle::Ui {

using Concurrency::Span;

namespace {

constexpr int ManyThreads = 8; //!< from here on a pool's rows are thin, with a strip above them
constexpr int ThinRow = 6, StripHeight = 40, CallsHeight = 140;
constexpr int MinBarWidth = 2; //!< pixels, so that the shortest job can be seen

} // namespace

bool isSame(const Span &a, const Span &b)
{
    return a.id == b.id && a.runs == b.runs && a.where == b.where;
}

double TimelineLayout::xOf(ActivityFeed::Time time) const
{
    return m_right - std::chrono::duration<double, std::milli>(m_now - time).count() * m_pixelsPerMs;
}

void TimelineLayout::arrange(const ActivityFeed &feed, int width, const QFontMetrics &metrics)
{
    m_sections.clear();
    m_bars.clear();
    int widest = 0;
    for (const ActivityFeed::Place &place : feed.pools())
        widest = std::max(widest, metrics.horizontalAdvance(place.name + QLatin1String("  00")));
    m_left = std::min(width / 4, widest + Metrics::Gap);
    m_right = width;
    m_pixelsPerMs = (m_right - m_left) / double(feed.window().count());
    m_now = feed.now();
    m_edge = m_now - feed.window();
    const int text = metrics.height();
    int y = 0, row = 0;
    for (const ActivityFeed::Place &place : feed.pools()) {
        Section section { &place, place.name, {} };
        section.threads = place.figures.threads;
        section.rows = section.threads;
        for (const Span &span : place.running)
            section.rows = std::max(section.rows, span.lane + 1); // after the pool was made smaller, until they end
        constexpr std::chrono::milliseconds Noticed { 200 };
        if (section.threads >= ManyThreads || (!place.waiting.empty() && m_now - place.waiting.front().queued > Noticed))
            m_strips += place.name;
        section.thin = section.rows >= ManyThreads;
        section.state = place.figures.queued > 0
            ? tr("%1 of %2 busy, %3 wait").arg(place.figures.active).arg(section.threads).arg(place.figures.queued)
            : tr("%1 of %2 busy").arg(place.figures.active).arg(section.threads);
        section.top = y;
        section.strip = m_strips.contains(place.name) ? StripHeight : 0;
        section.rowHeight = section.thin ? ThinRow : text + 2;
        section.rowsTop = y + (section.strip > 0 ? text + 4 + section.strip : 0); // a small pool has its name beside its rows
        placeThreads(section, row);
        y = section.rowsTop + section.rows * section.rowHeight + Metrics::Gap;
        row += section.rows;
        m_sections.push_back(section);
    }
    Section calls { &feed.calls(), tr("Event loop"), {} };
    const std::size_t waiting = calls.place->waiting.size(), active = calls.place->running.size();
    calls.state = waiting > 0 ? tr("%1 calls in flight, %2 wait for a connection").arg(active).arg(waiting)
                              : tr("%1 calls in flight, no thread held").arg(active);
    const auto blocks = [](const Span &span) { return span.runs == Span::Runs::BlockingCaller; };
    if (std::any_of(calls.place->running.begin(), calls.place->running.end(), blocks)
        || (active == 0 && !calls.place->ended.empty() && blocks(calls.place->ended.back()))) {
        calls.title = tr("Calls");
        calls.state = tr("%1 in flight, each with a thread that waits").arg(active);
    }
    calls.top = y;
    calls.rowsTop = y + text + 4;
    calls.rowHeight = text + 2;
    placeCalls(calls, row);
    m_sections.push_back(calls);
    std::stable_sort(m_bars.begin(), m_bars.end(),
        [](const Bar &a, const Bar &b) { return a.row != b.row ? a.row < b.row : a.rect.left() < b.rect.left(); });
    m_scaleTop = calls.rowsTop + std::max(calls.rows, 1) * calls.rowHeight + Metrics::Gap;
    placeLegend(metrics);
}

//! What the colours mean, below the scale, in as many lines as it takes.
void TimelineLayout::placeLegend(const QFontMetrics &metrics)
{
    m_legend.clear();
    QSet<int> seen;
    for (const Bar &bar : m_bars)
        seen += int(Stages::kindOf(*bar.span));
    const double line = metrics.height() + 2;
    double x = Metrics::Gap, y = m_scaleTop + ScaleHeight;
    for (int kind = 0; kind <= int(Stages::Kind::Last); ++kind) {
        if (!seen.contains(kind))
            continue;
        const QString name = Stages::nameOf(Stages::Kind(kind));
        const double wide = line + metrics.horizontalAdvance(name) + Metrics::WideGap;
        if (x > Metrics::Gap && x + wide > m_right) {
            x = Metrics::Gap;
            y += line;
        }
        m_legend.push_back({ Stages::Kind(kind), name, QRectF(x, y, wide - Metrics::WideGap, line) });
        x += wide;
    }
    m_height = int(y + line) + Metrics::Gap;
}

void TimelineLayout::addBar(const Section &section, int row, const Span &span, int firstRow)
{
    const ActivityFeed::Time from = span.runs == Span::Runs::PoolThread ? span.begun : span.queued;
    const double left = std::max(xOf(from), double(m_left)), right = span.hasEnded() ? xOf(span.ended) : double(m_right);
    if (right < m_left)
        return;
    const double gap = section.rowHeight > 3 ? 1 : 0;
    m_bars.push_back({ &span,
        QRectF(left, section.rowsTop + row * section.rowHeight, std::max(right - left, double(MinBarWidth)), section.rowHeight - gap),
        firstRow + row });
}

void TimelineLayout::placeThreads(Section &section, int firstRow)
{
    const auto &ended = section.place->ended;
    // They are in the order of their ends, so the last ones are those to be seen. What would cover the same pixels of a row
    // as the one after it is left out.
    std::vector<double> covered(std::size_t(std::max(section.rows, 1)), 1e9);
    for (auto span = ended.rbegin(); span != ended.rend() && span->ended >= m_edge; ++span) {
        if (!span->hasBegun() || span->lane >= section.rows)
            continue;
        double &left = covered[std::size_t(span->lane)];
        const double from = std::floor(xOf(span->begun));
        if (from >= left && xOf(span->ended) - from < MinBarWidth)
            continue;
        left = from;
        addBar(section, span->lane, *span, firstRow);
    }
    for (const Span &span : section.place->running)
        addBar(section, span.lane, span, firstRow);
}

//! Each call gets the first line on which no other one is drawn at its time.
void TimelineLayout::placeCalls(Section &section, int firstRow)
{
    std::vector<const Span *> spans;
    const auto &ended = section.place->ended;
    for (auto span = ended.rbegin(); span != ended.rend() && span->ended >= m_edge; ++span)
        spans.push_back(&*span);
    for (const auto *list : { &section.place->running, &section.place->waiting }) {
        for (const Span &span : *list)
            spans.push_back(&span);
    }
    std::sort(spans.begin(), spans.end(), [](const Span *a, const Span *b) { return a->queued < b->queued; });
    std::vector<ActivityFeed::Time> free;
    std::vector<int> lines;
    for (const Span *span : spans) {
        auto line = std::find_if(free.begin(), free.end(), [span](ActivityFeed::Time until) { return until <= span->queued; });
        if (line == free.end())
            line = free.insert(free.end(), ActivityFeed::Time());
        *line = span->hasEnded() ? span->ended : ActivityFeed::Time::max();
        lines.push_back(int(line - free.begin()));
    }
    section.rows = int(free.size());
    const int tallest = section.rowHeight;
    section.rowHeight = std::clamp(CallsHeight / std::max(1, section.rows), 2, tallest);
    section.thin = section.rowHeight < tallest;
    for (std::size_t i = 0; i < spans.size(); ++i)
        addBar(section, lines[i], *spans[i], firstRow);
}

const TimelineLayout::Bar *TimelineLayout::barAt(const QPointF &at) const
{
    const auto found =
        std::find_if(m_bars.rbegin(), m_bars.rend(), [&at](const Bar &bar) { return bar.rect.adjusted(-1, 0, 1, 1).contains(at); });
    return found == m_bars.rend() ? nullptr : &*found;
}

const TimelineLayout::Bar *TimelineLayout::next(const std::optional<Span> &from, int key) const
{
    if (m_bars.empty())
        return nullptr;
    const auto current = std::find_if(m_bars.begin(), m_bars.end(), [&from](const Bar &bar) { return from && isSame(*bar.span, *from); });
    if (current == m_bars.end())
        return &m_bars.back();
    const bool forward = key == Qt::Key_Right || key == Qt::Key_Down;
    if (key == Qt::Key_Left || key == Qt::Key_Right) {
        const auto beside = forward ? std::next(current) : current == m_bars.begin() ? m_bars.end() : std::prev(current);
        return beside != m_bars.end() && beside->row == current->row ? &*beside : nullptr;
    }
    const Bar *best = nullptr;
    for (const Bar &bar : m_bars) {
        if (forward ? bar.row <= current->row : bar.row >= current->row)
            continue;
        const auto far = [&](const Bar &one) {
            return std::pair(std::abs(one.row - current->row), std::abs(one.rect.center().x() - current->rect.center().x()));
        };
        if (!best || far(bar) < far(*best))
            best = &bar;
    }
    return best;
}

} // namespace Heddle::Ui
