// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/render/mappainter.h"
#include <QBuffer>
#include <QFontMetricsF>
#include <QGuiApplication>
#include <QImage>
#include <QPainter>
#include <QPdfWriter>
#include <QSvgGenerator>
#include <algorithm>

namespace Heddle::Render {

using MindMap::Layout;
using MindMap::Map;
using MindMap::Node;
using MindMap::NodeId;

namespace {

constexpr double Across = 10, Down = 5; //!< between text and border
constexpr double Round = 6, Margin = 24;
constexpr qsizetype ShortLabel = 40; //!< characters; longer ones are sentences, and read as text
constexpr int LabelFlags = Qt::AlignVCenter | Qt::TextWordWrap;

QColor mix(const QColor &a, const QColor &b, double share)
{
    const auto between = [share](int from, int to) { return int(from + (to - from) * share); };
    return QColor(between(a.red(), b.red()), between(a.green(), b.green()), between(a.blue(), b.blue()));
}

QRectF pictureOf(const Layout &layout)
{
    constexpr double ForCount = 28; // of folded nodes
    return layout.bounds.adjusted(-Margin - ForCount, -Margin, Margin + ForCount, Margin);
}

} // namespace

MapStyle MapStyle::paper()
{
    return { QGuiApplication::font(), Qt::white, QColor(0x1d, 0x1d, 0x1d), QColor(0x2f, 0x6f, 0x8f), false };
}

QString MapPainter::elided(const QString &label)
{
    if (label.size() <= LongestLabel)
        return label;
    qsizetype end = LongestLabel - 1;
    if (label[end - 1].isHighSurrogate())
        --end;
    return label.left(end).trimmed() + QChar(0x2026);
}

QFont MapPainter::fontOf(bool isRoot) const
{
    QFont font = m_style.font;
    if (isRoot)
        font.setBold(true);
    return font;
}

QSizeF MapPainter::sizeOf(const Node &node, bool isRoot)
{
    QSizeF &size = m_sizes[node.label + (isRoot ? QLatin1String("\n") : QLatin1String(""))];
    if (size.isEmpty()) {
        const QFontMetricsF metrics(fontOf(isRoot));
        const QRectF text = metrics.boundingRect(QRectF(0, 0, WidestLabel, 1e6), LabelFlags | Qt::AlignTop, elided(node.label));
        // A word longer than the box is cut at its edge rather than drawn over the neighbours.
        size = QSizeF(std::ceil(std::min(text.width(), WidestLabel)) + 2 * Across + 1, std::ceil(text.height()) + 2 * Down);
    }
    return size;
}

Layout MapPainter::arrange(const Map &map)
{
    return MindMap::arrange(map, [this, root = map.root()](const Node &node) { return sizeOf(node, node.id == root); });
}

QColor MapPainter::branchColor(int branch) const
{
    static const QColor colors[] = { QColor(0x00, 0x72, 0xb2), QColor(0x00, 0x9e, 0x73), QColor(0xd5, 0x5e, 0x00), QColor(0x9a, 0x5b, 0x8f),
        QColor(0x2a, 0x8f, 0xc4), QColor(0xb0, 0x7a, 0x00) };
    const QColor color = colors[std::size_t(std::max(0, branch)) % std::size(colors)];
    constexpr double Lighter = 0.35;
    return m_style.dark ? mix(color, Qt::white, Lighter) : color;
}

QHash<NodeId, int> MapPainter::branches(const Map &map)
{
    QHash<NodeId, int> branches;
    int branch = -1;
    map.visit([&](const Node &node, int depth) {
        branch += depth == 1 ? 1 : 0;
        branches.insert(node.id, branch);
    });
    branches.insert(map.root(), -1);
    return branches;
}

QPainterPath MapPainter::edge(const QRectF &parent, const QRectF &child, bool left) const
{
    const QPointF from(left ? parent.left() : parent.right(), parent.center().y()),
        to(left ? child.right() : child.left(), child.center().y());
    const double middle = (from.x() + to.x()) / 2;
    QPainterPath path(from);
    path.cubicTo(QPointF(middle, from.y()), QPointF(middle, to.y()), to);
    return path;
}

void MapPainter::paintEdge(QPainter &painter, const QRectF &parent, const QRectF &child, bool left, int depth, int branch) const
{
    painter.setPen(QPen(branchColor(branch), depth == 1 ? 2.5 : 1.5));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(edge(parent, child, left));
}

void MapPainter::paintNode(QPainter &painter, const QRectF &box, const Node &node, int depth, int branch, bool left, int hidden) const
{
    const QColor color = depth == 0 ? m_style.accent : branchColor(branch);
    constexpr double Faint = 0.84, Fainter = 0.94;
    const QColor ground = depth == 0 ? color : mix(color, m_style.ground, depth == 1 ? Faint : Fainter);
    const Qt::PenStyle line = node.unsupported ? Qt::DashLine : Qt::SolidLine;
    painter.setPen(depth == 0 ? QPen(Qt::NoPen) : QPen(color, depth == 1 ? 1.5 : 1, line));
    painter.setBrush(node.unsupported && depth > 0 ? m_style.ground : ground);
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), Round, Round);
    painter.setFont(fontOf(depth == 0));
    painter.setPen(depth > 0 ? m_style.text : m_style.dark ? QColor(Qt::black) : QColor(Qt::white));
    const int side = node.label.size() > ShortLabel && depth > 0 ? Qt::AlignLeft : Qt::AlignHCenter;
    painter.drawText(box.adjusted(Across - 1, Down, 1 - Across, -Down), LabelFlags | side, elided(node.label));
    if (hidden > 0) {
        const QString count = QString::number(hidden);
        const double height = QFontMetricsF(m_style.font).height() * 0.9;
        const double width = std::max(height, QFontMetricsF(m_style.font).horizontalAdvance(count) + 8);
        const QRectF badge(left ? box.left() - width - 3 : box.right() + 3, box.center().y() - height / 2, width, height);
        painter.setPen(Qt::NoPen);
        painter.setBrush(color);
        painter.drawRoundedRect(badge, height / 2, height / 2);
        painter.setPen(m_style.dark ? Qt::black : Qt::white);
        painter.setFont(m_style.font);
        painter.drawText(badge, Qt::AlignCenter, count);
    }
}

void MapPainter::paint(QPainter &painter, const Map &map, const Layout &layout) const
{
    const QHash<NodeId, int> branch = branches(map);
    map.visit([&](const Node &node, int depth) {
        const auto box = layout.boxes.constFind(node.id), parent = layout.boxes.constFind(node.parent);
        if (box != layout.boxes.constEnd() && parent != layout.boxes.constEnd())
            paintEdge(painter, *parent, *box, layout.isLeft(node.id), depth, branch[node.id]);
    });
    map.visit([&](const Node &node, int depth) {
        const auto box = layout.boxes.constFind(node.id);
        if (box != layout.boxes.constEnd())
            paintNode(painter, *box, node, depth, branch[node.id], layout.isLeft(node.id),
                node.collapsed ? int(map.preorder(node.id).size()) - 1 : 0);
    });
}

QByteArray mapToSvg(const Map &map, const MapStyle &style)
{
    MapPainter drawing(style);
    const Layout layout = drawing.arrange(map);
    const QRectF picture = pictureOf(layout);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QSvgGenerator svg;
    svg.setOutputDevice(&buffer);
    svg.setSize(picture.size().toSize());
    svg.setViewBox(QRectF(QPointF(0, 0), picture.size()));
    svg.setTitle(map.node(map.root()).label);
    QPainter painter(&svg);
    painter.fillRect(QRectF(QPointF(0, 0), picture.size()), style.ground);
    painter.translate(-picture.topLeft());
    drawing.paint(painter, map, layout);
    painter.end();
    return bytes;
}

QByteArray mapToPng(const Map &map, const MapStyle &style)
{
    constexpr double Largest = 16'000, Usual = 2;
    MapPainter drawing(style);
    const Layout layout = drawing.arrange(map);
    const QRectF picture = pictureOf(layout);
    const double scale = std::min(Usual, Largest / std::max(picture.width(), picture.height()));
    QImage image((picture.size() * scale).toSize(), QImage::Format_RGB32);
    image.fill(style.ground);
    QPainter painter(&image);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
    painter.scale(scale, scale);
    painter.translate(-picture.topLeft());
    drawing.paint(painter, map, layout);
    painter.end();
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    return bytes;
}

QByteArray mapToPdf(const Map &map, const MapStyle &style)
{
    constexpr double LargestPoints = 14'000, PointsPerPixel = 0.75; // PDF ends at 14,400 points
    MapPainter drawing(style);
    const Layout layout = drawing.arrange(map);
    const QRectF picture = pictureOf(layout);
    const double scale = std::min(PointsPerPixel, LargestPoints / std::max(picture.width(), picture.height()));
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    writer.setTitle(map.node(map.root()).label);
    writer.setCreator(QStringLiteral("Heddle"));
    writer.setPageSize(QPageSize(picture.size() * scale, QPageSize::Point, {}, QPageSize::ExactMatch));
    writer.setPageMargins(QMarginsF());
    QPainter painter(&writer);
    const double toPage = writer.width() / picture.width();
    painter.scale(toPage, toPage);
    painter.translate(-picture.topLeft());
    drawing.paint(painter, map, layout);
    painter.end();
    buffer.close();
    return bytes;
}

} // namespace Heddle::Render
