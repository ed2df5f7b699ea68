// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/llm/chaterror.h"
#include "core/net/httperror.h"
#include <QCoreApplication>
#include <QJsonDocument>

namespace Heddle::Llm {
namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Llm", text);
}

//! Servers have a type or code for it, or only say it in words.
bool isTooLong(int status, const QString &said, const QJsonObject &error)
{
    if (error[QLatin1String("type")].toString() == QLatin1String("exceed_context_size_error")
        || error[QLatin1String("code")].toString() == QLatin1String("context_length_exceeded"))
        return true;
    if (status != 400 && status != 413 && status != 422)
        return false;
    const auto says = [&said](const char *words) { return said.contains(QLatin1String(words), Qt::CaseInsensitive); };
    return says("context length") || says("context size") || says("prompt is too long");
}

//! What a failure means at a chat model, where it is not the usual.
std::optional<Net::OwnMeaning> ownMeaning(const Net::HttpFailure &failure, const QUrl &url, const QString &model)
{
    const QString host = Net::originOf(url);
    switch (failure.status) {
    case 404:
        if (failure.said.contains(QLatin1String("model"), Qt::CaseInsensitive))
            return Net::OwnMeaning { tr("%1 has no model \"%2\". Choose one from its list (chat.model).").arg(host, model) };
        [[fallthrough]];
    case 405: return Net::OwnMeaning { tr("There is no chat at %1. Check chat.url.").arg(Net::redacted(url)) };
    case 503:
        return Net::OwnMeaning { tr("%1 is not ready. Wait until its model is loaded, or look into its log.").arg(host),
            ErrorCode::Provider, true };
    default: return {};
    }
}

} // namespace

Error errorFor(
    const Provider &provider, const Net::ServiceEndpoint &endpoint, const QUrl &url, const Net::HttpReply &reply, int *contextTokens)
{
    const Net::HttpFailure failure = Net::HttpFailure::of(reply);
    const QJsonObject error = QJsonDocument::fromJson(reply.body)[QLatin1String("error")].toObject();
    std::optional<Net::OwnMeaning> own = ownMeaning(failure, url, endpoint.model);
    if (isTooLong(failure.status, failure.said, error)) {
        if (contextTokens)
            *contextTokens = error[QLatin1String("n_ctx")].toInt();
        own = Net::OwnMeaning { tr("The question with its passages is longer than the context of the model at %1. Set a smaller context "
                                   "(chat.context), or load the model with a larger one.")
                                    .arg(Net::originOf(url)),
            ErrorCode::ContextExceeded, false };
    }
    return Net::httpError(failure,
        { provider.name, Net::originOf(url), endpoint.key, QStringLiteral("chat.key"), QStringLiteral("chat.url"),
            QStringLiteral("chat.model") },
        own);
}

} // namespace Heddle::Llm
