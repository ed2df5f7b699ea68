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

//! \brief Draws a mind map and lets the user move through it and edit it.
//!
//! Dragging the background pans, the wheel or a pinch zooms, arrow keys go from node to node, and a node dropped on another
//! becomes its child. Boxes glide to their new places.
class MapView : public QWidget {
    Q_OBJECT
public:
    using NodeId = MindMap::NodeId;
    static constexpr int ManyNodes = 200; //!< from this size on, an overview is shown in a corner

    //! \brief `editor` outlives the view.
    explicit MapView(MindMap::Editor *editor, QWidget *parent = nullptr);

    //! \brief Lays out the editor's map again. \param fresh It is another map: nothing glides, and it is shown as a whole.
    void mapChanged(bool fresh = false);
    NodeId current() const { return m_current; }
    //! \brief A read-only map can be looked at but not edited.
    void setReadOnly(bool readOnly);
    //! \brief Selects a node, expands its ancestors and brings it into view.
    void setCurrent(NodeId id);
    //! \brief Highlights the nodes that a search has found.
    void setFound(const QSet<NodeId> &found);
    void fit();
    void zoomBy(double factor, std::optional<QPointF> around = {});
    double zoom() const { return m_zoom; }
    void toggle(NodeId id); //!< folds or unfolds
    void rename(NodeId id);
    void addChild(NodeId parent);
    void removeNode(NodeId id);

    //! \brief Returns the box of a node in widget coordinates; empty if it is hidden in a collapsed branch.
    QRectF boxOf(NodeId id) const;
    //! \brief Returns the handle that collapses and expands the node's branch.
    QRectF handleOf(NodeId id) const;
    QRectF miniMap() const; //!< empty: not shown
    bool isGliding() const { return m_glide.state() == QAbstractAnimation::Running; }

Q_SIGNALS:
    void currentChanged(MindMap::NodeId id);
    //! \brief The user double-clicked a node or pressed Enter on it.
    void askRequested(MindMap::NodeId id);
    //! \brief The user has edited, collapsed or expanded something.
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
    //! What stays in view when the size changes: as much as is readable, everything, or where the user has moved to.
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
    static QString unsupportedText() { return tr("No passage supports this."); }
    void paintMap(QPainter &painter) const;
    void paintMarks(QPainter &painter) const;
    void paintMiniMap(QPainter &painter) const;
    void makeStyle();

    MindMap::Editor *m_editor;
    std::unique_ptr<Render::MapPainter> m_drawing;
    MindMap::Layout m_layout; //!< the boxes' destinations
    QHash<NodeId, QRectF> m_from, m_shown; //!< where boxes start to glide, and where they are now
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
