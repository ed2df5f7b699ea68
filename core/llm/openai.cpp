// SPDX-License-Identifier: GPL-3.0-or-later
// The chat completions endpoint as OpenAI documents it and as llama.cpp, vLLM, LM Studio, DeepSeek and others have it.
#include "core/llm/readjson.h"
#include <QJsonArray>

namespace Heddle::Llm {
namespace {

QJsonObject body(const Configuration &configuration, const ChatRequest &request, const Dialect &dialect, int)
{
    QJsonArray messages;
    for (const ChatMessage &message : request.messages)
        messages += QJsonObject { { QStringLiteral("role"), roleName(message.role) }, { QStringLiteral("content"), message.text } };
    QJsonObject body { { QStringLiteral("messages"), messages }, { QStringLiteral("stream"), true } };
    if (!configuration.endpoint.model.isEmpty())
        body[QStringLiteral("model")] = configuration.endpoint.model;
    if (dialect.usage)
        body[QStringLiteral("stream_options")] = QJsonObject { { QStringLiteral("include_usage"), true } };
    addSampling(body, configuration, request, dialect);
    if (const int maxTokens = maxReplyTokens(configuration, request); maxTokens > 0)
        body[dialect.newMaximum ? QStringLiteral("max_completion_tokens") : QStringLiteral("max_tokens")] = maxTokens;
    return body;
}

ChatReply::Finish finishOf(const QString &reason)
{
    if (reason == QLatin1String("stop") || reason == QLatin1String("eos") || reason == QLatin1String("tool_calls"))
        return ChatReply::Finish::Stop;
    if (reason == QLatin1String("length") || reason == QLatin1String("max_tokens"))
        return ChatReply::Finish::Length;
    if (reason == QLatin1String("content_filter"))
        return ChatReply::Finish::Filtered;
    return ChatReply::Finish::Unknown;
}

Result<Chunk> read(const Net::ServerEvent &event)
{
    Chunk chunk;
    if (event.data.trimmed() == "[DONE]") {
        chunk.end = true;
        return chunk;
    }
    const auto parsed = readObject(event.data);
    if (!parsed)
        return parsed.error();
    const QJsonObject &message = *parsed;
    const bool failed = message.contains(QLatin1String("error")) && !message[QLatin1String("error")].isNull();
    if (failed || event.name == "error" || message[QLatin1String("object")].toString() == QLatin1String("error")) {
        const QString said = Net::serverMessage(message);
        chunk.error = said.isEmpty() ? QString::fromUtf8(event.data.left(300)) : said;
        return chunk;
    }
    chunk.model = message[QLatin1String("model")].toString();
    const QJsonValue usage = message[QLatin1String("usage")], timings = message[QLatin1String("timings")];
    if (usage.isObject() || timings.isObject()) {
        chunk.usage = ChatUsage { usage[QLatin1String("prompt_tokens")].toInt(timings[QLatin1String("prompt_n")].toInt()),
            usage[QLatin1String("completion_tokens")].toInt(timings[QLatin1String("predicted_n")].toInt()),
            timings[QLatin1String("predicted_per_second")].toDouble() };
    }
    const QJsonArray choices = message[QLatin1String("choices")].toArray();
    if (choices.isEmpty())
        return chunk;
    const QJsonObject choice = choices.first().toObject();
    // A server that does not stream sends the same as one message.
    const QJsonValue delta = choice.contains(QLatin1String("delta")) ? choice[QLatin1String("delta")] : choice[QLatin1String("message")];
    chunk.answer = delta[QLatin1String("content")].toString();
    chunk.thinking = delta[QLatin1String("reasoning_content")].toString();
    if (chunk.thinking.isEmpty()) // some servers send both, one of them empty
        chunk.thinking = delta[QLatin1String("reasoning")].toString();
    if (const QString reason = choice[QLatin1String("finish_reason")].toString(); !reason.isEmpty())
        chunk.finish = finishOf(reason);
    return chunk;
}

void authorize(Net::HttpRequest &request, const QByteArray &key)
{
    request.key = key;
}

} // namespace

const Wire OpenAiWire { Net::EventParser::Framing::Events, body, read, authorize, QStringLiteral("/chat/completions"),
    QStringLiteral("/models"), "data" };

} // namespace Heddle::Llm
