// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/documentscope.h"
#include "core/base/filename.h"
#include <QHash>

namespace Heddle::Library {
namespace {

//! Calls `row` for each searchable document with its public id, root, path below the root, and time of the last change in ns.
template <class Row>
Status eachDocument(const Storage::LibraryRepository &library, qint64 collection, const std::stop_token &stop, const Row &row)
{
    auto query = library.database().run(
        QStringLiteral("SELECT d.public_id, r.path, d.path, d.mtime_ns FROM root r JOIN document d ON d.root_id = r.id"
                       " WHERE d.state = 'ready' AND (? = 0 OR r.collection_id = ?)"),
        { collection, collection });
    if (!query)
        return query.error();
    while (query->next()) {
        if (stop.stop_requested())
            return Error::cancelled();
        row(query->value(0).toString(), query->value(1).toByteArray(), query->value(2).toByteArray(), query->value(3).toLongLong());
    }
    return Done {};
}

} // namespace

Result<QStringList> documentsIn(const Storage::LibraryRepository &library, const DocumentScope &scope, const std::stop_token &stop)
{
    constexpr qint64 NsPerMs = 1'000'000;
    const QByteArray folder = scope.folder.endsWith('/') || scope.folder.isEmpty() ? scope.folder : scope.folder + '/';
    QStringList ids;
    HEDDLE_TRY(eachDocument(
        library, scope.collection, stop, [&](const QString &id, const QByteArray &root, const QByteArray &path, qint64 changedNs) {
            if (changedNs / NsPerMs >= scope.changedFromMs && (root + '/' + path).startsWith(folder))
                ids += id;
        }));
    return ids;
}

Result<QList<CountedFolder>> foldersOf(
    const Storage::LibraryRepository &library, qint64 collection, int limit, const std::stop_token &stop)
{
    constexpr int Levels = 2;
    QHash<QByteArray, CountedFolder> folders;
    int documents = 0;
    HEDDLE_TRY(eachDocument(library, collection, stop, [&](const QString &, const QByteArray &root, const QByteArray &path, qint64) {
        ++documents;
        qsizetype end = -1;
        for (int level = 0; level <= Levels; ++level) {
            const QByteArray below = path.left(std::max<qsizetype>(0, end));
            CountedFolder &folder = folders[below.isEmpty() ? root : root + '/' + below];
            if (++folder.documents == 1) {
                folder.path = below.isEmpty() ? root : root + '/' + below;
                folder.name = displayName(root.mid(root.lastIndexOf('/') + 1) + (below.isEmpty() ? "" : "/" + below));
            }
            end = path.indexOf('/', end + 1);
            if (end < 0)
                break;
        }
    }));
    QList<CountedFolder> parts;
    for (const CountedFolder &folder : std::as_const(folders)) {
        if (folder.documents < documents)
            parts += folder;
    }
    std::sort(parts.begin(), parts.end(), [](const auto &one, const auto &other) { return one.documents > other.documents; });
    parts = parts.mid(0, limit);
    std::sort(parts.begin(), parts.end(), [](const auto &one, const auto &other) { return one.name.localeAwareCompare(other.name) < 0; });
    return parts;
}

QCoro::Task<Result<QStringList>> DocumentScopes::documents(DocumentScope scope, std::stop_token stop) const
{
    return m_pool->submit([library = m_library, scope](std::stop_token token) { return documentsIn(library, scope, token); }, stop,
        QStringLiteral("limit a search"));
}

QCoro::Task<Result<QList<CountedFolder>>> DocumentScopes::folders(qint64 collection, int limit, std::stop_token stop) const
{
    return m_pool->submit(
        [library = m_library, collection, limit](std::stop_token token) { return foldersOf(library, collection, limit, token); }, stop,
        QStringLiteral("list folders"));
}

} // namespace Heddle::Library
