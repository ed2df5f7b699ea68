// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/embedding/httpembedder.h"
#include "core/llm/chatprovider.h"
#include "core/rerank/httpreranker.h"
#include "core/search/elastic/configuration.h"
#include "core/settings/store.h"
#include "core/setup/answersetup.h"
#include <QMap>
#include <optional>

namespace Heddle::Setup {

//! \brief What the settings ask for, without keys: the plan that a SetupService builds an AnswerSetup from.
struct StoredSetup {
    Result<std::optional<Search::Elastic::Configuration>> searchServer = std::optional<Search::Elastic::Configuration>();
    std::optional<Embedding::Configuration> embedder;
    std::optional<Rerank::Configuration> reranker;
    std::optional<Llm::Configuration> chatModel;
    Tuning tuning;
    QMap<QString, int> pools; //!< threads by the pool's name; 0: its default
    QStringList notices; //!< why stored settings are not used
};

//! \brief Reads all of it. `runtime`: where models in this program lie. Errors: those of the database. Blocking: for the conversations
//! pool.
Result<StoredSetup> readStoredSetup(const Settings::Store &settings, const Embedding::LocalRuntime &runtime);
//! \brief The sizes of the pools alone.
QMap<QString, int> poolSizes(const Settings::Values &values);

} // namespace Heddle::Setup
