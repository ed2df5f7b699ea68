// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/httpmessage.h"
#include <QCoreApplication>
#include <QDateTime>
#include <QHostAddress>
#include <QJsonArray>
#include <QLocale>

namespace Heddle::Net {

std::optional<std::chrono::milliseconds> parseRetryAfter(const QByteArray &value, const QDateTime &now)
{
    constexpr double Longest = 86'400; // s
    const QByteArray text = value.trimmed();
    if (text.isEmpty())
        return {};
    bool number = false;
    if (const double seconds = text.toDouble(&number); number) {
        if (!(seconds >= 0 && seconds < Longest))
            return {};
        return std::chrono::milliseconds(qint64(seconds * 1000));
    }
    QDateTime at = QLocale::c().toDateTime(QString::fromLatin1(text), QStringLiteral("ddd, dd MMM yyyy HH:mm:ss 'GMT'"));
    if (!at.isValid())
        return {};
    at.setTimeSpec(Qt::UTC);
    const qint64 wait = std::max<qint64>(0, now.msecsTo(at));
    if (wait > qint64(Longest * 1000))
        return {};
    return std::chrono::milliseconds(wait);
}

QString originOf(const QUrl &url)
{
    const QString host = url.host().contains(QLatin1Char(':')) ? QLatin1Char('[') + url.host() + QLatin1Char(']') : url.host();
    return QStringLiteral("%1://%2:%3").arg(url.scheme(), host).arg(url.port(url.scheme() == QLatin1String("https") ? 443 : 80));
}

QString redacted(const QUrl &url)
{
    return url.toString(QUrl::RemoveUserInfo | QUrl::RemoveQuery | QUrl::RemoveFragment);
}

bool isLoopback(const QUrl &url)
{
    return url.host() == QLatin1String("localhost") || QHostAddress(url.host()).isLoopback();
}

QByteArray HttpReply::header(const QByteArray &name) const
{
    for (const auto &[key, value] : headers) {
        if (key.compare(name, Qt::CaseInsensitive) == 0)
            return value;
    }
    return {};
}

QString serverMessage(const QJsonObject &body)
{
    for (const char *key : { "error", "message", "detail", "msg" }) {
        const QJsonValue value = body[QLatin1String(key)];
        if (value.isString() && !value.toString().isEmpty())
            return value.toString();
        if (value.isObject()) {
            if (const QString inner = serverMessage(value.toObject()); !inner.isEmpty())
                return inner;
        }
        if (value.isArray() && !value.toArray().isEmpty()) { // FastAPI's list of what is wrong
            const QJsonObject first = value.toArray().first().toObject();
            if (const QString inner = first[QLatin1String("msg")].toString(); !inner.isEmpty())
                return inner;
        }
    }
    return {};
}

QString refusalText(const HttpReply &reply, const QString &host)
{
    const auto tr = [](const char *text) { return QCoreApplication::translate("Heddle::Net", text); };
    if (reply.status == 401)
        return tr("%1 does not accept the key; enter it again").arg(host);
    if (reply.status == 403)
        return tr("%1 does not allow it with this key; check the key and what it may use").arg(host);
    if (reply.status == 429)
        return reply.retryAfter
            ? tr("%1 is overloaded or your quota is used up; it asks to wait %2 s").arg(host).arg((reply.retryAfter->count() + 999) / 1000)
            : tr("%1 is overloaded or your quota is used up; wait, or ask for more").arg(host);
    if (reply.status >= 500)
        return tr("%1 has an error of its own (%2); look into its log, or try again").arg(host).arg(reply.status);
    return {};
}

} // namespace Heddle::Net
