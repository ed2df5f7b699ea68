// SPDX-License-Identifier: GPL-3.0-or-later
// The log of what the index must do, which the search engines follow.
#include "core/base/ids.h"
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

Result<LogPosition> LibraryRepository::logEnd() const
{
    LogPosition end;
    HEDDLE_TRY_VALUE(end.library, libraryId());
    auto newest = m_db.run(QStringLiteral("SELECT token FROM generation ORDER BY number DESC LIMIT 1"));
    if (!newest)
        return newest.error();
    if (newest->next())
        end.generation = newest->value(0).toString();
    // Not MAX(seq): pruned ops count as well.
    HEDDLE_TRY_VALUE(end.seq, number(m_db.run(QStringLiteral("SELECT seq FROM sqlite_sequence WHERE name='index_op'"))));
    return end;
}

Result<bool> LibraryRepository::followsFrom(const LogPosition &position) const
{
    HEDDLE_TRY_VALUE(const LogPosition end, logEnd());
    HEDDLE_TRY_VALUE(
        const qint64 pruned, number(m_db.run(QStringLiteral("SELECT CAST(value AS INTEGER) FROM value WHERE key='pruned_seq'"))));
    if (position.library != end.library || position.seq < pruned)
        return false;
    if (position.generation.isEmpty())
        return end.generation.isEmpty() && position.seq <= end.seq;
    auto known =
        m_db.run(QStringLiteral("SELECT from_seq, (SELECT MIN(later.from_seq) FROM generation later WHERE later.number > this.number)"
                                " FROM generation this WHERE token=?"),
            { position.generation });
    if (!known)
        return known.error();
    if (!known->next())
        return false;
    const qint64 last = known->value(1).isNull() ? end.seq : known->value(1).toLongLong();
    return position.seq >= known->value(0).toLongLong() && position.seq <= last;
}

Status LibraryRepository::beginGeneration() const
{
    return statusOf(m_db.run(QStringLiteral("INSERT INTO generation(token, from_seq) VALUES(?,"
                                            " COALESCE((SELECT seq FROM sqlite_sequence WHERE name='index_op'), 0))"),
        { newUuid() }));
}

Status LibraryRepository::pruneOps(const LogPosition &position) const
{
    // In steps: others write too, and a whole library's log would keep them waiting.
    constexpr qint64 Step = 2000;
    for (bool more = true; more;) {
        HEDDLE_TRY(m_db.transaction([&]() -> Status {
            HEDDLE_TRY_VALUE(const qint64 first, number(m_db.run(QStringLiteral("SELECT MIN(seq) FROM index_op"))));
            const qint64 upTo = std::min(first + Step, position.seq);
            more = first != 0 && upTo < position.seq;
            HEDDLE_TRY(statusOf(m_db.run(QStringLiteral("DELETE FROM index_op WHERE seq<=?"), { upTo })));
            return statusOf(m_db.run(QStringLiteral("INSERT INTO value(key, value) VALUES('pruned_seq', ?) ON CONFLICT(key) DO UPDATE SET"
                                                    " value=MAX(CAST(value AS INTEGER), excluded.value)"),
                { more ? upTo : position.seq }));
        }));
    }
    return statusOf(m_db.run(
        QStringLiteral("DELETE FROM generation WHERE number < (SELECT number FROM generation WHERE token=?)"), { position.generation }));
}

} // namespace Heddle::Storage
