// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/llm/httpchatmodel.h"
#include "core/concurrency/sleep.h"
#include "core/llm/chaterror.h"
#include "core/llm/chatprogress.h"
#include "core/llm/readjson.h"
#include <QCoreApplication>
#include <QElapsedTimer>
#include <QJsonDocument>

namespace Heddle::Llm {
namespace {

using std::chrono::milliseconds;

constexpr int DefaultContext = 4096; //!< where neither the user nor the server says
constexpr int OllamaContext = 8192; //!< the largest that is asked for unless set: a context takes memory
constexpr qint64 MaxStreamBytes = qint64(256) << 20; //!< bytes; each token comes in some hundred of them
constexpr std::chrono::hours WholeAnswer { 1 };
constexpr milliseconds LoadingPause { 1000 };
constexpr int MaxAttempts = 3; //!< at a server that may recover
constexpr int MaxChanges = 3; //!< of the request's form

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Llm", text);
}

//! An attempt that brought nothing, though the server did not refuse it.
Error emptyAttempt(const QString &host, const std::optional<Error> &said, const Result<Net::HttpReply> &reply)
{
    if (said && said->code == ErrorCode::Protocol)
        return { said->code, tr("%1 does not answer like a chat model.").arg(host) + QLatin1Char(' ') + said->message, said->detail,
            said->retryable };
    if (said)
        return { said->code, tr("%1 answered with an error. The server says: %2").arg(host, said->message), said->detail, said->retryable };
    if (reply)
        return { ErrorCode::Protocol, tr("%1 sent an empty answer. Check chat.url and chat.model.").arg(host), {}, true };
    return reply.error();
}

} // namespace

HttpChatModel::HttpChatModel(Configuration configuration, const Provider *provider, QUrl url, Net::HttpClient *client)
    : m_configuration(std::move(configuration)), m_provider(provider), m_url(std::move(url)), m_client(client),
      m_dialect(provider->dialect), m_scale(Net::originOf(m_url) + QLatin1Char('\n') + m_configuration.endpoint.model)
{ }

Result<std::shared_ptr<HttpChatModel>> HttpChatModel::make(Configuration configuration, Net::HttpClient *client)
{
    HEDDLE_TRY_VALUE(const QUrl url, resolvedUrl(configuration));
    const Net::ServiceEndpoint &endpoint = configuration.endpoint;
    const Provider *provider = chatProviderById(endpoint.id);
    if (provider->needsModel && endpoint.model.isEmpty())
        return Error::input(tr("%1 needs the name of a model. Enter it in the settings (chat.model).").arg(provider->name));
    if (provider->needsKey && endpoint.key.isEmpty() && !Net::isLoopback(url))
        return Error::input(tr("%1 needs a key. Enter it in the settings (chat.key).").arg(provider->name));
    return std::shared_ptr<HttpChatModel>(new HttpChatModel(std::move(configuration), provider, url, client));
}

bool HttpChatModel::sendsElsewhere() const
{
    return Net::SendGuard::isElsewhere(m_client, m_url, m_configuration.endpoint.model);
}

QString HttpChatModel::host() const
{
    return Net::originOf(m_url);
}

QCoro::Task<int> HttpChatModel::contextTokens(Concurrency::Context outer)
{
    return context(shared_from_this(), outer);
}

QCoro::Task<int> HttpChatModel::context(std::shared_ptr<HttpChatModel> self, Concurrency::Context stop)
{
    const bool ollama = self->m_provider->wire == &OllamaWire;
    if (self->m_context == 0) {
        auto task = fetchFacts(self->m_client, self->m_configuration, stop);
        const ModelFacts facts = co_await std::move(task);
        if (!stop.stop_requested()) {
            self->m_context = facts.context > 0 ? facts.context : -1;
            self->m_counting = facts.counting;
        }
    }
    const int set = self->m_configuration.context;
    if (self->m_context > 0) // what the server can't hold is of no use
        co_return set > 0 ? std::min(set, self->m_context) : ollama ? std::min(OllamaContext, self->m_context) : self->m_context;
    co_return set > 0 ? set : self->m_provider->context > 0 ? self->m_provider->context : DefaultContext;
}

QCoro::Task<int> HttpChatModel::countTokens(QList<ChatMessage> messages, Concurrency::Context outer)
{
    return count(shared_from_this(), std::move(messages), outer);
}

QCoro::Task<int> HttpChatModel::count(std::shared_ptr<HttpChatModel> self, QList<ChatMessage> messages, Concurrency::Context stop)
{
    auto task = fetchTokenCount(self->m_client, self->m_configuration, self->m_counting, messages, stop);
    const int counted = co_await std::move(task);
    if (counted > 0)
        self->m_scale.learn(messages, counted);
    else if (!stop.stop_requested())
        self->m_counting = ModelFacts::Counting::None; // not asked again
    co_return counted;
}

Net::HttpRequest HttpChatModel::httpRequest(const ChatRequest &request) const
{
    const bool ollama = m_provider->wire == &OllamaWire;
    const int set = m_configuration.context > 0 ? m_configuration.context : OllamaContext;
    const int context = ollama ? (m_context > 0 ? std::min(set, m_context) : set) : 0;
    Net::HttpRequest http;
    http.url = m_url;
    http.body = QJsonDocument(m_provider->wire->body(m_configuration, request, m_dialect, context)).toJson(QJsonDocument::Compact);
    http.purpose = request.purpose;
    http.model = m_configuration.endpoint.model;
    http.deadline = WholeAnswer;
    http.idle = m_configuration.wait;
    http.attempts = 1;
    http.maxReplyBytes = MaxStreamBytes;
    m_provider->wire->authorize(http, m_configuration.endpoint.key);
    return http;
}

bool HttpChatModel::adapt(const Net::HttpReply &reply)
{
    if (reply.status != 400 && reply.status != 422)
        return false;
    const auto names = [&reply](const char *field) { return reply.body.contains(field); };
    const Dialect before = m_dialect;
    if (m_dialect.usage && names("stream_options"))
        m_dialect.usage = false;
    else if (!m_dialect.newMaximum && names("max_completion_tokens"))
        m_dialect.newMaximum = true;
    else if (m_dialect.newMaximum && names("max_completion_tokens"))
        m_dialect.newMaximum = false;
    else if (m_dialect.sampling && (names("temperature") || names("top_p")))
        m_dialect.sampling = false;
    return before.usage != m_dialect.usage || before.newMaximum != m_dialect.newMaximum || before.sampling != m_dialect.sampling;
}

QCoro::Task<Result<ChatReply>> HttpChatModel::complete(ChatRequest request, ChatSink sink, Concurrency::Context context)
{
    return run(shared_from_this(), std::move(request), std::move(sink), std::move(context));
}

HttpChatModel::FailedAttempt HttpChatModel::refusedAttempt(const Net::HttpReply &reply, bool brief, Attempts &attempts)
{
    FailedAttempt failed;
    int context = 0;
    failed.error = errorFor(*m_provider, m_configuration.endpoint, m_url, reply, &context);
    if (context > 0)
        m_context = context;
    if (adapt(reply) && ++attempts.changes <= MaxChanges) {
        failed.next = FailedAttempt::Next::AtOnce;
        return failed;
    }
    const bool loading = reply.status == 503 && reply.body.toLower().contains("load");
    const bool quota = reply.body.contains("insufficient_quota");
    const bool again = failed.error.retryable && !brief && !quota && (loading || ++attempts.failures < MaxAttempts);
    failed.next = again ? FailedAttempt::Next::AfterPause : FailedAttempt::Next::Never;
    failed.pause = reply.retryAfter ? *reply.retryAfter : loading ? LoadingPause : LoadingPause * attempts.failures;
    failed.waiting = loading ? tr("The model at %1 is still loading.").arg(host()) : failed.error.message;
    return failed;
}

QCoro::Task<Result<ChatReply>> HttpChatModel::run(
    std::shared_ptr<HttpChatModel> self, ChatRequest request, ChatSink sink, Concurrency::Context context)
{
    const std::stop_token stop = context.stop;
    const QString host = self->host();
    QElapsedTimer clock;
    clock.start();
    Attempts attempts;
    qint64 sent = 0;
    for (;;) {
        if (!self->m_client)
            co_return Error { ErrorCode::Transport, tr("The program is closing."), {}, true };
        const auto progress = std::make_shared<ChatProgress>(
            self->m_provider->wire, sink, clock, maxReplyTokens(self->m_configuration, request) > 0 ? 0 : DefaultMaxAnswer);
        const Net::HttpRequest http = self->httpRequest(request);
        auto streaming = Net::streamEvents(
            self->m_client, http, self->m_provider->wire->framing,
            [progress](const Net::ServerEvent &event) { return progress->read(event); }, context);
        const Result<Net::HttpReply> reply = co_await std::move(streaming);
        if (stop.stop_requested())
            co_return Error::cancelled();
        sent += http.body.size();
        if (progress->hasContent() || (reply && reply->ok() && progress->isComplete())) {
            ChatReply answer = progress->finish(reply, host);
            answer.sentBytes = sent;
            if (answer.usage.promptTokens > 0)
                self->m_scale.learn(request.messages, answer.usage.promptTokens);
            co_return answer;
        }

        // Nothing has come, so the question may be asked again.
        FailedAttempt failed;
        if (reply && !reply->ok()) {
            failed = self->refusedAttempt(*reply, request.brief, attempts);
        } else {
            failed.error = emptyAttempt(host, progress->error(), reply);
            if (failed.error.code == ErrorCode::Transport && !request.brief && ++attempts.failures < 2)
                failed.next = FailedAttempt::Next::AfterPause;
            failed.pause = LoadingPause;
        }
        if (failed.next == FailedAttempt::Next::AtOnce)
            continue;
        if (failed.next == FailedAttempt::Next::Never || milliseconds(clock.elapsed()) + failed.pause >= self->m_configuration.wait)
            co_return failed.error;
        if (sink && !failed.waiting.isEmpty())
            sink(ChatWaiting { failed.waiting });
        co_await Concurrency::sleepFor(failed.pause, stop, QCoreApplication::instance());
        if (stop.stop_requested())
            co_return Error::cancelled();
    }
}

} // namespace Heddle::Llm
