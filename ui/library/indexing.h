// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/common/services.h"
#include <QObject>
#include <QPointer>
#include <QQueue>

namespace Heddle::Ui {

//! \brief Reads folders one after another; what is asked for meanwhile waits its turn. When nothing waits, passages that have
//! no vector yet are embedded, where a model is set up; that gives way to everything else.
class Indexing : public QObject {
    Q_OBJECT
public:
    explicit Indexing(Services services, QObject *parent = nullptr);

    //! \brief Adds a folder to a collection, made if need be, and reads it.
    void addFolder(const QString &folder, const QString &collection);
    void rescan(const QString &collection);
    //! \brief Reads every collection again: goes on with what was interrupted, and finds what changed meanwhile.
    void rescanAll();
    void removeCollection(const QString &collection);
    //! \brief Embeds what has no vector of the model that is set up, as soon as nothing else is to be done.
    void embed();
    void setPaused(bool paused);
    bool isPaused() const { return m_services.indexer->isPaused(); }
    //! \brief Stops the reading and forgets what waits; what was read stays.
    void stop();
    bool isRunning() const { return m_running; }
    const Library::IndexProgress &progress() const { return m_progress; }
    //! \brief "3,120 of 10,412 files · 84/s · 1 min 27 s left"
    static QString progressText(const Library::IndexProgress &progress);

Q_SIGNALS:
    void started();
    void progressed();
    //! \brief One folder or collection is done; `message` is for the user, empty where there is nothing to say.
    void finished(const QString &message);

private:
    struct Request {
        Library::IndexRequest index;
        bool remove = false;
        bool quiet = false; //!< says nothing of files that were bad before
    };
    void add(Request request);
    void next();
    void end(const Request &request, const Result<Library::IndexReport> &report);
    static QCoro::Task<void> run(
        QPointer<Indexing> indexing, Services services, Request request, std::stop_token groupStop, std::stop_source stop);
    static QCoro::Task<void> runEmbedding(
        QPointer<Indexing> indexing, Services services, std::stop_token groupStop, std::stop_source stop);
    void endEmbedding(const Result<Library::EmbeddingReport> &report);
    void show(const Library::EmbeddingProgress &progress);
    static QCoro::Task<void> listAll(QPointer<Indexing> indexing, Services services, std::stop_token stop);

    Services m_services;
    QQueue<Request> m_waiting;
    std::stop_source m_stop;
    Library::IndexProgress m_progress;
    bool m_running = false;
    bool m_embedding = false; //!< is what runs
    bool m_embedDue = false;
};

} // namespace Heddle::Ui
