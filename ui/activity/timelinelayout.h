// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/activity/activityfeed.h"
#include "ui/activity/stages.h"
#include <QCoreApplication>
#include <QFontMetrics>
#include <QRectF>
#include <QSet>

namespace Heddle::Ui {

//! \brief Returns whether two spans are states of the same job or call.
bool isSame(const Concurrency::Span &a, const Concurrency::Span &b);

//! \brief Computes where sections, rows and bars of the timeline stand, in unscrolled pixels, from the feed's last reading.
class TimelineLayout {
    Q_DECLARE_TR_FUNCTIONS(Heddle::Ui::TimelineLayout)
public:
    //! \brief A pool or the calls: a title, rows of bars, and for large pools a strip with the number of busy threads.
    struct Section {
        const ActivityFeed::Place *place;
        QString title, state;
        int top = 0, strip = 0, rowsTop = 0, rowHeight = 0, rows = 0;
        int threads = 0;
        bool thin = false; //!< its rows are too low for text
    };
    struct Bar {
        const Concurrency::Span *span; //!< belongs to the feed; valid until its next reading
        QRectF rect;
        int row = 0;
    };
    //! \brief An entry of the legend.
    struct Key {
        Stages::Kind kind;
        QString name;
        QRectF rect; //!< of swatch and name together
    };
    static constexpr int ScaleHeight = 22;

    void arrange(const ActivityFeed &feed, int width, const QFontMetrics &metrics);
    //! \brief Drops the bars, because the spans that they point to are gone.
    void forgetBars() { m_bars.clear(); }

    const std::vector<Section> &sections() const { return m_sections; }
    const std::vector<Bar> &bars() const { return m_bars; } //!< row by row from left to right
    const std::vector<Key> &legend() const { return m_legend; }
    int height() const { return m_height; }
    int left() const { return m_left; } //!< of the rows
    int right() const { return m_right; }
    int scaleTop() const { return m_scaleTop; }
    double xOf(ActivityFeed::Time time) const;

    const Bar *barAt(const QPointF &at) const;
    //! \brief The bar that an arrow key leads to from `from`: the next one in its row, or the nearest one in the row above or
    //! below. Null: stay.
    const Bar *next(const std::optional<Concurrency::Span> &from, int key) const;

private:
    void placeThreads(Section &section, int firstRow);
    void placeCalls(Section &section, int firstRow);
    void placeLegend(const QFontMetrics &metrics);
    void addBar(const Section &section, int row, const Concurrency::Span &span, int firstRow);

    std::vector<Section> m_sections;
    std::vector<Bar> m_bars;
    std::vector<Key> m_legend;
    ActivityFeed::Time m_now {}, m_edge {};
    int m_height = 0, m_left = 0, m_right = 0, m_scaleTop = 0;
    double m_pixelsPerMs = 0;
    QSet<QString> m_strips; //!< pools with a strip; once shown it stays, so that rows don't jump
};

} // namespace Heddle::Ui
