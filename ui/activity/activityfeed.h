// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/concurrency/workpool.h"
#include "core/net/callregistry.h"
#include <QObject>
#include <QTimer>
#include <deque>

namespace Heddle::Ui {

//! \brief Reads the activity of pools and network calls for the live view.
//!
//! Reads only while it is watched, at most 20 times a second, and not at all while nothing happens and nothing moves.
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
    //! \brief The activity of one pool, or of all network calls, as of now().
    struct Place {
        QString name; //!< of the pool; empty for the calls
        Concurrency::PoolFigures figures; //!< of a pool
        std::vector<Span> running, waiting; //!< `waiting` holds the first few hundred only
        std::deque<Span> ended; //!< in the last five minutes, oldest first
        std::uint64_t seen = 0;
    };

    explicit ActivityFeed(Sources sources, QObject *parent = nullptr);
    ~ActivityFeed() override;

    //! \brief Starts or stops reading. What has been read is kept.
    void setWatching(bool watching);
    //! \brief Freezes or resumes the picture. What happens meanwhile is shown after it resumes.
    void setPaused(bool paused);
    bool isPaused() const { return m_paused; }
    //! \brief Sets how much time the picture shows. It is redrawn only as often as bars move by about a pixel.
    void setWindow(std::chrono::milliseconds window);
    std::chrono::milliseconds window() const { return m_window; }

    Time now() const { return m_now; } //!< the right edge of the picture
    const std::vector<Place> &pools() const { return m_pools; }
    const Place &calls() const { return m_calls; }
    std::vector<Net::HostFigures> hosts() const { return m_sources.calls->hosts(); }
    std::optional<Concurrency::FlowTrace> flow(Concurrency::FlowId id) const { return m_sources.flows->find(id); }
    std::vector<Concurrency::FlowTrace> flows() const { return m_sources.flows->all(); }
    //! \brief Returns all spans that are known, for a trace.
    std::vector<Span> everything() const;
    //! \brief Reads now, without waiting for the timer.
    void read();
    //! \brief Reads for the last time and releases pools and owner. What has been read is kept.
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
