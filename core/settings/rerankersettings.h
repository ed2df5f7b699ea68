// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/rerank/httpreranker.h"
#include "core/settings/keybinding.h"
#include "core/settings/settings.h"

namespace Heddle::Settings {

//! \brief The reranker as it is set up, without its key; nothing where there is none. Blocking: for the conversations pool.
Result<std::optional<Rerank::Configuration>> rerankerFrom(const Settings &settings);

} // namespace Heddle::Settings
