// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mindmap/mapview.h"
#include "ui/style/tokens.h"
#include <QPainter>

namespace Heddle::Ui {

using MindMap::Node;
using MindMap::NodeId;

namespace {

constexpr double Readable = 0.3; //!< below this zoom words are left out

} // namespace

void MapView::paintMap(QPainter &painter) const
{
    const QRectF seen(toScene(QPointF(0, 0)), toScene(QPointF(width(), height())));
    map().visit([&](const Node &node, int depth) {
        const auto box = m_shown.constFind(node.id), parent = m_shown.constFind(node.parent);
        if (box != m_shown.constEnd() && parent != m_shown.constEnd() && box->united(*parent).intersects(seen))
            m_drawing->paintEdge(painter, *parent, *box, m_layout.isLeft(node.id), depth, m_branches.value(node.id));
    });
    map().visit([&](const Node &node, int depth) {
        const auto box = m_shown.constFind(node.id);
        constexpr double ForCount = 60;
        if (box == m_shown.constEnd() || !box->adjusted(-ForCount, 0, ForCount, 0).intersects(seen))
            return;
        if (m_zoom < Readable) {
            painter.fillRect(*box, depth == 0 ? m_drawing->style().accent : m_drawing->branchColor(m_branches.value(node.id)));
            return;
        }
        const int hidden = node.collapsed ? int(map().preorder(node.id).size()) - 1 : 0;
        m_drawing->paintNode(painter, *box, node, depth, m_branches.value(node.id), m_layout.isLeft(node.id), hidden);
    });
}

//! What is chosen, found, dragged, and where a branch folds; in the widget's pixels.
void MapView::paintMarks(QPainter &painter) const
{
    painter.setBrush(Qt::NoBrush);
    const auto ring = [&](NodeId id, const QColor &color, double width) {
        if (const QRectF box = boxOf(id); !box.isEmpty()) {
            painter.setPen(QPen(color, width));
            painter.drawRoundedRect(box.adjusted(-2, -2, 2, 2), 7, 7);
        }
    };
    for (const NodeId id : m_found)
        ring(id, Style::tokensOf(palette()).signal, 2);
    if (m_current)
        ring(m_current, palette().color(QPalette::Highlight), hasFocus() ? 3 : 2);
    for (const NodeId id : { m_hovered, m_current }) {
        const QRectF handle = handleOf(id);
        if (handle.isEmpty() || map().node(id).collapsed)
            continue;
        painter.setPen(QPen(Style::tokensOf(palette()).thirdText, 1));
        painter.setBrush(palette().color(QPalette::Base));
        painter.drawEllipse(handle);
        painter.drawLine(QPointF(handle.left() + handle.width() * 0.25, handle.center().y()),
            QPointF(handle.right() - handle.width() * 0.25, handle.center().y()));
        painter.setBrush(Qt::NoBrush);
    }
    if (m_dragging) {
        if (const NodeId target = dropTarget())
            ring(target, Style::tokensOf(palette()).accent, 3);
        const QRectF box = boxOf(m_pressed).translated(m_at - m_pressAt);
        painter.setOpacity(0.7);
        painter.setPen(QPen(Style::tokensOf(palette()).accent, 1, Qt::DashLine));
        painter.setBrush(palette().color(QPalette::Base));
        painter.drawRoundedRect(box, 6, 6);
        painter.setPen(palette().color(QPalette::Text));
        painter.drawText(box, Qt::AlignCenter, fontMetrics().elidedText(map().node(m_pressed).label, Qt::ElideRight, int(box.width()) - 8));
        painter.setOpacity(1);
    }
}

void MapView::paintMiniMap(QPainter &painter) const
{
    const QRectF place = miniMap(), all = m_layout.bounds;
    if (place.isEmpty() || all.isEmpty())
        return;
    QColor ground = palette().color(QPalette::Window);
    ground.setAlphaF(0.92F);
    painter.setPen(QPen(Style::tokensOf(palette()).thirdText, 1));
    painter.setBrush(ground);
    painter.drawRect(place);
    const auto at = [&](const QPointF &point) {
        return QPointF(place.left() + (point.x() - all.left()) / all.width() * place.width(),
            place.top() + (point.y() - all.top()) / all.height() * place.height());
    };
    for (auto box = m_shown.constBegin(); box != m_shown.constEnd(); ++box) {
        const QPointF from = at(box->topLeft()), to = at(box->bottomRight());
        painter.fillRect(QRectF(from, QSizeF(std::max(1.0, to.x() - from.x()), std::max(1.0, to.y() - from.y()))),
            box.key() == map().root() ? m_drawing->style().accent : m_drawing->branchColor(m_branches.value(box.key())));
    }
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(Style::tokensOf(palette()).signal, 1.5));
    painter.drawRect(QRectF(at(toScene(QPointF(0, 0))), at(toScene(QPointF(width(), height())))).intersected(place));
}

void MapView::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), palette().color(QPalette::Base));
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
    painter.save();
    painter.translate(QPointF(width(), height()) / 2);
    painter.scale(m_zoom, m_zoom);
    painter.translate(-m_centre);
    paintMap(painter);
    painter.restore();
    paintMarks(painter);
    paintMiniMap(painter);
}

} // namespace Heddle::Ui
