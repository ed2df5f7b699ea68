// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/activity/timelinelayout.h"
#include <QAbstractScrollArea>

namespace Heddle::Ui {

//! \brief Draws the activity of pools and calls as bars that move from the right edge to the left.
//!
//! There is a row for each pool thread, a strip with the busy threads and the queue of each large pool, and below them the
//! network calls in flight, which have no thread. Bars have tool tips and can be selected by mouse and arrow keys; + and −
//! change how much time is shown, and the space bar pauses.
class Timeline : public QAbstractScrollArea {
    Q_OBJECT
public:
    explicit Timeline(ActivityFeed *feed, QWidget *parent = nullptr);

    using Bar = TimelineLayout::Bar;
    //! \brief Returns the bars as last drawn, row by row from left to right.
    const std::vector<Bar> &bars() const { return m_layout.bars(); }
    QSize sizeHint() const override { return { 700, 320 }; }
    //! \brief Returns the height of all rows together.
    int contentHeight() const { return m_layout.height(); }

Q_SIGNALS:
    void flowChosen(quint64 flow);
    void zoomRequested(int steps); //!< above 0: show less time
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
