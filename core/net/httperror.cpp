// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/httperror.h"
#include <QCoreApplication>
#include <QJsonDocument>

namespace Heddle::Net {
namespace {

constexpr qsizetype MaxShown = 300; //!< characters of a reply
constexpr qsizetype MaxSearched = 8192; //!< characters that the key is looked for in; what is shown is cut afterwards
constexpr qsizetype MinKeyLength = 4; //!< a shorter one occurs in any text

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Net", text);
}

QString usualMeaning(const HttpFailure &failure, const FailedService &service)
{
    const QString &host = service.host;
    switch (failure.status) {
    case 401: return tr("%1 does not accept the key. Enter it again (%2).").arg(host, service.keySetting);
    case 402: return tr("Your account at %1 has no credit. Look at your account there.").arg(host);
    case 403: return tr("%1 does not allow this with your key. Check the key and its rights (%2).").arg(host, service.keySetting);
    case 404:
    case 405: return tr("%1 does not serve this address. Check %2 and %3.").arg(host, service.urlSetting, service.modelSetting);
    case 413: return tr("%1 does not take requests of this size. Check %2.").arg(host, service.modelSetting);
    case 400:
    case 422: return tr("%1 refuses the request (%2). Check %3.").arg(host).arg(failure.status).arg(service.modelSetting);
    case 429:
        return failure.retryAfter
            ? tr("%1 is overloaded or your quota is used up. Wait %2 s.").arg(host).arg((failure.retryAfter->count() + 999) / 1000)
            : tr("%1 is overloaded or your quota is used up. Wait, or ask for a larger quota.").arg(host);
    default: break;
    }
    if (failure.status >= 500)
        return tr("%1 has an error of its own (%2). Look into its log, or try again.").arg(host).arg(failure.status);
    return tr("%1 answered with status %2. Check that it is a server for %3 (%4).")
        .arg(host)
        .arg(failure.status)
        .arg(service.name, service.urlSetting);
}

} // namespace

HttpFailure HttpFailure::of(const HttpReply &reply)
{
    return { reply.status, serverMessage(QJsonDocument::fromJson(reply.body).object()),
        QStringLiteral("HTTP %1: %2").arg(reply.status).arg(QString::fromUtf8(reply.body.left(MaxSearched)).simplified()),
        reply.retryAfter };
}

Error httpError(const HttpFailure &failure, const FailedService &service, const std::optional<OwnMeaning> &own)
{
    const auto withoutKey = [key = QString::fromUtf8(service.key)](QString text) {
        if (key.size() >= MinKeyLength)
            text.replace(key, QStringLiteral("…"));
        return text.left(MaxShown);
    };
    Error error { own ? own->code : ErrorCode::Provider, own ? own->message : usualMeaning(failure, service), withoutKey(failure.detail),
        own ? own->retryable : isRetryable(failure.status), failure.status };
    if (const QString said = withoutKey(failure.said.simplified()); !said.isEmpty())
        error.message += QLatin1Char(' ') + tr("The server says: %1").arg(said);
    return error;
}

} // namespace Heddle::Net
