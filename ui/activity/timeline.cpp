// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/activity/timeline.h"
#include "ui/activity/stages.h"
#include "ui/common/theme.h"
#include <QHelpEvent>
#include <QKeyEvent>
#include <QLocale>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>
#include <algorithm>
#include <cmath>

namespace Heddle::Ui {

using Concurrency::Span;

namespace {

constexpr int ManyThreads = 8; //!< from here on a pool's rows are thin, with a strip above them
constexpr int ThinRow = 6, StripHeight = 40, ScaleHeight = 22, CallsHeight = 140;
constexpr int LeastBar = 2; //!< pixels, so that the shortest job can be seen

bool isSame(const Span &a, const Span &b)
{
    return a.id == b.id && a.runs == b.runs && a.where == b.where;
}

} // namespace

Timeline::Timeline(ActivityFeed *feed, QWidget *parent) : QAbstractScrollArea(parent), m_feed(feed)
{
    setObjectName(QStringLiteral("timeline"));
    setAccessibleName(tr("What the threads and the calls do now"));
    setAccessibleDescription(tr("A moving picture. The page Table has the same in words."));
    setFocusPolicy(Qt::StrongFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFrameShape(QFrame::NoFrame);
    viewport()->setMouseTracking(true);
    connect(m_feed, &ActivityFeed::ticked, this, [this] {
        m_bars.clear(); // they point to what was read before
        if (isVisible())
            rebuild();
    });
}

void Timeline::measure()
{
    int widest = 0;
    for (const ActivityFeed::Place &place : m_feed->pools())
        widest = std::max(widest, fontMetrics().horizontalAdvance(place.name + QLatin1String("  00")));
    m_left = std::min(viewport()->width() / 4, widest + Theme::Gap);
    m_right = viewport()->width();
    m_pixelsPerMs = (m_right - m_left) / double(m_feed->window().count());
}

double Timeline::xOf(ActivityFeed::Time time) const
{
    return m_right - std::chrono::duration<double, std::milli>(m_feed->now() - time).count() * m_pixelsPerMs;
}

void Timeline::rebuild()
{
    measure();
    m_sections.clear();
    m_bars.clear();
    const int text = fontMetrics().height();
    int y = 0, row = 0;
    for (const ActivityFeed::Place &place : m_feed->pools()) {
        Section section { &place, place.name, {} };
        section.threads = place.figures.threads;
        section.rows = section.threads;
        for (const Span &span : place.running)
            section.rows = std::max(section.rows, span.lane + 1); // after the pool was made smaller, until they end
        constexpr std::chrono::milliseconds Noticed { 200 };
        if (section.threads >= ManyThreads || (!place.waiting.empty() && m_feed->now() - place.waiting.front().queued > Noticed))
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
        y = section.rowsTop + section.rows * section.rowHeight + Theme::Gap;
        row += section.rows;
        m_sections.push_back(section);
    }
    Section calls { &m_feed->calls(), tr("Event loop"), {} };
    const std::size_t waiting = calls.place->waiting.size(), active = calls.place->running.size();
    calls.state = waiting > 0 ? tr("%1 calls in flight, %2 wait for a connection").arg(active).arg(waiting)
                              : tr("%1 calls in flight, no thread held").arg(active);
    if (std::any_of(calls.place->running.begin(), calls.place->running.end(),
            [](const Span &span) { return span.runs == Span::Runs::BlockingCaller; })) {
        calls.title = tr("Calls");
        calls.state = tr("%1 in flight, each with a thread that waits").arg(active);
    }
    calls.top = y;
    calls.rowsTop = y + text + 4;
    placeCalls(calls, row);
    m_height = calls.rowsTop + std::max(calls.rows, 1) * calls.rowHeight + Theme::Gap + ScaleHeight;
    m_sections.push_back(calls);
    std::stable_sort(m_bars.begin(), m_bars.end(),
        [](const Bar &a, const Bar &b) { return a.row != b.row ? a.row < b.row : a.rect.left() < b.rect.left(); });
    verticalScrollBar()->setRange(0, std::max(0, m_height - viewport()->height()));
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setSingleStep(text);
    viewport()->update();
}

void Timeline::addBar(const Section &section, int row, const Span &span, int firstRow)
{
    const ActivityFeed::Time from = span.runs == Span::Runs::PoolThread ? span.begun : span.queued;
    const double left = std::max(xOf(from), double(m_left)), right = span.hasEnded() ? xOf(span.ended) : viewport()->width();
    if (right < m_left)
        return;
    const double gap = section.rowHeight > 3 ? 1 : 0;
    m_bars.push_back(
        { &span, QRectF(left, section.rowsTop + row * section.rowHeight, std::max(right - left, double(LeastBar)), section.rowHeight - gap),
            firstRow + row });
}

void Timeline::placeThreads(Section &section, int firstRow)
{
    const ActivityFeed::Time edge = m_feed->now() - m_feed->window();
    const auto &ended = section.place->ended;
    // They are in the order of their ends, so the last ones are those to be seen. What would cover the same pixels of a row
    // as the one after it is left out.
    std::vector<double> covered(std::size_t(std::max(section.rows, 1)), 1e9);
    for (auto span = ended.rbegin(); span != ended.rend() && span->ended >= edge; ++span) {
        if (!span->hasBegun() || span->lane >= section.rows)
            continue;
        double &left = covered[std::size_t(span->lane)];
        const double from = std::floor(xOf(span->begun));
        if (from >= left && xOf(span->ended) - from < LeastBar)
            continue;
        left = from;
        addBar(section, span->lane, *span, firstRow);
    }
    for (const Span &span : section.place->running)
        addBar(section, span.lane, span, firstRow);
}

//! Each call gets the first line on which no other one is drawn at its time.
void Timeline::placeCalls(Section &section, int firstRow)
{
    const ActivityFeed::Time edge = m_feed->now() - m_feed->window();
    std::vector<const Span *> spans;
    const auto &ended = section.place->ended;
    for (auto span = ended.rbegin(); span != ended.rend() && span->ended >= edge; ++span)
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
    section.rowHeight = std::clamp(CallsHeight / std::max(1, section.rows), 2, fontMetrics().height() + 2);
    section.thin = section.rowHeight < fontMetrics().height();
    for (std::size_t i = 0; i < spans.size(); ++i)
        addBar(section, lines[i], *spans[i], firstRow);
}

//! How many are busy, and above them how many wait, over time; a line where all threads are busy.
void Timeline::paintStrip(QPainter &painter, const Section &section) const
{
    const int left = m_left, width = viewport()->width() - left;
    if (width <= 0)
        return;
    std::vector<int> busy(std::size_t(width) + 2), queue(std::size_t(width) + 2);
    const auto count = [&](std::vector<int> &into, ActivityFeed::Time from, ActivityFeed::Time to) {
        const int first = std::max(0, int(std::lround(xOf(from))) - left), last = std::min(width + 1, int(std::lround(xOf(to))) - left);
        if (last < 0 || first > width)
            return;
        ++into[std::size_t(first)];
        --into[std::size_t(std::max(last, 0))];
    };
    const ActivityFeed::Time now = m_feed->now();
    const auto add = [&](const Span &span) {
        const ActivityFeed::Time end = span.hasEnded() ? span.ended : now;
        count(queue, span.queued, span.hasBegun() ? span.begun : end);
        if (span.hasBegun())
            count(busy, span.begun, end);
    };
    for (auto span = section.place->ended.rbegin(); span != section.place->ended.rend(); ++span) {
        if (span->ended < now - m_feed->window())
            break;
        add(*span);
    }
    std::for_each(section.place->running.begin(), section.place->running.end(), add);
    std::for_each(section.place->waiting.begin(), section.place->waiting.end(), add);
    int most = section.threads, runningBusy = 0, runningQueue = 0;
    for (int x = 0; x <= width; ++x) {
        busy[std::size_t(x)] = runningBusy += busy[std::size_t(x)];
        queue[std::size_t(x)] = runningQueue += queue[std::size_t(x)];
        most = std::max(most, runningBusy + runningQueue);
    }
    const double bottom = section.rowsTop - 4, unit = double(section.strip - 6) / std::max(1, most);
    const QColor busyColor = Theme::accent(palette()), waitColor = Theme::signal(palette());
    for (int x = 0, next = 0; x <= width; x = next) { // columns of the same height at once
        for (next = x + 1;
             next <= width && busy[std::size_t(next)] == busy[std::size_t(x)] && queue[std::size_t(next)] == queue[std::size_t(x)];)
            ++next;
        const double b = busy[std::size_t(x)] * unit, q = queue[std::size_t(x)] * unit;
        painter.fillRect(QRectF(left + x, bottom - b, next - x, b), busyColor);
        painter.fillRect(QRectF(left + x, bottom - b - q, next - x, q), waitColor);
    }
    painter.setPen(QPen(palette().color(QPalette::Text), 1, Qt::DashLine));
    const double full = bottom - section.threads * unit;
    painter.drawLine(QPointF(left, full), QPointF(left + width, full));
}

void Timeline::paintBar(QPainter &painter, const Bar &bar) const
{
    const Span &span = *bar.span;
    const QColor color = Stages::color(span, palette());
    QRectF filled = bar.rect;
    if (span.runs != Span::Runs::PoolThread) { // hollow while it waits for a connection
        const double begun = span.hasBegun() ? xOf(span.begun) : bar.rect.right();
        filled.setLeft(std::clamp(begun, bar.rect.left(), bar.rect.right()));
        painter.setPen(color);
        painter.setBrush(Qt::NoBrush);
        if (bar.rect.height() > 3 && filled.left() - bar.rect.left() > 2)
            painter.drawRect(bar.rect.adjusted(0.5, 0.5, -0.5, -0.5));
    }
    painter.fillRect(filled, color);
    if (const QBrush pattern = Stages::pattern(span, palette()); pattern.style() != Qt::NoBrush)
        painter.fillRect(filled, pattern);
    if (m_selected && isSame(*m_selected, span)) {
        painter.setPen(QPen(palette().color(QPalette::Highlight), 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(bar.rect);
    }
    constexpr int LeastForWords = 40;
    if (bar.rect.width() < LeastForWords || bar.rect.height() < fontMetrics().height())
        return;
    QString words = QString::fromStdString(span.what);
    if (span.flow)
        words.prepend(QStringLiteral("#%1 ").arg(span.flow));
    const QString host =
        span.runs == Span::Runs::PoolThread ? QString() : QString::fromStdString(span.where).section(QLatin1String("//"), 1);
    const ActivityFeed::Time end = span.hasEnded() ? span.ended : m_feed->now();
    words += QLatin1String("  ") + (host.isEmpty() ? QString() : host + QLatin1String("  "))
        + Stages::lasted(span.hasBegun() ? span.begun : span.queued, end);
    painter.setPen(color.lightness() > 110 ? Qt::black : Qt::white);
    painter.drawText(bar.rect.adjusted(4, 0, -2, 0), Qt::AlignVCenter | Qt::AlignLeft,
        fontMetrics().elidedText(words, Qt::ElideRight, int(bar.rect.width()) - 6));
}

void Timeline::paintScale(QPainter &painter) const
{
    const int left = m_left, width = viewport()->width() - left, top = m_height - ScaleHeight;
    constexpr int Steps = 5;
    painter.setPen(Theme::quietText(palette()));
    for (int i = 0; i <= Steps; ++i) {
        const double x = left + double(width) * i / Steps;
        painter.drawLine(QPointF(x, top), QPointF(x, top + 4));
        const double ago = double(m_feed->window().count()) * (Steps - i) / Steps;
        const QString words = i == Steps ? tr("now") : tr("−%1 s").arg(QLocale().toString(ago / 1000, 'g', 3));
        const int align = i == Steps ? Qt::AlignRight : i == 0 ? Qt::AlignLeft : Qt::AlignHCenter;
        const double from = i == Steps ? x - 100 : i == 0 ? x : x - 50;
        painter.drawText(QRectF(from, top + 4, 100, ScaleHeight - 4), align | Qt::AlignVCenter, words);
    }
}

void Timeline::paintEvent(QPaintEvent *)
{
    QPainter painter(viewport());
    painter.fillRect(viewport()->rect(), palette().color(QPalette::Base));
    painter.translate(0, -verticalScrollBar()->value());
    const int left = m_left, width = viewport()->width();
    const QColor ground = Theme::faint(palette());
    for (const Section &section : m_sections) {
        QFont bold = font();
        bold.setBold(true);
        painter.setFont(bold);
        painter.setPen(palette().color(QPalette::Text));
        const bool headed = section.strip > 0 || section.threads == 0;
        const QRectF head(4, section.top, width - 8, fontMetrics().height() + 2);
        if (headed)
            painter.drawText(head, Qt::AlignVCenter | Qt::AlignLeft, section.title);
        painter.setFont(font());
        painter.setPen(section.place->figures.queued > 0 ? Theme::signal(palette()) : Theme::quietText(palette()));
        if (headed)
            painter.drawText(head, Qt::AlignVCenter | Qt::AlignRight, section.state);
        if (section.strip > 0)
            paintStrip(painter, section);
        for (int row = 0; row < section.rows; ++row) {
            const QRectF lane(
                left, section.rowsTop + row * section.rowHeight, width - left, section.rowHeight - (section.rowHeight > 3 ? 1 : 0));
            painter.fillRect(lane, ground);
            if (!section.thin && section.threads > 0) {
                painter.setPen(Theme::quietText(palette()));
                painter.drawText(QRectF(4, lane.top(), left - Theme::Gap, lane.height()), Qt::AlignVCenter | Qt::AlignRight,
                    headed || row > 0 ? QString::number(row + 1) : QStringLiteral("%1  1").arg(section.title));
            }
        }
    }
    for (const Bar &bar : m_bars)
        paintBar(painter, bar);
    paintScale(painter);
    if (hasFocus()) {
        painter.resetTransform();
        painter.setPen(palette().color(QPalette::Highlight));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(viewport()->rect().adjusted(0, 0, -1, -1));
    }
}

void Timeline::showEvent(QShowEvent *event)
{
    QAbstractScrollArea::showEvent(event);
    rebuild();
}

void Timeline::resizeEvent(QResizeEvent *)
{
    rebuild();
}

const Timeline::Bar *Timeline::barAt(const QPoint &position) const
{
    const QPointF at(position.x(), position.y() + verticalScrollBar()->value());
    const auto found =
        std::find_if(m_bars.rbegin(), m_bars.rend(), [&at](const Bar &bar) { return bar.rect.adjusted(-1, 0, 1, 1).contains(at); });
    return found == m_bars.rend() ? nullptr : &*found;
}

bool Timeline::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        if (const Bar *bar = barAt(help->pos()))
            QToolTip::showText(help->globalPos(), Stages::description(*bar->span, m_feed->now()), viewport());
        else
            QToolTip::hideText();
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

void Timeline::select(const Bar *bar)
{
    m_selected = bar ? std::optional(*bar->span) : std::nullopt;
    if (bar) {
        const int top = int(bar->rect.top()), bottom = int(bar->rect.bottom()), at = verticalScrollBar()->value();
        if (top < at || bottom > at + viewport()->height())
            verticalScrollBar()->setValue(top - viewport()->height() / 2);
        setAccessibleDescription(Stages::description(*bar->span, m_feed->now()));
    }
    viewport()->update();
}

void Timeline::mousePressEvent(QMouseEvent *event)
{
    const Bar *bar = event->button() == Qt::LeftButton ? barAt(event->position().toPoint()) : nullptr;
    select(bar);
    if (bar && bar->span->flow)
        Q_EMIT flowChosen(bar->span->flow);
}

void Timeline::wheelEvent(QWheelEvent *event)
{
    if (event->modifiers().testFlag(Qt::ControlModifier) && event->angleDelta().y() != 0) {
        Q_EMIT zoomWanted(event->angleDelta().y() > 0 ? 1 : -1);
        event->accept();
        return;
    }
    QAbstractScrollArea::wheelEvent(event);
}

//! To the next bar in a row, or to the nearest one in the row above or below.
void Timeline::walk(int key)
{
    if (m_bars.empty())
        return;
    const auto current =
        std::find_if(m_bars.begin(), m_bars.end(), [this](const Bar &bar) { return m_selected && isSame(*bar.span, *m_selected); });
    if (current == m_bars.end()) {
        select(&m_bars.back());
        return;
    }
    const bool forward = key == Qt::Key_Right || key == Qt::Key_Down;
    if (key == Qt::Key_Left || key == Qt::Key_Right) {
        const auto next = forward ? std::next(current) : current == m_bars.begin() ? m_bars.end() : std::prev(current);
        if (next != m_bars.end() && next->row == current->row)
            select(&*next);
        return;
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
    if (best)
        select(best);
}

void Timeline::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Right:
    case Qt::Key_Up:
    case Qt::Key_Down: walk(event->key()); break;
    case Qt::Key_Plus: Q_EMIT zoomWanted(1); break;
    case Qt::Key_Minus: Q_EMIT zoomWanted(-1); break;
    case Qt::Key_Space: Q_EMIT pauseWanted(); break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_selected && m_selected->flow)
            Q_EMIT flowChosen(m_selected->flow);
        break;
    default: QAbstractScrollArea::keyPressEvent(event);
    }
}

} // namespace Heddle::Ui
