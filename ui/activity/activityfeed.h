// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/concurrency/workpool.h"
#include "core/net/callregistry.h"
#include <QObject>
#include <QTimer>
#include <deque>

namespace Heddle::Ui {

//! \brief What the live view shows, read from pools and calls while somebody looks: at most 20 times a second, and not at
//! all while nothing happens and nothing moves.
class ActivityFeed : public QObject {
    Q_OBJECT
public:
    using Span = Concurrency::Span;
    using Time = Span::Time;
    struct Sources {
        std::vector<Concurrency::WorkPool *> pools;
        std::shared_ptr<Net::CallRegistry> calls;
        std::shared_ptr<Concurrency::FlowLog> flows;
        std::shared_ptr<void> owner {}; //!< kept alive as long as the feed
    };
    //! \brief One place where things are done, as of now().
    struct Place {
        QString name; //!< of the pool; empty: the calls
        Concurrency::PoolFigures figures; //!< of a pool
        std::vector<Span> running, waiting; //!< the first few hundred that wait
        std::deque<Span> ended; //!< of the last five minutes, in the order of their ends
        std::uint64_t seen = 0;
    };

    explicit ActivityFeed(Sources sources, QObject *parent = nullptr);
    ~ActivityFeed() override;

    //! \brief Somebody looks, or nobody any more; what was seen stays.
    void setWatching(bool watching);
    //! \brief The picture stands still; what happens meanwhile is there afterwards.
    void setPaused(bool paused);
    bool isPaused() const { return m_paused; }
    //! \brief How much time the picture shows; it is drawn no more often than something moves by a pixel or so.
    void setWindow(std::chrono::milliseconds window);
    std::chrono::milliseconds window() const { return m_window; }

    Time now() const { return m_now; } //!< the right edge of the picture
    const std::vector<Place> &pools() const { return m_pools; }
    const Place &calls() const { return m_calls; }
    std::vector<Net::HostFigures> hosts() const { return m_sources.calls->hosts(); }
    std::optional<Concurrency::FlowTrace> flow(Concurrency::FlowId id) const { return m_sources.flows->find(id); }
    std::vector<Concurrency::FlowTrace> flows() const { return m_sources.flows->all(); }
    //! \brief Everything that is known, for a trace.
    std::vector<Span> everything() const;
    //! \brief Reads at once.
    void read();
    //! \brief Reads for the last time and lets go of pools and owner; what was seen stays.
    void freeze();

Q_SIGNALS:
    //! \brief There is something new to draw.
    void ticked();

private:
    void tick();
    void trim(Place &place) const;
    bool moves() const;
    std::uint64_t revision() const;

    Sources m_sources;
    std::vector<Place> m_pools;
    Place m_calls;
    Time m_now;
    std::chrono::milliseconds m_window { 10'000 };
    QTimer m_timer;
    std::uint64_t m_revision = 0;
    bool m_watching = false, m_paused = false;
};

} // namespace Heddle::Ui
