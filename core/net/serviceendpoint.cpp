// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/serviceendpoint.h"
#include "core/net/httpmessage.h"
#include <QStringList>

namespace Heddle::Net {

QString keyBinding(const QString &id, const QList<QUrl> &servers)
{
    if (id.isEmpty() || servers.isEmpty())
        return {};
    QString binding = id;
    for (const QUrl &server : servers)
        binding += QLatin1Char(' ') + originOf(server);
    return binding;
}

QString keyBinding(const ServiceEndpoint &endpoint, const Result<QUrl> &resolved)
{
    return resolved ? keyBinding(endpoint.id, QList<QUrl> { *resolved }) : QString();
}

QStringList originsOf(const QString &binding)
{
    QStringList origins = binding.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    origins.removeIf([](const QString &part) { return !part.contains(QLatin1String("://")); });
    return origins;
}

QString unencryptedOrigin(const QString &binding)
{
    for (const QString &origin : originsOf(binding)) {
        if (origin.startsWith(QLatin1String("http://")) && !isLoopback(QUrl(origin)))
            return origin;
    }
    return {};
}

} // namespace Heddle::Net
