// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/search/elastic/configuration.h"
#include "core/settings/settings.h"
#include <optional>

namespace Heddle::Settings {

//! \brief The addresses of search.url: one or several of one cluster, parted by blanks or commas.
QStringList nodesOf(const QString &urls);

//! \brief Those of the addresses that are none: no http:// or https://, no host, or a name and password in them.
QStringList wrongNodes(const QStringList &nodes);

//! \brief The search server as it is set up, without its secret; nothing where this computer's own index is searched.
//! Errors: Input (no address), Unreadable (the certificates). Blocking: for the conversations pool.
Result<std::optional<Search::Elastic::Configuration>> searchServerFrom(const Settings &settings);
//! \brief The same from values by key without "search.".
Result<std::optional<Search::Elastic::Configuration>> searchServerFrom(const QMap<QString, QString> &values);
//! \brief What its password or API key is bound to: the user and scheme://host:port of each node.
QString keyBinding(const Search::Elastic::Configuration &configuration);

} // namespace Heddle::Settings
