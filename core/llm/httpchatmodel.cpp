// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/llm/httpchatmodel.h"
#include "core/concurrency/sleep.h"
#include "core/llm/modellist.h"
#include "core/llm/thinksplitter.h"
#include "core/net/eventstream.h"
#include <QCoreApplication>
#include <QElapsedTimer>
#include <QJsonDocument>

namespace Heddle::Llm {
namespace {

using std::chrono::milliseconds;

constexpr int DefaultContext = 4096; //!< where neither the user nor the server says
constexpr int OllamaContext = 8192; //!< asked for at most: it takes memory
constexpr int LongestAnswer = 1'000'000; //!< characters
constexpr qint64 LargestStream = qint64(256) << 20; //!< bytes; each token comes in some hundred of them
constexpr std::chrono::hours WholeAnswer { 1 };
constexpr milliseconds LoadingPause { 1000 };
constexpr int Attempts = 3; //!< at a server with an error of its own

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Llm", text);
}

//! An answer on its way in.
struct Progress {
    const Wire *wire;
    ChatSink sink;
    QElapsedTimer clock;
    ThinkSplitter splitter;
    ChatReply reply;
    std::optional<Error> error;
    bool any = false, ended = false;
    qsizetype looked = 0;

    void take(const QList<ChatEvent> &events)
    {
        for (const ChatEvent &event : events) {
            if (!std::exchange(any, true))
                reply.firstTokenMs = double(clock.nsecsElapsed()) / 1e6;
            if (const auto *delta = std::get_if<ChatDelta>(&event)) {
                (delta->kind == ChatDelta::Kind::Answer ? reply.answer : reply.thinking) += delta->text;
            } else if (std::holds_alternative<ChatRethought>(event)) {
                reply.thinking += reply.answer;
                reply.answer.clear();
                looked = 0;
            }
            if (sink)
                sink(event);
        }
    }

    Net::Heard hear(const Net::ServerEvent &event)
    {
        const auto chunk = wire->read(event);
        if (!chunk) {
            error = chunk.error();
            return Net::Heard::Abort;
        }
        if (!chunk->model.isEmpty())
            reply.model = chunk->model;
        if (chunk->usage) {
            reply.usage.promptTokens = std::max(reply.usage.promptTokens, chunk->usage->promptTokens);
            reply.usage.answerTokens = std::max(reply.usage.answerTokens, chunk->usage->answerTokens);
            reply.usage.tokensPerSecond = std::max(reply.usage.tokensPerSecond, chunk->usage->tokensPerSecond);
        }
        if (!chunk->thinking.isEmpty())
            take({ ChatDelta { ChatDelta::Kind::Thinking, chunk->thinking } });
        if (!chunk->answer.isEmpty())
            take(splitter.add(chunk->answer));
        if (chunk->finish)
            reply.finish = *chunk->finish;
        if (chunk->error) {
            error = Error { ErrorCode::Provider, *chunk->error, {}, true };
            return Net::Heard::Abort;
        }
        ended = ended || chunk->end || chunk->finish.has_value();
        constexpr qsizetype LookEvery = 2048;
        if (const qsizetype size = reply.answer.size() + reply.thinking.size(); size - looked >= LookEvery) {
            looked = size;
            if (isLooping(reply.answer.isEmpty() ? reply.thinking : reply.answer) || size > LongestAnswer) {
                reply.finish = ChatReply::Finish::Looping;
                ended = true;
                return Net::Heard::Abort;
            }
        }
        return chunk->end ? Net::Heard::All : Net::Heard::More;
    }

    //! Puts the pieces together when nothing more comes.
    ChatReply done(const Result<Net::HttpReply> &http, const QString &host)
    {
        take(splitter.finish());
        if (!ended) {
            const QString why = error ? error->message : http ? tr("the stream ended before the answer did") : http.error().message;
            reply.cut = Error { error ? error->code
                    : http            ? ErrorCode::Transport
                                      : http.error().code,
                tr("%1 broke off in the middle of the answer: %2").arg(host, why), error ? error->detail : QString(), true };
        }
        const double seconds = double(clock.nsecsElapsed()) / 1e9 - reply.firstTokenMs / 1e3;
        if (reply.usage.tokensPerSecond <= 0 && reply.usage.answerTokens > 0 && seconds > 0)
            reply.usage.tokensPerSecond = reply.usage.answerTokens / seconds;
        return reply;
    }
};

} // namespace

bool isLooping(QStringView text)
{
    constexpr qsizetype Tail = 32'768, LongestPeriod = 400;
    if (text.size() < Tail)
        return false;
    const QStringView tail = text.right(Tail);
    for (qsizetype period = 1; period <= LongestPeriod; ++period) {
        if (tail.mid(period) == tail.chopped(period))
            return true;
    }
    return false;
}

HttpChatModel::HttpChatModel(Configuration configuration, const Provider *provider, QUrl url, Net::HttpClient *client)
    : m_configuration(std::move(configuration)), m_provider(provider), m_url(std::move(url)), m_client(client), m_dialect(provider->dialect)
{ }

Result<std::shared_ptr<HttpChatModel>> HttpChatModel::make(Configuration configuration, Net::HttpClient *client)
{
    const Provider *provider = chatProviderById(configuration.provider);
    if (!provider)
        return Error::input(tr("There is no chat provider \"%1\".").arg(configuration.provider));
    const auto base = chatBaseOf(*provider, configuration.url);
    if (!base)
        return base.error();
    if (provider->needsModel && configuration.model.isEmpty())
        return Error::input(tr("%1 needs the name of a model").arg(provider->name));
    if (provider->needsKey && configuration.key.isEmpty() && !Net::isLoopback(*base))
        return Error::input(tr("%1 needs a key").arg(provider->name));
    const QUrl url = chatEndpoint(*base, provider->wire->chatPath);
    return std::shared_ptr<HttpChatModel>(new HttpChatModel(std::move(configuration), provider, url, client));
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
        auto task = fetchContext(self->m_client, self->m_configuration, stop);
        const int told = co_await std::move(task);
        if (!stop.stop_requested())
            self->m_context = told > 0 ? told : -1;
    }
    const int set = self->m_configuration.context;
    if (self->m_context > 0) // what the server can't hold is of no use
        co_return set > 0 ? std::min(set, self->m_context) : ollama ? std::min(OllamaContext, self->m_context) : self->m_context;
    co_return set > 0 ? set : self->m_provider->context > 0 ? self->m_provider->context : DefaultContext;
}

Net::HttpRequest HttpChatModel::httpRequest(const ChatRequest &request, qint64 *bytes) const
{
    const bool ollama = m_provider->wire == &OllamaWire;
    const int set = m_configuration.context > 0 ? m_configuration.context : OllamaContext;
    const int context = ollama ? (m_context > 0 ? std::min(set, m_context) : set) : 0;
    Net::HttpRequest http;
    http.url = m_url;
    http.body = QJsonDocument(m_provider->wire->body(m_configuration, request, m_dialect, context)).toJson(QJsonDocument::Compact);
    http.purpose = request.purpose;
    http.deadline = WholeAnswer;
    http.idle = m_configuration.wait;
    http.attempts = 1;
    http.largestReply = LargestStream;
    m_provider->wire->authorize(http, m_configuration.key);
    *bytes = http.body.size();
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

QCoro::Task<Result<ChatReply>> HttpChatModel::run(
    std::shared_ptr<HttpChatModel> self, ChatRequest request, ChatSink sink, Concurrency::Context context)
{
    const std::stop_token stop = context.stop;
    const QString host = self->host();
    QElapsedTimer clock;
    clock.start();
    int failures = 0, changes = 0;
    qint64 sent = 0;
    for (;;) {
        if (!self->m_client)
            co_return Error { ErrorCode::Transport, tr("the program is closing"), {}, true };
        const auto progress = std::make_shared<Progress>();
        progress->wire = self->m_provider->wire;
        progress->sink = sink;
        progress->clock = clock;
        qint64 bytes = 0;
        const Net::HttpRequest http = self->httpRequest(request, &bytes);
        auto streaming = Net::streamEvents(
            self->m_client, http, self->m_provider->wire->framing,
            [progress](const Net::ServerEvent &event) { return progress->hear(event); }, context);
        const Result<Net::HttpReply> reply = co_await std::move(streaming);
        if (stop.stop_requested())
            co_return Error::cancelled();
        sent += bytes;
        progress->reply.sentBytes = sent;
        if (progress->any || (reply && reply->ok() && progress->ended))
            co_return progress->done(reply, host);

        // Nothing has come: it may be asked again.
        milliseconds pause { 0 };
        bool again = false;
        Error error;
        if (!reply || reply->ok()) {
            error = progress->error ? *progress->error
                : reply ? Error { ErrorCode::Protocol, tr("%1 sent an empty answer; check the address and the model").arg(host), {}, true }
                        : reply.error();
            if (progress->error)
                error.message = tr("%1 %2").arg(
                    host, error.code == ErrorCode::Protocol ? error.message : tr("answered with an error: %1").arg(error.message));
            again = error.code == ErrorCode::Transport && !request.brief && ++failures < 2;
            pause = LoadingPause;
        } else {
            int told = 0;
            error = chatStatusError(*self->m_provider, self->m_url, self->m_configuration.model, *reply, &told);
            if (told > 0)
                self->m_context = told;
            constexpr int MostChanges = 3;
            if (self->adapt(*reply) && ++changes <= MostChanges)
                continue;
            const bool loading = reply->status == 503 && reply->body.toLower().contains("load");
            const bool quota = reply->body.contains("insufficient_quota");
            again = error.retryable && !request.brief && !quota && (loading || ++failures < Attempts);
            pause = reply->retryAfter ? *reply->retryAfter : loading ? LoadingPause : LoadingPause * failures;
            if (again && milliseconds(clock.elapsed()) + pause < self->m_configuration.wait && sink)
                sink(ChatWaiting { loading ? tr("The model at %1 is still loading").arg(host) : error.message });
        }
        if (!again || milliseconds(clock.elapsed()) + pause >= self->m_configuration.wait)
            co_return error;
        co_await Concurrency::sleepFor(pause, stop, QCoreApplication::instance());
        if (stop.stop_requested())
            co_return Error::cancelled();
    }
}

} // namespace Heddle::Llm
