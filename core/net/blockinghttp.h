// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/net/httpclient.h"
#include <QThread>
#include <condition_variable>
#include <mutex>
#include <set>

namespace Heddle::Net {

//! \brief The same calls for code that blocks: one network thread owns a client, the caller waits. For pool threads,
//! never for the thread of the window.
class BlockingHttp {
public:
    explicit BlockingHttp(std::shared_ptr<CallRegistry> registry, HttpLimits limits = {});
    //! \brief Calls that still wait end in an error; waits until their callers have gone.
    ~BlockingHttp();
    BlockingHttp(const BlockingHttp &) = delete;
    BlockingHttp &operator=(const BlockingHttp &) = delete;

    //! \brief Blocks until the reply, the deadline or the stop; errors as HttpClient::send().
    Result<HttpReply> send(HttpRequest request, Concurrency::Context context);
    int networkThreads() const { return 1 + m_managers; }

private:
    Result<HttpReply> attempts(HttpRequest request, const Concurrency::Context &context);
    Result<HttpReply> attempt(const HttpRequest &request, const Concurrency::Context &context);

    HttpClient *m_client; //!< lives in m_thread
    QThread m_thread;
    std::atomic<int> m_managers { 0 };
    std::mutex m_mutex;
    std::condition_variable_any m_changed; //!< closing, or a caller has left
    std::set<std::shared_ptr<HttpClient::State>> m_waiting;
    int m_callers = 0; //!< inside of send()
    bool m_closing = false;
};

} // namespace Heddle::Net
