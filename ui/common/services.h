// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/concurrency/pools.h"
#include "core/concurrency/taskgroup.h"
#include "core/conversation/conversationservice.h"
#include "core/library/indexer.h"

namespace Heddle::Ui {

//! \brief What the window works with; built by the composition root, outlives the window.
struct Services {
    Conversation::ConversationService *conversations;
    Library::Indexer *indexer;
    Concurrency::TaskGroup *tasks;
    Concurrency::Pools *pools;
    Storage::LibraryRepository library;
    QString sampleFolder; //!< empty: not installed
    QString stateFile; //!< where the window remembers its shape and place; empty: nowhere
};

} // namespace Heddle::Ui
