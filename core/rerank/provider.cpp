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

Provider provider(const char *id, const char *name, const char *defaultUrl, bool needsKey, Scale scale)
{
    Provider made;
    made.id = QString::fromLatin1(id);
    made.name = QString::fromLatin1(name);
    made.endpoint = { QString::fromLatin1(defaultUrl), QStringLiteral("/v1/rerank"), { QStringLiteral("rerank") } };
    made.needsKey = needsKey;
    made.scale = scale;
    return made;
}

QList<Provider> makeTable()
{
    Provider compatible = provider("openai-compatible", "OpenAI-compatible server", "", false, Scale::Unknown);
    compatible.endpoint.path = QStringLiteral("/rerank");
    compatible.documents = 1000;
    compatible.tokens = 512; // llama.cpp's physical batch
    Provider jina = provider("jina", "Jina AI", "https://api.jina.ai/v1/rerank", true, Scale::Probability);
    jina.returnDocuments = true;
    jina.tokens = 8192;
    Provider xinference = provider("xinference", "Xinference", "", false, Scale::Probability);
    xinference.topN = false;
    xinference.returnDocuments = true;
    const Provider localai = provider("localai", "LocalAI", "", false, Scale::Probability);
    Provider siliconflow = provider("siliconflow", "SiliconFlow", "https://api.siliconflow.cn/v1/rerank", true, Scale::Probability);
    siliconflow.returnDocuments = true;
    const Provider gpustack = provider("gpustack", "GPUStack", "", false, Scale::Unknown);
    Provider novita = provider("novita", "Novita AI", "https://api.novita.ai/openai/v1/rerank", true, Scale::Probability);
    novita.tokens = 1024;
    const Provider gitee = provider("gitee", "Gitee AI", "https://ai.gitee.com/v1/rerank", true, Scale::Probability);
    const Provider jiekou = provider("jiekou", "Jiekou AI", "https://api.jiekou.ai/openai/v1/rerank", true, Scale::Probability);
    Provider overlap = provider("overlap", "Word overlap (built in)", "", false, Scale::Unknown);
    overlap.asynchronous = false;
    overlap.tokens = Unlimited;
    return { compatible, jina, xinference, localai, nvidiaProvider(), siliconflow, gpustack, novita, gitee, jiekou, overlap };
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
