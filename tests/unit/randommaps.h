// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/mindmap/mindmap.h"
#include <QRandomGenerator>
#include <algorithm>

namespace Heddle::TestSupport {

//! root[child, child[grandchild]]
inline QString shown(const MindMap::Map &map, MindMap::NodeId id = 0)
{
    const MindMap::Node &node = map.node(id ? id : map.root());
    QStringList children;
    for (const MindMap::NodeId child : node.children)
        children += shown(map, child);
    return node.label + (children.isEmpty() ? QString() : QLatin1Char('[') + children.join(QLatin1String(", ")) + QLatin1Char(']'));
}

inline QString randomLabel(QRandomGenerator &random)
{
    static const QStringList words { QStringLiteral("loom"), QStringLiteral("*warp*"), QStringLiteral("# weft"), QStringLiteral("- heddle"),
        QStringLiteral("1. shed"), QStringLiteral("`reed`"), QStringLiteral("[link](x)"), QStringLiteral("a|b"), QStringLiteral("织机"),
        QStringLiteral("النول"), QStringLiteral("\\"), QStringLiteral("<b>"), QStringLiteral("snake_case"), QStringLiteral("---"),
        QStringLiteral("C#"), QStringLiteral("[1]"), QStringLiteral("```"), QStringLiteral("&amp;"), QStringLiteral("2*3"),
        QStringLiteral("> quoted"), QStringLiteral("😀"), QStringLiteral("**"), QStringLiteral("==="), QStringLiteral("~~gone~~"),
        QStringLiteral("…") };
    QStringList label;
    for (int i = random.bounded(1, 4); i > 0; --i)
        label += words[random.bounded(words.size())];
    return label.join(QLatin1Char(' '));
}

inline MindMap::Map randomMap(QRandomGenerator &random, int nodes, bool labels = true)
{
    MindMap::Map map(labels ? randomLabel(random) : QStringLiteral("root"));
    QList<MindMap::NodeId> ids { map.root() };
    QList<int> depths { 0 };
    while (map.size() < nodes) {
        // Some are bushy, some are long.
        const int at = random.bounded(3) ? random.bounded(int(ids.size())) : std::max(0, int(ids.size()) - 1 - random.bounded(5));
        if (depths[at] > 60)
            continue;
        ids += map.add(ids[at], labels ? randomLabel(random) : QStringLiteral("node %1").arg(map.size()));
        depths += depths[at] + 1;
        map.setUnsupported(ids.last(), labels && random.bounded(5) == 0);
    }
    return map;
}

} // namespace Heddle::TestSupport
