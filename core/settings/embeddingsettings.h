// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/embedding/httpembedder.h"
#include "core/settings/keybinding.h"
#include "core/settings/keys.h"
#include "core/settings/values.h"

namespace Heddle::Settings {

//! \brief The embedding model as it is set up, without its key; nothing where there is none. Looks for the files of a model in
//! this program where that decides.
std::optional<Embedding::Configuration> embedderFrom(const Values &values, const Embedding::LocalRuntime &runtime);

} // namespace Heddle::Settings
