// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/charsetchoices.h"
#include "core/storage/queryresults.h"

namespace Heddle::Storage {

Result<QByteArray> chosenCharset(const Database &library, qint64 rootId, const QByteArray &path)
{
    auto query = library.run(QStringLiteral("SELECT charset FROM chosen_charset WHERE root_id=? AND path=?"), { rootId, path });
    if (!query)
        return query.error();
    return query->next() ? query->value(0).toByteArray() : QByteArray();
}

Result<QList<FilePlace>> filePlaces(const Database &library, const QByteArray &path)
{
    auto query = library.run(QStringLiteral("SELECT d.root_id, r.path, d.path, c.name, COALESCE(h.charset, '') FROM document d"
                                            " JOIN root r ON r.id = d.root_id JOIN collection c ON c.id = d.collection_id"
                                            " LEFT JOIN chosen_charset h ON h.root_id = d.root_id AND h.path = d.path"
                                            " WHERE c.removing = 0 AND substr(?, 1, length(r.path)) = r.path"
                                            " AND d.path = substr(?, length(r.path) + 2)"),
        { path, path });
    if (!query)
        return query.error();
    QList<FilePlace> files;
    while (query->next()) {
        files += { query->value(0).toLongLong(), query->value(1).toByteArray(), query->value(2).toByteArray(), query->value(3).toString(),
            query->value(4).toByteArray() };
    }
    return files;
}

Status chooseCharset(const Database &library, const FilePlace &file, const QByteArray &charset)
{
    return library.transaction([&]() -> Status {
        HEDDLE_TRY(
            statusOf(library.run(QStringLiteral("DELETE FROM chosen_charset WHERE root_id=? AND path=?"), { file.rootId, file.path })));
        if (!charset.isEmpty()) {
            HEDDLE_TRY(statusOf(library.run(QStringLiteral("INSERT INTO chosen_charset(root_id, path, charset) VALUES(?,?,?)"),
                { file.rootId, file.path, QString::fromLatin1(charset) })));
        }
        return statusOf(
            library.run(QStringLiteral("UPDATE document SET mtime_ns=0 WHERE root_id=? AND path=?"), { file.rootId, file.path }));
    });
}

} // namespace Heddle::Storage
