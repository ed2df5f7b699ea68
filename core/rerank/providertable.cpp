// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rerank/providertable.h"

namespace Heddle::Rerank {

const QList<Provider> &providers()
{
    static const QList<Provider> table {
        { QStringLiteral("openai-compatible"), QStringLiteral("OpenAI-compatible server"), {}, false },
        { QStringLiteral("jina"), QStringLiteral("Jina AI"), QStringLiteral("https://api.jina.ai/v1/rerank"), true },
        { QStringLiteral("xinference"), QStringLiteral("Xinference"), {}, false },
        { QStringLiteral("localai"), QStringLiteral("LocalAI"), {}, false },
        { QStringLiteral("nvidia"), QStringLiteral("NVIDIA NIM"), QStringLiteral("https://ai.api.nvidia.com/v1/retrieval/nvidia/reranking"),
            true },
        { QStringLiteral("siliconflow"), QStringLiteral("SiliconFlow"), QStringLiteral("https://api.siliconflow.cn/v1/rerank"), true },
        { QStringLiteral("gpustack"), QStringLiteral("GPUStack"), {}, false },
        { QStringLiteral("novita"), QStringLiteral("Novita AI"), QStringLiteral("https://api.novita.ai/openai/v1/rerank"), true },
        { QStringLiteral("gitee"), QStringLiteral("Gitee AI"), QStringLiteral("https://ai.gitee.com/v1/rerank"), true },
        { QStringLiteral("jiekou"), QStringLiteral("Jiekou AI"), QStringLiteral("https://api.jiekou.ai/openai/v1/rerank"), true },
    };
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

} // namespace Heddle::Rerank
