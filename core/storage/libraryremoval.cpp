// SPDX-License-Identifier: GPL-3.0-or-later
// What leaves a library: in short transactions, so that nobody waits long, and marked, so that a kill leaves nothing half removed.
#include "core/storage/libraryrepository.h"
#include "core/storage/queryresults.h"
#include <QElapsedTimer>

namespace Heddle::Storage {
namespace {

constexpr int ChunksPerTransaction = 250;
constexpr int DocumentsPerTransaction = 50;

} // namespace

Status LibraryRepository::beginRemoval(const QString &name) const
{
    HEDDLE_TRY_VALUE(const CollectionRow row, collection(name));
    // Its name is free at once.
    return statusOf(m_db.run(QStringLiteral("UPDATE collection SET removing=1, name='removed ' || uuid WHERE id=?"), { row.id }));
}

Result<QList<qint64>> LibraryRepository::begunRemovals() const
{
    return numbers(m_db.run(QStringLiteral("SELECT id FROM collection WHERE removing=1")));
}

Result<qint64> LibraryRepository::documentCount(qint64 collectionId) const
{
    return number(m_db.run(QStringLiteral("SELECT COUNT(*) FROM document WHERE collection_id=?"), { collectionId }));
}

Result<qint64> LibraryRepository::removeNextDocuments(qint64 collectionId) const
{
    HEDDLE_TRY_VALUE(const auto documents,
        numbers(
            m_db.run(QStringLiteral("SELECT id FROM document WHERE collection_id=? LIMIT ?"), { collectionId, DocumentsPerTransaction })));
    if (documents.isEmpty()) {
        HEDDLE_TRY(statusOf(m_db.run(QStringLiteral("DELETE FROM collection WHERE id=?"), { collectionId })));
        return 0;
    }
    HEDDLE_TRY(removeDocuments(documents));
    return qint64(documents.size());
}

Status LibraryRepository::removeDocuments(const QList<qint64> &ids) const
{
    for (qsizetype from = 0; from < ids.size(); from += DocumentsPerTransaction) {
        const QString some = jsonList(ids.mid(from, DocumentsPerTransaction));
        for (bool more = true; more;) {
            HEDDLE_TRY(m_db.transaction([&]() -> Status {
                HEDDLE_TRY_VALUE(more, removeSomeChunks(some));
                return more
                    ? Done {}
                    : statusOf(m_db.run(QStringLiteral("DELETE FROM document WHERE id IN (SELECT value FROM json_each(?))"), { some }));
            }));
        }
    }
    return Done {};
}

Result<bool> LibraryRepository::returnSomeSpace() const
{
    constexpr qint64 LeastPages = 256, LeastShare = 8; // a mebibyte, and an eighth of the file
    constexpr qint64 StepMs = 15, StepPages = 64; // so many also where the system is busy
    constexpr int Incremental = 2;
    HEDDLE_TRY_VALUE(const qint64 mode, number(m_db.run(QStringLiteral("PRAGMA auto_vacuum"))));
    HEDDLE_TRY_VALUE(const qint64 spare, number(m_db.run(QStringLiteral("PRAGMA freelist_count"))));
    HEDDLE_TRY_VALUE(const qint64 pages, number(m_db.run(QStringLiteral("PRAGMA page_count"))));
    const auto isMuch = [](qint64 free, qint64 all) { return free >= LeastPages && free * LeastShare >= all; };
    if (mode != Incremental || !isMuch(spare, pages))
        return false;
    QElapsedTimer clock;
    clock.start();
    qint64 page = 0;
    HEDDLE_TRY(m_db.transaction([&]() -> Status {
        // It moves a page at each step, and Qt takes one step.
        for (; page < spare && (page < StepPages || clock.elapsed() < StepMs); ++page) {
            HEDDLE_TRY(statusOf(m_db.run(QStringLiteral("PRAGMA incremental_vacuum(1)"))));
        }
        return Done {};
    }));
    if (isMuch(spare - page, pages - page))
        return true;
    // The file itself shrinks here: most is written while others go on, the rest when nobody writes.
    for (const char *step : { "PASSIVE", "FULL" }) {
        HEDDLE_TRY(statusOf(m_db.run(QStringLiteral("PRAGMA wal_checkpoint(%1)").arg(QLatin1String(step)))));
    }
    return false;
}

Result<bool> LibraryRepository::removeSomeChunks(const QString &documents) const
{
    HEDDLE_TRY_VALUE(const auto chunks,
        numbers(m_db.run(QStringLiteral("SELECT id FROM chunk WHERE document_id IN (SELECT value FROM json_each(?)) LIMIT ?"),
            { documents, ChunksPerTransaction })));
    if (chunks.isEmpty())
        return false;
    const QString some = jsonList(chunks);
    HEDDLE_TRY(statusOf(m_db.run(QStringLiteral("INSERT INTO index_op(document_id, chunk_id, op) SELECT document_id, id, 'remove'"
                                                " FROM chunk WHERE id IN (SELECT value FROM json_each(?))"),
        { some })));
    HEDDLE_TRY(statusOf(m_db.run(QStringLiteral("DELETE FROM chunk WHERE id IN (SELECT value FROM json_each(?))"), { some })));
    if (chunks.size() < ChunksPerTransaction)
        return false;
    // Until the last one is gone they count as not read, should their files come back meanwhile.
    HEDDLE_TRY(statusOf(
        m_db.run(QStringLiteral("UPDATE document SET state='reading' WHERE id IN (SELECT value FROM json_each(?))"), { documents })));
    return true;
}

} // namespace Heddle::Storage
