// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/net/httpclient.h"
#include <QThread>
#include <condition_variable>
#include <mutex>
#include <set>

namespace Heddle::Net {

//! \brief Calls servers from code that blocks. One network thread owns an HttpClient and the caller waits for it, so use it
//! in pool threads only, never in the thread of the window.
class BlockingHttp {
public:
    explicit BlockingHttp(std::shared_ptr<CallRegistry> registry, HttpLimits limits = {});
    //! \brief Ends calls that still wait with an error and blocks until their callers have returned.
    ~BlockingHttp();
    //! \brief As HttpClient::setGuard(); before the first call.
    void setGuard(std::shared_ptr<SendGuard> guard) { m_client->setGuard(std::move(guard)); }
    const std::shared_ptr<SendGuard> &guard() const { return m_client->guard(); }
    BlockingHttp(const BlockingHttp &) = delete;
    BlockingHttp &operator=(const BlockingHttp &) = delete;

    //! \brief Blocks until there is a reply, the deadline has passed or the context was stopped. Errors: as HttpClient::send().
    Result<HttpReply> send(HttpRequest request, Concurrency::Context context);
    int networkThreads() const { return 1 + m_managers; }

private:
    Result<HttpReply> attempts(HttpRequest request, const Concurrency::Context &context);
    Result<HttpReply> attempt(const HttpRequest &request, const Concurrency::Context &context);

    HttpClient *m_client; //!< lives in m_thread
    QThread m_thread;
    std::atomic<int> m_managers { 0 };
    std::mutex m_mutex;
    std::condition_variable_any m_changed; //!< notified when it closes and when a caller returns
    std::set<std::shared_ptr<HttpClient::State>> m_waiting;
    int m_callers = 0; //!< inside of send()
    bool m_closing = false;
};

} // namespace Heddle::Net
