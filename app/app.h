// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/concurrency/taskgroup.h"
#include "core/conversation/answermaps.h"
#include "core/conversation/conversationservice.h"
#include "core/dialog/dialogservice.h"
#include "core/embedding/httpembedder.h"
#include "core/evaluation/savedquestions.h"
#include "core/flow/pools.h"
#include "core/library/catalog.h"
#include "core/library/indexer.h"
#include "core/library/vectorbuilder.h"
#include "core/net/blockinghttp.h"
#include "core/rerank/httpreranker.h"
#include "core/retrieval/retriever.h"
#include "core/search/elastic/elasticengine.h"
#include "core/search/local/localengine.h"
#include "core/settings/secretstore.h"
#include "core/settings/settings.h"
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

    //! \brief Builds what the settings name (the reranker, with its key) and puts it to use; call it again when they change.
    //! What can't be used is told with each answer and stops nothing.
    QCoro::Task<void> applySettings(std::stop_token stop);

    //! \brief The part of applySettings() that sets up the search engine. Returns why the one that is set up can't be used;
    //! then this computer's own is.
    QCoro::Task<QString> applyEngine(std::stop_token stop);

    QString dataFolder() const { return m_dataFolder; }
    Flow::Pools &pools() { return *m_pools; }
    Concurrency::TaskGroup &tasks() { return *m_tasks; }
    const Storage::LibraryRepository &library() const { return *m_library; }
    Library::Catalog &catalog() { return *m_catalog; }
    Storage::Database conversationsDatabase() const { return m_conversations->database(); }
    //! \brief The engine that is set up: the one on this computer, or a search server.
    std::shared_ptr<Search::SearchEngine> engine() const { return m_engine; }
    bool engineIsLocal() const { return m_engine == m_localEngine; }
    Retrieval::Retriever &retriever() { return *m_retriever; }
    Library::Indexer &indexer() { return *m_indexer; }
    Library::VectorBuilder &vectorBuilder() { return *m_vectorBuilder; }
    //! \brief The embedding model as it is set up; null: none. The questions may still be embedded by the one before it.
    std::shared_ptr<Embedding::Embedder> embedder() const { return m_embedder; }
    //! \brief Why the model that is set up can't be used; empty: it can, or there is none.
    QString embedderNotice() const { return m_embedderNotice; }
    //! \brief Called when another embedding model or another engine is set up; `engine` also the first time.
    void setIndexChanged(std::function<void(bool engine)> call) { m_indexChanged = std::move(call); }
    Embedding::Ways embeddingWays() { return { m_http.get(), m_pools.get(), embeddingRuntime() }; }
    Dialog::DialogService &dialog() { return *m_dialog; }
    Conversation::ConversationService &conversations() { return *m_service; }
    Conversation::AnswerMaps &maps() { return *m_maps; }
    Evaluation::SavedQuestions &savedQuestions() { return *m_savedQuestions; }
    //! \brief How the search is set up, in words for people.
    QString searchSetup() const;
    const Settings::Settings &settings() const { return *m_settings; }
    Settings::SecretStore &secrets() { return *m_secrets; }
    Net::HttpClient &http() { return *m_http; }
    Net::BlockingHttp &blockingHttp() { return *m_blockingHttp; }
    Rerank::Ways rerankWays() { return { m_http.get(), m_blockingHttp.get(), &m_pools->inference, m_scores }; }

private:
    App() = default;
    //! The embedder of a configuration with its key from the secret store.
    QCoro::Task<Result<std::shared_ptr<Embedding::Embedder>>> makeEmbedder(Embedding::Configuration configuration, std::stop_token stop);
    QString m_dataFolder;
    std::unique_ptr<Flow::Pools> m_pools;
    std::unique_ptr<Concurrency::TaskGroup> m_tasks;
    std::unique_ptr<Net::HttpClient> m_http;
    std::unique_ptr<Net::BlockingHttp> m_blockingHttp;
    std::shared_ptr<Rerank::ScoreCache> m_scores = std::make_shared<Rerank::ScoreCache>();
    std::unique_ptr<Settings::SecretStore> m_secrets;
    std::unique_ptr<Storage::LibraryRepository> m_library;
    std::unique_ptr<Storage::ConversationRepository> m_conversations;
    std::unique_ptr<Settings::Settings> m_settings;
    std::shared_ptr<Search::LocalEngine> m_localEngine;
    std::shared_ptr<Search::ElasticEngine> m_remoteEngine; //!< null: none is set up
    std::shared_ptr<Search::SearchEngine> m_engine; //!< one of the two
    std::unique_ptr<Retrieval::Retriever> m_retriever;
    std::unique_ptr<Library::Catalog> m_catalog;
    std::unique_ptr<Library::Indexer> m_indexer;
    std::unique_ptr<Library::VectorBuilder> m_vectorBuilder;
    std::shared_ptr<Embedding::Embedder> m_embedder;
    bool m_settingsApplied = false;
    QString m_embedderNotice;
    std::function<void(bool engine)> m_indexChanged;
    std::unique_ptr<Dialog::DialogService> m_dialog;
    std::unique_ptr<Conversation::ConversationService> m_service;
    std::unique_ptr<Conversation::AnswerMaps> m_maps;
    std::unique_ptr<Evaluation::SavedQuestions> m_savedQuestions;
};

} // namespace Heddle::App
