// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/mindmap/mappanel.h"
#include "ui/mindmap/mapview.h"
#include <QTest>

namespace Heddle::TestSupport {

//! \brief What a user does with the map of a panel, wherever the panel stands.
class MapDriver {
public:
    explicit MapDriver(Ui::MapPanel *panel) : m_panel(panel) { }

    Ui::MapPanel *panel() const { return m_panel; }
    Ui::MapView *view() const { return m_panel->view(); }
    const MindMap::Map &map() const { return m_panel->map(); }
    MindMap::NodeId find(const QString &label) const
    {
        MindMap::NodeId found = 0;
        map().visit([&](const MindMap::Node &node, int) {
            if (!found && node.label == label)
                found = node.id;
        });
        return found;
    }
    QPoint middle(MindMap::NodeId id) const { return view()->boxOf(id).center().toPoint(); }
    //! Where nothing is drawn.
    QPoint ground() const
    {
        for (int y = 4; y < view()->height(); y += 6) {
            for (int x = 4; x < view()->width(); x += 6) {
                if (isFree({ x, y }))
                    return { x, y };
            }
        }
        return {};
    }
    void rest() const { QTRY_VERIFY(!view()->isGliding()); }
    void drag(const QPoint &from, const QPoint &to) const
    {
        constexpr int Steps = 6;
        QTest::mousePress(view(), Qt::LeftButton, {}, from);
        for (int i = 1; i <= Steps; ++i)
            QTest::mouseMove(view(), from + (to - from) * i / Steps);
        QTest::mouseRelease(view(), Qt::LeftButton, {}, to);
    }

private:
    bool isFree(const QPoint &at) const
    {
        bool free = !view()->miniMap().contains(at);
        for (const MindMap::NodeId id : map().preorder())
            free = free && !view()->boxOf(id).adjusted(-30, -12, 30, 12).contains(at);
        return free;
    }

    Ui::MapPanel *m_panel;
};

} // namespace Heddle::TestSupport
