// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/llm/chatprovider.h"
#include "core/settings/keybinding.h"
#include "core/settings/keys.h"
#include "core/settings/values.h"

namespace Heddle::Settings {

//! \brief The chat model as it is set up, without its key; nothing where there is none.
std::optional<Llm::Configuration> chatModelFrom(const Values &values);

} // namespace Heddle::Settings
