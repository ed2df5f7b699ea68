// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/blockinghttp.h"
#include "core/net/retry.h"
#include <QCoreApplication>
#include <condition_variable>

namespace Heddle::Net {
namespace {

Error closing()
{
    return { ErrorCode::Transport, QCoreApplication::translate("Heddle::Net", "The program is closing."), {}, true };
}

//! Wakes a thread; shared, since the one who wakes may still hold it when the other is gone.
struct Bell {
    std::mutex mutex;
    std::condition_variable_any rings;
    bool rung = false;
};

} // namespace

BlockingHttp::BlockingHttp(std::shared_ptr<CallRegistry> registry, HttpLimits limits)
    : m_client(new HttpClient(std::move(registry), limits))
{
    m_client->setForBlockingCallers();
    m_client->moveToThread(&m_thread);
    QObject::connect(&m_thread, &QThread::finished, m_client, &QObject::deleteLater);
    m_thread.setObjectName(QStringLiteral("blocking-http"));
    m_thread.start();
}

BlockingHttp::~BlockingHttp()
{
    {
        const std::lock_guard lock(m_mutex);
        m_closing = true;
        m_changed.notify_all();
    }
    m_thread.quit();
    m_thread.wait();
    std::unique_lock lock(m_mutex);
    const auto waiting = std::exchange(m_waiting, {});
    lock.unlock();
    for (const auto &state : waiting) // those whose call had not even begun
        state->settle(closing());
    lock.lock();
    m_changed.wait(lock, [this] { return m_callers == 0; });
}

Result<HttpReply> BlockingHttp::send(HttpRequest request, Concurrency::Context context)
{
    Q_ASSERT(!QCoreApplication::instance() || QThread::currentThread() != QCoreApplication::instance()->thread());
    std::unique_lock lock(m_mutex);
    ++m_callers;
    lock.unlock();
    Result<HttpReply> result = attempts(std::move(request), context);
    lock.lock();
    --m_callers;
    m_changed.notify_all(); // with the lock held: whoever waits for it may destroy this right after
    return result;
}

Result<HttpReply> BlockingHttp::attempts(HttpRequest request, const Concurrency::Context &context)
{
    const auto begun = std::chrono::steady_clock::now();
    const auto left = [begun, whole = request.deadline] {
        return whole - std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begun);
    };
    for (int number = 1;; ++number) {
        request.deadline = std::max(std::chrono::milliseconds(0), left());
        Result<HttpReply> result = attempt(request, context);
        const auto pause = retryPause(result, number, request.attempts, left());
        if (!pause)
            return result;
        std::unique_lock lock(m_mutex);
        m_changed.wait_for(lock, context.stop, *pause, [this] { return m_closing; });
        if (context.stop_requested())
            return Error::cancelled();
    }
}

Result<HttpReply> BlockingHttp::attempt(const HttpRequest &request, const Concurrency::Context &context)
{
    const auto state = std::make_shared<HttpClient::State>();
    const auto bell = std::make_shared<Bell>();
    state->wait([bell] {
        const std::lock_guard lock(bell->mutex);
        bell->rung = true;
        bell->rings.notify_all();
    });
    {
        const std::lock_guard lock(m_mutex);
        if (m_closing)
            return closing();
        m_waiting.insert(state);
        QMetaObject::invokeMethod(
            m_client,
            [this, client = m_client, request, state, context] {
                client->start(request, state, context);
                m_managers = client->networkThreads();
            },
            Qt::QueuedConnection);
    }
    {
        std::unique_lock lock(bell->mutex);
        bell->rings.wait(lock, [&bell] { return bell->rung; });
    }
    const std::lock_guard lock(m_mutex);
    m_waiting.erase(state);
    return state->take();
}

} // namespace Heddle::Net
