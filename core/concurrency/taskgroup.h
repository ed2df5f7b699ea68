// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/concurrency/settleonce.h"
#include <QCoroTask>
#include <QObject>
#include <chrono>
#include <memory>
#include <stop_token>

namespace Heddle::Concurrency {

//! \brief Holds the tasks that its owner started, so that none is dropped; stops and drains them together.
//! Lives in one thread with an event loop.
class TaskGroup : public QObject {
public:
    explicit TaskGroup(QObject *parent = nullptr) : QObject(parent) { }

    //! \brief Stopped by stop(); pass it to everything the group's tasks await.
    std::stop_token token() const { return m_stop.get_token(); }
    int running() const { return m_running; }

    //! \brief Holds the task until it ends. A task that is added after stop() sees a stopped token.
    void add(QCoro::Task<void> task);
    void stop() { m_stop.request_stop(); }

    //! \brief Stops, then waits on the event loop until no task runs. False when `limit` passed first.
    QCoro::Task<bool> drain(std::chrono::milliseconds limit);

private:
    QCoro::Task<void> hold(QCoro::Task<void> task);

    std::stop_source m_stop;
    int m_running = 0;
    std::shared_ptr<SettleOnce<bool>> m_idle;
};

} // namespace Heddle::Concurrency
