// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/concurrency/settleonce.h"
#include <QMetaObject>
#include <QObject>
#include <coroutine>
#include <memory>

namespace Heddle::Concurrency {

//! \brief Waits for a settled value and resumes through the event loop of `context`'s thread.
//! Copyable on purpose: GCC 12 copies an awaiter that QCoro's await_transform hands through.
template <class T>
class SettledAwaiter {
public:
    SettledAwaiter(std::shared_ptr<SettleOnce<T>> state, QObject *context) : m_state(std::move(state)), m_context(context) { }
    bool await_ready() const { return m_state->settled(); }
    bool await_suspend(std::coroutine_handle<> handle)
    {
        return m_state->wait([handle, context = m_context] {
            QMetaObject::invokeMethod(
                context, [handle] { handle.resume(); }, Qt::QueuedConnection);
        });
    }
    T await_resume() { return m_state->take(); }

private:
    std::shared_ptr<SettleOnce<T>> m_state;
    QObject *m_context;
};

} // namespace Heddle::Concurrency
