// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/llm/readjson.h"
#include <QCoreApplication>
#include <QJsonDocument>

namespace Heddle::Llm {

QString roleName(ChatMessage::Role role)
{
    switch (role) {
    case ChatMessage::Role::System: return QStringLiteral("system");
    case ChatMessage::Role::User: return QStringLiteral("user");
    case ChatMessage::Role::Assistant: break;
    }
    return QStringLiteral("assistant");
}

void addSampling(QJsonObject &body, const Configuration &configuration, const ChatRequest &request, const Dialect &dialect)
{
    if (!dialect.sampling)
        return;
    if (request.brief)
        body[QStringLiteral("temperature")] = 0;
    else if (configuration.temperature)
        body[QStringLiteral("temperature")] = *configuration.temperature;
    if (configuration.topP && !request.brief)
        body[QStringLiteral("top_p")] = *configuration.topP;
}

int maxReplyTokens(const Configuration &configuration, const ChatRequest &request)
{
    return request.maxTokens > 0 ? request.maxTokens : configuration.maxTokens;
}

Result<QJsonObject> readObject(const QByteArray &bytes)
{
    constexpr qsizetype Shown = 300;
    QJsonParseError syntax;
    const QJsonDocument document = QJsonDocument::fromJson(bytes, &syntax);
    if (syntax.error == QJsonParseError::NoError && document.isObject())
        return document.object();
    const bool page = bytes.trimmed().startsWith('<');
    const char *text = page ? "It sent a web page instead. Check chat.url." : "It sent something else. Check chat.url.";
    return Error { ErrorCode::Protocol, QCoreApplication::translate("Heddle::Llm", text), QString::fromUtf8(bytes.left(Shown)).simplified(),
        false };
}

} // namespace Heddle::Llm
