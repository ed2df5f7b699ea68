// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/concurrency/taskgroup.h"
#include "core/concurrency/settledawaiter.h"
#include <QTimer>

namespace Heddle::Concurrency {

void TaskGroup::add(QCoro::Task<void> task)
{
    ++m_running;
    hold(std::move(task)); // runs until the task ends; its frame is freed by QCoro then
}

QCoro::Task<void> TaskGroup::hold(QCoro::Task<void> task)
{
    co_await std::move(task);
    --m_running;
    if (m_running == 0 && m_idle)
        m_idle->settle(true);
}

QCoro::Task<bool> TaskGroup::drain(std::chrono::milliseconds limit)
{
    stop();
    if (m_running == 0)
        co_return true;
    auto idle = m_idle = std::make_shared<SettleOnce<bool>>();
    QTimer::singleShot(limit, this, [idle] { idle->settle(false); });
    co_return co_await SettledAwaiter<bool>(idle, this);
}

} // namespace Heddle::Concurrency
