// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/mindmap/editor.h"
#include "ui/render/mappainter.h"
#include <QPointer>
#include <QSet>
#include <QVariantAnimation>
#include <QWidget>

class QLineEdit;

namespace Heddle::Ui {

//! \brief A mind map to look at, walk through and edit. Drag the ground to pan, turn the wheel or pinch to zoom; arrow keys
//! go from node to node; a node that is dragged onto another hangs there. Boxes glide to their places.
class MapView : public QWidget {
    Q_OBJECT
public:
    using NodeId = MindMap::NodeId;
    static constexpr int ManyNodes = 200; //!< from here on a small map of everything is shown in a corner

    //! \brief `editor` outlives the view.
    explicit MapView(MindMap::Editor *editor, QWidget *parent = nullptr);

    //! \brief Arranges the editor's map anew; `fresh`: another map, seen as a whole, nothing glides.
    void mapChanged(bool fresh = false);
    NodeId current() const { return m_current; }
    //! \brief While the map is still being made: it can be looked at and walked through.
    void setReadOnly(bool readOnly);
    //! \brief Chooses a node, unfolds what hides it and brings it into view.
    void setCurrent(NodeId id);
    //! \brief Marks what a search has found.
    void setFound(const QSet<NodeId> &found);
    void fit();
    void zoomBy(double factor, std::optional<QPointF> around = {});
    double zoom() const { return m_zoom; }
    void toggle(NodeId id); //!< folds or unfolds
    void rename(NodeId id);
    void addChild(NodeId parent);
    void removeNode(NodeId id);

    //! \brief Where a node is drawn, in the widget's pixels; empty: it is folded away.
    QRectF boxOf(NodeId id) const;
    //! \brief Where its branch is folded and unfolded by mouse.
    QRectF handleOf(NodeId id) const;
    QRectF miniMap() const; //!< empty: not shown
    bool isGliding() const { return m_glide.state() == QAbstractAnimation::Running; }

Q_SIGNALS:
    void currentChanged(MindMap::NodeId id);
    //! \brief Double-click or Enter.
    void askRequested(MindMap::NodeId id);
    //! \brief The user has changed the map, or what of it is folded.
    void edited();

protected:
    bool event(QEvent *event) override;
    bool eventFilter(QObject *object, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    QSize sizeHint() const override { return { 520, 420 }; }

private:
    //! What is kept in view: as much as can be read, all of it, or what the user has moved to.
    enum class Sees { Words, All, Own };
    enum class Press { Nothing, Ground, Node, MiniMap };
    const MindMap::Map &map() const { return m_editor->map(); }
    QPointF toScene(const QPointF &point) const;
    QPointF toWidget(const QPointF &point) const;
    NodeId nodeAt(const QPointF &point) const;
    NodeId dropTarget() const;
    void choose(NodeId id);
    void fitNow();
    void glideTo(double share);
    void bringIntoView(NodeId id);
    void centreOnMiniMap(const QPointF &point);
    void walk(int key);
    void finishRename(bool keep);
    void paintMap(QPainter &painter) const;
    void paintMarks(QPainter &painter) const;
    void paintMiniMap(QPainter &painter) const;
    void makeStyle();

    MindMap::Editor *m_editor;
    std::unique_ptr<Render::MapPainter> m_drawing;
    MindMap::Layout m_layout; //!< where everything goes
    QHash<NodeId, QRectF> m_from, m_shown; //!< where it came from, and where it is now
    QHash<NodeId, int> m_branches;
    QVariantAnimation m_glide;
    QPointF m_centre; //!< of the view, in the map's coordinates
    double m_zoom = 1;
    Sees m_sees = Sees::Words;
    NodeId m_current = 0, m_hovered = 0, m_pressed = 0, m_renaming = 0;
    QSet<NodeId> m_found;
    Press m_press = Press::Nothing;
    QPointF m_pressAt, m_at;
    bool m_dragging = false, m_readOnly = false;
    QPointer<QLineEdit> m_field;
};

} // namespace Heddle::Ui
