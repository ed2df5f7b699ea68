// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/searchsettings.h"
#include "core/net/serviceendpoint.h"
#include <QCoreApplication>
#include <QFile>
#include <QSslCertificate>

namespace Heddle::Settings {
namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Settings", text);
}

} // namespace

Result<std::optional<Search::Elastic::Configuration>> searchServerFrom(const Values &values)
{
    using Search::Elastic::Configuration;
    if (values.get(Keys::SearchEngine) != SearchPlace::Remote)
        return std::optional<Configuration>();
    Configuration configuration;
    configuration.nodes = nodesOf(values.get(Keys::SearchUrl));
    if (configuration.nodes.isEmpty())
        return Error::input(tr("The address of the search server is missing. Enter it in the search settings (search.url)."));
    if (const QString index = values.get(Keys::SearchIndex); !index.isEmpty())
        configuration.index = index;
    configuration.user = values.get(Keys::SearchUser);
    if (const QString path = values.get(Keys::SearchCa); !path.isEmpty()) {
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

QString keyBinding(const Search::Elastic::Configuration &configuration)
{
    QList<QUrl> nodes;
    for (const QString &node : configuration.nodes)
        nodes += QUrl(node);
    return Net::keyBinding(configuration.user.isEmpty() ? QStringLiteral("search") : QLatin1String("search ") + configuration.user, nodes);
}

} // namespace Heddle::Settings
