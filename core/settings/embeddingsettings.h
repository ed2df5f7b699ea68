// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/embedding/httpembedder.h"
#include "core/settings/keys.h"
#include "core/settings/values.h"

namespace Heddle::Settings {

//! \brief The embedding model as it is set up, without its key; nothing where there is none.
std::optional<Embedding::Configuration> embedderFrom(const Values &values);
//! \brief What its key is bound to: the service and scheme://host:port. Empty where no key is sent or the address can't be used.
QString keyBinding(const Embedding::Configuration &configuration);

} // namespace Heddle::Settings
