// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/search/elastic/configuration.h"
#include "core/settings/keys.h"
#include "core/settings/values.h"

namespace Heddle::Settings {

//! \brief The search server as it is set up, without its secret; nothing where this computer's own index is searched.
//! Blocking, since it reads the file of certificates. Errors: Input (no address), Unreadable (the certificates).
Result<std::optional<Search::Elastic::Configuration>> searchServerFrom(const Values &values);
//! \brief What its password or API key is bound to: the user and scheme://host:port of each node.
QString keyBinding(const Search::Elastic::Configuration &configuration);

} // namespace Heddle::Settings
