// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/concurrency/context.h"
#include "core/concurrency/settleonce.h"
#include "core/net/callregistry.h"
#include "core/net/httpmessage.h"
#include "core/net/sendguard.h"
#include <QCoroTask>
#include <QNetworkAccessManager>
#include <QTimer>
#include <deque>
#include <functional>
#include <memory>
#include <stop_token>
#include <unordered_map>
#include <vector>

namespace Heddle::Net {

class HttpCall;

//! \brief The limits of a client. Those of replies hold whatever a request asks for: a server is not trusted to end.
struct HttpLimits {
    int connectionsPerHost = 102; //!< a manager holds six of them and has a thread of its own
    std::chrono::milliseconds managerIdle { 30'000 }; //!< a manager without calls is deleted after this time
    qint64 replyBytes = qint64(256) << 20; //!< of a whole reply
    qint64 messageBytes = qint64(8) << 20; //!< of one message of a stream, or of a reply where a stream was expected
    qint64 errorBytes = qint64(1) << 20; //!< of a reply without success; the rest is not read
    std::chrono::milliseconds deadline { std::chrono::hours(1) }; //!< of a call
};

//! \brief Takes the body of a reply piece by piece. Returns false while it is busy with what it has: the event loop then calls
//! it again, with nothing, and no more is read before it returns true.
using ByteSink = std::function<bool(const QByteArray &)>;

//! \brief Calls servers on the event loop of its thread; an awaited call blocks no thread.
//!
//! HTTP/1.1 only: managers are added per host as they fill; calls beyond the limit wait in order. Calls start in slices, so that
//! five hundred at once don't stall the
//! event loop. Every call has a deadline and a stop token and ends exactly once. A client may be deleted while calls are
//! awaited: they end with an error. A redirect to another origin is an error, so a key never reaches another server.
class HttpClient : public QObject {
public:
    explicit HttpClient(std::shared_ptr<CallRegistry> registry, HttpLimits limits = {}, QObject *parent = nullptr);
    //! \brief Marks the calls as ones that a pool thread blocks for, for the live panel.
    void setForBlockingCallers() { m_runs = Concurrency::Span::Runs::BlockingCaller; }
    ~HttpClient() override;

    //! \brief Has each request looked at before it leaves, and those that leave the computer noted.
    void setGuard(std::shared_ptr<SendGuard> guard) { m_guard = std::move(guard); }
    const std::shared_ptr<SendGuard> &guard() const { return m_guard; }

    //! \brief Returns a reply of any status. Errors: Withheld (it has text in it that is never sent), Unreachable (no connection), Transport (no reply, or half of one), Timeout,
    //! Protocol (too large, compressed, redirected to another origin), Cancelled. Waits and repeats as the server asks with Retry-After,
    //! within the deadline.
    QCoro::Task<Result<HttpReply>> send(HttpRequest request, Concurrency::Context context);

    using State = Concurrency::SettleOnce<Result<HttpReply>>;
    //! \brief Starts one attempt. `state` is settled in this thread, or by the context's token in any. `onBytes` gets the body of
    //! a reply of status 2xx piece by piece; the reply then has none.
    void start(HttpRequest request, std::shared_ptr<State> state, Concurrency::Context context, ByteSink onBytes = {});

    //! \brief Returns the number of managers; each has a network thread of its own.
    int networkThreads() const;
    std::shared_ptr<CallRegistry> registry() const { return m_registry; }
    const HttpLimits &limits() const { return m_limits; }

private:
    friend class HttpCall;
    struct Manager {
        std::unique_ptr<QNetworkAccessManager> access;
        int calls = 0;
        std::chrono::steady_clock::time_point idleSince;
    };
    //! The calls and managers of one host.
    struct Lane {
        std::deque<HttpCall *> waiting;
        std::vector<std::unique_ptr<Manager>> managers;
    };
    void enqueue(HttpRequest request, std::shared_ptr<State> state, Concurrency::Context context, ByteSink onBytes);
    QString laneOf(const HttpRequest &request) const;
    Manager *freeManager(Lane &lane, const QUrl &url);
    void startSome();
    void forget(HttpCall *call);
    void dropIdleManagers();

    std::shared_ptr<CallRegistry> m_registry;
    std::shared_ptr<SendGuard> m_guard; //!< null: everything may leave
    std::vector<std::shared_ptr<State>> m_looked; //!< calls that are looked at
    HttpLimits m_limits;
    Concurrency::Span::Runs m_runs = Concurrency::Span::Runs::EventLoop;
    std::unordered_map<QString, Lane> m_lanes;
    std::vector<HttpCall *> m_calls;
    QTimer m_slice, m_idle;
};

} // namespace Heddle::Net
