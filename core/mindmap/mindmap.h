// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QHash>
#include <QList>
#include <QString>
#include <QStringList>
#include <functional>

namespace Heddle::MindMap {

//! \brief Names a node of one map, whatever its label; never used twice. 0: none.
using NodeId = quint32;

//! \brief Levels below the root that a file or an outline may have; JSON readers give up at about twice as many.
constexpr int MostDepth = 200;

struct Node {
    NodeId id = 0, parent = 0;
    QString label; //!< one line, never empty
    QStringList sources {}; //!< ids of the chunks that support it
    bool collapsed = false;
    bool unsupported = false; //!< a model wrote it, and no passage says it
    QList<NodeId> children {}; //!< in order
};

//! \brief A tree of labelled nodes, as a value. There is always a root.
class Map {
public:
    Map() : Map(QString()) { }
    explicit Map(const QString &rootLabel);

    NodeId root() const { return m_root; }
    bool contains(NodeId id) const { return m_nodes.contains(id); }
    //! \brief The node; an empty one with id 0 where there is none.
    const Node &node(NodeId id) const;
    int size() const { return int(m_nodes.size()); }
    //! \brief Every node, parents before children, in the order of reading.
    QList<NodeId> preorder(NodeId from = 0) const;
    void visit(const std::function<void(const Node &, int depth)> &visitor, NodeId from = 0) const;
    int depthOf(NodeId id) const; //!< root: 0
    bool isWithin(NodeId id, NodeId ancestor) const; //!< or the same
    int indexOf(NodeId id) const; //!< among its siblings
    //! \brief The first child of that label, case and space folded; 0: none.
    NodeId childNamed(NodeId parent, const QString &label) const;
    //! \brief The labels from below the root to the node.
    QStringList path(NodeId id) const;
    //! \brief Chunks of the node and of everything below it, each once.
    QStringList sourcesWithin(NodeId id) const;

    //! \brief A new last child, or one before the `index`th. Its id; 0 where there is no such parent.
    NodeId add(NodeId parent, const QString &label, const QStringList &sources = {}, int index = -1);
    //! \brief Puts nodes back as they were, the first one being the top; ids must be free.
    void insert(const QList<Node> &branch, NodeId parent, int index);
    //! \brief Takes a branch out; its nodes, the top first. Nothing for the root.
    QList<Node> remove(NodeId id);
    //! \brief Hangs a branch under another parent. False: into itself, or the root.
    bool move(NodeId id, NodeId parent, int index = -1);
    void setLabel(NodeId id, const QString &label);
    void setSources(NodeId id, const QStringList &sources);
    void setCollapsed(NodeId id, bool collapsed);
    void setUnsupported(NodeId id, bool unsupported);

    //! \brief The same tree: labels, sources, order, what is collapsed or unsupported; ids may differ.
    friend bool operator==(const Map &a, const Map &b);

private:
    QHash<NodeId, Node> m_nodes;
    NodeId m_root = 0, m_last = 0;
};

//! \brief A label on one line: white space folded, what no file format can hold left out; "…" where nothing is left.
QString labelFrom(const QString &text);
//! \brief For comparison: case and space folded.
QString foldedLabel(const QString &label);

//! \brief Adds what `from` has to `into`: nodes of the same path (case and space folded) become one, the others follow the
//! last of their siblings; nothing is lost, sources are joined. A root
//! of another label becomes a branch.
void merge(Map *into, const Map &from);

} // namespace Heddle::MindMap
