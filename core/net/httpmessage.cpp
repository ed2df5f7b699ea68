// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/httpmessage.h"
#include <QDateTime>
#include <QHostAddress>
#include <QJsonArray>
#include <QLocale>

namespace Heddle::Net {

std::optional<std::chrono::milliseconds> parseRetryAfter(const QByteArray &value, const QDateTime &now)
{
    constexpr double MaxSeconds = 86'400; // s
    const QByteArray text = value.trimmed();
    if (text.isEmpty())
        return {};
    bool number = false;
    if (const double seconds = text.toDouble(&number); number) {
        if (!(seconds >= 0 && seconds < MaxSeconds))
            return {};
        return std::chrono::milliseconds(qint64(seconds * 1000));
    }
    QDateTime at = QLocale::c().toDateTime(QString::fromLatin1(text), QStringLiteral("ddd, dd MMM yyyy HH:mm:ss 'GMT'"));
    if (!at.isValid())
        return {};
    at.setTimeSpec(Qt::UTC);
    const qint64 wait = std::max<qint64>(0, now.msecsTo(at));
    if (wait > qint64(MaxSeconds * 1000))
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

} // namespace Heddle::Net
