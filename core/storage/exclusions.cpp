// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/exclusions.h"
#include "core/storage/queryresults.h"

namespace Heddle::Storage {

Result<QList<ExclusionRow>> exclusions(const Database &library, qint64 collectionId)
{
    auto query = library.run(QStringLiteral("SELECT e.root_id, r.path, e.path FROM exclusion e JOIN root r ON r.id = e.root_id"
                                            " WHERE r.collection_id=? ORDER BY r.path, e.path"),
        { collectionId });
    if (!query)
        return query.error();
    QList<ExclusionRow> rows;
    while (query->next())
        rows += { query->value(0).toLongLong(), query->value(1).toByteArray(), query->value(2).toByteArray() };
    return rows;
}

Result<QList<QByteArray>> excludedPaths(const Database &library, qint64 rootId)
{
    auto query = library.run(QStringLiteral("SELECT path FROM exclusion WHERE root_id=?"), { rootId });
    if (!query)
        return query.error();
    QList<QByteArray> paths;
    while (query->next())
        paths += query->value(0).toByteArray();
    return paths;
}

Status addExclusion(const Database &library, qint64 rootId, const QByteArray &path)
{
    return statusOf(library.run(QStringLiteral("INSERT OR IGNORE INTO exclusion(root_id, path) VALUES(?,?)"), { rootId, path }));
}

Result<bool> removeExclusion(const Database &library, qint64 rootId, const QByteArray &path)
{
    auto removed = library.run(QStringLiteral("DELETE FROM exclusion WHERE root_id=? AND path=?"), { rootId, path });
    if (!removed)
        return removed.error();
    return removed->numRowsAffected() > 0;
}

} // namespace Heddle::Storage
