// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rerank/provider.h"
#include "core/rerank/nvidia.h"
#include <QCoreApplication>
#include <QJsonArray>

namespace Heddle::Rerank {
namespace {

constexpr int Unlimited = 1 << 30;

QJsonObject resultsBody(const QString &model, const QString &query, const QStringList &documents)
{
    QJsonObject body { { QStringLiteral("query"), query }, { QStringLiteral("documents"), QJsonArray::fromStringList(documents) } };
    if (!model.isEmpty())
        body[QStringLiteral("model")] = model;
    return body;
}

//! An address as most services have it; `defaultUrl` is empty where the user runs the server.
Net::EndpointRule endpoint(const char *defaultUrl = "", const char *path = "/v1/rerank")
{
    return { QLatin1String(defaultUrl), QLatin1String(path), { QStringLiteral("rerank") } };
}

//! The table of services: a new one is an entry here. What an entry leaves out is as Provider has it.
QList<Provider> makeTable()
{
    return {
        { .id = QStringLiteral("openai-compatible"),
            .name = QStringLiteral("OpenAI-compatible server"),
            .endpoint = endpoint("", "/rerank"),
            .documents = 1000,
            .tokens = 512 }, // llama.cpp's physical batch
        { .id = QStringLiteral("jina"),
            .name = QStringLiteral("Jina AI"),
            .endpoint = endpoint("https://api.jina.ai/v1/rerank"),
            .needsKey = true,
            .scale = Scale::Probability,
            .returnDocuments = true,
            .tokens = 8192 },
        { .id = QStringLiteral("xinference"),
            .name = QStringLiteral("Xinference"),
            .endpoint = endpoint(),
            .scale = Scale::Probability,
            .topN = false,
            .returnDocuments = true },
        { .id = QStringLiteral("localai"), .name = QStringLiteral("LocalAI"), .endpoint = endpoint(), .scale = Scale::Probability },
        nvidiaProvider(),
        { .id = QStringLiteral("siliconflow"),
            .name = QStringLiteral("SiliconFlow"),
            .endpoint = endpoint("https://api.siliconflow.cn/v1/rerank"),
            .needsKey = true,
            .scale = Scale::Probability,
            .returnDocuments = true },
        { .id = QStringLiteral("gpustack"), .name = QStringLiteral("GPUStack"), .endpoint = endpoint() },
        { .id = QStringLiteral("novita"),
            .name = QStringLiteral("Novita AI"),
            .endpoint = endpoint("https://api.novita.ai/openai/v1/rerank"),
            .needsKey = true,
            .scale = Scale::Probability,
            .tokens = 1024 },
        { .id = QStringLiteral("gitee"),
            .name = QStringLiteral("Gitee AI"),
            .endpoint = endpoint("https://ai.gitee.com/v1/rerank"),
            .needsKey = true,
            .scale = Scale::Probability },
        { .id = QStringLiteral("jiekou"),
            .name = QStringLiteral("Jiekou AI"),
            .endpoint = endpoint("https://api.jiekou.ai/openai/v1/rerank"),
            .needsKey = true,
            .scale = Scale::Probability },
        { .id = QStringLiteral("overlap"),
            .name = QStringLiteral("Word overlap (built in)"),
            .endpoint = endpoint(),
            .tokens = Unlimited,
            .asynchronous = false },
    };
}

} // namespace

const Wire ResultsWire { &resultsBody, "results", "relevance_score" };

const QList<Provider> &providers()
{
    static const QList<Provider> table = makeTable();
    return table;
}

const Provider *providerById(const QString &id)
{
    for (const Provider &provider : providers()) {
        if (provider.id == id)
            return &provider;
    }
    return nullptr;
}

Result<QUrl> resolvedUrl(const Net::ServiceEndpoint &endpoint)
{
    const Provider *provider = providerById(endpoint.id);
    if (!provider)
        return Error::input(
            QCoreApplication::translate("Heddle::Rerank", "There is no rerank provider \"%1\". Choose another one.").arg(endpoint.id));
    Net::EndpointRule rule = provider->endpoint;
    if (provider->wire == &NvidiaWire && endpoint.url.trimmed().isEmpty())
        rule.defaultUrl = nvidiaDefaultUrl(endpoint.model);
    return Net::endpointFrom(endpoint.url, rule);
}

int tokensOf(const Provider &provider, const QString &model, int configured)
{
    constexpr int Bge = 1024;
    if (configured > 0)
        return configured;
    return model.contains(QLatin1String("bge"), Qt::CaseInsensitive) ? std::min(provider.tokens, Bge) : provider.tokens;
}

} // namespace Heddle::Rerank
