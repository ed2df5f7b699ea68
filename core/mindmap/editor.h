// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/mindmap/mindmap.h"
#include <variant>
#include <vector>

namespace Heddle::MindMap {

//! \brief A map that is edited: each change is a command that can be undone and done again.
class Editor {
public:
    explicit Editor(Map map = Map()) : m_map(std::move(map)) { }
    const Map &map() const { return m_map; }
    //! \brief Another map; what was done to the old one can't be undone any more.
    void setMap(Map map);

    bool rename(NodeId id, const QString &label);
    //! \brief The new node; 0 where there is no such parent.
    NodeId add(NodeId parent, const QString &label, const QStringList &sources = {}, int index = -1);
    bool remove(NodeId id);
    bool move(NodeId id, NodeId parent, int index = -1);
    //! \brief How it is shown; not undone.
    void setCollapsed(NodeId id, bool collapsed) { m_map.setCollapsed(id, collapsed); }
    //! \brief What a model adds to the map while it writes; undone as one.
    bool merge(const Map &more);

    //! \brief Another map takes its place; undone as one.
    void replace(const Map &map) { push(Replace { m_map, map }); }

    bool canUndo() const { return m_done > 0; }
    bool canRedo() const { return m_done < m_commands.size(); }
    //! \brief The node that the change was about, to be shown; 0: there was nothing to undo.
    NodeId undo();
    NodeId redo();

private:
    struct Rename {
        NodeId id;
        QString before, after;
        bool unsupported; //!< before; what the user writes is the user's
    };
    struct Branch { //!< added, or removed
        bool added;
        QList<Node> nodes;
        NodeId parent;
        int index;
    };
    struct Move {
        NodeId id, from, to;
        int before, after;
    };
    struct Replace { //!< maps are values: both share what they have in common
        Map before, after;
    };
    using Command = std::variant<Rename, Branch, Move, Replace>;
    NodeId apply(const Command &command, bool forward);
    void push(Command command);

    Map m_map;
    std::vector<Command> m_commands;
    std::size_t m_done = 0;
};

} // namespace Heddle::MindMap
