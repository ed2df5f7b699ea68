// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/llm/modellist.h"
#include "core/llm/chaterror.h"
#include "core/llm/readjson.h"
#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <algorithm>

namespace Heddle::Llm {
namespace {

constexpr std::chrono::milliseconds ListDeadline { 15'000 }, ContextDeadline { 2'000 };
constexpr qint64 MaxListBytes = qint64(4) << 20; //!< the longest lists, of resellers, have some hundred models

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Llm", text);
}

Net::HttpRequest requestTo(const Provider &provider, const Configuration &configuration, const QUrl &url)
{
    Net::HttpRequest request;
    request.method = "GET";
    request.url = url;
    request.purpose = QStringLiteral("models");
    request.attempts = 1;
    request.maxReplyBytes = MaxListBytes;
    provider.wire->authorize(request, configuration.endpoint.key);
    return request;
}

//! The one of these that a server has.
int contextIn(const QJsonObject &model)
{
    for (const char *key : { "max_model_len", "context_length", "max_context_length", "context_window", "loaded_context_length" }) {
        if (const int tokens = model[QLatin1String(key)].toInt(); tokens > 0)
            return tokens;
    }
    return 0;
}

QCoro::Task<QJsonObject> fetchObject(QPointer<Net::HttpClient> client, Net::HttpRequest request, Concurrency::Context stop)
{
    if (!client)
        co_return QJsonObject();
    request.deadline = ContextDeadline;
    auto task = client->send(request, stop);
    const auto reply = co_await std::move(task);
    co_return reply && reply->ok() ? QJsonDocument::fromJson(reply->body).object() : QJsonObject();
}

QUrl rootOf(const QUrl &base, const QString &path)
{
    QUrl url = base;
    QString text = base.path();
    if (text.endsWith(QLatin1String("/v1")))
        text.chop(3);
    url.setPath(text + path);
    return url;
}

} // namespace

QCoro::Task<Result<QList<ChatModelInfo>>> fetchModels(
    QPointer<Net::HttpClient> client, Configuration configuration, Concurrency::Context stop)
{
    const Provider *provider = chatProviderById(configuration.endpoint.id);
    if (!provider || !client)
        co_return resolvedUrl(configuration).error();
    HEDDLE_CO_TRY_VALUE(const QUrl base, chatBaseOf(*provider, configuration.endpoint.url));
    const QUrl url = chatEndpoint(base, provider->wire->modelsPath);
    Net::HttpRequest request = requestTo(*provider, configuration, url);
    request.deadline = ListDeadline;
    auto task = client->send(request, stop);
    const auto reply = co_await std::move(task);
    if (!reply)
        co_return reply.error();
    if (!reply->ok())
        co_return errorFor(*provider, configuration.endpoint, url, *reply);
    const auto body = readObject(reply->body);
    if (!body)
        co_return Error { body.error().code,
            tr("%1 does not answer with a list of models.").arg(Net::originOf(url)) + QLatin1Char(' ') + body.error().message,
            body.error().detail, false, reply->status };
    QList<ChatModelInfo> models;
    for (const QJsonValue &value : (*body)[QLatin1String(provider->wire->modelsList)].toArray()) {
        const QJsonObject model = value.toObject();
        const QString id = model[QLatin1String("id")].toString(model[QLatin1String("name")].toString());
        if (!id.isEmpty())
            models += { id, model[QLatin1String("display_name")].toString(id), contextIn(model) };
    }
    std::sort(models.begin(), models.end(), [](const auto &a, const auto &b) { return a.id.compare(b.id, Qt::CaseInsensitive) < 0; });
    co_return models;
}

QCoro::Task<ModelFacts> fetchFacts(QPointer<Net::HttpClient> client, Configuration configuration, Concurrency::Context stop)
{
    using Counting = ModelFacts::Counting;
    stop = stop.withoutText(); // the model's name at most
    ModelFacts facts;
    const Provider *provider = chatProviderById(configuration.endpoint.id);
    const auto base = provider ? chatBaseOf(*provider, configuration.endpoint.url) : Result<QUrl>(Error::cancelled());
    if (!base || provider->wire == &AnthropicWire)
        co_return facts;
    if (provider->wire == &OllamaWire) {
        Net::HttpRequest request = requestTo(*provider, configuration, chatEndpoint(*base, QStringLiteral("/api/show")));
        request.method = "POST";
        request.body =
            QJsonDocument(QJsonObject { { QStringLiteral("model"), configuration.endpoint.model } }).toJson(QJsonDocument::Compact);
        auto task = fetchObject(client, request, stop);
        const QJsonObject shown = co_await std::move(task);
        const QJsonObject info = shown[QLatin1String("model_info")].toObject();
        for (auto it = info.begin(); it != info.end(); ++it) {
            if (it.key().endsWith(QLatin1String(".context_length")))
                facts.context = it->toInt();
        }
        co_return facts;
    }
    auto listTask = fetchObject(client, requestTo(*provider, configuration, chatEndpoint(*base, provider->wire->modelsPath)), stop);
    const QJsonObject list = co_await std::move(listTask);
    const QJsonArray models = list[QLatin1String("data")].toArray();
    QJsonObject model;
    for (const QJsonValue &one : models) {
        if (models.size() == 1 || one[QLatin1String("id")].toString() == configuration.endpoint.model)
            model = one.toObject();
    }
    const QString owner = model[QLatin1String("owned_by")].toString();
    const bool llamaCpp = provider->id == QLatin1String("llamacpp") || owner == QLatin1String("llamacpp");
    const bool vllm = provider->id == QLatin1String("vllm") || owner == QLatin1String("vllm");
    facts.counting = llamaCpp ? Counting::LlamaCpp : vllm ? Counting::Vllm : Counting::None;
    facts.context = contextIn(model);
    if (facts.context > 0)
        co_return facts;
    if (llamaCpp) {
        auto task = fetchObject(client, requestTo(*provider, configuration, rootOf(*base, QStringLiteral("/props"))), stop);
        const QJsonObject props = co_await std::move(task);
        facts.context = props[QLatin1String("default_generation_settings")][QLatin1String("n_ctx")].toInt();
    } else if (provider->id == QLatin1String("lmstudio")) {
        auto task = fetchObject(client, requestTo(*provider, configuration, rootOf(*base, QStringLiteral("/api/v0/models"))), stop);
        const QJsonObject loaded = co_await std::move(task);
        for (const QJsonValue &one : loaded[QLatin1String("data")].toArray()) {
            if (one[QLatin1String("id")].toString() == configuration.endpoint.model)
                facts.context = one[QLatin1String("loaded_context_length")].toInt();
        }
    }
    co_return facts;
}

QCoro::Task<int> fetchTokenCount(QPointer<Net::HttpClient> client, Configuration configuration, ModelFacts::Counting counting,
    QList<ChatMessage> messages, Concurrency::Context stop)
{
    const Provider *provider = chatProviderById(configuration.endpoint.id);
    const auto base = provider ? chatBaseOf(*provider, configuration.endpoint.url) : Result<QUrl>(Error::cancelled());
    if (!base || counting == ModelFacts::Counting::None)
        co_return 0;
    QStringList texts;
    QJsonArray turns;
    for (const ChatMessage &message : std::as_const(messages)) {
        texts += message.text;
        turns += QJsonObject { { QStringLiteral("role"), roleName(message.role) }, { QStringLiteral("content"), message.text } };
    }
    QJsonObject body;
    if (counting == ModelFacts::Counting::LlamaCpp)
        body[QStringLiteral("content")] = texts.join(QLatin1Char('\n'));
    else
        body = { { QStringLiteral("model"), configuration.endpoint.model }, { QStringLiteral("messages"), turns } };
    Net::HttpRequest request = requestTo(*provider, configuration, rootOf(*base, QStringLiteral("/tokenize")));
    request.method = "POST";
    request.purpose = QStringLiteral("tokens");
    request.body = QJsonDocument(body).toJson(QJsonDocument::Compact);
    auto task = fetchObject(client, request, stop);
    const QJsonObject counted = co_await std::move(task);
    if (counting == ModelFacts::Counting::Vllm)
        co_return counted[QLatin1String("count")].toInt();
    constexpr int PerMessage = 8; // for the template, which is not in the text
    const auto tokens = int(counted[QLatin1String("tokens")].toArray().size());
    co_return tokens > 0 ? tokens + PerMessage *int(messages.size()) : 0;
}

} // namespace Heddle::Llm
