// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/activity/activityfeed.h"
#include <QAbstractScrollArea>

namespace Heddle::Ui {

//! \brief The moving picture: a row per pool thread with what it does, how many are busy and wait, and below them the calls
//! that are in flight without a thread. Time runs to the right edge. Bars can be pointed at, clicked, and walked through with
//! the arrow keys; + and − change how much time is shown, the space bar stops it.
class Timeline : public QAbstractScrollArea {
    Q_OBJECT
public:
    explicit Timeline(ActivityFeed *feed, QWidget *parent = nullptr);

    struct Bar {
        const Concurrency::Span *span; //!< the feed's, until it is read again
        QRectF rect; //!< in the picture, not scrolled
        int row = 0;
    };
    //! \brief What was drawn last, row by row from left to right.
    const std::vector<Bar> &bars() const { return m_bars; }
    QSize sizeHint() const override { return { 700, 320 }; }
    //! \brief The height of everything, so that a picture can hold all of it.
    int contentHeight() const { return m_height; }

Q_SIGNALS:
    void flowChosen(quint64 flow);
    void zoomWanted(int steps); //!< more than 0: less time, larger
    void pauseWanted();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    //! One pool or the calls: a title, perhaps a strip of how many are busy, and rows of bars.
    struct Section {
        const ActivityFeed::Place *place;
        QString title, state;
        int top = 0, strip = 0, rowsTop = 0, rowHeight = 0, rows = 0;
        int threads = 0;
        bool thin = false; //!< rows without words
    };
    void rebuild();
    void placeThreads(Section &section, int firstRow);
    void placeCalls(Section &section, int firstRow);
    void addBar(const Section &section, int row, const Concurrency::Span &span, int firstRow);
    void paintStrip(QPainter &painter, const Section &section) const;
    void paintBar(QPainter &painter, const Bar &bar) const;
    void paintScale(QPainter &painter) const;
    double xOf(ActivityFeed::Time time) const;
    const Bar *barAt(const QPoint &position) const;
    void select(const Bar *bar);
    void walk(int key);
    void measure();

    ActivityFeed *m_feed;
    std::vector<Section> m_sections;
    std::vector<Bar> m_bars;
    int m_height = 0, m_left = 0;
    double m_right = 0, m_pixelsPerMs = 0;
    std::optional<Concurrency::Span> m_selected;
    QSet<QString> m_strips; //!< pools that once had a queue keep its strip, so that nothing jumps
};

} // namespace Heddle::Ui
