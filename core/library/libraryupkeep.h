// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/concurrency/stopscope.h"
#include "core/concurrency/taskgroup.h"
#include "core/library/indexer.h"
#include "core/library/vectorbuilder.h"
#include "core/setup/setupservice.h"
#include <QObject>
#include <QQueue>

namespace Heddle::Library {

//! \brief Decides when folders are read, indexed and embedded, and with which engine and model.
//!
//! Work is done one piece after another; what is asked for meanwhile waits its turn. When nothing waits, passages that have
//! no vector yet are embedded, where a model is set up; embedding gives way to everything else and goes on afterwards. Where a
//! server fails, what it was needed for waits: the server is asked again after pauses that grow, and the work goes on where it
//! was once it answers. The task group holds the work, so whoever asked for it may go. Lives on the event loop's thread; outlives
//! its tasks.
class LibraryUpkeep : public QObject {
    Q_OBJECT
public:
    LibraryUpkeep(Setup::SetupService *setup, Indexer *indexer, VectorBuilder *vectors, Storage::LibraryRepository library,
        Flow::Pools *pools, Concurrency::TaskGroup *tasks);

    //! \brief From now on a change of engine or embedding model is followed at once: the whole library is read again for
    //! another engine, or embedded for another model.
    void followSetup();

    // What is put in line.
    //! \brief Adds a folder to a collection, made if need be, and reads it.
    void addFolder(const QString &folder, const QString &collection);
    //! \brief Reads a collection again, and also the files that could not be read before, changed or not.
    void rescan(const QString &collection);
    //! \brief Reads every collection again: goes on with what was interrupted, and finds what changed meanwhile.
    void rescanAll();
    void removeCollection(const QString &collection);
    //! \brief Looks at the folders of a collection after what is read of them has changed: an exclusion was added or taken back.
    void applyExclusions(const QString &collection);
    //! \brief Removes documents (row ids) from library and index until their files are found again.
    void forget(const QList<qint64> &documents);
    //! \brief Embeds what has no vector of the model that is set up, as soon as nothing else is to be done.
    void embed();
    //! \brief Stops what is at work and forgets what waits; what was read stays.
    void stop();

    //! \brief The pauses between two looks at a server that failed: the first one, and the longest that they grow to.
    void setRetryPauses(std::chrono::milliseconds first, std::chrono::milliseconds longest);
    //! \brief What is wrong with the server that work waits for, for the user; empty where none does.
    QString trouble() const { return m_trouble; }

    void setPaused(bool paused);
    bool isPaused() const { return m_indexer->isPaused(); }
    bool isRunning() const { return m_running; }
    //! \brief Of what is at work; while embedding it counts passages in place of files.
    const IndexProgress &progress() const { return m_progress; }

    // What is done at once, for a program that waits for it. Not to be mixed with the line above.
    //! \brief Brings a collection up to date; `request.index` is the one that is set up. Errors as Indexer::run().
    QCoro::Task<Result<IndexReport>> index(IndexRequest request, Indexer::ProgressSink progress, std::stop_token stop);
    //! \brief Embeds what has no vector and has these vectors searched from then on. Nothing where no model can be used.
    //! Errors as VectorBuilder::run().
    QCoro::Task<Result<std::optional<EmbeddingReport>>> embedNow(VectorBuilder::ProgressSink progress, std::stop_token stop);
    QCoro::Task<Status> remove(QString collection, Indexer::ProgressSink progress, std::stop_token stop);
    //! \brief See forget().
    QCoro::Task<Status> forgetNow(QList<qint64> documents, std::stop_token stop);
    //! \brief Gives a collection another name; what waits for it goes to the collection of that name. Errors: NotFound, Input where
    //! another collection has that name.
    QCoro::Task<Status> renameCollection(QString name, QString newName, std::stop_token stop);

Q_SIGNALS:
    void started();
    void progressed();
    //! \brief One piece of work is done; `message` is for the user, empty where there is nothing to say.
    void finished(const QString &message);
    //! \brief A server failed that work waits for, or answers again: as trouble().
    void troubleChanged(const QString &trouble);

private:
    struct Request {
        enum class Kind { Index, Remove, Forget };
        Kind kind = Kind::Index;
        IndexRequest index;
        QList<qint64> documents {}; //!< to be forgotten
        bool quiet = false; //!< nobody asked for it: says nothing of files that were bad before
    };
    //! What waits for a server to come back.
    enum class Held { Nothing, Everything, Embedding };
    void hold(Held held, const QString &problem);
    void letGo();
    void setTrouble(const QString &trouble);
    QCoro::Task<void> waitForServer(std::stop_token stop);
    QCoro::Task<bool> serversAnswer(std::stop_token stop);
    void add(Request request);
    void next();
    void end(const Request &request, const Result<IndexReport> &report);
    void endEmbedding(const Result<std::optional<EmbeddingReport>> &report);
    void showProgress(const IndexProgress &progress);
    void showProgress(const EmbeddingProgress &progress);
    QCoro::Task<void> listAll();
    QCoro::Task<void> run(Request request, std::stop_token stop);
    QCoro::Task<void> runEmbedding(std::stop_token stop);
    static QString messageFor(const Request &request, const Result<IndexReport> &report);

    Setup::SetupService *m_setup;
    Indexer *m_indexer;
    VectorBuilder *m_vectors;
    const Storage::LibraryRepository m_library;
    Flow::Pools *m_pools;
    Concurrency::TaskGroup *m_tasks;
    const std::shared_ptr<CollectionNames> m_names = std::make_shared<CollectionNames>();
    QQueue<Request> m_waiting;
    Concurrency::StopScope m_stop;
    IndexProgress m_progress;
    bool m_running = false;
    bool m_embedding = false; //!< is what runs
    bool m_embedDue = false;
    Held m_held = Held::Nothing;
    QString m_trouble;
    Concurrency::StopScope m_retry;
    std::chrono::milliseconds m_firstPause { 5'000 }, m_longestPause { 300'000 };
    std::chrono::milliseconds m_pause = m_firstPause; //!< before the next look; grows until work succeeds
};

} // namespace Heddle::Library
