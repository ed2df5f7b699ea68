// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/concurrency/workpool.h"
#ifdef Q_OS_LINUX
#include <pthread.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>
#endif

namespace Heddle::Concurrency {

WorkPool::WorkPool(const QString &name, int threads, Priority priority, std::shared_ptr<FlowLog> flows)
    : m_priority(priority), m_counters(threads), m_activity(std::move(flows))
{
    setObjectName(name);
    m_pool.setObjectName(name);
    m_pool.setMaxThreadCount(threads);
    m_pool.setExpiryTimeout(-1); // threads own what is costly to open, such as connections
}

WorkPool::~WorkPool()
{
    stop();
}

Error WorkPool::thrown(const char *what) const
{
    return { ErrorCode::Programming, tr("Something went wrong inside Heddle; nothing was lost. Please report it, and try again."),
        QStringLiteral("%1: %2").arg(name(), QString::fromLocal8Bit(what)), true };
}

void WorkPool::setThreads(int threads)
{
    threads = std::max(1, threads);
    m_counters.setThreads(threads);
    m_pool.setMaxThreadCount(threads);
}

void WorkPool::run(std::function<Outcome()> job, std::function<void()> deliver, const QString &label, FlowId flow)
{
    using Clock = std::chrono::steady_clock;
    m_counters.queued();
    Span span;
    span.flow = flow;
    span.where = name().toStdString();
    span.what = label.toStdString();
    span.queued = Clock::now();
    const auto queued = span.queued;
    const std::uint64_t id = m_activity.queue(std::move(span));
    // The future is dropped on purpose: nobody can cancel it, which QCoro 0.8 would not survive.
    QFuture<void> future = QtConcurrent::run(&m_pool, [this, job = std::move(job), deliver = std::move(deliver), queued, id] {
        using Microseconds = std::chrono::microseconds;
        prepareThreadOnce();
        const auto begun = Clock::now();
        const int slot = m_counters.started(std::chrono::duration_cast<Microseconds>(begun - queued).count());
        m_activity.start(id, slot, begun);
        const Outcome outcome = job();
        const auto ended = Clock::now();
        m_counters.finished(slot, std::chrono::duration_cast<Microseconds>(ended - begun).count(), outcome == Outcome::Cancelled);
        m_activity.finish(id, outcome, ended);
        deliver();
    });
    Q_UNUSED(future)
}

void WorkPool::prepareThreadOnce()
{
#ifdef Q_OS_LINUX
    // Aligned for mold 1.10: behind thread storage that ends just before a page it gives a program that can't be loaded.
    alignas(64) thread_local bool prepared = false;
    if (std::exchange(prepared, true))
        return;
    constexpr int LongestName = 15; // bytes that Linux keeps of a thread's name
    pthread_setname_np(pthread_self(), name().toUtf8().left(LongestName).constData());
    // Qt's thread priorities do nothing under Linux's default scheduler; the nice value of the thread does.
    if (m_priority == Priority::Background)
        setpriority(PRIO_PROCESS, id_t(syscall(SYS_gettid)), 10);
#endif
}

} // namespace Heddle::Concurrency
