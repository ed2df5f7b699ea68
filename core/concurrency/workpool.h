// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/base/result.h"
#include "core/concurrency/activitylog.h"
#include "core/concurrency/context.h"
#include "core/concurrency/poolcounters.h"
#include "core/concurrency/settledawaiter.h"
#include <QCoroTask>
#include <QElapsedTimer>
#include <QFuture>
#include <QObject>
#include <QThread>
#include <QThreadPool>
#include <QtConcurrentRun>
#include <functional>
#include <memory>
#include <stop_token>
#include <type_traits>

namespace Heddle::Concurrency {

//! \brief A named pool of threads for work that must block. Lives in, and is submitted to from, one thread with an
//! event loop (the GUI thread); outlives every task that awaits it.
//!
//! Stopping is by token only. A queued job still gets its thread, sees the token and is not run; the awaiting side
//! returns Error cancelled at once and the late result is dropped.
class WorkPool : public QObject {
    template <class F>
    static auto invoke(F &job, const Context &context)
    {
        if constexpr (std::is_invocable_v<F &, Context>)
            return job(context);
        else
            return job(context.stop);
    }
    template <class F>
    using JobResult = decltype(invoke(std::declval<F &>(), std::declval<const Context &>()));

public:
    enum class Priority { Normal, Background };
    //! \brief `flows` gets the jobs that belong to a flow; may be null.
    WorkPool(const QString &name, int threads, Priority priority = Priority::Normal, std::shared_ptr<FlowLog> flows = {});
    //! \brief Asks running jobs to stop and waits for them; after App::shutdown() there is nothing to wait for.
    ~WorkPool() override;

    //! \brief Stops every job, queued or running, and wakes their waiters with Error cancelled. Later jobs are refused.
    void stop() { m_stop.request_stop(); }

    QString name() const { return objectName(); }
    int threads() const { return m_pool.maxThreadCount(); }
    //! \brief More threads, or fewer: jobs that run go on, and those that wait are run by the threads that are left.
    void setThreads(int threads);
    PoolFigures figures() const { return m_counters.figures(); }
    //! \brief The jobs that wait, run and have ended.
    ActivityLog &activity() { return m_activity; }

    //! \brief Runs `job` in the pool and returns its Result<T>. The job takes a Context, or its stop token alone. `label`
    //! names the job in logs and in the live view.
    template <class F>
    auto submit(F job, Context context, QString label) -> QCoro::Task<JobResult<F>>
    {
        using R = JobResult<F>;
        Q_ASSERT(QThread::currentThread() == thread());
        if (context.stop_requested())
            co_return Error::cancelled();
        auto state = std::make_shared<SettleOnce<R>>();
        std::stop_source source; // stopped by the caller's token or by the pool's end
        auto shared = std::make_shared<F>(std::move(job)); // std::function wants copies, jobs may be move-only
        auto result = std::make_shared<R>(Error::cancelled());
        run(
            [this, result, shared, label, inside = context.under(source.get_token())] {
                if (inside.stop_requested())
                    return Outcome::Cancelled;
                try {
                    *result = invoke(*shared, inside);
                } catch (const std::exception &e) { // jobs return Result; what escapes one all the same must not end the program
                    qCritical("%s: job \"%s\" threw: %s", qUtf8Printable(name()), qUtf8Printable(label), e.what());
                    *result = thrown(e.what());
                }
                return inside.stop_requested() ? Outcome::Cancelled : result->ok() ? Outcome::Done : Outcome::Failed;
            },
            [state, result] { state->settle(std::move(*result)); }, label, context.flow);
        const auto cancel = [state, source]() mutable {
            source.request_stop();
            state->settle(Error::cancelled());
        };
        std::stop_callback fromCaller(context.stop, cancel);
        std::stop_callback fromPool(m_stop.get_token(), cancel);
        co_return co_await SettledAwaiter<R>(state, this);
    }
    //! \brief Runs a job that belongs to no flow.
    template <class F>
    auto submit(F job, std::stop_token stop, QString label) -> QCoro::Task<JobResult<F>>
    {
        return submit(std::move(job), Context(std::move(stop)), std::move(label));
    }

private:
    //! \brief `job` says what came of it. It is counted as ended before `deliver` wakes whoever awaits it.
    void run(std::function<Outcome()> job, std::function<void()> deliver, const QString &label, FlowId flow);
    Error thrown(const char *what) const;
    void prepareThreadOnce();

    Priority m_priority;
    PoolCounters m_counters;
    ActivityLog m_activity;
    std::stop_source m_stop;
    QThreadPool m_pool; // last: its threads touch all of the above
};

} // namespace Heddle::Concurrency
