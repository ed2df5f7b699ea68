// SPDX-License-Identifier: GPL-3.0-or-later
// Ollama's own chat endpoint: a line of JSON a piece, and a context that is sized with each request (its default is small,
// and a longer prompt loses its beginning without a word).
#include "core/llm/readjson.h"
#include <QJsonArray>

namespace Heddle::Llm {
namespace {

QJsonObject body(const Configuration &configuration, const ChatRequest &request, const Dialect &dialect, int context)
{
    QJsonArray messages;
    for (const ChatMessage &message : request.messages)
        messages += QJsonObject { { QStringLiteral("role"), roleName(message.role) }, { QStringLiteral("content"), message.text } };
    QJsonObject options;
    if (context > 0)
        options[QStringLiteral("num_ctx")] = context;
    addSampling(options, configuration, request, dialect);
    if (const int maxTokens = maxReplyTokens(configuration, request); maxTokens > 0)
        options[QStringLiteral("num_predict")] = maxTokens;
    QJsonObject body { { QStringLiteral("model"), configuration.endpoint.model }, { QStringLiteral("messages"), messages },
        { QStringLiteral("stream"), true } };
    if (!options.isEmpty())
        body[QStringLiteral("options")] = options;
    return body;
}

Result<Chunk> read(const Net::ServerEvent &event)
{
    const auto parsed = readObject(event.data);
    if (!parsed)
        return parsed.error();
    const QJsonObject &line = *parsed;
    Chunk chunk;
    if (line.contains(QLatin1String("error"))) {
        chunk.error = Net::serverMessage(line);
        return chunk;
    }
    const QJsonValue message = line[QLatin1String("message")];
    chunk.answer = message[QLatin1String("content")].toString();
    chunk.thinking = message[QLatin1String("thinking")].toString();
    chunk.model = line[QLatin1String("model")].toString();
    if (line[QLatin1String("done")].toBool()) {
        const QString reason = line[QLatin1String("done_reason")].toString();
        chunk.finish = reason == QLatin1String("length") ? ChatReply::Finish::Length : ChatReply::Finish::Stop;
        const double seconds = line[QLatin1String("eval_duration")].toDouble() / 1e9;
        const int tokens = line[QLatin1String("eval_count")].toInt();
        chunk.usage = ChatUsage { line[QLatin1String("prompt_eval_count")].toInt(), tokens, seconds > 0 ? tokens / seconds : 0 };
        chunk.end = true;
    }
    return chunk;
}

void authorize(Net::HttpRequest &request, const QByteArray &key)
{
    request.key = key;
}

} // namespace

const Wire OllamaWire { Net::EventParser::Framing::Lines, body, read, authorize, QStringLiteral("/api/chat"), QStringLiteral("/api/tags"),
    "models" };

} // namespace Heddle::Llm
