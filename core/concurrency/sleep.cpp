// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/concurrency/sleep.h"
#include "core/concurrency/settledawaiter.h"
#include <QTimer>

namespace Heddle::Concurrency {

QCoro::Task<void> sleepFor(std::chrono::milliseconds time, std::stop_token stop, QObject *context)
{
    auto over = std::make_shared<SettleOnce<bool>>();
    QTimer::singleShot(time, Qt::PreciseTimer, context, [over] { over->settle(true); });
    std::stop_callback onStop(stop, [over] { over->settle(false); });
    co_await SettledAwaiter<bool>(over, context);
}

QCoro::Task<void> waitForEvent(std::shared_ptr<EventCount> events, std::uint64_t seen, std::optional<std::chrono::milliseconds> limit,
    std::stop_token stop, QObject *context)
{
    auto over = std::make_shared<SettleOnce<bool>>();
    events->settleAfter(seen, over);
    if (limit)
        QTimer::singleShot(*limit, context, [over] { over->settle(false); });
    std::stop_callback onStop(stop, [over] { over->settle(false); });
    co_await SettledAwaiter<bool>(over, context);
}

} // namespace Heddle::Concurrency
