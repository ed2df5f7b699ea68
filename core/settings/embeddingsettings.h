// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/embedding/httpembedder.h"
#include "core/settings/keybinding.h"
#include "core/settings/settings.h"

namespace Heddle::Settings {

//! \brief The embedding model as it is set up, without its key; nothing where there is none. Blocking: for the
//! conversations pool.
Result<std::optional<Embedding::Configuration>> embedderFrom(const Settings &settings);
//! \brief The same from values by key without "embedding.".
std::optional<Embedding::Configuration> embedderFrom(const QMap<QString, QString> &values);

} // namespace Heddle::Settings
