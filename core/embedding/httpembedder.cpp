// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/embedding/httpembedder.h"
#include "core/concurrency/sleep.h"
#include "core/embedding/localembedder.h"
#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <cmath>

namespace Heddle::Embedding {
namespace {

constexpr int MostCuts = 8; // a text is halved this often before the server's refusal is taken as final
constexpr int PassageTries = 5; // the waits between them grow from one second to sixteen

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Embedding", text);
}

QJsonObject modelAndInput(const QString &model, const QStringList &texts)
{
    return { { QStringLiteral("model"), model }, { QStringLiteral("input"), QJsonArray::fromStringList(texts) } };
}

QJsonObject inputsOnly(const QString &, const QStringList &texts)
{
    return { { QStringLiteral("inputs"), QJsonArray::fromStringList(texts) }, { QStringLiteral("truncate"), true } };
}

QList<QJsonArray> inOrder(const QJsonArray &lists, qsizetype texts)
{
    QList<QJsonArray> vectors;
    for (const auto &list : lists)
        vectors += list.toArray();
    return vectors.size() == texts ? vectors : QList<QJsonArray>();
}

//! data[] with an index each, in any order.
QList<QJsonArray> openAiVectors(const QByteArray &reply, qsizetype texts)
{
    QList<QJsonArray> vectors(texts);
    qsizetype at = 0;
    for (const auto &value : QJsonDocument::fromJson(reply).object()[QLatin1String("data")].toArray()) {
        const QJsonObject entry = value.toObject();
        const qsizetype index = entry[QLatin1String("index")].toInteger(at++);
        if (index < 0 || index >= texts || !vectors[index].isEmpty())
            return {};
        vectors[index] = entry[QLatin1String("embedding")].toArray();
    }
    return at == texts ? vectors : QList<QJsonArray>();
}

QList<QJsonArray> ollamaVectors(const QByteArray &reply, qsizetype texts)
{
    return inOrder(QJsonDocument::fromJson(reply).object()[QLatin1String("embeddings")].toArray(), texts);
}

QList<QJsonArray> plainVectors(const QByteArray &reply, qsizetype texts)
{
    return inOrder(QJsonDocument::fromJson(reply).array(), texts);
}

//! Servers say in many words that a text is too long; none of them has a code for it.
bool isTooLong(const Net::HttpReply &reply)
{
    if (reply.status == 413)
        return true;
    if (reply.status != 400 && reply.status != 422 && reply.status != 500)
        return false;
    const QByteArray body = reply.body.toLower();
    for (const char *words : { "too long", "too large", "context length", "context size", "maximum context", "max_tokens",
             "must have less than", "exceed", "maximum allowed", "input length", "physical batch size" }) {
        if (body.contains(words))
            return true;
    }
    return false;
}

} // namespace

const QList<Service> &services()
{
    static const QList<Service> table {
        { QStringLiteral("openai-compatible"), QStringLiteral("OpenAI-compatible"),
            { QString(), QStringLiteral("/v1/embeddings"), { QStringLiteral("embeddings") } }, true, 32, modelAndInput, openAiVectors },
        { QStringLiteral("ollama"), QStringLiteral("Ollama"),
            { QStringLiteral("http://127.0.0.1:11434"), QStringLiteral("/api/embed"), { QStringLiteral("embed") } }, true, 16,
            modelAndInput, ollamaVectors },
        { QStringLiteral("tei"), QStringLiteral("Text Embeddings Inference"),
            { QStringLiteral("http://127.0.0.1:8080"), QStringLiteral("/embed"), { QStringLiteral("embed") } }, false, 32, inputsOnly,
            plainVectors },
    };
    return table;
}

const Service *serviceById(const QString &id)
{
    for (const Service &service : services()) {
        if (service.id == id)
            return &service;
    }
    return nullptr;
}

QString Configuration::id() const
{
    if (kind == Kind::Local)
        return QLatin1String("local ") + (model.isEmpty() ? localModels().first().id : model);
    const auto endpoint = endpointOf(*this);
    return QStringList { service, endpoint ? endpoint->toString(QUrl::FullyEncoded) : url, model }.join(QLatin1Char(' '));
}

std::optional<Configuration> Configuration::fromId(const QString &id)
{
    const QString first = id.section(QLatin1Char(' '), 0, 0);
    if (first == QLatin1String("local"))
        return Configuration { Kind::Local, {}, {}, id.section(QLatin1Char(' '), 1), {} };
    if (!serviceById(first))
        return {};
    return Configuration { Kind::Http, first, id.section(QLatin1Char(' '), 1, 1), id.section(QLatin1Char(' '), 2), {} };
}

Result<QUrl> endpointOf(const Configuration &configuration)
{
    const Service *service = serviceById(configuration.service);
    if (!service)
        return Error::input(tr("There is no embedding service \"%1\".").arg(configuration.service));
    return Net::endpointFrom(configuration.url, service->endpoint);
}

Result<std::shared_ptr<Embedder>> makeEmbedder(const Configuration &configuration, const Ways &ways)
{
    if (configuration.kind == Configuration::Kind::Local) {
        auto model = LocalModel::find(configuration.model, ways.runtime);
        if (!model)
            return model.error();
        return std::shared_ptr<Embedder>(std::make_shared<LocalEmbedder>(*model, ways.pools));
    }
    const auto url = endpointOf(configuration);
    if (!url)
        return url.error();
    const Service *service = serviceById(configuration.service);
    if (service->needsModel && configuration.model.isEmpty())
        return Error::input(tr("%1 needs the name of a model; set embedding.model").arg(service->name));
    return std::shared_ptr<Embedder>(std::make_shared<HttpEmbedder>(configuration, service, *url, ways));
}

QString HttpEmbedder::name() const
{
    return m_configuration.model.isEmpty() ? m_service->name : m_configuration.model;
}

QString HttpEmbedder::host() const
{
    return Net::originOf(m_url).section(QLatin1String("://"), 1);
}

Result<QList<Vector>> HttpEmbedder::read(const QByteArray &reply, qsizetype texts) const
{
    const QList<QJsonArray> lists = m_service->vectors(reply, texts);
    const auto bad = [this](const QString &what) {
        return Error { ErrorCode::Protocol, tr("%1 answered with something that is no embedding (%2).").arg(host(), what), {}, false };
    };
    if (lists.isEmpty())
        return bad(tr("not one list of numbers for each text"));
    QList<Vector> vectors;
    for (const QJsonArray &list : lists) {
        Vector vector;
        vector.reserve(std::size_t(list.size()));
        double norm = 0;
        for (const auto &value : list) {
            const double number = value.toDouble(std::nan(""));
            norm += number * number;
            vector.push_back(float(number));
        }
        if (vector.empty() || vector.size() != std::size_t(lists.first().size()))
            return bad(tr("lists of different length"));
        if (!std::isfinite(norm) || norm <= 0)
            return bad(tr("no numbers, or nothing but zeros"));
        const auto scale = float(1 / std::sqrt(norm));
        for (float &value : vector)
            value *= scale;
        vectors += std::move(vector);
    }
    return vectors;
}

Error HttpEmbedder::refusal(const Net::HttpReply &reply) const
{
    Error error { ErrorCode::Provider, Net::refusalText(reply, host()), {}, reply.status == 429 || reply.status >= 500, reply.status };
    const QString said = Net::serverMessage(QJsonDocument::fromJson(reply.body).object());
    if (error.message.isEmpty())
        error.message = reply.status == 404
            ? tr("%1 has no embeddings at this address, or no model \"%2\" (404). Check embedding.url and embedding.model.")
                  .arg(host(), m_configuration.model)
            : tr("%1 refused the request (%2). Check embedding.url and embedding.model.").arg(host()).arg(reply.status);
    if (!said.isEmpty())
        error.message += QLatin1Char(' ') + tr("It says: %1").arg(said.left(300));
    if (isTooLong(reply))
        error.code = ErrorCode::ContextExceeded;
    return error;
}

QCoro::Task<Result<QList<Vector>>> HttpEmbedder::once(QStringList texts, int attempts, Concurrency::Context context)
{
    const auto self = shared_from_this();
    auto buildTask = m_ways.pools->inference.submit(
        [service = m_service, model = m_configuration.model, texts](
            std::stop_token) -> Result<QByteArray> { return QJsonDocument(service->body(model, texts)).toJson(QJsonDocument::Compact); },
        context, QStringLiteral("build a request"));
    auto body = co_await std::move(buildTask);
    if (!body)
        co_return body.error();
    if (!m_ways.http)
        co_return Error::cancelled();
    Net::HttpRequest request;
    request.url = m_url;
    request.body = *body;
    request.key = m_configuration.key;
    request.purpose = QStringLiteral("embed");
    request.attempts = attempts;
    auto sendTask = m_ways.http->send(request, context);
    auto reply = co_await std::move(sendTask);
    if (!reply)
        co_return reply.error();
    if (!reply->ok())
        co_return refusal(*reply);
    auto readTask = m_ways.pools->inference.submit(
        [self, bytes = reply->body, count = texts.size()](std::stop_token) { return self->read(bytes, count); }, context,
        QStringLiteral("read vectors"));
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

//! A batch that is too long is halved until single texts are left, and these until they fit.
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
            if (one.error().code != ErrorCode::ContextExceeded || cut == MostCuts)
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
    std::chrono::milliseconds wait { 1000 };
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
        if (!passes || attempt == PassageTries || !m_ways.http)
            co_return vectors;
        co_await Concurrency::sleepFor(wait, context.stop, m_ways.http);
        wait *= 2;
    }
}

} // namespace Heddle::Embedding
