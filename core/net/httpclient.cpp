// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/httpclient.h"
#include "core/base/ids.h"
#include "core/concurrency/settledawaiter.h"
#include "core/concurrency/sleep.h"
#include "core/net/httpcall.h"
#include "core/net/retry.h"
#include <QCoreApplication>
#include <QElapsedTimer>
#include <QNetworkCookieJar>
#include <QNetworkProxy>
#include <QPointer>
#include <algorithm>

namespace Heddle::Net {
namespace {

constexpr int ConnectionsOfAManager = 6; // Qt's, to one host over HTTP/1.1
constexpr int StartedAtOnce = 20; // five hundred at once would stop the event loop for 55 to 90 ms

} // namespace

HttpClient::HttpClient(std::shared_ptr<CallRegistry> registry, HttpLimits limits, QObject *parent)
    : QObject(parent), m_registry(std::move(registry)), m_limits(limits), m_slice(this), m_idle(this)
{
    m_slice.setSingleShot(true);
    m_slice.setInterval(0);
    connect(&m_slice, &QTimer::timeout, this, &HttpClient::startSome);
    m_idle.setInterval(m_limits.managerIdle / 2);
    connect(&m_idle, &QTimer::timeout, this, &HttpClient::dropIdleManagers);
}

HttpClient::~HttpClient()
{
    for (const auto &state : std::exchange(m_looked, {}))
        state->settle(Error { ErrorCode::Transport, QCoreApplication::translate("Heddle::Net", "The program is closing."), {}, true });
    for (HttpCall *call : std::exchange(m_calls, {})) {
        call->end(Error { ErrorCode::Transport, QCoreApplication::translate("Heddle::Net", "The program is closing."), {}, true });
        delete call; // its deferred deletion goes with it
    }
}

QCoro::Task<Result<HttpReply>> HttpClient::send(HttpRequest request, Concurrency::Context context)
{
    const std::stop_token stop = context.stop;
    const QPointer<HttpClient> self = this;
    QElapsedTimer clock;
    clock.start();
    const std::chrono::milliseconds whole = request.deadline;
    for (int attempt = 1;; ++attempt) {
        request.deadline = std::max(std::chrono::milliseconds(0), whole - std::chrono::milliseconds(clock.elapsed()));
        const auto state = std::make_shared<State>();
        start(request, state, context);
        // The client may go before the call is awaited to its end; the application does not.
        Result<HttpReply> result = co_await Concurrency::SettledAwaiter<Result<HttpReply>>(state, QCoreApplication::instance());
        const auto pause = retryPause(result, attempt, request.attempts, whole - std::chrono::milliseconds(clock.elapsed()));
        if (!pause || !self)
            co_return result;
        co_await Concurrency::sleepFor(*pause, stop, QCoreApplication::instance());
        if (stop.stop_requested())
            co_return Error::cancelled();
        if (!self)
            co_return result;
    }
}

void HttpClient::start(HttpRequest request, std::shared_ptr<State> state, Concurrency::Context context, ByteSink onBytes)
{
    Q_ASSERT(QThread::currentThread() == thread());
    if (!m_guard || !m_guard->concerns(request))
        return enqueue(std::move(request), std::move(state), std::move(context), std::move(onBytes));
    if (m_runs == Concurrency::Span::Runs::BlockingCaller) { // its thread may wait for a database
        if (const Status allowed = m_guard->verdict(request, context.contents); !allowed)
            state->settle(allowed.error());
        else
            enqueue(std::move(request), std::move(state), std::move(context), std::move(onBytes));
        return;
    }
    m_looked.push_back(state);
    m_guard->ask(request, context.contents, [self = QPointer<HttpClient>(this), request, state, context, onBytes](const Status &allowed) {
        if (!self)
            return;
        std::erase(self->m_looked, state);
        if (!allowed)
            state->settle(allowed.error());
        else
            self->enqueue(request, state, context, onBytes);
    });
}

void HttpClient::enqueue(HttpRequest request, std::shared_ptr<State> state, Concurrency::Context context, ByteSink onBytes)
{
    request.deadline = std::min(request.deadline, m_limits.deadline);
    request.maxReplyBytes = std::min(request.maxReplyBytes, m_limits.replyBytes);
    const QString lane = laneOf(request);
    auto *call = new HttpCall(this, std::move(request), std::move(state), std::move(context), std::move(onBytes));
    m_calls.push_back(call);
    m_lanes[lane].waiting.push_back(call);
    if (!m_slice.isActive())
        m_slice.start();
}

QString HttpClient::laneOf(const HttpRequest &request) const
{
    // A manager keeps to a host what it was first asked to trust for it.
    return request.authorities.isEmpty() ? originOf(request.url)
                                         : originOf(request.url) + QLatin1Char(' ') + contentId({ request.authorities });
}

HttpClient::Manager *HttpClient::freeManager(Lane &lane, const QUrl &url)
{
    const auto least =
        std::min_element(lane.managers.begin(), lane.managers.end(), [](const auto &a, const auto &b) { return a->calls < b->calls; });
    if (least != lane.managers.end() && (*least)->calls < ConnectionsOfAManager)
        return least->get();
    if (int(lane.managers.size() + 1) * ConnectionsOfAManager > std::max(m_limits.connectionsPerHost, ConnectionsOfAManager))
        return nullptr;
    auto manager = std::make_unique<Manager>();
    manager->access = std::make_unique<QNetworkAccessManager>();
    manager->access->setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
    if (isLoopback(url))
        manager->access->setProxy(QNetworkProxy::NoProxy);
    lane.managers.push_back(std::move(manager));
    if (!m_idle.isActive())
        m_idle.start();
    return lane.managers.back().get();
}

void HttpClient::startSome()
{
    int started = 0;
    bool more = false;
    for (auto &[name, lane] : m_lanes) {
        while (!lane.waiting.empty() && started < StartedAtOnce) {
            HttpCall *call = lane.waiting.front();
            Manager *manager = freeManager(lane, call->url());
            if (!manager)
                break;
            lane.waiting.pop_front();
            call->startOn(manager);
            ++started;
        }
        more = more || (!lane.waiting.empty() && started >= StartedAtOnce);
    }
    if (more)
        m_slice.start();
}

void HttpClient::forget(HttpCall *call)
{
    std::erase(m_calls, call);
    for (auto &[name, lane] : m_lanes)
        std::erase(lane.waiting, call);
    if (!m_slice.isActive())
        m_slice.start(); // its connection is free for the next
}

void HttpClient::dropIdleManagers()
{
    const auto limit = std::chrono::steady_clock::now() - m_limits.managerIdle;
    bool any = false;
    for (auto &[name, lane] : m_lanes) {
        std::erase_if(lane.managers, [limit](const auto &manager) { return manager->calls == 0 && manager->idleSince < limit; });
        any = any || !lane.managers.empty();
    }
    std::erase_if(m_lanes, [](const auto &entry) { return entry.second.managers.empty() && entry.second.waiting.empty(); });
    if (!any)
        m_idle.stop();
}

int HttpClient::networkThreads() const
{
    std::size_t managers = 0;
    for (const auto &[name, lane] : m_lanes)
        managers += lane.managers.size();
    return int(managers);
}

} // namespace Heddle::Net
