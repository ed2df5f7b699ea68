// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/mindmap/mindmap.h"
#include <QRectF>
#include <QSizeF>

namespace Heddle::MindMap {

struct Spacing {
    double across = 48; //!< between a node and its children
    double between = 10; //!< between boxes that are neighbours
    double branches = 22; //!< between the root's branches
};

//! \brief Where the boxes of a map stand; the root's centre is (0, 0), y grows downwards. Nodes below a collapsed one have
//! no box.
struct Layout {
    QHash<NodeId, QRectF> boxes;
    bool isLeft(NodeId id) const { return boxes.value(id).center().x() < 0; } //!< of the root
    QRectF bounds;
};

//! \brief A tidy tree on both sides of the root: children beside their parent, which stands at the middle of its first and
//! last child; no two boxes overlap; subtrees stand as close as their outlines allow. `measure` gives a node's size in pixels.
Layout arrange(const Map &map, const std::function<QSizeF(const Node &)> &measure, const Spacing &spacing = {});

} // namespace Heddle::MindMap
