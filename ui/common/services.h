// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/concurrency/taskgroup.h"
#include "core/conversation/answermaps.h"
#include "core/conversation/conversationservice.h"
#include "core/embedding/httpembedder.h"
#include "core/evaluation/savedquestions.h"
#include "core/flow/pools.h"
#include "core/library/catalog.h"
#include "core/library/indexer.h"
#include "core/library/vectorbuilder.h"
#include "core/net/blockinghttp.h"
#include "core/rerank/httpreranker.h"
#include "core/settings/secretstore.h"
#include "core/settings/settings.h"

namespace Heddle::Ui {

//! \brief What the window works with; built by the composition root, outlives the window.
struct Services {
    Conversation::ConversationService *conversations;
    Library::Indexer *indexer;
    Concurrency::TaskGroup *tasks;
    Flow::Pools *pools;
    Library::Catalog *catalog;
    Settings::Settings settings;
    Settings::SecretStore *secrets;
    Rerank::Ways rerankWays;
    std::function<void()> applySettings; //!< puts changed settings to use
    QString sampleFolder; //!< empty: not installed
    QString stateFile; //!< where the window remembers its shape and place; empty: nowhere
    Dialog::DialogService *dialog;
    Net::HttpClient *http;
    Conversation::AnswerMaps *maps;
    Library::VectorBuilder *vectors;
    std::function<std::shared_ptr<Embedding::Embedder>()> embedder; //!< as it is set up; null: none
    Embedding::Ways embeddingWays;
    Net::BlockingHttp *blockingHttp; //!< for jobs in pools
    Evaluation::SavedQuestions *savedQuestions;
};

} // namespace Heddle::Ui
