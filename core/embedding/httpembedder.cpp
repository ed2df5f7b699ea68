// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/embedding/httpembedder.h"
#include "core/concurrency/sleep.h"
#include "core/embedding/localembedder.h"
#include <QCoreApplication>
#include <QJsonDocument>

namespace Heddle::Embedding {
namespace {

constexpr int MaxCuts = 8; //!< a text is halved this often before the server's error is final
constexpr int PassageAttempts = 5; //!< each pause between them is twice the one before
constexpr qint64 MaxVectorBytes = qint64(Embedding::MaxDimension) * 32; //!< of JSON, white space included

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Embedding", text);
}

} // namespace

Result<std::shared_ptr<Embedder>> makeEmbedder(const Configuration &configuration, const Transports &transports)
{
    if (configuration.kind == Configuration::Kind::Local) {
        auto model = LocalModel::find(configuration.endpoint.model, transports.runtime);
        if (!model)
            return model.error();
        return std::shared_ptr<Embedder>(std::make_shared<LocalEmbedder>(*model, transports.pools));
    }
    HEDDLE_TRY_VALUE(const QUrl url, resolvedUrl(configuration));
    const Service *service = serviceById(configuration.endpoint.id);
    if (service->needsModel && configuration.endpoint.model.isEmpty())
        return Error::input(tr("%1 needs the name of a model. Enter it in the settings (embedding.model).").arg(service->name));
    return std::shared_ptr<Embedder>(std::make_shared<HttpEmbedder>(configuration, service, url, transports));
}

QString HttpEmbedder::name() const
{
    return m_configuration.endpoint.model.isEmpty() ? m_service->name : m_configuration.endpoint.model;
}

bool HttpEmbedder::sendsElsewhere() const
{
    return Net::SendGuard::isElsewhere(m_transports.http, m_url, m_configuration.endpoint.model);
}

QString HttpEmbedder::host() const
{
    return Net::originOf(m_url).section(QLatin1String("://"), 1);
}

QCoro::Task<Result<QList<Vector>>> HttpEmbedder::once(QStringList texts, int attempts, Concurrency::Context context)
{
    const auto self = shared_from_this();
    auto buildTask = m_transports.pools->inference.submit(
        [service = m_service, model = m_configuration.endpoint.model, texts](
            std::stop_token) -> Result<QByteArray> { return QJsonDocument(service->body(model, texts)).toJson(QJsonDocument::Compact); },
        context, QStringLiteral("build a request"));
    auto body = co_await std::move(buildTask);
    if (!body)
        co_return body.error();
    if (!m_transports.http)
        co_return Error::cancelled();
    Net::HttpRequest request;
    request.url = m_url;
    request.body = *body;
    request.key = m_configuration.endpoint.key;
    request.purpose = QStringLiteral("embed");
    request.model = m_configuration.endpoint.model;
    request.attempts = attempts;
    request.maxReplyBytes = std::min(request.maxReplyBytes, texts.size() * MaxVectorBytes);
    auto sendTask = m_transports.http->send(request, context);
    auto reply = co_await std::move(sendTask);
    if (!reply)
        co_return reply.error();
    if (!reply->ok())
        co_return errorFor(*m_service, m_configuration.endpoint, m_url, *reply);
    auto readTask =
        m_transports.pools->inference.submit([self, bytes = reply->body, count = texts.size()](
                                                 std::stop_token) { return readVectors(*self->m_service, self->host(), bytes, count); },
            context, QStringLiteral("read vectors"));
    co_return co_await std::move(readTask);
}

QCoro::Task<Result<Vector>> HttpEmbedder::embedQuery(QString question, Concurrency::Context context)
{
    const auto self = shared_from_this();
    auto task = once(QStringList(question), 1, context);
    auto vectors = co_await std::move(task);
    if (!vectors)
        co_return vectors.error();
    co_return vectors->first();
}

//! Embeds texts one by one; one that is too long is halved until it fits.
QCoro::Task<Result<QList<Vector>>> HttpEmbedder::cutToFit(QStringList texts, Concurrency::Context context)
{
    const auto self = shared_from_this();
    QList<Vector> vectors;
    for (const QString &text : texts) {
        QString part = text;
        for (int cut = 0;; ++cut) {
            auto task = once(QStringList(part), 3, context);
            auto one = co_await std::move(task);
            if (one) {
                vectors += one->first();
                break;
            }
            if (one.error().code != ErrorCode::ContextExceeded || cut == MaxCuts)
                co_return one.error();
            part.truncate(part.size() / 2);
            if (!part.isEmpty() && part.back().isHighSurrogate())
                part.chop(1);
        }
    }
    co_return vectors;
}

QCoro::Task<Result<QList<Vector>>> HttpEmbedder::embedPassages(QStringList texts, Concurrency::Context context)
{
    const auto self = shared_from_this();
    auto wait = m_transports.pause;
    for (int attempt = 1;; ++attempt) {
        auto task = once(texts, 3, context);
        auto vectors = co_await std::move(task);
        if (vectors || context.stop_requested())
            co_return vectors;
        if (vectors.error().code == ErrorCode::ContextExceeded) {
            auto cutTask = cutToFit(texts, context);
            co_return co_await std::move(cutTask);
        }
        const bool passes = vectors.error().retryable || vectors.error().code == ErrorCode::Timeout;
        if (!passes || attempt == PassageAttempts || !m_transports.http)
            co_return vectors;
        co_await Concurrency::sleepFor(wait, context.stop, m_transports.http);
        wait *= 2;
    }
}

} // namespace Heddle::Embedding
