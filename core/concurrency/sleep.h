// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QCoroTask>
#include <QObject>
#include <chrono>
#include <stop_token>

namespace Heddle::Concurrency {

//! \brief Waits on the event loop of `context`'s thread; ends early when stopped. `context` outlives the wait.
QCoro::Task<void> sleepFor(std::chrono::milliseconds time, std::stop_token stop, QObject *context);

} // namespace Heddle::Concurrency
