// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/activity/timeline.h"
#include "ui/activity/stages.h"
#include "ui/common/plaintext.h"
#include "ui/style/metrics.h"
#include "ui/style/tokens.h"
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
        m_layout.forgetBars(); // they point into the previous reading
        if (isVisible())
            rebuild();
    });
}

void Timeline::rebuild()
{
    m_layout.arrange(*m_feed, viewport()->width(), fontMetrics());
    verticalScrollBar()->setRange(0, std::max(0, m_layout.height() - viewport()->height()));
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setSingleStep(fontMetrics().height());
    viewport()->update();
}

//! Draws busy threads and above them waiting jobs over time, and a dashed line at the number of threads.
void Timeline::paintStrip(QPainter &painter, const TimelineLayout::Section &section) const
{
    const int left = m_layout.left(), width = viewport()->width() - left;
    if (width <= 0)
        return;
    std::vector<int> busy(std::size_t(width) + 2), queue(std::size_t(width) + 2);
    const auto count = [&](std::vector<int> &into, ActivityFeed::Time from, ActivityFeed::Time to) {
        const int first = std::max(0, int(std::lround(m_layout.xOf(from))) - left),
                  last = std::min(width + 1, int(std::lround(m_layout.xOf(to))) - left);
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
    const QColor busyColor = Style::tokensOf(palette()).accent, waitColor = Style::tokensOf(palette()).signal;
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
    const QColor color = Stages::color(Stages::kindOf(span), palette());
    QRectF filled = bar.rect;
    if (span.runs != Span::Runs::PoolThread) { // hollow while it waits for a connection
        const double begun = span.hasBegun() ? m_layout.xOf(span.begun) : bar.rect.right();
        filled.setLeft(std::clamp(begun, bar.rect.left(), bar.rect.right()));
        painter.setPen(color);
        painter.setBrush(Qt::NoBrush);
        if (bar.rect.height() > 3 && filled.left() - bar.rect.left() > 2)
            painter.drawRect(bar.rect.adjusted(0.5, 0.5, -0.5, -0.5));
    }
    Stages::fill(painter, filled, span, palette());
    if (m_selected && isSame(*m_selected, span)) {
        painter.setPen(QPen(palette().color(QPalette::Highlight), 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(bar.rect);
    }
    constexpr int MinWidthForText = 40;
    if (bar.rect.width() < MinWidthForText || bar.rect.height() < fontMetrics().height())
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
    const int left = m_layout.left(), width = viewport()->width() - left, top = m_layout.scaleTop();
    constexpr int Steps = 5;
    painter.setPen(Style::tokensOf(palette()).thirdText);
    for (int i = 0; i <= Steps; ++i) {
        const double x = left + double(width) * i / Steps;
        painter.drawLine(QPointF(x, top), QPointF(x, top + 4));
        const double ago = double(m_feed->window().count()) * (Steps - i) / Steps;
        const QString words = i == Steps ? tr("now") : tr("−%1 s").arg(QLocale().toString(ago / 1000, 'g', 3));
        const int align = i == Steps ? Qt::AlignRight : i == 0 ? Qt::AlignLeft : Qt::AlignHCenter;
        const double from = i == Steps ? x - 100 : i == 0 ? x : x - 50;
        painter.drawText(QRectF(from, top + 4, 100, TimelineLayout::ScaleHeight - 4), align | Qt::AlignVCenter, words);
    }
}

void Timeline::paintEvent(QPaintEvent *)
{
    QPainter painter(viewport());
    painter.fillRect(viewport()->rect(), palette().color(QPalette::Base));
    painter.translate(0, -verticalScrollBar()->value());
    const int left = m_layout.left(), width = viewport()->width();
    const QColor ground = Style::tokensOf(palette()).subtle;
    const int number = fontMetrics().horizontalAdvance(QLatin1String("  00"));
    for (const TimelineLayout::Section &section : m_layout.sections()) {
        QFont bold = font();
        bold.setBold(true);
        painter.setFont(bold);
        painter.setPen(palette().color(QPalette::Text));
        const bool headed = section.strip > 0 || section.threads == 0;
        const QRectF head(4, section.top, width - 8, fontMetrics().height() + 2);
        if (headed)
            painter.drawText(head, Qt::AlignVCenter | Qt::AlignLeft, section.title);
        painter.setFont(font());
        painter.setPen(section.place->figures.queued > 0 ? Style::tokensOf(palette()).signal : Style::tokensOf(palette()).thirdText);
        if (headed)
            painter.drawText(head, Qt::AlignVCenter | Qt::AlignRight, section.state);
        if (section.strip > 0)
            paintStrip(painter, section);
        for (int row = 0; row < section.rows; ++row) {
            const QRectF lane(
                left, section.rowsTop + row * section.rowHeight, width - left, section.rowHeight - (section.rowHeight > 3 ? 1 : 0));
            painter.fillRect(lane, ground);
            if (!section.thin && section.threads > 0) {
                painter.setPen(Style::tokensOf(palette()).thirdText);
                const int wide = left - Metrics::Gap;
                const QString name = headed || row > 0 ? QString() : fontMetrics().elidedText(section.title, Qt::ElideRight, wide - number);
                painter.drawText(QRectF(4, lane.top(), wide, lane.height()), Qt::AlignVCenter | Qt::AlignRight,
                    name + QStringLiteral("  %1").arg(row + 1));
            }
        }
    }
    for (const Bar &bar : m_layout.bars())
        paintBar(painter, bar);
    paintScale(painter);
    paintLegend(painter);
    if (hasFocus()) {
        painter.resetTransform();
        painter.setPen(palette().color(QPalette::Highlight));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(viewport()->rect().adjusted(0, 0, -1, -1));
    }
}

void Timeline::paintLegend(QPainter &painter) const
{
    for (const TimelineLayout::Key &key : m_layout.legend()) {
        const double side = key.rect.height() - 6;
        const QRectF swatch(key.rect.left(), key.rect.top() + 3, side, side);
        Stages::fill(painter, swatch, key.kind, palette());
        painter.setPen(Style::tokensOf(palette()).thirdText);
        painter.drawText(key.rect.adjusted(key.rect.height(), 0, 2, 0), Qt::AlignVCenter | Qt::AlignLeft, key.name);
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
    return m_layout.barAt(QPointF(position.x(), position.y() + verticalScrollBar()->value()));
}

bool Timeline::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        if (const Bar *bar = barAt(help->pos()))
            QToolTip::showText(help->globalPos(), plainToolTip(Stages::description(*bar->span, m_feed->now())), viewport());
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
        Q_EMIT zoomRequested(event->angleDelta().y() > 0 ? 1 : -1);
        event->accept();
        return;
    }
    QAbstractScrollArea::wheelEvent(event);
}

void Timeline::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Right:
    case Qt::Key_Up:
    case Qt::Key_Down:
        if (const Bar *bar = m_layout.next(m_selected, event->key()))
            select(bar);
        break;
    case Qt::Key_Plus: Q_EMIT zoomRequested(1); break;
    case Qt::Key_Minus: Q_EMIT zoomRequested(-1); break;
    case Qt::Key_Space: Q_EMIT pauseToggled(); break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_selected && m_selected->flow)
            Q_EMIT flowChosen(m_selected->flow);
        break;
    default: QAbstractScrollArea::keyPressEvent(event);
    }
}

} // namespace Heddle::Ui
