// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/storage/database.h"
#include <QDateTime>
#include <QJsonArray>
#include <QJsonObject>
#include <QList>

namespace Heddle::Storage {

struct SavedQuestionRow {
    QString id, question;
    QString collection; //!< its name; empty: the whole library
    QJsonArray expected; //!< as in the files of heddle-cli eval
    QJsonArray contents {}; //!< ids of the collections whose text the question has in it
};

//! \brief How the saved questions were answered at a time.
struct EvaluationRow {
    QDateTime at;
    QString setup; //!< how the search was set up, in words
    QJsonObject report;
};

//! \brief SQL on what is saved to measure the search with, in conversations.db. Blocking: for the conversations pools.
class EvaluationRepository {
public:
    explicit EvaluationRepository(Database database) : m_db(std::move(database)) { }

    //! \brief In the order in which they were saved.
    Result<QList<SavedQuestionRow>> questions() const;
    //! \brief Adds it, or replaces the one with its id.
    Status put(const SavedQuestionRow &question) const;
    //! \brief The details of the questions of conversations with this text.
    Result<QList<QJsonObject>> detailsOfQuestion(const QString &question) const;
    Status remove(const QString &id) const;
    //! \brief A collection has another name: its questions ask it by that.
    Status renameCollection(const QString &name, const QString &newName) const;
    Status transaction(const std::function<Status()> &work) const { return m_db.transaction(work); }

    Status addEvaluation(const EvaluationRow &evaluation) const;
    //! \brief The last ones, the latest first.
    Result<QList<EvaluationRow>> evaluations(int most) const;

private:
    Database m_db;
};

} // namespace Heddle::Storage
