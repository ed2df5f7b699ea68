// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/mindmap/layout.h"
#include <QColor>
#include <QFont>
#include <QPainterPath>

class QPainter;

namespace Heddle::Render {

//! \brief How a mind map is drawn.
struct MapStyle {
    QFont font;
    QColor ground, text, accent; //!< behind everything; of labels; of the root
    bool dark = false;
    //! \brief On paper: black on white, whatever the window's colours.
    static MapStyle paper();
};

//! \brief Measures and draws a mind map's boxes and lines; the window and the files look the same. Labels wrap within
//! WidestLabel; those longer than LongestLabel characters are elided. Needs a QGuiApplication; the offscreen platform will do.
class MapPainter {
public:
    static constexpr int LongestLabel = 240; //!< characters
    static constexpr double WidestLabel = 280; //!< pixels

    explicit MapPainter(MapStyle style) : m_style(std::move(style)) { }
    const MapStyle &style() const { return m_style; }

    QSizeF sizeOf(const MindMap::Node &node, bool isRoot);
    MindMap::Layout arrange(const MindMap::Map &map);
    //! \brief The branch's own colour, told apart in every colour vision.
    QColor branchColor(int branch) const;
    //! \brief For each node which of the root's branches it belongs to; the root has none.
    static QHash<MindMap::NodeId, int> branches(const MindMap::Map &map);

    QPainterPath edge(const QRectF &parent, const QRectF &child, bool left) const;
    void paintEdge(QPainter &painter, const QRectF &parent, const QRectF &child, bool left, int depth, int branch) const;
    //! \brief depth: 0 the root. hidden: how many nodes are folded away below it.
    void paintNode(QPainter &painter, const QRectF &box, const MindMap::Node &node, int depth, int branch, bool left, int hidden) const;
    //! \brief Everything, with the layout's coordinates.
    void paint(QPainter &painter, const MindMap::Map &map, const MindMap::Layout &layout) const;

    static QString elided(const QString &label);

private:
    QFont fontOf(bool isRoot) const;
    MapStyle m_style;
    QHash<QString, QSizeF> m_sizes;
};

//! \brief The map as a file: a drawing with text, an image of twice the window's size (at most 16,000 pixels a side), one
//! page as large as the map.
QByteArray mapToSvg(const MindMap::Map &map, const MapStyle &style = MapStyle::paper());
QByteArray mapToPng(const MindMap::Map &map, const MapStyle &style = MapStyle::paper());
QByteArray mapToPdf(const MindMap::Map &map, const MapStyle &style = MapStyle::paper());

} // namespace Heddle::Render
