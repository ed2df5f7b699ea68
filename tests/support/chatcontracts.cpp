// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/chatcontracts.h"
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace Heddle::TestSupport {
namespace {

QByteArray event(const QJsonObject &choice)
{
    return "data: "
        + QJsonDocument(QJsonObject { { QStringLiteral("object"), QStringLiteral("chat.completion.chunk") },
                            { QStringLiteral("model"), QStringLiteral("fake") }, { QStringLiteral("choices"), QJsonArray { choice } } })
              .toJson(QJsonDocument::Compact)
        + "\n\n";
}

} // namespace

QByteArray answerEvent(const QString &text)
{
    return event({ { QStringLiteral("index"), 0 }, { QStringLiteral("delta"), QJsonObject { { QStringLiteral("content"), text } } },
        { QStringLiteral("finish_reason"), QJsonValue() } });
}

FakeReply writtenReply(const QStringList &pieces, int pauseMs)
{
    FakeReply reply;
    reply.way = FakeReply::Way::Stream;
    reply.headers = { { "Content-Type", "text/event-stream" } };
    for (const QString &piece : pieces)
        reply.pieces += QPair<int, QByteArray>(pauseMs, answerEvent(piece));
    reply.pieces += QPair<int, QByteArray>(0,
        event({ { QStringLiteral("index"), 0 }, { QStringLiteral("delta"), QJsonObject() },
            { QStringLiteral("finish_reason"), QStringLiteral("stop") } })
            + "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":100,\"completion_tokens\":" + QByteArray::number(pieces.size())
            + "}}\n\ndata: [DONE]\n\n");
    return reply;
}

FakeReply modelsReply(const QStringList &ids, int context)
{
    QJsonArray list;
    for (const QString &id : ids) {
        QJsonObject model { { QStringLiteral("id"), id }, { QStringLiteral("object"), QStringLiteral("model") } };
        if (context > 0)
            model[QStringLiteral("max_model_len")] = context;
        list += model;
    }
    FakeReply reply;
    reply.body = QJsonDocument(QJsonObject { { QStringLiteral("object"), QStringLiteral("list") }, { QStringLiteral("data"), list } })
                     .toJson(QJsonDocument::Compact);
    return reply;
}

QStringList chatFaults(const QString &wire, const FakeRequest &request, const QByteArray &key)
{
    QStringList faults;
    const auto check = [&faults](bool ok, const QString &fault) {
        if (!ok)
            faults += fault;
    };
    const bool anthropic = wire == QLatin1String("anthropic"), ollama = wire == QLatin1String("ollama");
    check(request.method == "POST", QStringLiteral("method"));
    check(request.path
            == (anthropic    ? "/v1/messages"
                    : ollama ? "/api/chat"
                             : "/v1/chat/completions"),
        QStringLiteral("path ") + QString::fromLatin1(request.path));
    check(request.headers.value("content-type") == "application/json", QStringLiteral("content type"));
    if (anthropic) {
        check(request.headers.value("x-api-key") == key && !request.headers.contains("authorization"), QStringLiteral("key"));
        check(request.headers.value("anthropic-version") == "2023-06-01", QStringLiteral("version"));
    } else {
        check(request.headers.value("authorization") == (key.isEmpty() ? QByteArray() : "Bearer " + key), QStringLiteral("key"));
    }
    const QJsonObject body = QJsonDocument::fromJson(request.body).object();
    const QStringList known = anthropic ? QStringList { QStringLiteral("model"), QStringLiteral("messages"), QStringLiteral("max_tokens"),
        QStringLiteral("stream"), QStringLiteral("system"), QStringLiteral("temperature"), QStringLiteral("top_p") }
        : ollama
        ? QStringList { QStringLiteral("model"), QStringLiteral("messages"), QStringLiteral("stream"), QStringLiteral("options") }
        : QStringList { QStringLiteral("model"), QStringLiteral("messages"), QStringLiteral("stream"), QStringLiteral("stream_options"),
              QStringLiteral("temperature"), QStringLiteral("top_p"), QStringLiteral("max_tokens") };
    for (const QString &field : body.keys())
        check(known.contains(field), QStringLiteral("field ") + field);
    check(body[QLatin1String("stream")] == QJsonValue(true), QStringLiteral("stream"));
    check(body[QLatin1String("model")].toString() == QLatin1String("some-model"), QStringLiteral("model"));
    check(!anthropic || body[QLatin1String("max_tokens")].toInt() > 0, QStringLiteral("max_tokens"));
    const QJsonArray messages = body[QLatin1String("messages")].toArray();
    check(!messages.isEmpty(), QStringLiteral("messages"));
    QString before;
    for (const QJsonValue &message : messages) {
        const QString role = message[QLatin1String("role")].toString();
        check(role == QLatin1String("user") || role == QLatin1String("assistant") || (role == QLatin1String("system") && !anthropic),
            QStringLiteral("role ") + role);
        check(message[QLatin1String("content")].isString(), QStringLiteral("content"));
        check(!anthropic || role != before, QStringLiteral("two turns of one side"));
        before = role;
    }
    return faults;
}

QStringList messagesOf(const FakeRequest &request)
{
    QStringList messages;
    for (const QJsonValue &message : QJsonDocument::fromJson(request.body).object()[QLatin1String("messages")].toArray())
        messages += message[QLatin1String("role")].toString() + QLatin1String(": ") + message[QLatin1String("content")].toString();
    return messages;
}

} // namespace Heddle::TestSupport
