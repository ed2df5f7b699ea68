// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/concurrency/taskgroup.h"
#include <QCoroTask>
#include <QPointer>
#include <functional>
#include <type_traits>
#include <utility>

namespace Heddle::Ui {
namespace Private {

template <class T, class Context, class Handler>
QCoro::Task<void> deliverTo(QPointer<Context> context, QCoro::Task<T> task, Handler handler)
{
    T result = co_await std::move(task);
    if (!context)
        co_return;
    if constexpr (std::is_member_function_pointer_v<Handler>)
        std::invoke(handler, context.data(), std::move(result));
    else
        std::invoke(handler, std::move(result));
}

} // namespace Private

//! \brief Starts a task and hands its result to `context`, in the event loop's thread.
//!
//! The task group owns the task, so that a page that is closed drops no work; the handler is called only if `context` is
//! still there by then.
//! \param handler A member function of `context`, or a function object; it takes the task's result.
template <class T, class Context, class Handler>
void deliver(Concurrency::TaskGroup *tasks, Context *context, QCoro::Task<T> task, Handler handler)
{
    tasks->add(Private::deliverTo(QPointer<Context>(context), std::move(task), std::move(handler)));
}

} // namespace Heddle::Ui
