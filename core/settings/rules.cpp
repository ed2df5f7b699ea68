// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/rules.h"
#include "core/net/endpoint.h"
#include <QRegularExpression>
#include <QUrl>

namespace Heddle::Settings {

QStringList nodesOf(const QString &urls)
{
    static const QRegularExpression between(QStringLiteral("[\\s,]+"));
    return urls.split(between, Qt::SkipEmptyParts);
}

bool isWebAddress(const QString &text)
{
    const QUrl url(text, QUrl::StrictMode);
    const bool web = url.scheme() == QLatin1String("http") || url.scheme() == QLatin1String("https");
    return web && !url.host().isEmpty() && !Net::holdsSecret(url);
}

QStringList invalidNodes(const QStringList &nodes)
{
    QStringList invalid;
    for (const QString &node : nodes) {
        if (!isWebAddress(node))
            invalid += node;
    }
    return invalid;
}

bool areWebAddresses(const QString &text)
{
    return invalidNodes(nodesOf(text)).isEmpty();
}

bool isIndexName(const QString &text)
{
    static const QRegularExpression name(QStringLiteral("^[a-z0-9][a-z0-9._-]{0,100}$"));
    return name.match(text).hasMatch();
}

} // namespace Heddle::Settings
