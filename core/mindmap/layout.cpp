// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/mindmap/layout.h"
#include <algorithm>
#include <vector>

namespace Heddle::MindMap {
namespace {

//! How far a subtree reaches up and down, by the distance from the root's side: steps from the deepest to the nearest.
struct Step {
    double until; //!< across, where the step ends; the nearest step is the last one in the list
    double edge;
};
struct Contour {
    std::vector<Step> steps; //!< deepest first; a step begins where the one after it in the list ends
    double shift = 0; //!< to be added to every edge
};

//! A node, and its subtree's outlines; y is relative to the subtree's own zero, the node's centre.
struct Subtree {
    NodeId id = 0;
    double across = 0, width = 0, height = 0; //!< of the node
    std::size_t firstChild = 0, children = 0; //!< they follow each other
    double offset = 0; //!< of the centre, from the parent's
    Contour top {}, bottom {};
    double centre = 0; //!< in the end
};

//! How far down the subtree whose top outline is `top` must go to stand below `bottom`.
double distance(const Contour &bottom, const Contour &top, double gap)
{
    double most = -1e300;
    auto above = bottom.steps.crbegin(), below = top.steps.crbegin();
    while (above != bottom.steps.crend() && below != top.steps.crend()) {
        most = std::max(most, above->edge + bottom.shift + gap - (below->edge + top.shift));
        const double end = std::min(above->until, below->until);
        if (above->until <= end)
            ++above;
        if (below->until <= end)
            ++below;
    }
    return most;
}

//! `near` hides what is behind it as far as it reaches; beyond it `far` is seen.
void cover(Contour *near, Contour far)
{
    if (far.steps.empty())
        return;
    const double reach = near->steps.empty() ? -1e300 : near->steps.front().until;
    if (far.steps.front().until <= reach)
        return;
    while (!far.steps.empty() && far.steps.back().until <= reach)
        far.steps.pop_back();
    for (Step &step : near->steps)
        far.steps.push_back({ step.until, step.edge + near->shift - far.shift });
    *near = std::move(far);
}

class Side {
public:
    Side(const Map &map, const std::function<QSizeF(const Node &)> &measure, const Spacing &spacing)
        : m_map(map), m_measure(measure), m_spacing(spacing)
    { }

    //! Places some of the root's children on one side, `from` being where they begin across.
    void place(const QList<NodeId> &branches, double from, bool left, Layout *layout)
    {
        if (branches.isEmpty())
            return;
        m_trees.clear();
        m_trees.reserve(std::size_t(m_map.size()));
        m_trees.push_back({}); // above the branches
        for (const NodeId branch : branches)
            add(branch, 0, from);
        for (std::size_t i = 1; i < m_trees.size(); ++i) { // breadth first: parents come before their children
            const Node &node = m_map.node(m_trees[i].id);
            const double across = m_trees[i].across + m_trees[i].width + m_spacing.across;
            if (!node.collapsed) {
                for (const NodeId child : node.children)
                    add(child, i, across);
            }
        }
        for (std::size_t i = m_trees.size(); i-- > 1;)
            join(&m_trees[i]);
        stack(&m_trees[0], m_spacing.branches);
        for (std::size_t i = 0; i < m_trees.size(); ++i) {
            const Subtree &tree = m_trees[i];
            for (std::size_t child = tree.firstChild; child < tree.firstChild + tree.children; ++child)
                m_trees[child].centre = tree.centre + m_trees[child].offset;
            if (i == 0)
                continue;
            const double x = left ? -tree.across - tree.width : tree.across;
            layout->boxes.insert(tree.id, QRectF(x, tree.centre - tree.height / 2, tree.width, tree.height));
        }
    }

private:
    void add(NodeId id, std::size_t parent, double across)
    {
        const QSizeF size = m_measure(m_map.node(id));
        if (m_trees[parent].children++ == 0)
            m_trees[parent].firstChild = m_trees.size();
        m_trees.push_back({ id, across, size.width(), size.height() });
    }

    //! Puts the children one below the other, as close as they may, and their middle at zero.
    void stack(Subtree *tree, double gap)
    {
        if (tree->children == 0)
            return;
        Contour top, bottom;
        Subtree *const first = &m_trees[tree->firstChild], *const end = first + tree->children;
        for (Subtree *one = first; one != end; ++one) {
            one->offset = one == first ? 0 : std::max(distance(bottom, one->top, gap), (one - 1)->offset);
            one->top.shift += one->offset;
            one->bottom.shift += one->offset;
            cover(&top, std::move(one->top));
            Contour below = std::move(one->bottom);
            cover(&below, std::move(bottom));
            bottom = std::move(below);
        }
        const double middle = (first->offset + (end - 1)->offset) / 2;
        for (Subtree *one = first; one != end; ++one)
            one->offset -= middle;
        top.shift -= middle;
        bottom.shift -= middle;
        tree->top = std::move(top);
        tree->bottom = std::move(bottom);
    }

    void join(Subtree *tree)
    {
        stack(tree, m_spacing.between);
        const double until = tree->across + tree->width + m_spacing.across / 2;
        tree->top.steps.push_back({ until, -tree->height / 2 - tree->top.shift });
        tree->bottom.steps.push_back({ until, tree->height / 2 - tree->bottom.shift });
    }

    const Map &m_map;
    const std::function<QSizeF(const Node &)> &m_measure;
    const Spacing &m_spacing;
    std::vector<Subtree> m_trees;
};

} // namespace

Layout arrange(const Map &map, const std::function<QSizeF(const Node &)> &measure, const Spacing &spacing)
{
    Layout layout;
    const Node &root = map.node(map.root());
    const QSizeF size = measure(root);
    layout.boxes.reserve(map.size());
    layout.boxes.insert(root.id, QRectF(-size.width() / 2, -size.height() / 2, size.width(), size.height()));
    if (!root.collapsed) {
        // The first branches on the right, the others on the left, so that both have about as many leaves.
        QList<int> leaves;
        int all = 0;
        for (const NodeId branch : root.children) {
            int count = 0;
            QList<NodeId> open { branch };
            while (!open.isEmpty()) {
                const Node &node = map.node(open.takeLast());
                if (node.collapsed || node.children.isEmpty())
                    ++count;
                else
                    open += node.children;
            }
            leaves += count;
            all += count;
        }
        qsizetype right = 0;
        for (int sum = 0; right < root.children.size() && (right == 0 || 2 * sum + leaves[right] <= all); ++right)
            sum += leaves[right];
        const double from = size.width() / 2 + spacing.across;
        Side(map, measure, spacing).place(root.children.mid(0, right), from, false, &layout);
        Side(map, measure, spacing).place(root.children.mid(right), from, true, &layout);
    }
    for (const QRectF &box : std::as_const(layout.boxes))
        layout.bounds |= box;
    return layout;
}

} // namespace Heddle::MindMap
