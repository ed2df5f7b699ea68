// SPDX-License-Identifier: GPL-3.0-or-later
// Anthropic's messages endpoint: the rules stand apart from the turns, a maximum is required, events have types.
#include "core/llm/readjson.h"
#include <QJsonArray>

namespace Heddle::Llm {
namespace {

QJsonObject body(const Configuration &configuration, const ChatRequest &request, const Dialect &dialect, int)
{
    QStringList rules;
    QJsonArray messages;
    QString role, text;
    const auto flush = [&] { // turns take turns: two of one side are one
        if (!role.isEmpty())
            messages += QJsonObject { { QStringLiteral("role"), role }, { QStringLiteral("content"), text } };
    };
    for (const ChatMessage &message : request.messages) {
        if (message.role == ChatMessage::Role::System) {
            rules += message.text;
        } else if (roleName(message.role) == role) {
            text += QLatin1String("\n\n") + message.text;
        } else {
            flush();
            role = roleName(message.role);
            text = message.text;
        }
    }
    flush();
    const int maxTokens = maxReplyTokens(configuration, request);
    QJsonObject body { { QStringLiteral("model"), configuration.endpoint.model }, { QStringLiteral("messages"), messages },
        { QStringLiteral("max_tokens"), maxTokens > 0 ? maxTokens : DefaultMaxAnswer }, { QStringLiteral("stream"), true } };
    if (!rules.isEmpty())
        body[QStringLiteral("system")] = rules.join(QLatin1String("\n\n"));
    addSampling(body, configuration, request, dialect);
    return body;
}

Result<Chunk> read(const Net::ServerEvent &event)
{
    const auto parsed = readObject(event.data);
    if (!parsed)
        return parsed.error();
    const QJsonObject &message = *parsed;
    const QString type = message[QLatin1String("type")].toString();
    Chunk chunk;
    if (type == QLatin1String("error")) {
        chunk.error = Net::serverMessage(message);
    } else if (type == QLatin1String("message_start")) {
        const QJsonValue begun = message[QLatin1String("message")];
        chunk.model = begun[QLatin1String("model")].toString();
        chunk.usage = ChatUsage { begun[QLatin1String("usage")][QLatin1String("input_tokens")].toInt(), 0, 0 };
    } else if (type == QLatin1String("content_block_start")) {
        chunk.answer = message[QLatin1String("content_block")][QLatin1String("text")].toString();
        chunk.thinking = message[QLatin1String("content_block")][QLatin1String("thinking")].toString();
    } else if (type == QLatin1String("content_block_delta")) {
        chunk.answer = message[QLatin1String("delta")][QLatin1String("text")].toString();
        chunk.thinking = message[QLatin1String("delta")][QLatin1String("thinking")].toString();
    } else if (type == QLatin1String("message_delta")) {
        const QString reason = message[QLatin1String("delta")][QLatin1String("stop_reason")].toString();
        if (!reason.isEmpty())
            chunk.finish = reason == QLatin1String("max_tokens") ? ChatReply::Finish::Length
                : reason == QLatin1String("refusal")             ? ChatReply::Finish::Filtered
                                                                 : ChatReply::Finish::Stop;
        chunk.usage = ChatUsage { 0, message[QLatin1String("usage")][QLatin1String("output_tokens")].toInt(), 0 };
    } else if (type == QLatin1String("message_stop")) {
        chunk.end = true;
    } else if (type == QLatin1String("message")) { // not streamed
        for (const QJsonValue &block : message[QLatin1String("content")].toArray()) {
            chunk.answer += block[QLatin1String("text")].toString();
            chunk.thinking += block[QLatin1String("thinking")].toString();
        }
        chunk.finish = ChatReply::Finish::Stop;
        chunk.end = true;
    }
    return chunk;
}

void authorize(Net::HttpRequest &request, const QByteArray &key)
{
    if (!key.isEmpty())
        request.headers += QPair<QByteArray, QByteArray>("x-api-key", key);
    request.headers += QPair<QByteArray, QByteArray>("anthropic-version", "2023-06-01");
}

} // namespace

const Wire AnthropicWire { Net::EventParser::Framing::Events, body, read, authorize, QStringLiteral("/messages"), QStringLiteral("/models"),
    "data" };

} // namespace Heddle::Llm
