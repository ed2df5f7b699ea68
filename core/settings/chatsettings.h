// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/llm/chatprovider.h"
#include "core/settings/keybinding.h"
#include "core/settings/settings.h"
#include <optional>

namespace Heddle::Settings {

//! \brief The chat model as it is set up, without its key; nothing where there is none. Blocking: for the conversations pool.
Result<std::optional<Llm::Configuration>> chatModelFrom(const Settings &settings);
//! \brief The same from values by key without "chat.".
std::optional<Llm::Configuration> chatModelFrom(const QMap<QString, QString> &values);

} // namespace Heddle::Settings
