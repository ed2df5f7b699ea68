// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/rerank/httpreranker.h"
#include "core/settings/keys.h"
#include "core/settings/values.h"

namespace Heddle::Settings {

//! \brief The reranker as it is set up, without its key; nothing where there is none.
std::optional<Rerank::Configuration> rerankerFrom(const Values &values);
//! \brief What a reranker's key is bound to: the provider and scheme://host:port. Empty where the address can't be used.
QString keyBinding(const Rerank::Configuration &configuration);

} // namespace Heddle::Settings
