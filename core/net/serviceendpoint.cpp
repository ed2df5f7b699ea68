// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/serviceendpoint.h"
#include "core/net/httpmessage.h"

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

} // namespace Heddle::Net
