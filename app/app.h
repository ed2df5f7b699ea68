// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/concurrency/taskgroup.h"
#include "core/conversation/answermaps.h"
#include "core/conversation/conversationservice.h"
#include "core/dialog/dialogservice.h"
#include "core/evaluation/rerankcomparer.h"
#include "core/evaluation/savedquestions.h"
#include "core/flow/pools.h"
#include "core/library/catalog.h"
#include "core/library/libraryupkeep.h"
#include "core/net/blockinghttp.h"
#include "core/privacy/ledger.h"
#include "core/privacy/sealkeeper.h"
#include "core/retrieval/absence.h"
#include "core/retrieval/retriever.h"
#include "core/settings/secretstore.h"
#include "core/settings/store.h"
#include "core/setup/setupservice.h"
#include <memory>

namespace Heddle::App {

//! \brief The composition root: builds the objects of one data folder, in the order in which they need each other, and
//! ends them in the opposite one.
class App {
public:
    //! \brief Opens or creates the data folder. Blocking; call it before the event loop runs.
    static Result<std::unique_ptr<App>> open(const QString &dataFolder);
    ~App();

    //! \brief XDG data home/heddle.
    static QString defaultDataFolder();
    //! \brief The sample library as installed, or beside the source tree; empty where there is none.
    static QString sampleFolder();
    //! \brief The runtime for embedding models and the models, as installed or in the build tree.
    static Embedding::LocalRuntime embeddingRuntime();

    //! \brief Stops and drains every task while the loop still runs; afterwards the destructors find nothing to wait for.
    QCoro::Task<void> shutdown();

    QString dataFolder() const { return m_dataFolder; }
    Flow::Pools &pools() { return *m_pools; }
    Concurrency::TaskGroup &tasks() { return *m_tasks; }
    const Storage::LibraryRepository &library() const { return *m_library; }
    Library::Catalog &catalog() { return *m_catalog; }
    Storage::Database conversationsDatabase() const { return m_conversations->database(); }
    //! \brief What questions are answered and the library is indexed with; apply() after settings have changed.
    Setup::SetupService &setup() { return *m_setup; }
    Retrieval::Retriever &retriever() { return *m_retriever; }
    Retrieval::AbsenceExplainer &absences() { return *m_absences; }
    Library::LibraryUpkeep &upkeep() { return *m_upkeep; }
    Dialog::DialogService &dialog() { return *m_dialog; }
    Conversation::ConversationService &conversations() { return *m_service; }
    Conversation::AnswerMaps &maps() { return *m_maps; }
    Evaluation::RerankComparer &rerankComparer() { return *m_rerankComparer; }
    Evaluation::SavedQuestions &savedQuestions() { return *m_savedQuestions; }
    const Settings::Store &settings() const { return *m_settings; }
    Settings::SecretStore &secrets() { return *m_secrets; }
    //! \brief Which collections are never sent.
    const Privacy::Seals &seals() const { return *m_seals; }
    Privacy::SealKeeper &sealKeeper() { return *m_sealKeeper; }
    //! \brief What left this computer.
    Privacy::Ledger &ledger() { return *m_ledger; }
    const std::shared_ptr<Net::SendGuard> &guard() const { return m_guard; }
    Net::HttpClient &http() { return *m_http; }
    Net::BlockingHttp &blockingHttp() { return *m_blockingHttp; }

private:
    App() = default;
    QString m_dataFolder;
    std::unique_ptr<Flow::Pools> m_pools;
    std::unique_ptr<Concurrency::TaskGroup> m_tasks;
    std::unique_ptr<Privacy::Seals> m_seals;
    std::unique_ptr<Privacy::SealKeeper> m_sealKeeper;
    std::unique_ptr<Privacy::Ledger> m_ledger;
    std::shared_ptr<Net::SendGuard> m_guard;
    std::unique_ptr<Net::HttpClient> m_http;
    std::unique_ptr<Net::BlockingHttp> m_blockingHttp;
    std::unique_ptr<Settings::SecretStore> m_secrets;
    std::unique_ptr<Storage::LibraryRepository> m_library;
    std::unique_ptr<Storage::ConversationRepository> m_conversations;
    std::unique_ptr<Settings::Store> m_settings;
    std::unique_ptr<Setup::SetupService> m_setup;
    std::unique_ptr<Retrieval::Retriever> m_retriever;
    std::unique_ptr<Retrieval::AbsenceExplainer> m_absences;
    std::unique_ptr<Library::Catalog> m_catalog;
    std::unique_ptr<Library::Indexer> m_indexer;
    std::unique_ptr<Library::VectorBuilder> m_vectorBuilder;
    std::unique_ptr<Library::LibraryUpkeep> m_upkeep;
    std::unique_ptr<Dialog::DialogService> m_dialog;
    std::unique_ptr<Conversation::ConversationService> m_service;
    std::unique_ptr<Conversation::AnswerMaps> m_maps;
    std::unique_ptr<Evaluation::SavedQuestions> m_savedQuestions;
    std::unique_ptr<Evaluation::RerankComparer> m_rerankComparer;
};

} // namespace Heddle::App
