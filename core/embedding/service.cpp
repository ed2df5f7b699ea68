// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/embedding/service.h"
#include "core/embedding/localmodel.h"
#include "core/net/httperror.h"
#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <cmath>

namespace Heddle::Embedding {
namespace {

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
        return QLatin1String("local ") + (endpoint.model.isEmpty() ? localModels().first().id : endpoint.model);
    const auto url = resolvedUrl(*this);
    return QStringList { endpoint.id, url ? url->toString(QUrl::FullyEncoded) : endpoint.url, endpoint.model }.join(QLatin1Char(' '));
}

std::optional<Configuration> Configuration::fromId(const QString &id)
{
    const QString first = id.section(QLatin1Char(' '), 0, 0);
    if (first == QLatin1String("local"))
        return Configuration { Kind::Local, { {}, {}, {}, id.section(QLatin1Char(' '), 1) } };
    if (!serviceById(first))
        return {};
    return Configuration { Kind::Http, { first, id.section(QLatin1Char(' '), 1, 1), {}, id.section(QLatin1Char(' '), 2) } };
}

Result<QUrl> resolvedUrl(const Configuration &configuration)
{
    const Service *service = serviceById(configuration.endpoint.id);
    if (!service)
        return Error::input(tr("There is no embedding service \"%1\". Choose another one.").arg(configuration.endpoint.id));
    return Net::endpointFrom(configuration.endpoint.url, service->endpoint);
}

Result<QList<Vector>> readVectors(const Service &service, const QString &host, const QByteArray &reply, qsizetype texts)
{
    const QList<QJsonArray> lists = service.vectors(reply, texts);
    const auto bad = [&host](const QString &what) {
        return Error { ErrorCode::Protocol,
            tr("%1 answered with something that is not an embedding: %2. Check embedding.url and embedding.model.").arg(host, what), {},
            false };
    };
    if (lists.isEmpty())
        return bad(tr("not one list of numbers for each text"));
    QList<Vector> vectors;
    for (const QJsonArray &list : lists) {
        if (list.isEmpty() || list.size() != lists.first().size())
            return bad(tr("lists of different length"));
        if (std::size_t(list.size()) > MaxDimension)
            return bad(tr("lists of %1 numbers").arg(list.size()));
        std::vector<double> numbers;
        numbers.reserve(std::size_t(list.size()));
        double norm = 0;
        for (const auto &value : list) {
            numbers.push_back(value.toDouble(std::nan("")));
            norm += numbers.back() * numbers.back();
        }
        if (!std::isfinite(norm) || norm <= 0)
            return bad(tr("no numbers, numbers that are too large, or nothing but zeros"));
        // As doubles, so that a number which no float can hold doesn't become infinite on the way.
        const double scale = 1 / std::sqrt(norm);
        Vector vector;
        vector.reserve(numbers.size());
        for (const double number : numbers)
            vector.push_back(float(number * scale));
        vectors += std::move(vector);
    }
    return vectors;
}

Error errorFor(const Service &service, const Net::ServiceEndpoint &endpoint, const QUrl &url, const Net::HttpReply &reply)
{
    const Net::FailedService failed { service.name, Net::originOf(url), endpoint.key, QStringLiteral("embedding.key"),
        QStringLiteral("embedding.url"), QStringLiteral("embedding.model") };
    std::optional<Net::OwnMeaning> own;
    if (reply.status == 404)
        own = Net::OwnMeaning { tr("%1 has no embeddings at this address, or no model \"%2\". Check embedding.url and embedding.model.")
                                    .arg(failed.host, endpoint.model) };
    Error error = Net::httpError(Net::HttpFailure::of(reply), failed, own);
    if (isTooLong(reply)) // its callers cut the text and ask again
        error.code = ErrorCode::ContextExceeded;
    return error;
}

} // namespace Heddle::Embedding
