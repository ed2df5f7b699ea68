// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/mindmap/localmap.h"
#include "core/mindmap/statementchoice.h"
#include <QCoreApplication>
#include <algorithm>

namespace Heddle::MindMap {
namespace {

constexpr qsizetype MostBranches = 7, MostLeaves = 5; //!< of a node, before the rest stands under "More"
constexpr qsizetype LongestHeading = 90; //!< characters

QString titleOf(const Search::Hit &hit)
{
    return hit.title.isEmpty() ? hit.path.section(QLatin1Char('/'), -1) : hit.title;
}

void support(Map *map, NodeId node, const QString &chunk)
{
    QStringList sources = map->node(node).sources;
    if (!sources.contains(chunk))
        map->setSources(node, sources << chunk);
}

//! Single children take the place of what they hang on, so that no level says nothing.
void fold(Map *map)
{
    for (bool changed = true; changed;) {
        changed = false;
        for (const NodeId id : map->preorder()) {
            if (id == map->root() || map->node(id).children.size() != 1)
                continue;
            const NodeId child = map->node(id).children.first();
            const bool leaf = map->node(child).children.isEmpty();
            if (leaf && map->depthOf(id) == 1)
                continue; // a document, or a heading, with what it says
            if (leaf) {
                map->move(child, map->node(id).parent, map->indexOf(id));
                map->remove(id);
            } else {
                const QList<NodeId> grandchildren = map->node(child).children;
                for (const NodeId grandchild : grandchildren)
                    map->move(grandchild, id);
                map->remove(child);
            }
            changed = true;
            break;
        }
    }
}

//! What is more than a glance takes in stands under "More", collapsed.
void limit(Map *map)
{
    for (const NodeId id : map->preorder()) {
        const qsizetype most = id == map->root() ? MostBranches : MostLeaves;
        const QList<NodeId> children = map->node(id).children;
        if (children.size() <= most)
            continue;
        const NodeId more = map->add(id, QCoreApplication::translate("Heddle::MindMap", "More"));
        for (const NodeId child : children.mid(most - 1)) {
            for (const QString &chunk : map->sourcesWithin(child))
                support(map, more, chunk);
            map->move(child, more);
        }
        map->setCollapsed(more, true);
    }
}

void addStatement(Map *map, NodeId at, const Statement &statement)
{
    const NodeId node = statement.label.isEmpty() ? at : map->add(at, statement.label, statement.chunks);
    for (const QString &item : statement.items)
        map->add(node, item, statement.chunks);
}

} // namespace

Map mapFromEvidence(
    const Evidence::AskedQuestion &question, const QList<Retrieval::Passage> &passages, const QList<Evidence::Candidate> &candidates,
    std::stop_token stop)
{
    QList<Statement> statements = chooseStatements(question, passages, candidates, stop);
    QSet<QString> documents;
    for (const Statement &one : std::as_const(statements))
        documents += passages[one.passage].hit.document;
    Map map(question.text);
    QHash<QString, NodeId> branches; // two documents may have the same title
    for (const Statement &one : std::as_const(statements)) {
        const Search::Hit &hit = passages[one.passage].hit;
        const QString title = titleOf(hit);
        NodeId at = map.root();
        support(&map, at, hit.chunk);
        if (documents.size() > 1) {
            NodeId &branch = branches[hit.document];
            if (!branch)
                branch = map.add(at, title);
            at = branch;
            support(&map, at, hit.chunk);
        }
        for (const QString &heading : hit.heading.split(QStringLiteral(" › "), Qt::SkipEmptyParts)) {
            const QString label = labelFrom(heading);
            if (label.size() > LongestHeading || foldedLabel(label) == foldedLabel(title)
                || foldedLabel(label) == foldedLabel(map.node(at).label))
                continue;
            const NodeId known = map.childNamed(at, label);
            at = known ? known : map.add(at, label);
            support(&map, at, hit.chunk);
        }
        addStatement(&map, at, one);
    }
    fold(&map);
    limit(&map);
    return map;
}

} // namespace Heddle::MindMap
