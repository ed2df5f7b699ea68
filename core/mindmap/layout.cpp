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

//! A node's place among its siblings, and its subtree's outlines; y is relative to the subtree's own zero, the node's centre.
struct Subtree {
    double across = 0, width = 0, height = 0; //!< of the node
    std::vector<NodeId> children;
    std::vector<double> offsets; //!< of the children's centres, from the node's
    Contour top, bottom;
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
        std::vector<NodeId> order; // parents before children
        QList<QPair<NodeId, double>> open;
        for (auto branch = branches.crbegin(); branch != branches.crend(); ++branch)
            open += { *branch, from };
        while (!open.isEmpty()) {
            const auto [id, across] = open.takeLast();
            const Node &node = m_map.node(id);
            const QSizeF size = m_measure(node);
            Subtree &tree = m_trees[id];
            tree.across = across;
            tree.width = size.width();
            tree.height = size.height();
            order.push_back(id);
            if (!node.collapsed) {
                tree.children.assign(node.children.begin(), node.children.end());
                for (auto child = node.children.crbegin(); child != node.children.crend(); ++child)
                    open += { *child, across + size.width() + m_spacing.across };
            }
        }
        for (auto id = order.rbegin(); id != order.rend(); ++id)
            join(&m_trees[*id]);
        Subtree all;
        all.children.assign(branches.begin(), branches.end());
        stack(&all, m_spacing.branches);
        for (std::size_t i = 0; i < all.children.size(); ++i)
            m_centres[all.children[i]] = all.offsets[i];
        for (const NodeId id : order) {
            const Subtree &tree = m_trees[id];
            const double centre = m_centres[id];
            for (std::size_t i = 0; i < tree.children.size(); ++i)
                m_centres[tree.children[i]] = centre + tree.offsets[i];
            const double x = left ? -tree.across - tree.width : tree.across;
            layout->boxes.insert(id, QRectF(x, centre - tree.height / 2, tree.width, tree.height));
            layout->left.insert(id, left);
        }
    }

private:
    //! Puts the children one below the other, as close as they may, and their middle at zero.
    void stack(Subtree *tree, double gap)
    {
        Contour top, bottom;
        tree->offsets.clear();
        for (const NodeId child : tree->children) {
            Subtree &one = m_trees[child];
            const double at = tree->offsets.empty() ? 0 : std::max(distance(bottom, one.top, gap), tree->offsets.back());
            one.top.shift += at;
            one.bottom.shift += at;
            cover(&top, std::move(one.top));
            Contour below = std::move(one.bottom);
            cover(&below, std::move(bottom));
            bottom = std::move(below);
            tree->offsets.push_back(at);
        }
        if (tree->offsets.empty())
            return;
        const double middle = (tree->offsets.front() + tree->offsets.back()) / 2;
        for (double &offset : tree->offsets)
            offset -= middle;
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
    QHash<NodeId, Subtree> m_trees;
    QHash<NodeId, double> m_centres;
};

} // namespace

Layout arrange(const Map &map, const std::function<QSizeF(const Node &)> &measure, const Spacing &spacing)
{
    Layout layout;
    const Node &root = map.node(map.root());
    const QSizeF size = measure(root);
    layout.boxes.insert(root.id, QRectF(-size.width() / 2, -size.height() / 2, size.width(), size.height()));
    layout.left.insert(root.id, false);
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
