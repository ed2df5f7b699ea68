// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/concurrency/settleonce.h"
#include "core/flow/pools.h"
#include "core/net/blockinghttp.h"
#include "core/search/elastic/elasticengine.h"
#include "core/settings/secretstore.h"
#include "core/setup/currentsetup.h"
#include "core/setup/storedsetup.h"
#include <QCoroTask>
#include <QObject>

namespace Heddle::Setup {

//! \brief What a SetupService builds with; the composition root's, and outlives it.
struct Parts {
    Settings::Store settings;
    Settings::SecretStore *secrets;
    Storage::LibraryRepository library;
    Net::HttpClient *http;
    Net::BlockingHttp *blockingHttp;
    Flow::Pools *pools;
    std::shared_ptr<Rerank::ScoreCache> scores;
    std::shared_ptr<Search::SearchEngine> localEngine;
    QString indexFolder; //!< where a search server's state is noted
    Embedding::LocalRuntime embeddingRuntime;
    std::chrono::milliseconds embeddingPause { 1000 }; //!< as Embedding::Transports has it
};

//! \brief Turns settings into what questions are answered with.
//!
//! apply() builds a whole new set-up off to the side and swaps it in at once; questions on their way keep theirs. What the
//! settings left as it was is taken over, so that a model is loaded once and a server's habits are learned once. A part that
//! can't be used leaves a notice and costs nothing else. Lives on the event loop's thread.
class SetupService : public QObject {
    Q_OBJECT
public:
    explicit SetupService(Parts parts, QObject *parent = nullptr);

    //! \brief Puts the settings as they are stored now to use. Calls are served one after another, and those that wait
    //! together by one build: when the task is complete, settings at least as new as the call are in use. Ends early when
    //! `stop` is requested.
    QCoro::Task<void> apply(std::stop_token stop);
    //! \brief Saves changed settings and puts them to use. Errors: those of Settings::Store::save(); then nothing is changed.
    QCoro::Task<Status> save(Settings::Changes changes, std::stop_token stop);

    //! \brief What questions that begin now are answered with; before the first apply() this computer's words alone.
    CurrentSetup &answers() { return m_answers; }
    //! \brief What the library is indexed with.
    const IndexSetup &indexing() const { return m_indexing; }

    //! \brief A model or server as it is set up, with its key, for a trial; nothing where none is set up.
    QCoro::Task<Result<std::optional<Rerank::Configuration>>> rerankerConfiguration(std::stop_token stop);
    QCoro::Task<Result<std::optional<Llm::Configuration>>> chatConfiguration(std::stop_token stop);
    QCoro::Task<Result<std::optional<Embedding::Configuration>>> embedderConfiguration(std::stop_token stop);

    Embedding::Transports embeddingTransports() const { return { m_parts.http, m_parts.pools, m_parts.embeddingRuntime, m_parts.embeddingPause }; }
    Rerank::Transports rerankTransports() const
    {
        return { m_parts.http, m_parts.blockingHttp, &m_parts.pools->inference, m_parts.scores };
    }

Q_SIGNALS:
    //! \brief Another set-up is in use. `engine`: the library belongs into another index; also at the first apply().
    //! `embedder`: passages are embedded by another model, or by none.
    void changed(bool engine, bool embedder);

private:
    struct Build;
    QCoro::Task<bool> build(std::stop_token stop);
    QCoro::Task<void> addEngine(std::shared_ptr<Build> build, std::stop_token stop);
    QCoro::Task<void> addEmbedder(std::shared_ptr<Build> build, std::stop_token stop);
    QCoro::Task<void> addReranker(std::shared_ptr<Build> build, std::stop_token stop);
    QCoro::Task<void> addChatModel(std::shared_ptr<Build> build, std::stop_token stop);
    QCoro::Task<Result<std::shared_ptr<Embedding::Embedder>>> makeEmbedder(
        Embedding::Configuration configuration, std::shared_ptr<Build> build, std::stop_token stop);
    //! Leaves a notice in the build (null: nowhere) where the key is withheld, or goes unencrypted to another computer.
    QCoro::Task<QByteArray> secret(const char *name, QString binding, std::shared_ptr<Build> build, std::stop_token stop);
    QCoro::Task<Result<StoredSetup>> stored(std::stop_token stop);
    template <class Configuration>
    QCoro::Task<Result<std::optional<Configuration>>> withKey(
        std::optional<Configuration> StoredSetup::*part, const char *secretName, std::stop_token stop);
    void use(Build &build);
    void wakeWaiters();

    const Parts m_parts;
    CurrentSetup m_answers;
    IndexSetup m_indexing;
    // What the parts in use were made from.
    std::optional<Search::Elastic::Configuration> m_serverConfiguration;
    std::optional<Rerank::Configuration> m_rerankerConfiguration;
    std::optional<Llm::Configuration> m_chatConfiguration;
    std::optional<Embedding::Configuration> m_embedderConfiguration;

    quint64 m_requested = 0, m_applied = 0; //!< calls of apply(), and up to which their settings are in use
    bool m_building = false, m_ever = false;
    QHash<QString, std::shared_ptr<std::atomic_bool>> m_told; //!< of servers that get a key unencrypted, by key and origin
    std::vector<std::shared_ptr<Concurrency::SettleOnce<bool>>> m_waiting; //!< calls that a build at work may serve
};

} // namespace Heddle::Setup
