// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/embedding/embedder.h"
#include "core/flow/pools.h"
#include "core/library/pausing.h"
#include "core/net/sendguard.h"
#include "core/search/searchengine.h"
#include "core/storage/libraryrepository.h"
#include <QCoroTask>
#include <QObject>
#include <functional>

namespace Heddle::Library {

struct EmbeddingProgress {
    qint64 passages = 0, done = 0; //!< of this run
    double passagesPerSecond = 0;
    double secondsLeft = -1; //!< below 0: not known yet
    bool paused = false;
};

struct EmbeddingReport {
    QString model; //!< for people
    qint64 passages = 0; //!< that had no vector
    qint64 embedded = 0;
    qint64 reused = 0; //!< the same text had been embedded before
    qint64 ms = 0;
    qint64 bytesSent = 0; //!< of text, to the embedder's host
};

//! \brief Rows of the chunks that are still to be embedded: they have no vector of the model, and may be sent where it is computed.
//! Blocking. Errors: those of the store, the library and of reading what is sealed.
Result<QList<qint64>> chunksToEmbed(const Storage::LibraryRepository &library, Search::VectorStore &store, const QString &model,
    const Net::Sealed &sealed, std::stop_token stop);

//! \brief Gives every passage of the library a vector, after its text is indexed: in the background, stopped and gone on
//! with at any time. Lives on the event loop's thread; outlives its tasks.
class VectorBuilder : public QObject {
public:
    using ProgressSink = std::function<void(const EmbeddingProgress &)>;
    //! \brief `guard` knows which collections are never sent: their passages get no vector of a model that is elsewhere. Null: none.
    VectorBuilder(Storage::LibraryRepository library, Flow::Pools *pools, QString dataFolder, std::shared_ptr<Net::SendGuard> guard = {})
        : m_library(std::move(library)), m_pools(pools), m_dataFolder(std::move(dataFolder)), m_guard(std::move(guard))
    { }

    //! \brief Puts a vector of the embedder's model into `store` for each passage that has none, then has these vectors
    //! searched. Errors: Locked (another process indexes), storage, those of the embedder, cancelled. Vectors that were made
    //! before an error or a stop stay.
    QCoro::Task<Result<EmbeddingReport>> run(std::shared_ptr<Embedding::Embedder> embedder, std::shared_ptr<Search::VectorStore> store,
        ProgressSink progress, std::stop_token stop);
    //! \brief Holds a run that goes on now as well as later ones.
    void setPaused(bool paused);

private:
    struct Run;
    QCoro::Task<void> lane(std::shared_ptr<Run> run);
    QCoro::Task<Status> flush(std::shared_ptr<Run> run);

    Storage::LibraryRepository m_library;
    Flow::Pools *m_pools;
    const QString m_dataFolder;
    const std::shared_ptr<Net::SendGuard> m_guard;
    Pausing m_pausing;
    std::weak_ptr<Run> m_run;
};

} // namespace Heddle::Library
