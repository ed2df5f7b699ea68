// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rerank/nvidia.h"
#include <QJsonArray>

namespace Heddle::Rerank {
namespace {

QJsonObject text(const QString &words)
{
    return { { QStringLiteral("text"), words } };
}

QJsonObject nvidiaBody(const QString &model, const QString &query, const QStringList &documents)
{
    QJsonArray passages;
    for (const QString &document : documents)
        passages += text(document);
    QJsonObject body { { QStringLiteral("query"), text(query) }, { QStringLiteral("passages"), passages },
        { QStringLiteral("truncate"), QStringLiteral("END") } };
    if (!model.isEmpty())
        body[QStringLiteral("model")] = model;
    return body;
}

} // namespace

const Wire NvidiaWire { &nvidiaBody, "rankings", "logit" };

Provider nvidiaProvider()
{
    return { .id = QStringLiteral("nvidia"),
        .name = QStringLiteral("NVIDIA NIM"),
        .endpoint = { nvidiaDefaultUrl({}), QStringLiteral("/v1/ranking"), { QStringLiteral("ranking"), QStringLiteral("reranking") } },
        .needsKey = true,
        .scale = Scale::Logit,
        .topN = false,
        .documents = 512,
        .wire = &NvidiaWire };
}

QString nvidiaDefaultUrl(const QString &model)
{
    const QString base = QStringLiteral("https://ai.api.nvidia.com/v1/retrieval/nvidia/");
    const QString name = model.section(QLatin1Char('/'), -1);
    // As the models are called, and as their addresses spell them.
    static const QHash<QString, QString> own { { QStringLiteral("nv-rerankqa-mistral-4b-v3"), QStringLiteral("nv-rerankqa-mistral-4b-v3") },
        { QStringLiteral("llama-3.2-nv-rerankqa-1b-v2"), QStringLiteral("llama-3_2-nv-rerankqa-1b-v2") },
        { QStringLiteral("llama-3_2-nv-rerankqa-1b-v2"), QStringLiteral("llama-3_2-nv-rerankqa-1b-v2") } };
    const QString path = own.value(name);
    return path.isEmpty() ? base + QLatin1String("reranking") : base + path + QLatin1String("/reranking");
}

} // namespace Heddle::Rerank
