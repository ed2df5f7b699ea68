// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/mindmap/mindmap.h"
#include <QSet>
#include <algorithm>

namespace Heddle::MindMap {

Map::Map(const QString &rootLabel) : m_root(1), m_last(1)
{
    m_nodes.insert(m_root, Node { m_root, 0, labelFrom(rootLabel) });
}

const Node &Map::node(NodeId id) const
{
    static const Node none;
    const auto found = m_nodes.constFind(id);
    return found == m_nodes.constEnd() ? none : *found;
}

void Map::visit(const std::function<void(const Node &, int)> &visitor, NodeId from) const
{
    QList<QPair<NodeId, int>> open { { from ? from : m_root, 0 } };
    while (!open.isEmpty()) {
        const auto [id, depth] = open.takeLast();
        const Node &one = node(id);
        if (!one.id)
            continue;
        visitor(one, depth);
        for (auto child = one.children.crbegin(); child != one.children.crend(); ++child)
            open += { *child, depth + 1 };
    }
}

QList<NodeId> Map::preorder(NodeId from) const
{
    QList<NodeId> ids;
    visit([&ids](const Node &one, int) { ids += one.id; }, from);
    return ids;
}

int Map::depthOf(NodeId id) const
{
    int depth = 0;
    for (NodeId at = node(id).parent; at; at = node(at).parent)
        ++depth;
    return depth;
}

bool Map::isWithin(NodeId id, NodeId ancestor) const
{
    while (id && id != ancestor)
        id = node(id).parent;
    return id != 0;
}

int Map::indexOf(NodeId id) const
{
    return int(node(node(id).parent).children.indexOf(id));
}

NodeId Map::childNamed(NodeId parent, const QString &label) const
{
    const QString folded = foldedLabel(labelFrom(label));
    for (const NodeId child : node(parent).children) {
        if (foldedLabel(node(child).label) == folded)
            return child;
    }
    return 0;
}

QStringList Map::path(NodeId id) const
{
    QStringList labels;
    for (; id && id != m_root; id = node(id).parent)
        labels.prepend(node(id).label);
    return labels;
}

QStringList Map::sourcesWithin(NodeId id) const
{
    QStringList all;
    QSet<QString> seen;
    visit(
        [&](const Node &one, int) {
            for (const QString &chunk : one.sources) {
                if (!seen.contains(chunk)) {
                    seen += chunk;
                    all += chunk;
                }
            }
        },
        id);
    return all;
}

NodeId Map::add(NodeId parent, const QString &label, const QStringList &sources, int index)
{
    const auto found = m_nodes.find(parent);
    if (found == m_nodes.end())
        return 0;
    const NodeId id = ++m_last;
    if (index < 0 || index > found->children.size())
        found->children += id;
    else
        found->children.insert(index, id);
    m_nodes.insert(id, Node { id, parent, labelFrom(label), sources });
    return id;
}

void Map::insert(const QList<Node> &branch, NodeId parent, int index)
{
    if (branch.isEmpty() || !contains(parent))
        return;
    for (const Node &one : branch) {
        m_nodes.insert(one.id, one);
        m_last = std::max(m_last, one.id);
    }
    Node &top = m_nodes[branch.first().id];
    top.parent = parent;
    Node &above = m_nodes[parent];
    above.children.insert(index < 0 ? above.children.size() : std::min<qsizetype>(index, above.children.size()), top.id);
}

QList<Node> Map::remove(NodeId id)
{
    if (id == m_root || !contains(id))
        return {};
    m_nodes[node(id).parent].children.removeOne(id);
    QList<Node> branch;
    const QList<NodeId> ids = preorder(id);
    for (const NodeId one : ids)
        branch += m_nodes.take(one);
    return branch;
}

bool Map::move(NodeId id, NodeId parent, int index)
{
    if (id == m_root || !contains(id) || !contains(parent) || isWithin(parent, id))
        return false;
    m_nodes[node(id).parent].children.removeOne(id);
    Node &above = m_nodes[parent];
    above.children.insert(index < 0 ? above.children.size() : std::min<qsizetype>(index, above.children.size()), id);
    m_nodes[id].parent = parent;
    return true;
}

void Map::setLabel(NodeId id, const QString &label)
{
    if (contains(id))
        m_nodes[id].label = labelFrom(label);
}

void Map::setSources(NodeId id, const QStringList &sources)
{
    if (contains(id))
        m_nodes[id].sources = sources;
}

void Map::setCollapsed(NodeId id, bool collapsed)
{
    if (contains(id))
        m_nodes[id].collapsed = collapsed;
}

void Map::setUnsupported(NodeId id, bool unsupported)
{
    if (contains(id))
        m_nodes[id].unsupported = unsupported;
}

bool operator==(const Map &a, const Map &b)
{
    if (a.size() != b.size())
        return false;
    QList<QPair<NodeId, NodeId>> open { { a.m_root, b.m_root } };
    while (!open.isEmpty()) {
        const auto [left, right] = open.takeLast();
        const Node &x = a.node(left), &y = b.node(right);
        if (x.label != y.label || x.sources != y.sources || x.collapsed != y.collapsed || x.unsupported != y.unsupported
            || x.children.size() != y.children.size())
            return false;
        for (qsizetype i = 0; i < x.children.size(); ++i)
            open += { x.children[i], y.children[i] };
    }
    return true;
}

QString labelFrom(const QString &text)
{
    QString label;
    label.reserve(text.size());
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        const bool pair = c.isHighSurrogate() && i + 1 < text.size() && text[i + 1].isLowSurrogate();
        if (pair) {
            label += c;
            label += text[++i];
        } else if (c.isSurrogate() || c.unicode() >= 0xfffe) {
            continue; // no character
        } else if (c.isSpace() || c.unicode() < 0x20 || c.unicode() == 0x7f) {
            label += QLatin1Char(' ');
        } else {
            label += c;
        }
    }
    label = label.simplified();
    return label.isEmpty() ? QStringLiteral("…") : label;
}

QString foldedLabel(const QString &label)
{
    return label.simplified().toCaseFolded();
}

void merge(Map *into, const Map &from)
{
    const auto join = [into](NodeId id, const QStringList &more) {
        QStringList sources = into->node(id).sources;
        for (const QString &chunk : more) {
            if (!sources.contains(chunk))
                sources += chunk;
        }
        into->setSources(id, sources);
    };
    const Node &top = from.node(from.root());
    NodeId target = into->root();
    if (foldedLabel(into->node(target).label) != foldedLabel(top.label)) {
        const NodeId known = into->childNamed(target, top.label);
        target = known ? known : into->add(target, top.label);
    }
    join(target, top.sources);
    QList<QPair<NodeId, NodeId>> open { { target, top.id } }; // in `into`, in `from`
    for (qsizetype at = 0; at < open.size(); ++at) {
        const auto [here, there] = open[at];
        QHash<QString, NodeId> known;
        for (const NodeId child : into->node(here).children) {
            const QString label = foldedLabel(into->node(child).label);
            if (!known.contains(label))
                known.insert(label, child);
        }
        for (const NodeId child : from.node(there).children) {
            const Node &one = from.node(child);
            NodeId &same = known[foldedLabel(one.label)];
            if (same) {
                join(same, one.sources);
                into->setUnsupported(same, one.unsupported && into->node(same).sources.isEmpty());
            } else {
                same = into->add(here, one.label, one.sources);
                into->setUnsupported(same, one.unsupported);
            }
            open += { same, child };
        }
    }
}

} // namespace Heddle::MindMap
