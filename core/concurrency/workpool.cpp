// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/concurrency/workpool.h"
#ifdef Q_OS_LINUX
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>
#endif

namespace Heddle::Concurrency {

WorkPool::WorkPool(const QString &name, int threads, Priority priority, QObject *parent)
    : QObject(parent), m_priority(priority), m_counters(threads)
{
    setObjectName(name);
    m_pool.setObjectName(name);
    m_pool.setMaxThreadCount(threads);
    m_pool.setExpiryTimeout(-1); // threads own SQL connections and index readers
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

void WorkPool::run(std::function<bool()> job, std::function<void()> deliver, const QString &label)
{
    using Clock = std::chrono::steady_clock;
    m_counters.queued();
    const std::uint64_t id = m_activity.queue(label.toStdString(), Clock::now());
    QElapsedTimer clock;
    clock.start();
    // The future is dropped on purpose: nobody can cancel it, which QCoro 0.8 would not survive.
    QFuture<void> future = QtConcurrent::run(&m_pool, [this, job = std::move(job), deliver = std::move(deliver), clock, id] {
        lowerPriorityOnce();
        const int slot = m_counters.started(clock.nsecsElapsed() / 1000);
        m_activity.start(id, slot, Clock::now());
        QElapsedTimer ran;
        ran.start();
        const bool cancelled = job();
        m_counters.finished(slot, ran.nsecsElapsed() / 1000, cancelled);
        m_activity.finish(id, cancelled, Clock::now());
        deliver();
    });
    Q_UNUSED(future)
}

void WorkPool::lowerPriorityOnce()
{
#ifdef Q_OS_LINUX
    // Qt's thread priorities do nothing under Linux's default scheduler; the nice value of the thread does.
    if (m_priority == Priority::Background) {
        thread_local bool lowered = false;
        if (!lowered) {
            setpriority(PRIO_PROCESS, id_t(syscall(SYS_gettid)), 10);
            lowered = true;
        }
    }
#endif
}

} // namespace Heddle::Concurrency
