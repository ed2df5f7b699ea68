// SPDX-License-Identifier: GPL-3.0-or-later
// The log of what the index must do, which the search engines follow.
#include "core/storage/libraryrepository.h"
#include "core/storage/queryresults.h"

namespace Heddle::Storage {

Result<QList<IndexOp>> LibraryRepository::ops(int shard, int shards, qint64 seq, int limit) const
{
    auto query = m_db.run(
        QStringLiteral("SELECT seq, chunk_id, document_id, op FROM index_op WHERE seq>? AND document_id % ? = ? ORDER BY seq LIMIT ?"),
        { seq, shards, shard, limit });
    if (!query)
        return query.error();
    QList<IndexOp> ops;
    while (query->next())
        ops += IndexOp { query->value(0).toLongLong(), query->value(1).toLongLong(), query->value(2).toLongLong(),
            query->value(3).toString() == QLatin1String("add") };
    return ops;
}

Result<qint64> LibraryRepository::lastSeq() const
{
    // Not MAX(seq): pruned ops count as well.
    return number(m_db.run(QStringLiteral("SELECT seq FROM sqlite_sequence WHERE name='index_op'")));
}

Status LibraryRepository::pruneOps(qint64 upToSeq) const
{
    return m_db.transaction([&]() -> Status {
        HEDDLE_TRY(statusOf(m_db.run(QStringLiteral("DELETE FROM index_op WHERE seq<=?"), { upToSeq })));
        return statusOf(m_db.run(QStringLiteral("INSERT INTO value(key, value) VALUES('pruned_seq', ?) ON CONFLICT(key) DO UPDATE SET"
                                                " value=MAX(CAST(value AS INTEGER), excluded.value)"),
            { upToSeq }));
    });
}

Result<qint64> LibraryRepository::prunedSeq() const
{
    return number(m_db.run(QStringLiteral("SELECT CAST(value AS INTEGER) FROM value WHERE key='pruned_seq'")));
}

} // namespace Heddle::Storage
