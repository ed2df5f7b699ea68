// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/base/result.h"
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QStringList>
#include <QVariant>
#include <functional>
#include <memory>

namespace Heddle::Storage {

//! \brief A statement that ran: its rows, one after another. Belongs to the thread that ran it; when it goes, the
//! prepared statement is kept for the thread's next use.
class Query {
public:
    Query(Query &&other) noexcept;
    Query &operator=(Query &&other) noexcept;
    ~Query();

    bool next() { return m_query->next(); }
    QVariant value(int column) const { return m_query->value(column); }
    QVariant lastInsertId() const { return m_query->lastInsertId(); }
    int numRowsAffected() const { return m_query->numRowsAffected(); }

private:
    friend class Database;
    Query(QString path, std::unique_ptr<QSqlQuery> query) : m_path(std::move(path)), m_query(std::move(query)) { }
    void giveBack();

    QString m_path;
    std::unique_ptr<QSqlQuery> m_query;
};

//! \brief One SQLite file: its schema ladder and one connection per thread, opened on first use in that thread and
//! closed there when the thread ends. Copyable value; safe to use from any thread.
class Database {
public:
    enum class Durability { Full, Normal };
    //! \brief Step i (from 0) takes a file from user_version i to i + 1; each is a list of statements. The application id tells
    //! our files from each other and from those of other programs; files of earlier versions have 0 and get theirs when opened.
    struct Schema {
        QList<QStringList> steps;
        Durability durability = Durability::Full;
        qint32 applicationId = 0;
    };

    //! \brief Opens or creates `path` and brings it to the newest version. A file that exists is never replaced:
    //! one that is damaged, newer, empty, of another program or not readable is an error that names it and the way out.
    static Result<Database> open(const QString &path, const Schema &schema);

    QString path() const { return m_path; }
    //! \brief This thread's connection (WAL, foreign keys, busy time-out 5 s).
    Result<QSqlDatabase> connection() const;

    //! \brief Binds in order and runs one statement, prepared on its first use in this thread.
    Result<Query> run(const QString &sql, const QVariantList &values = {}) const;
    //! \brief BEGIN IMMEDIATE … COMMIT around `work`; its error, or a failed commit, rolls back. Transactions of this
    //! program come in the order in which they were asked for.
    Status transaction(const std::function<Status()> &work) const;
    //! \brief PRAGMA integrity_check; the first complaint as StorageCorrupt.
    Status check() const;

    //! \brief Turns an SQLite error into a message that names the file and says what to do.
    Error toError(const QSqlError &error) const;

    //! \brief Closes the calling thread's connections to every file (tests that move a file away).
    static void closeThreadConnections();

private:
    Database(QString path, Durability durability) : m_path(std::move(path)), m_durability(durability) { }
    bool isReadOnly() const;
    Result<qint64> number(const QString &sql) const;
    //! \brief Its format's version, where this is a file of the schema's kind.
    Result<int> versionOf(const Schema &schema) const;
    Status migrate(const Schema &schema) const;
    Status createFile(const Schema &schema) const;

    QString m_path;
    Durability m_durability;
};

} // namespace Heddle::Storage
