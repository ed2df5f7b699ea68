// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mindmap/mapview.h"
#include "ui/style/metrics.h"
#include "ui/style/tokens.h"
#include <QAccessible>
#include <QLineEdit>
#include <QStyle>
#include <algorithm>

namespace Heddle::Ui {

using MindMap::Node;
using MindMap::NodeId;

namespace {

constexpr double MinZoom = 0.05, MaxZoom = 4, Margin = 24;
constexpr double MinReadableZoom = 0.65;
constexpr double HandleSize = 16, HandleGap = 3;
constexpr QSizeF MiniMapSize { 180, 120 };

} // namespace

MapView::MapView(MindMap::Editor *editor, QWidget *parent) : QWidget(parent), m_editor(editor)
{
    setObjectName(QStringLiteral("mapView"));
    setAccessibleName(tr("Mind map"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setMinimumSize(160, 120);
    grabGesture(Qt::PinchGesture);
    makeStyle();
    m_glide.setStartValue(0.0);
    m_glide.setEndValue(1.0);
    m_glide.setEasingCurve(QEasingCurve::OutCubic);
    connect(&m_glide, &QVariantAnimation::valueChanged, this, [this](const QVariant &value) { glideTo(value.toDouble()); });
    mapChanged(true);
}

void MapView::makeStyle()
{
    m_drawing = std::make_unique<Render::MapPainter>(Render::MapStyle { font(), palette().color(QPalette::Base),
        palette().color(QPalette::Text), Style::tokensOf(palette()).accent, Style::isDark(palette()) });
}

void MapView::mapChanged(bool fresh)
{
    m_layout = m_drawing->arrange(map());
    m_branches = Render::MapPainter::branches(map());
    m_from.clear();
    for (auto box = m_layout.boxes.constBegin(); box != m_layout.boxes.constEnd(); ++box) {
        NodeId origin = box.key(); // what is new comes out of its parent
        while (origin && !m_shown.contains(origin))
            origin = map().node(origin).parent;
        const QPointF from = m_shown.value(origin, *box).center();
        m_from.insert(box.key(), fresh ? *box : QRectF(from - QPointF(box->width(), box->height()) / 2, box->size()));
    }
    if (!m_layout.boxes.contains(m_current))
        choose(0);
    m_glide.stop();
    if (fresh)
        m_sees = Sees::Words;
    const int duration = fresh ? 0 : style()->styleHint(QStyle::SH_Widget_Animation_Duration, nullptr, this);
    if (duration > 0 && isVisible()) {
        m_glide.setDuration(duration);
        m_glide.start();
    } else {
        glideTo(1);
    }
}

void MapView::glideTo(double share)
{
    m_shown.clear();
    for (auto box = m_layout.boxes.constBegin(); box != m_layout.boxes.constEnd(); ++box) {
        const QRectF &from = m_from[box.key()];
        m_shown.insert(box.key(), box->translated((from.topLeft() - box->topLeft()) * (1 - share)));
    }
    if (m_sees != Sees::Own)
        fitNow();
    update();
}

void MapView::fit()
{
    m_sees = Sees::All;
    fitNow();
    update();
}

void MapView::fitNow()
{
    QRectF all;
    for (const QRectF &box : std::as_const(m_shown))
        all |= box;
    all.adjust(-Margin, -Margin, Margin, Margin);
    m_centre = all.center();
    m_zoom = std::clamp(
        std::min({ 1.0, width() / all.width(), height() / all.height() }), m_sees == Sees::All ? MinZoom : MinReadableZoom, MaxZoom);
    if (all.width() * m_zoom > width() || all.height() * m_zoom > height())
        m_centre = m_shown.value(map().root()).center(); // of a large map the middle
}

void MapView::zoomBy(double factor, std::optional<QPointF> around)
{
    const QPointF at = around.value_or(QPointF(width(), height()) / 2), kept = toScene(at);
    m_zoom = std::clamp(m_zoom * factor, MinZoom, MaxZoom);
    m_centre += kept - toScene(at);
    m_sees = Sees::Own;
    update();
}

QPointF MapView::toScene(const QPointF &point) const
{
    return (point - QPointF(width(), height()) / 2) / m_zoom + m_centre;
}

QPointF MapView::toWidget(const QPointF &point) const
{
    return (point - m_centre) * m_zoom + QPointF(width(), height()) / 2;
}

QRectF MapView::boxOf(NodeId id) const
{
    const auto box = m_shown.constFind(id);
    return box == m_shown.constEnd() ? QRectF() : QRectF(toWidget(box->topLeft()), box->size() * m_zoom);
}

QRectF MapView::handleOf(NodeId id) const
{
    const QRectF box = boxOf(id);
    if (box.isEmpty() || map().node(id).children.isEmpty())
        return {};
    const double size = std::max(HandleSize * m_zoom, 8.0), gap = HandleGap * m_zoom;
    if (id == map().root())
        return QRectF(box.center().x() - size / 2, box.bottom() + gap, size, size);
    return QRectF(m_layout.isLeft(id) ? box.left() - gap - size : box.right() + gap, box.center().y() - size / 2, size, size);
}

QRectF MapView::miniMap() const
{
    if (m_shown.size() < ManyNodes || width() < 3 * MiniMapSize.width())
        return {};
    return QRectF(QPointF(width() - MiniMapSize.width() - Metrics::Gap, height() - MiniMapSize.height() - Metrics::Gap), MiniMapSize);
}

NodeId MapView::nodeAt(const QPointF &point) const
{
    const QPointF at = toScene(point);
    for (auto box = m_shown.constBegin(); box != m_shown.constEnd(); ++box) {
        if (box->contains(at))
            return box.key();
    }
    return 0;
}

void MapView::choose(NodeId id)
{
    if (id == m_current)
        return;
    m_current = id;
    const Node &node = map().node(id);
    if (id) {
        const QString where = map().path(id).mid(0, std::max<qsizetype>(0, map().path(id).size() - 1)).join(QStringLiteral(" › "));
        setAccessibleDescription(
            tr("%1. Nodes below: %2. Passages: %3. %4").arg(node.label).arg(node.children.size()).arg(node.sources.size()).arg(where)
            + (node.unsupported ? QLatin1Char(' ') + unsupportedText() : QString()));
        QAccessibleEvent changed(this, QAccessible::DescriptionChanged);
        QAccessible::updateAccessibility(&changed);
    }
    update();
    Q_EMIT currentChanged(id);
}

void MapView::setCurrent(NodeId id)
{
    bool folded = false;
    for (NodeId above = map().node(id).parent; above; above = map().node(above).parent) {
        folded = folded || map().node(above).collapsed;
        m_editor->setCollapsed(above, false);
    }
    if (folded) {
        mapChanged();
        Q_EMIT edited();
    }
    choose(map().contains(id) ? id : 0);
    bringIntoView(id);
}

void MapView::bringIntoView(NodeId id)
{
    const auto box = m_layout.boxes.constFind(id);
    if (box == m_layout.boxes.constEnd())
        return;
    const QRectF seen(toScene(QPointF(Margin, Margin)), toScene(QPointF(width() - Margin, height() - Margin)));
    if (seen.contains(*box))
        return;
    m_sees = Sees::Own;
    m_centre = box->center();
    update();
}

void MapView::setReadOnly(bool readOnly)
{
    m_readOnly = readOnly;
    m_dragging = false;
    if (readOnly)
        finishRename(false);
}

void MapView::setFound(const QSet<NodeId> &found)
{
    m_found = found;
    update();
}

void MapView::toggle(NodeId id)
{
    if (m_readOnly || map().node(id).children.isEmpty())
        return;
    m_editor->setCollapsed(id, !map().node(id).collapsed);
    mapChanged();
    Q_EMIT edited();
}

void MapView::addChild(NodeId parent)
{
    if (m_readOnly || !map().contains(parent))
        return;
    const NodeId id = m_editor->add(parent, tr("New"));
    m_editor->setCollapsed(parent, false);
    mapChanged();
    Q_EMIT edited();
    setCurrent(id);
    rename(id);
}

void MapView::removeNode(NodeId id)
{
    const NodeId parent = map().node(id).parent;
    if (m_readOnly || !m_editor->remove(id))
        return;
    mapChanged();
    Q_EMIT edited();
    setCurrent(parent);
}

void MapView::rename(NodeId id)
{
    if (m_readOnly || !map().contains(id))
        return;
    finishRename(true);
    bringIntoView(id);
    m_renaming = id;
    m_field = new QLineEdit(map().node(id).label, this);
    m_field->setObjectName(QStringLiteral("mapRename"));
    m_field->setAccessibleName(tr("Label"));
    m_field->installEventFilter(this);
    constexpr int Least = 160;
    QRect place = boxOf(id).toRect();
    if (place.isEmpty()) // it still glides out of its parent
        place = QRect(width() / 2, height() / 2, 1, 1);
    place.setSize(QSize(std::max(Least, place.width() + 40), m_field->sizeHint().height()));
    place.moveLeft(std::clamp(place.left(), 0, std::max(0, width() - place.width())));
    place.moveTop(std::clamp(place.top(), 0, std::max(0, height() - place.height())));
    m_field->setGeometry(place);
    m_field->selectAll();
    m_field->show();
    m_field->setFocus();
    connect(m_field, &QLineEdit::editingFinished, this, [this] { finishRename(true); });
}

void MapView::finishRename(bool keep)
{
    if (!m_field)
        return;
    const NodeId id = std::exchange(m_renaming, 0);
    QLineEdit *field = m_field;
    m_field = nullptr;
    field->removeEventFilter(this);
    field->disconnect(this);
    const bool focused = field->hasFocus();
    field->hide();
    field->deleteLater();
    if (focused)
        setFocus();
    if (keep && m_editor->rename(id, field->text())) {
        mapChanged();
        Q_EMIT edited();
    }
}

void MapView::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange) {
        makeStyle();
        mapChanged(true);
    }
}

void MapView::resizeEvent(QResizeEvent *)
{
    if (m_sees != Sees::Own)
        fitNow();
}

} // namespace Heddle::Ui
