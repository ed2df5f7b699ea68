// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/flow/pools.h"
#include "core/library/collectionnames.h"
#include "core/library/documentreader.h"
#include "core/library/pausing.h"
#include "core/search/searchengine.h"
#include "core/storage/libraryrepository.h"
#include <QCoroTask>
#include <QElapsedTimer>
#include <QStringList>
#include <functional>

namespace Heddle::Library {

struct IndexProgress {
    enum class Stage { Waiting, Scanning, Removing, Reading, Finishing, Embedding };
    Stage stage = Stage::Scanning;
    qint64 files = 0, done = 0, chunks = 0; //!< while embedding `files` and `done` count passages
    double filesPerSecond = 0;
    double secondsLeft = -1; //!< below 0: not known yet
    bool paused = false;
};

struct IndexReport {
    struct Entry {
        QString path, reason;
    };
    qint64 files = 0, indexed = 0, unchanged = 0, removed = 0, noText = 0, failed = 0, notRead = 0;
    qint64 excluded = 0; //!< files that the user doesn't want to be read; not among `files`
    qint64 chunks = 0; //!< in the collection now
    qint64 ms = 0;
    QList<Entry> failures; //!< files and folders that could not be read, and files without text
    QList<Entry> skipped; //!< "not read: type"
};

struct IndexRequest {
    std::shared_ptr<Search::TextIndexWriter> index; //!< that is filled; never null
    CollectionName collection;
    QStringList folders; //!< absolute; empty: the collection's own folders again
    bool wait = false; //!< wait for index.lock instead of failing
    bool readFailedAgain = false; //!< files too that could not be read, or had no text, and haven't changed since
};

//! \brief Brings a collection up to date with its folders, and the search index with the library.
//! Lives on the event loop's thread; outlives its tasks.
class Indexer : public QObject {
public:
    using ProgressSink = std::function<void(const IndexProgress &)>;
    Indexer(Storage::LibraryRepository library, Flow::Pools *pools, QString dataFolder)
        : m_library(std::move(library)), m_pools(pools), m_dataFolder(std::move(dataFolder))
    { }

    //! \brief Errors: Locked, Unreadable (a folder itself), NotFound (collection), storage, cancelled. What was read
    //! before an error or a stop stays.
    QCoro::Task<Result<IndexReport>> run(IndexRequest request, ProgressSink progress, std::stop_token stop);
    //! \brief Holds a run that goes on now as well as later ones: nothing is looked for, read, removed or built anew meanwhile.
    //! Files already begun are finished, and what was read becomes searchable.
    void setPaused(bool paused);
    bool isPaused() const { return m_pausing.isPaused(); }
    //! \brief Removes a collection from library and index. Once begun, it goes on with the next run of any kind, should this one
    //! be stopped. An empty name: goes on with what was begun.
    QCoro::Task<Status> removeCollection(
        QString name, std::shared_ptr<Search::TextIndexWriter> index, ProgressSink progress, std::stop_token stop);
    //! \brief Removes documents (row ids) from library and index; files that are still there are read again by the next run(). Errors:
    //! Locked, storage, Cancelled.
    QCoro::Task<Status> forget(QList<qint64> documents, std::shared_ptr<Search::TextIndexWriter> index, std::stop_token stop);

private:
    struct Run;
    //! Files that are read in one job, with the document of each; 0: new.
    struct Batch {
        DocumentReader::Target target;
        QList<std::pair<ScannedFile, qint64>> files;
    };
    QCoro::Task<Result<std::shared_ptr<class IndexLock>>> lock(bool wait, ProgressSink progress, std::stop_token stop);
    static Batch nextBatch(Run &run);
    QCoro::Task<void> readLane(std::shared_ptr<Run> run);
    QCoro::Task<void> feedLane(std::shared_ptr<Run> run, int shard);
    QCoro::Task<Status> compareIndex(std::shared_ptr<Run> run, bool willLog);
    QCoro::Task<Status> feedAll(std::shared_ptr<Run> run, int lanes);
    void startClock(Run &run) const;
    QCoro::Task<Status> plan(std::shared_ptr<Run> run, IndexRequest request);
    static void accountForKnownFiles(Run &run);
    QCoro::Task<Status> removeBegunCollections(std::shared_ptr<Run> run);
    QCoro::Task<Status> removeGoneDocuments(std::shared_ptr<Run> run);
    QCoro::Task<void> returnSpace(std::shared_ptr<Run> run);
    QCoro::Task<Result<qint64>> chunkCount(qint64 collection, std::stop_token stop);
    static void account(Run &run, const FileReport &file, const QByteArray &root);

    Storage::LibraryRepository m_library;
    Flow::Pools *m_pools;
    QString m_dataFolder;
    ExtractionLimits m_limits;
    Pausing m_pausing;
    std::weak_ptr<Run> m_run;
};

} // namespace Heddle::Library
