// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/mindmap/editor.h"

namespace Heddle::MindMap {

void Editor::setMap(Map map)
{
    m_map = std::move(map);
    m_commands.clear();
    m_done = 0;
}

void Editor::push(Command command)
{
    m_commands.resize(m_done, Command(Rename {}));
    m_commands.push_back(std::move(command));
    apply(m_commands.back(), true);
    ++m_done;
}

bool Editor::rename(NodeId id, const QString &label)
{
    if (!m_map.contains(id) || label.trimmed().isEmpty() || labelFrom(label) == m_map.node(id).label)
        return false;
    push(Rename { id, m_map.node(id).label, labelFrom(label), m_map.node(id).unsupported });
    return true;
}

NodeId Editor::add(NodeId parent, const QString &label, const QStringList &sources, int index)
{
    if (!m_map.contains(parent))
        return 0;
    Map with = m_map;
    const NodeId id = with.add(parent, label, sources, index);
    push(Branch { true, { with.node(id) }, parent, with.indexOf(id) });
    return id;
}

bool Editor::remove(NodeId id)
{
    if (id == m_map.root() || !m_map.contains(id))
        return false;
    const NodeId parent = m_map.node(id).parent;
    const int index = m_map.indexOf(id);
    Map without = m_map;
    push(Branch { false, without.remove(id), parent, index });
    return true;
}

bool Editor::move(NodeId id, NodeId parent, int index)
{
    Map moved = m_map;
    const NodeId from = m_map.node(id).parent;
    const int before = from ? m_map.indexOf(id) : 0;
    if (!moved.move(id, parent, index) || (from == parent && moved.indexOf(id) == before))
        return false;
    push(Move { id, from, parent, before, moved.indexOf(id) });
    return true;
}

bool Editor::merge(const Map &more)
{
    Map with = m_map;
    MindMap::merge(&with, more);
    if (with == m_map)
        return false;
    push(Replace { m_map, with });
    return true;
}

NodeId Editor::apply(const Command &command, bool forward)
{
    if (const auto *rename = std::get_if<Rename>(&command)) {
        m_map.setLabel(rename->id, forward ? rename->after : rename->before);
        m_map.setUnsupported(rename->id, !forward && rename->unsupported);
        return rename->id;
    }
    if (const auto *branch = std::get_if<Branch>(&command)) {
        if (branch->added == forward) {
            m_map.insert(branch->nodes, branch->parent, branch->index);
            return branch->nodes.first().id;
        }
        m_map.remove(branch->nodes.first().id);
        return branch->parent;
    }
    if (const auto *move = std::get_if<Move>(&command)) {
        m_map.move(move->id, forward ? move->to : move->from, forward ? move->after : move->before);
        return move->id;
    }
    const auto &replace = std::get<Replace>(command);
    m_map = forward ? replace.after : replace.before;
    return m_map.root();
}

NodeId Editor::undo()
{
    return canUndo() ? apply(m_commands[--m_done], false) : 0;
}

NodeId Editor::redo()
{
    return canRedo() ? apply(m_commands[m_done++], true) : 0;
}

} // namespace Heddle::MindMap
