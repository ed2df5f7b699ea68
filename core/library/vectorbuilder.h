// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/embedding/embedder.h"
#include "core/flow/pools.h"
#include "core/library/pausing.h"
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

//! \brief Gives every passage of the library a vector, after its text is indexed: in the background, stopped and gone on
//! with at any time. Lives on the event loop's thread; outlives its tasks.
class VectorBuilder : public QObject {
public:
    using ProgressSink = std::function<void(const EmbeddingProgress &)>;
    VectorBuilder(Storage::LibraryRepository library, Flow::Pools *pools, QString dataFolder)
        : m_library(std::move(library)), m_pools(pools), m_dataFolder(std::move(dataFolder))
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
    Pausing m_pausing;
    std::weak_ptr<Run> m_run;
};

} // namespace Heddle::Library
