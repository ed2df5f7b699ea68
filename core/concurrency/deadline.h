// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/concurrency/context.h"
#include <QObject>
#include <QTimer>
#include <chrono>
#include <stop_token>

namespace Heddle::Concurrency {

//! \\brief A context whose token stops when the caller's does or when the time is over, whichever is first. For the event
//! loop's thread; a local of the coroutine that waits.
class Deadline {
public:
    Deadline(std::chrono::milliseconds limit, const Context &outer) : m_outer(outer), m_onOuter(outer.stop, Forward { &m_source })
    {
        m_timer.setSingleShot(true);
        m_timer.setTimerType(Qt::PreciseTimer);
        QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] {
            m_expired = true;
            m_source.request_stop();
        });
        m_timer.start(limit);
    }
    Deadline(const Deadline &) = delete;
    Deadline &operator=(const Deadline &) = delete;

    //! \brief The same work, under this deadline.
    Context context() const { return m_outer.under(m_source.get_token()); }
    bool expired() const { return m_expired; }

private:
    struct Forward {
        std::stop_source *source;
        void operator()() const { source->request_stop(); }
    };
    Context m_outer;
    std::stop_source m_source;
    bool m_expired = false;
    QTimer m_timer;
    std::stop_callback<Forward> m_onOuter; // last: gone before what it calls
};

} // namespace Heddle::Concurrency
