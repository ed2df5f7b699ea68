// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/concurrency/context.h"
#include "core/concurrency/settleonce.h"
#include "core/net/callregistry.h"
#include "core/net/httpmessage.h"
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

//! \brief What a client is built with.
struct HttpLimits {
    int connectionsPerHost = 102; //!< to plain HTTP; a manager has six of them and a thread of its own
    std::chrono::milliseconds managerIdle { 30'000 }; //!< after which a manager and its thread go
};

//! \brief Calls servers on the event loop of its thread; an awaited call holds no thread. Over TLS one manager for all
//! hosts (HTTP/2 carries many calls on a connection); to plain HTTP managers are added as they fill, calls beyond that
//! wait in order. Calls start in slices, so that five hundred at once don't stop the event loop.
//!
//! Every call has a deadline and a stop token and ends exactly once. A client may go while calls are awaited: they end in
//! an error. Keys go to the origin they are sent to and nowhere else: a redirect to another one is an error.
class HttpClient : public QObject {
public:
    explicit HttpClient(std::shared_ptr<CallRegistry> registry, HttpLimits limits = {}, QObject *parent = nullptr);
    //! \brief The calls are such as a pool's thread waits for; they are shown as what they are.
    void setForBlockingCallers() { m_runs = Concurrency::Span::Runs::BlockingCaller; }
    ~HttpClient() override;

    //! \brief A reply of any status, or Error: Unreachable (no connection), Transport (no reply, or half of one), Timeout, Protocol (too large,
    //! redirected away), Cancelled. Waits and repeats as the server asks with Retry-After, within the deadline.
    QCoro::Task<Result<HttpReply>> send(HttpRequest request, Concurrency::Context context);

    using State = Concurrency::SettleOnce<Result<HttpReply>>;
    //! \brief One attempt; `state` is settled from this thread, or by the context's token from any. `onBytes` gets the body of a
    //! reply of status 2xx piece by piece, in place of the reply.
    void start(HttpRequest request, std::shared_ptr<State> state, Concurrency::Context context,
        std::function<void(const QByteArray &)> onBytes = {});

    //! \brief Managers now: each has one network thread of its own.
    int networkThreads() const;
    std::shared_ptr<CallRegistry> registry() const { return m_registry; }

private:
    friend class HttpCall;
    struct Manager {
        std::unique_ptr<QNetworkAccessManager> access;
        int calls = 0;
        std::chrono::steady_clock::time_point idleSince;
    };
    //! The way to one plain host, or to all TLS hosts together (those on this computer apart: no proxy is asked for them).
    struct Lane {
        std::deque<HttpCall *> waiting;
        std::vector<std::unique_ptr<Manager>> managers;
    };
    QString laneOf(const HttpRequest &request) const;
    Manager *freeManager(Lane &lane, const QUrl &url);
    void startSome();
    void forget(HttpCall *call);
    void dropIdleManagers();

    std::shared_ptr<CallRegistry> m_registry;
    HttpLimits m_limits;
    Concurrency::Span::Runs m_runs = Concurrency::Span::Runs::EventLoop;
    std::unordered_map<QString, Lane> m_lanes;
    std::vector<HttpCall *> m_calls;
    QTimer m_slice, m_idle;
};

} // namespace Heddle::Net
