// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/llm/chatprovider.h"
#include <QCoreApplication>

namespace Heddle::Llm {

const QList<Provider> &chatProviders()
{
    constexpr int Usual = 32'768, Large = 131'072, Claude = 200'000;
    constexpr Dialect newMaximum { true, true, true }, noUsage { false, false, true };
    const auto one = [](const char *id, const char *name, const char *url, const Wire *wire, bool key, bool model, int context,
                         Dialect dialect = {}) {
        return Provider { QLatin1String(id), QString::fromUtf8(name), QLatin1String(url), wire, key, model, context, dialect };
    };
    static const QList<Provider> table {
        one("openai-compatible", "OpenAI-compatible server", "", &OpenAiWire, false, false, 0),
        one("ollama", "Ollama", "http://127.0.0.1:11434", &OllamaWire, false, true, 0),
        one("lmstudio", "LM Studio", "http://127.0.0.1:1234/v1", &OpenAiWire, false, false, 0),
        one("llamacpp", "llama.cpp", "http://127.0.0.1:8080/v1", &OpenAiWire, false, false, 0),
        one("vllm", "vLLM", "http://127.0.0.1:8000/v1", &OpenAiWire, false, true, 0),
        one("openai", "OpenAI", "https://api.openai.com/v1", &OpenAiWire, true, true, Large, newMaximum),
        one("anthropic", "Anthropic", "https://api.anthropic.com/v1", &AnthropicWire, true, true, Claude),
        one("deepseek", "DeepSeek", "https://api.deepseek.com/v1", &OpenAiWire, true, true, Usual * 2),
        one("qwen", "Qwen", "https://dashscope-intl.aliyuncs.com/compatible-mode/v1", &OpenAiWire, true, true, Usual),
        one("mistral", "Mistral", "https://api.mistral.ai/v1", &OpenAiWire, true, true, Usual, noUsage),
        one("openrouter", "OpenRouter", "https://openrouter.ai/api/v1", &OpenAiWire, true, true, Usual),
        one("siliconflow", "SiliconFlow", "https://api.siliconflow.cn/v1", &OpenAiWire, true, true, Usual),
    };
    return table;
}

const Provider *chatProviderById(const QString &id)
{
    for (const Provider &provider : chatProviders()) {
        if (provider.id == id)
            return &provider;
    }
    return nullptr;
}

Result<QUrl> chatBaseOf(const Provider &provider, const QString &typed)
{
    // The rule checks the address; whatever it would append is ours to decide.
    auto checked = Net::endpointFrom(typed, { provider.defaultUrl, QString(), {} });
    if (!checked)
        return checked;
    QUrl base = *checked;
    QString path = base.path(QUrl::FullyEncoded);
    const bool native = provider.wire == &OllamaWire;
    for (const QString &end :
        { provider.wire->chatPath, provider.wire->modelsPath, native ? QStringLiteral("/v1/chat/completions") : QString(),
            native ? QStringLiteral("/v1") : QString(), native ? QStringLiteral("/api") : QString() }) {
        if (!end.isEmpty() && path.endsWith(end)) {
            path.chop(end.size());
            break;
        }
    }
    if (path.isEmpty() && !native)
        path = QStringLiteral("/v1");
    base.setPath(path, QUrl::StrictMode);
    return base;
}

QUrl chatEndpoint(const QUrl &base, const QString &path)
{
    QUrl url = base;
    url.setPath(base.path(QUrl::FullyEncoded) + path, QUrl::StrictMode);
    return url;
}

Result<QUrl> resolvedUrl(const Configuration &configuration)
{
    const Provider *provider = chatProviderById(configuration.endpoint.id);
    if (!provider)
        return Error::input(QCoreApplication::translate("Heddle::Llm", "There is no chat provider \"%1\". Choose another one.")
                                .arg(configuration.endpoint.id));
    HEDDLE_TRY_VALUE(const QUrl base, chatBaseOf(*provider, configuration.endpoint.url));
    return chatEndpoint(base, provider->wire->chatPath);
}

} // namespace Heddle::Llm
