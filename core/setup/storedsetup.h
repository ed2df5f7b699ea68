// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/embedding/httpembedder.h"
#include "core/llm/chatprovider.h"
#include "core/rerank/httpreranker.h"
#include "core/search/elastic/configuration.h"
#include "core/settings/settings.h"
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
};

//! \brief Reads all of it. Errors: those of the database. Blocking: for the conversations pool.
Result<StoredSetup> readStoredSetup(const Settings::Settings &settings);
//! \brief The sizes of the pools alone.
Result<QMap<QString, int>> readPoolSizes(const Settings::Settings &settings);

} // namespace Heddle::Setup
