// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/searchsettings.h"
#include "core/net/serviceendpoint.h"
#include <QCoreApplication>
#include <QFile>
#include <QRegularExpression>
#include <QSslCertificate>

namespace Heddle::Settings {
namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Settings", text);
}

} // namespace

QStringList nodesOf(const QString &urls)
{
    static const QRegularExpression between(QStringLiteral("[\\s,]+"));
    return urls.split(between, Qt::SkipEmptyParts);
}

QStringList wrongNodes(const QStringList &nodes)
{
    QStringList wrong;
    for (const QString &node : nodes) {
        const QUrl url(node, QUrl::StrictMode);
        const bool web = url.scheme() == QLatin1String("http") || url.scheme() == QLatin1String("https");
        if (!web || url.host().isEmpty() || !url.userInfo().isEmpty())
            wrong += node;
    }
    return wrong;
}

Result<std::optional<Search::Elastic::Configuration>> searchServerFrom(const QMap<QString, QString> &values)
{
    using Search::Elastic::Configuration;
    if (values[QStringLiteral("engine")] != QLatin1String("remote"))
        return std::optional<Configuration>();
    Configuration configuration;
    configuration.nodes = nodesOf(values[QStringLiteral("url")]);
    if (configuration.nodes.isEmpty())
        return Error::input(tr("The address of the search server is missing. Enter it in the search settings (search.url)."));
    if (const QString index = values[QStringLiteral("index")]; !index.isEmpty())
        configuration.index = index;
    configuration.user = values[QStringLiteral("user")];
    if (const QString path = values[QStringLiteral("ca")]; !path.isEmpty()) {
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly))
            return Error { ErrorCode::Unreadable, tr("The certificates in %1 can't be read: %2.").arg(path, file.errorString()), {},
                false };
        configuration.authorities = file.readAll();
        if (QSslCertificate::fromData(configuration.authorities).isEmpty())
            return Error { ErrorCode::Unreadable, tr("There is no certificate in %1. Choose a PEM file.").arg(path), {}, false };
    }
    return std::optional(configuration);
}

Result<std::optional<Search::Elastic::Configuration>> searchServerFrom(const Settings &settings)
{
    QMap<QString, QString> values;
    for (const char *name : { "engine", "url", "index", "user", "ca" }) {
        auto value = settings.get(QLatin1String("search.") + QLatin1String(name));
        if (!value)
            return value.error();
        values.insert(QLatin1String(name), *value);
    }
    return searchServerFrom(values);
}

QString keyBinding(const Search::Elastic::Configuration &configuration)
{
    QList<QUrl> nodes;
    for (const QString &node : configuration.nodes)
        nodes += QUrl(node);
    return Net::keyBinding(configuration.user.isEmpty() ? QStringLiteral("search") : QLatin1String("search ") + configuration.user, nodes);
}

} // namespace Heddle::Settings
