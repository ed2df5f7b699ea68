// SPDX-License-Identifier: GPL-3.0-or-later
// What mouse, wheel, fingers and keys do to the view.
#include "ui/common/plaintext.h"
#include "ui/mindmap/mapview.h"
#include <QApplication>
#include <QGestureEvent>
#include <QHelpEvent>
#include <QLineEdit>
#include <QMouseEvent>
#include <QNativeGestureEvent>
#include <QToolTip>
#include <cmath>

namespace Heddle::Ui {

using MindMap::Node;
using MindMap::NodeId;

bool MapView::eventFilter(QObject *object, QEvent *event)
{
    if (object == m_field && (event->type() == QEvent::KeyPress || event->type() == QEvent::ShortcutOverride)
        && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape) {
        event->accept();
        if (event->type() == QEvent::KeyPress)
            finishRename(false);
        return true;
    }
    return QWidget::eventFilter(object, event);
}

bool MapView::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const Node &node = map().node(nodeAt(help->pos()));
        const bool hidden = node.label.size() > Render::MapPainter::LongestLabel || m_zoom < 0.7;
        QStringList lines;
        if (node.id && hidden)
            lines += node.label;
        if (node.unsupported)
            lines += unsupportedText();
        QToolTip::showText(help->globalPos(), plainToolTip(lines.join(QLatin1Char('\n'))), this);
        return true;
    }
    if (event->type() == QEvent::NativeGesture) {
        const auto *gesture = static_cast<QNativeGestureEvent *>(event);
        if (gesture->gestureType() == Qt::ZoomNativeGesture)
            zoomBy(1 + gesture->value(), gesture->position());
        return gesture->gestureType() == Qt::ZoomNativeGesture || QWidget::event(event);
    }
    if (event->type() == QEvent::Gesture) {
        if (const auto *pinch = static_cast<QPinchGesture *>(static_cast<QGestureEvent *>(event)->gesture(Qt::PinchGesture))) {
            zoomBy(pinch->scaleFactor(), pinch->centerPoint());
            return true;
        }
    }
    if (event->type() == QEvent::KeyPress && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Tab && m_current
        && static_cast<QKeyEvent *>(event)->modifiers().testFlag(Qt::ControlModifier)) {
        addChild(m_current);
        return true;
    }
    return QWidget::event(event);
}

NodeId MapView::dropTarget() const
{
    if (!m_dragging)
        return 0;
    const NodeId target = nodeAt(m_at);
    return target && !map().isWithin(target, m_pressed) && target != map().node(m_pressed).parent ? target : 0;
}

void MapView::mousePressEvent(QMouseEvent *event)
{
    finishRename(true);
    m_press = Press::Nothing;
    if (event->button() != Qt::LeftButton && event->button() != Qt::MiddleButton)
        return;
    m_pressAt = m_at = event->position();
    if (miniMap().contains(m_at)) {
        m_press = Press::MiniMap;
        centreOnMiniMap(m_at);
        return;
    }
    for (const NodeId id : { m_hovered, m_current }) {
        if (id && handleOf(id).adjusted(-3, -3, 3, 3).contains(m_at)) {
            toggle(id);
            return;
        }
    }
    const NodeId id = event->button() == Qt::LeftButton ? nodeAt(m_at) : 0;
    m_pressed = id;
    m_press = id ? Press::Node : Press::Ground;
    if (event->button() == Qt::LeftButton)
        choose(id);
}

void MapView::mouseMoveEvent(QMouseEvent *event)
{
    const QPointF before = std::exchange(m_at, event->position());
    if (m_press == Press::MiniMap) {
        centreOnMiniMap(m_at);
    } else if (m_press == Press::Ground) {
        m_centre -= (m_at - before) / m_zoom;
        m_sees = Sees::Own;
        setCursor(Qt::ClosedHandCursor);
        update();
    } else if (m_press == Press::Node) {
        const bool far = (m_at - m_pressAt).manhattanLength() >= QApplication::startDragDistance();
        m_dragging = !m_readOnly && (m_dragging || (far && m_pressed != map().root()));
        if (m_dragging)
            setCursor(dropTarget() ? Qt::DragMoveCursor : Qt::ForbiddenCursor);
        update();
    } else {
        NodeId hovered = nodeAt(m_at);
        if (!hovered && m_hovered && handleOf(m_hovered).adjusted(-6, -6, 6, 6).contains(m_at))
            hovered = m_hovered; // on its way to the handle
        if (hovered != m_hovered)
            update();
        m_hovered = hovered;
        setCursor(hovered ? Qt::PointingHandCursor : Qt::ArrowCursor);
    }
}

void MapView::mouseReleaseEvent(QMouseEvent *event)
{
    m_at = event->position();
    const NodeId target = dropTarget(), moved = m_pressed;
    const bool dropped = m_press == Press::Node && m_dragging;
    m_press = Press::Nothing;
    m_dragging = false;
    m_pressed = 0;
    unsetCursor();
    update();
    if (dropped && target && m_editor->move(moved, target)) {
        m_editor->setCollapsed(target, false);
        mapChanged();
        Q_EMIT edited();
    }
}

void MapView::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (const NodeId id = event->button() == Qt::LeftButton ? nodeAt(event->position()) : 0)
        Q_EMIT askRequested(id);
}

void MapView::wheelEvent(QWheelEvent *event)
{
    const bool touchpad = event->phase() != Qt::NoScrollPhase && !event->pixelDelta().isNull();
    if (touchpad && !event->modifiers().testFlag(Qt::ControlModifier)) {
        m_centre -= QPointF(event->pixelDelta()) / m_zoom;
        m_sees = Sees::Own;
        update();
    } else if (event->angleDelta().y() != 0) {
        constexpr double PerNotch = 1.2, Notch = 120;
        zoomBy(std::pow(PerNotch, event->angleDelta().y() / Notch), event->position());
    }
    event->accept();
}

void MapView::walk(int key)
{
    if (!m_current) {
        setCurrent(map().root());
        return;
    }
    const Node &node = map().node(m_current);
    const bool isRoot = m_current == map().root(), isLeft = m_layout.isLeft(m_current);
    if (key == Qt::Key_Left || key == Qt::Key_Right) {
        const bool outwards = isRoot || isLeft == (key == Qt::Key_Left);
        if (!outwards) {
            setCurrent(node.parent);
            return;
        }
        if (node.collapsed)
            toggle(m_current);
        for (const NodeId child : map().node(m_current).children) {
            if (!isRoot || m_layout.isLeft(child) == (key == Qt::Key_Left)) {
                setCurrent(child);
                return;
            }
        }
        return;
    }
    // The next one of the same level on the same side.
    const int depth = map().depthOf(m_current);
    const double y = m_layout.boxes[m_current].center().y();
    NodeId best = 0;
    double nearest = 1e300;
    for (auto box = m_layout.boxes.constBegin(); box != m_layout.boxes.constEnd(); ++box) {
        const double far = key == Qt::Key_Down ? box->center().y() - y : y - box->center().y();
        if (far > 0 && far < nearest && m_layout.isLeft(box.key()) == isLeft && map().depthOf(box.key()) == depth) {
            nearest = far;
            best = box.key();
        }
    }
    if (best)
        setCurrent(best);
}

void MapView::keyPressEvent(QKeyEvent *event)
{
    constexpr double Step = 1.25;
    switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Right:
    case Qt::Key_Up:
    case Qt::Key_Down: walk(event->key()); break;
    case Qt::Key_Home: setCurrent(map().root()); break;
    case Qt::Key_Plus:
    case Qt::Key_Equal: zoomBy(Step); break;
    case Qt::Key_Minus: zoomBy(1 / Step); break;
    case Qt::Key_0: fit(); break;
    case Qt::Key_Space: toggle(m_current); break;
    case Qt::Key_F2: rename(m_current); break;
    case Qt::Key_Insert: addChild(m_current); break;
    case Qt::Key_Delete: removeNode(m_current); break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_current)
            Q_EMIT askRequested(m_current);
        break;
    default: QWidget::keyPressEvent(event);
    }
}

void MapView::centreOnMiniMap(const QPointF &point)
{
    const QRectF place = miniMap(), all = m_layout.bounds;
    m_centre = all.topLeft()
        + QPointF((point.x() - place.left()) / place.width() * all.width(), (point.y() - place.top()) / place.height() * all.height());
    m_sees = Sees::Own;
    update();
}

} // namespace Heddle::Ui
