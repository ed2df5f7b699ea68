// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/concurrency/taskgroup.h"
#include "core/conversation/answermaps.h"
#include "core/conversation/conversationservice.h"
#include "core/evaluation/savedquestions.h"
#include "core/flow/pools.h"
#include "core/library/catalog.h"
#include "core/library/libraryupkeep.h"
#include "core/net/blockinghttp.h"
#include "core/settings/secretstore.h"
#include "core/settings/store.h"
#include "core/setup/setupservice.h"

namespace Heddle::Ui {

//! \brief What the window works with; built by the composition root, outlives the window.
struct Services {
    Conversation::ConversationService *conversations;
    Library::LibraryUpkeep *upkeep;
    Concurrency::TaskGroup *tasks;
    Flow::Pools *pools;
    Library::Catalog *catalog;
    Settings::Store settings;
    Settings::SecretStore *secrets;
    std::function<void()> applySettings; //!< puts changed settings to use
    QString sampleFolder; //!< empty: not installed
    QString stateFile; //!< where the window remembers its shape and place; empty: nowhere
    Net::HttpClient *http;
    Conversation::AnswerMaps *maps;
    Setup::SetupService *setup;
    Net::BlockingHttp *blockingHttp; //!< for jobs in pools
    Evaluation::SavedQuestions *savedQuestions;
};

} // namespace Heddle::Ui
