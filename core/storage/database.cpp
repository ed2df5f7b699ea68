// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/database.h"
#include "core/base/files.h"
#include "core/base/ids.h"
#include "core/base/log.h"
#include "core/concurrency/fairmutex.h"
#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSqlError>
#include <QThreadStorage>
#include <QUrl>
#include <atomic>
#include <sqlite3.h>
#include <unordered_map>

namespace Heddle::Storage {
namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Storage", text);
}

struct Connection {
    QString name;
    std::unordered_map<QString, std::unique_ptr<QSqlQuery>> idle; //!< prepared statements that nobody reads from, by their SQL
};

//! Owns one thread's connections and closes them when the thread ends.
struct ThreadConnections {
    std::unordered_map<QString, Connection> ofPath;
    ThreadConnections() = default;
    ThreadConnections(const ThreadConnections &) = delete;
    ThreadConnections &operator=(const ThreadConnections &) = delete;
    ~ThreadConnections() { closeAll(); }
    void closeAll()
    {
        while (!ofPath.empty())
            close(QString(ofPath.begin()->first));
    }
    void close(const QString &path)
    {
        const auto it = ofPath.find(path);
        if (it == ofPath.end())
            return;
        const QString name = it->second.name;
        ofPath.erase(it); // statements go before their connection
        QSqlDatabase::removeDatabase(name);
    }
};

constexpr std::chrono::milliseconds Patience { 5'000 }; //!< with others who write

//! Who may write to a file, for each file that this program has had open.
class WritingTurns {
public:
    Concurrency::FairMutex &of(const QString &path)
    {
        const std::lock_guard lock(m_mutex);
        std::unique_ptr<Concurrency::FairMutex> &turn = m_turns[path];
        if (!turn)
            turn = std::make_unique<Concurrency::FairMutex>();
        return *turn;
    }

private:
    std::mutex m_mutex;
    std::unordered_map<QString, std::unique_ptr<Concurrency::FairMutex>> m_turns;
};

WritingTurns &writingTurns()
{
    static WritingTurns all;
    return all;
}

//! Waits for the turn. Whoever has waited too long goes on without it: SQLite then says who is in the way.
class WritingTurn {
public:
    explicit WritingTurn(Concurrency::FairMutex &mutex) : m_mutex(mutex), m_locked(mutex.tryLockFor(Patience)) { }
    ~WritingTurn()
    {
        if (m_locked)
            m_mutex.unlock();
    }
    WritingTurn(const WritingTurn &) = delete;
    WritingTurn &operator=(const WritingTurn &) = delete;

private:
    Concurrency::FairMutex &m_mutex;
    const bool m_locked;
};

//! Qt's thread storage, not thread_local: Qt empties it before QThread::wait() returns, C++ empties thread_local after,
//! when main() may already have torn down the SQL module.
ThreadConnections &threadConnections()
{
    static QThreadStorage<ThreadConnections *> storage;
    if (!storage.hasLocalData())
        storage.setLocalData(new ThreadConnections);
    return *storage.localData();
}

} // namespace

Query::Query(Query &&other) noexcept = default;

Query &Query::operator=(Query &&other) noexcept
{
    if (this != &other) {
        giveBack();
        m_path = std::move(other.m_path);
        m_query = std::move(other.m_query);
    }
    return *this;
}

Query::~Query()
{
    giveBack();
}

void Query::giveBack()
{
    if (!m_query)
        return;
    m_query->finish(); // ends its read transaction
    constexpr std::size_t MostIdle = 100;
    const auto it = threadConnections().ofPath.find(m_path);
    if (it != threadConnections().ofPath.end() && it->second.idle.size() < MostIdle)
        it->second.idle.insert_or_assign(m_query->lastQuery(), std::move(m_query));
    m_query.reset();
}

void Database::closeThreadConnections()
{
    threadConnections().closeAll();
}

Error Database::toError(const QSqlError &error) const
{
    const int code = error.nativeErrorCode().toInt() & 0xff; // extended codes carry the primary one in the low byte
    const QString file = QDir::toNativeSeparators(m_path);
    const QString detail = error.text();
    const Error full { ErrorCode::StorageFull,
        tr("The disk that holds %1 is full. Free some space and try again; what was saved before is intact.").arg(file), detail, true };
    // Without room for its log or its shared memory, SQLite says that they can't be opened or that the disk failed.
    if ((code == 10 || code == 14) && isDiskFull(m_path))
        return full;
    switch (code) {
    case 5: // SQLITE_BUSY
    case 6: // SQLITE_LOCKED
        return { ErrorCode::StorageBusy, tr("%1 is in use by another program. Wait a moment and try again.").arg(file), detail, true };
    case 8: // SQLITE_READONLY
    case 3: // SQLITE_PERM
    case 23: // SQLITE_AUTH
        return { ErrorCode::StorageReadOnly,
            tr("%1 can't be written. Give your user the right to write this file and its folder, or choose another "
               "data folder (--data).")
                .arg(file),
            detail, false };
    case 14: // SQLITE_CANTOPEN
        return { QFileInfo(QFileInfo(m_path).path()).isWritable() ? ErrorCode::Storage : ErrorCode::StorageReadOnly,
            tr("%1 can't be opened. Check that its folder exists and that your user may write there, or choose another "
               "data folder (--data).")
                .arg(file),
            detail, false };
    case 13: // SQLITE_FULL
        return full;
    case 11: // SQLITE_CORRUPT
    case 26: // SQLITE_NOTADB
        return { ErrorCode::StorageCorrupt,
            tr("%1 is damaged. Heddle has not changed it. Put back a copy from your backup, or move the file away to "
               "start anew (library.db can be rebuilt from your documents; conversations.db can't).")
                .arg(file),
            detail, false };
    case 10: // SQLITE_IOERR
        return { ErrorCode::Storage, tr("The disk reported an error for %1. Check the disk and its free space, then try again.").arg(file),
            detail, true };
    default: return { ErrorCode::Storage, tr("%1 could not be used: %2").arg(file, error.databaseText()), detail, false };
    }
}

//! The file is there, and its folder takes no other one: searching still works.
bool Database::isReadOnly() const
{
    return QFileInfo(m_path).isFile() && !QFileInfo(QFileInfo(m_path).path()).isWritable();
}

Result<QSqlDatabase> Database::connection() const
{
    auto &known = threadConnections().ofPath;
    if (const auto it = known.find(m_path); it != known.end())
        return QSqlDatabase::database(it->second.name, false);

    // SQLite adds up the memory that it uses, under one lock for all threads: whoever works in the background, and has to wait for
    // a processor while it holds it, makes a question wait with it. Before its first use in the program, else it changes nothing.
    static const int configured = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    Q_UNUSED(configured)
    static std::atomic<quint64> counter { 0 };
    const QString name = QStringLiteral("heddle-%1").arg(counter.fetch_add(1));
    QSqlDatabase db = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), name);
    if (!db.isValid()) {
        return Error { ErrorCode::Storage, tr("The SQLite driver of Qt is missing. Install libqt6sql6-sqlite."), {}, false };
    }
    db.setDatabaseName(m_path);
    QString options = QStringLiteral("QSQLITE_BUSY_TIMEOUT=%1").arg(Patience.count());
    if (isReadOnly()) {
        // Where nothing can be written, a log without content can't be opened; without one the file can't change either.
        options += QLatin1String(";QSQLITE_OPEN_READONLY");
        if (QFileInfo(m_path + QLatin1String("-wal")).size() == 0) {
            options += QLatin1String(";QSQLITE_OPEN_URI");
            db.setDatabaseName(QUrl::fromLocalFile(m_path).toString(QUrl::FullyEncoded) + QLatin1String("?immutable=1"));
        }
    }
    db.setConnectOptions(options);
    known[m_path].name = name;
    const auto fail = [&](const QSqlError &error) {
        const Error result = toError(error);
        db = QSqlDatabase();
        threadConnections().close(m_path);
        return result;
    };
    if (!db.open())
        return fail(db.lastError());
    const QString synchronous = m_durability == Durability::Full ? QStringLiteral("FULL") : QStringLiteral("NORMAL");
    for (const QString &pragma : { QString(QStringLiteral("PRAGMA synchronous=") + synchronous), QStringLiteral("PRAGMA foreign_keys=ON"),
             QStringLiteral("PRAGMA temp_store=MEMORY"), QStringLiteral("PRAGMA cache_size=-16000"),
             QStringLiteral("PRAGMA wal_autocheckpoint=4000"), QStringLiteral("PRAGMA journal_size_limit=16777216") }) {
        QSqlQuery query(db);
        if (!query.exec(pragma)) {
            const QSqlError error = query.lastError();
            query = QSqlQuery();
            return fail(error);
        }
    }
    return db;
}

Result<Query> Database::run(const QString &sql, const QVariantList &values) const
{
    auto db = connection();
    if (!db)
        return db.error();
    auto &idle = threadConnections().ofPath[m_path].idle;
    std::unique_ptr<QSqlQuery> query;
    if (const auto it = idle.find(sql); it != idle.end()) {
        query = std::move(it->second);
        idle.erase(it);
    } else {
        query = std::make_unique<QSqlQuery>(*db);
        query->setForwardOnly(true);
        if (!query->prepare(sql))
            return toError(query->lastError());
    }
    for (qsizetype i = 0; i < values.size(); ++i)
        query->bindValue(int(i), values[i]);
    if (!query->exec())
        return toError(query->lastError());
    return Query(m_path, std::move(query));
}

Status Database::transaction(const std::function<Status()> &work) const
{
    // SQLite lets whoever asks in the right moment write, and all others look again after a while: up to 100 ms each time, in which
    // one who writes again and again is always first. Within the program it goes by turns.
    const WritingTurn turn(writingTurns().of(m_path));
    if (auto begin = run(QStringLiteral("BEGIN IMMEDIATE")); !begin)
        return begin.error();
    Status done = work();
    if (done) {
        if (auto commit = run(QStringLiteral("COMMIT")))
            return Done {};
        else
            done = commit.error();
    }
    auto rolledBack = run(QStringLiteral("ROLLBACK")); // fails when SQLite has rolled back by itself (disk full)
    Q_UNUSED(rolledBack)
    return done;
}

Status Database::check() const
{
    auto query = run(QStringLiteral("PRAGMA integrity_check(1)"));
    if (!query)
        return query.error();
    const QString answer = query->next() ? query->value(0).toString() : QString();
    if (answer == QLatin1String("ok"))
        return Done {};
    return Error { ErrorCode::StorageCorrupt,
        tr("%1 is damaged. Put back a copy from your backup, or move the file away to start anew.").arg(QDir::toNativeSeparators(m_path)),
        answer, false };
}

Result<qint64> Database::number(const QString &sql) const
{
    auto query = run(sql);
    if (!query)
        return query.error();
    return query->next() ? query->value(0).toLongLong() : 0;
}

Result<int> Database::versionOf(const Schema &schema) const
{
    HEDDLE_TRY_VALUE(const qint64 version, number(QStringLiteral("PRAGMA user_version")));
    HEDDLE_TRY_VALUE(const qint64 id, number(QStringLiteral("PRAGMA application_id")));
    const QString file = QDir::toNativeSeparators(m_path);
    const int newest = int(schema.steps.size());
    if (version > newest)
        return Error { ErrorCode::StorageNewer,
            tr("%1 was written by a newer Heddle (format %2, this one reads up to %3). Install the newer version; "
               "nothing was changed.")
                .arg(file)
                .arg(version)
                .arg(newest),
            {}, false };
    if (version < 0)
        return Error { ErrorCode::StorageCorrupt,
            tr("%1 has a format that no Heddle writes (%2). Put back a copy from your backup, or move the file away to start anew; "
               "nothing was changed.")
                .arg(file)
                .arg(version),
            {}, false };
    bool foreign = id != 0 && id != schema.applicationId;
    if (id == 0 && version == 0) {
        HEDDLE_TRY_VALUE(const qint64 tables, number(QStringLiteral("SELECT COUNT(*) FROM sqlite_master")));
        foreign = tables > 0;
    }
    if (foreign)
        return Error { ErrorCode::Storage,
            tr("%1 belongs to another program, or is another file of Heddle under this name. Move it away, and put the right one in its "
               "place; nothing was changed.")
                .arg(file),
            QStringLiteral("application_id %1").arg(id), false };
    return int(version);
}

Status Database::migrate(const Schema &schema) const
{
    const int newest = int(schema.steps.size());
    HEDDLE_TRY_VALUE(const int now, versionOf(schema));
    HEDDLE_TRY_VALUE(const qint64 id, number(QStringLiteral("PRAGMA application_id")));
    if (now == newest && id == schema.applicationId)
        return Done {};
    const Status done = transaction([&]() -> Status {
        HEDDLE_TRY_VALUE(const int from, versionOf(schema)); // another process may have been first
        for (int step = from; step < newest; ++step) {
            for (const QString &sql : schema.steps[step]) {
                if (auto query = run(sql); !query)
                    return query.error();
            }
            if (auto query = run(QStringLiteral("PRAGMA user_version=%1").arg(step + 1)); !query)
                return query.error();
        }
        auto marked = run(QStringLiteral("PRAGMA application_id=%1").arg(schema.applicationId));
        return marked ? Status(Done {}) : Status(marked.error());
    });
    if (now == newest)
        return Done {}; // only the id is missing; a file that can't be written just now is read without it
    return done;
}

Status Database::createFile(const Schema &schema) const
{
    // Built beside and renamed into place: a kill in the middle leaves no half database under the real name.
    Database fresh(m_path + QStringLiteral(".new-") + newUuid(), m_durability);
    const auto build = [&]() -> Status {
        // What is free can be returned to the disk in small steps; it has to be chosen before the first table.
        if (auto vacuum = fresh.run(QStringLiteral("PRAGMA auto_vacuum=INCREMENTAL")); !vacuum)
            return vacuum.error();
        if (auto wal = fresh.run(QStringLiteral("PRAGMA journal_mode=WAL")); !wal)
            return wal.error();
        makePrivate(fresh.m_path); // SQLite gives its log the same rights
        return fresh.migrate(schema);
    };
    const Status built = build();
    threadConnections().close(fresh.m_path); // the last connection closes: the write-ahead log is folded in
    if (built && QFile::rename(fresh.m_path, m_path))
        return Done {};
    for (const auto *suffix : { "", "-wal", "-shm" })
        QFile::remove(fresh.m_path + QLatin1String(suffix));
    if (built && QFileInfo::exists(m_path))
        return Done {}; // another process was first; its file is as good
    if (built) {
        return Error { ErrorCode::StorageReadOnly, tr("%1 could not be created.").arg(QDir::toNativeSeparators(m_path)), {}, false };
    }
    Error error = built.error();
    error.message.replace(QDir::toNativeSeparators(fresh.m_path), QDir::toNativeSeparators(m_path));
    return error;
}

Result<Database> Database::open(const QString &path, const Schema &schema)
{
    Database database(QFileInfo(path).absoluteFilePath(), schema.durability);
    const QFileInfo file(database.m_path);
    if (!file.exists()) {
        if (QFileInfo(database.m_path + QLatin1String("-wal")).size() > 0) {
            return Error { ErrorCode::StorageCorrupt,
                tr("%1 is missing but its log %1-wal is there. Put the file back from your backup, or move the log away "
                   "to start anew.")
                    .arg(QDir::toNativeSeparators(database.m_path)),
                {}, false };
        }
        HEDDLE_TRY(database.createFile(schema));
    } else if (file.isFile() && file.isReadable() && file.size() == 0) {
        return Error { ErrorCode::StorageCorrupt,
            tr("%1 is empty: its content is lost. Put back a copy from your backup, or move the file away to start anew.")
                .arg(QDir::toNativeSeparators(database.m_path)),
            {}, false };
    }
    HEDDLE_TRY(database.migrate(schema));
    return database;
}

} // namespace Heddle::Storage
