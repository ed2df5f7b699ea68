// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/concurrency/eventcount.h"
#include <QCoroTask>
#include <QObject>
#include <chrono>
#include <optional>
#include <stop_token>

namespace Heddle::Concurrency {

//! \brief Waits on the event loop of `context`'s thread; ends early when stopped. `context` outlives the wait.
QCoro::Task<void> sleepFor(std::chrono::milliseconds time, std::stop_token stop, QObject *context);
//! \brief Waits for the first event after `seen`, at most `limit` where there is one; ends early when stopped. As sleepFor().
QCoro::Task<void> waitForEvent(std::shared_ptr<EventCount> events, std::uint64_t seen, std::optional<std::chrono::milliseconds> limit,
    std::stop_token stop, QObject *context);

} // namespace Heddle::Concurrency
