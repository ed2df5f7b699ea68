// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/activity/timelinelayout.h"
#include <QAbstractScrollArea>

namespace Heddle::Ui {

//! \brief The moving picture: a row per pool thread with what it does, how many are busy and wait, and below them the calls
//! that are in flight without a thread. Time runs to the right edge. Bars can be pointed at, clicked, and walked through with
//! the arrow keys; + and − change how much time is shown, the space bar stops it.
class Timeline : public QAbstractScrollArea {
    Q_OBJECT
public:
    explicit Timeline(ActivityFeed *feed, QWidget *parent = nullptr);

    using Bar = TimelineLayout::Bar;
    //! \brief What was drawn last, row by row from left to right.
    const std::vector<Bar> &bars() const { return m_layout.bars(); }
    QSize sizeHint() const override { return { 700, 320 }; }
    //! \brief The height of everything, so that a picture can hold all of it.
    int contentHeight() const { return m_layout.height(); }

Q_SIGNALS:
    void flowChosen(quint64 flow);
    void zoomRequested(int steps); //!< more than 0: less time, larger
    void pauseToggled();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void rebuild();
    void paintStrip(QPainter &painter, const TimelineLayout::Section &section) const;
    void paintBar(QPainter &painter, const Bar &bar) const;
    void paintScale(QPainter &painter) const;
    void paintLegend(QPainter &painter) const;
    const Bar *barAt(const QPoint &position) const;
    void select(const Bar *bar);

    ActivityFeed *m_feed;
    TimelineLayout m_layout;
    std::optional<Concurrency::Span> m_selected;
};

} // namespace Heddle::Ui
