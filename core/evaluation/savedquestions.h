// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/evaluation/evaluator.h"
#include "core/setup/currentsetup.h"
#include "core/storage/evaluationrepository.h"
#include <QDateTime>

namespace Heddle::Evaluation {

//! \brief One run over the saved questions.
struct Run {
    QDateTime at;
    QString setup; //!< how the search was set up, in words
    Report report;
};

//! \brief What the page of saved questions shows.
struct Overview {
    QList<Judged> questions;
    std::optional<Run> now; //!< the last run
    std::optional<Run> before; //!< the last one with another setup, else the one before
};

//! \brief Questions that the user keeps with what they should find, and how they were answered before and after a change.
//! Lives on the event loop's thread; outlives its tasks.
class SavedQuestions {
public:
    SavedQuestions(Storage::EvaluationRepository repository, Retrieval::Retriever *retriever, const Setup::CurrentSetup *setup,
        Storage::LibraryRepository library, Flow::Pools *pools)
        : m_repository(std::move(repository)), m_retriever(retriever), m_setup(setup), m_library(std::move(library)), m_pools(pools)
    { }

    QCoro::Task<Result<Overview>> overview(std::stop_token stop);
    //! \brief Whether a passage is kept as right for a question.
    QCoro::Task<Result<bool>> isPinned(QString question, Right right, std::stop_token stop);
    //! \brief Keeps a passage as right for a question, or no longer; a question without one goes.
    QCoro::Task<Status> pin(QString question, Right right, bool pinned, std::stop_token stop);
    QCoro::Task<Status> remove(QStringList ids, std::stop_token stop);
    //! \brief Questions to a collection follow it to its new name.
    QCoro::Task<Status> renameCollection(QString name, QString newName, std::stop_token stop);
    //! \brief Adds questions of a file; those that are there already get what is new. How many there were.
    QCoro::Task<Result<int>> add(QList<Judged> questions, std::stop_token stop);
    //! \brief Adds the questions of a file as add() does. Errors: those of loadJudged(); from the store; Cancelled.
    QCoro::Task<Result<int>> importFile(QString path, std::stop_token stop);
    //! \brief Writes all of them as a file that importFile() and heddle-cli eval read. Errors: StorageReadOnly; from the
    //! store; Cancelled.
    QCoro::Task<Status> exportFile(QString path, std::stop_token stop);
    //! \brief Asks all of them as the search is set up now, and keeps the result.
    QCoro::Task<Result<Overview>> run(std::function<void(qsizetype)> progress, Concurrency::Context context);

private:
    const Storage::EvaluationRepository m_repository;
    Retrieval::Retriever *m_retriever;
    const Setup::CurrentSetup *m_setup;
    const Storage::LibraryRepository m_library;
    Flow::Pools *m_pools;
};

} // namespace Heddle::Evaluation
