// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/rerank/comparison.h"
#include "core/setup/setupservice.h"

namespace Heddle::Setup {

//! \brief The rerankers that can be compared, with their keys: the one that is set up, what is built in, and each service that a key
//! is kept for at its own address. `wanted`: ids of providers, and no others; empty: all of them. A key of the environment is used
//! for the one that is set up only.
QCoro::Task<Result<QList<Rerank::Configuration>>> rerankersToCompare(
    SetupService *setup, Settings::SecretStore *secrets, QStringList wanted, std::stop_token stop);

} // namespace Heddle::Setup
