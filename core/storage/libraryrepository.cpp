// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/libraryrepository.h"
#include "core/base/ids.h"
#include "core/storage/queryresults.h"
#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>

namespace Heddle::Storage {
namespace {

const QString ChunkColumns =
    QStringLiteral("c.id, c.public_id, c.ordinal, c.start, c.end, c.page, c.heading, c.text, d.id, d.public_id, d.collection_id,"
                   " r.path, d.path, r.label, d.title, d.type, d.language, d.mtime_ns, o.uuid"
                   " FROM chunk c JOIN document d ON d.id = c.document_id JOIN root r ON r.id = d.root_id"
                   " JOIN collection o ON o.id = d.collection_id");

ChunkInDocument chunkFrom(const Query &q)
{
    ChunkInDocument row;
    row.chunk = { q.value(0).toLongLong(), q.value(1).toString(), q.value(2).toInt(), q.value(3).toLongLong(), q.value(4).toLongLong(),
        q.value(5).toInt(), q.value(6).toString(), q.value(7).toString() };
    row.documentId = q.value(8).toLongLong();
    row.documentPublicId = q.value(9).toString();
    row.collectionId = q.value(10).toLongLong();
    row.rootPath = q.value(11).toByteArray();
    row.path = q.value(12).toByteArray();
    row.label = q.value(13).toString();
    row.title = q.value(14).toString();
    row.type = q.value(15).toString();
    row.language = q.value(16).toString();
    row.mtimeNs = q.value(17).toLongLong();
    row.collection = q.value(18).toString();
    return row;
}

} // namespace

Result<QList<CollectionRow>> LibraryRepository::collections() const
{
    auto query = m_db.run(QStringLiteral("SELECT id, uuid, name, created FROM collection WHERE removing=0 ORDER BY name"));
    if (!query)
        return query.error();
    QList<CollectionRow> rows;
    while (query->next()) {
        rows += CollectionRow { query->value(0).toLongLong(), query->value(1).toString(), query->value(2).toString(),
            QDateTime::fromMSecsSinceEpoch(query->value(3).toLongLong()), {}, {}, 0 };
    }
    for (CollectionRow &row : rows) {
        auto folders = roots(row.id);
        if (!folders)
            return folders.error();
        for (const RootRow &root : std::as_const(*folders))
            row.folders += QString::fromUtf8(root.path);
        auto states =
            m_db.run(QStringLiteral("SELECT state, COUNT(*), SUM(chunks) FROM document WHERE collection_id=? GROUP BY state"), { row.id });
        if (!states)
            return states.error();
        while (states->next()) {
            row.filesByState.insert(states->value(0).toString(), states->value(1).toInt());
            row.chunks += states->value(2).toLongLong();
        }
    }
    return rows;
}

Result<CollectionRow> LibraryRepository::collection(const QString &name) const
{
    auto all = m_db.run(QStringLiteral("SELECT id, uuid, name, created FROM collection WHERE removing=0 ORDER BY name"));
    if (!all)
        return all.error();
    QStringList names;
    while (all->next()) {
        names += all->value(2).toString();
        if (names.last() == name) {
            return CollectionRow { all->value(0).toLongLong(), all->value(1).toString(), name,
                QDateTime::fromMSecsSinceEpoch(all->value(3).toLongLong()), {}, {}, 0 };
        }
    }
    const auto tr = [](const char *text) { return QCoreApplication::translate("Heddle::Storage", text); };
    return Error { ErrorCode::NotFound,
        names.isEmpty() ? tr("There is no collection yet. Add one: heddle-cli index FOLDER")
                        : tr("There is no collection \"%1\". There are: %2").arg(name, names.join(QLatin1String(", "))),
        {}, false };
}

Status LibraryRepository::renameCollection(const QString &name, const QString &newName) const
{
    return m_db.transaction([&]() -> Status {
        HEDDLE_TRY_VALUE(const CollectionRow row, collection(name));
        if (newName != name && collection(newName))
            return Error::input(
                QCoreApplication::translate("Heddle::Storage", "There is a collection %1 already. Choose another name.").arg(newName));
        return statusOf(m_db.run(QStringLiteral("UPDATE collection SET name=? WHERE id=?"), { newName, row.id }));
    });
}

Result<CollectionRow> LibraryRepository::ensureCollection(const QString &name) const
{
    auto known = collection(name);
    if (known || known.error().code != ErrorCode::NotFound)
        return known;
    auto added = m_db.run(QStringLiteral("INSERT INTO collection(uuid, name, created) VALUES(?,?,?)"),
        { newUuid(), name, QDateTime::currentMSecsSinceEpoch() });
    if (!added)
        return added.error();
    return collection(name);
}

Result<QList<RootRow>> LibraryRepository::roots(qint64 collectionId) const
{
    auto query = m_db.run(QStringLiteral("SELECT id, path, label, mounts FROM root WHERE collection_id=? ORDER BY id"), { collectionId });
    if (!query)
        return query.error();
    QList<RootRow> rows;
    while (query->next()) {
        QList<QByteArray> mounts = query->value(3).toByteArray().split('\0');
        mounts.removeLast(); // behind the last NUL
        rows += RootRow { query->value(0).toLongLong(), query->value(1).toByteArray(), query->value(2).toString(), mounts };
    }
    return rows;
}

Status LibraryRepository::setMounts(qint64 rootId, const QList<QByteArray> &mounts) const
{
    QByteArray stored("");
    for (const QByteArray &mount : mounts)
        stored += mount + '\0';
    return statusOf(m_db.run(QStringLiteral("UPDATE root SET mounts=? WHERE id=?"), { stored, rootId }));
}

Result<RootRow> LibraryRepository::ensureRoot(qint64 collectionId, const QByteArray &path) const
{
    auto known = roots(collectionId);
    if (!known)
        return known.error();
    QStringList labels;
    for (const RootRow &root : std::as_const(*known)) {
        if (root.path == path)
            return root;
        labels += root.label;
    }
    QString label;
    const QString base = QString::fromUtf8(path.mid(path.lastIndexOf('/') + 1));
    for (int i = 1; !labels.isEmpty() && (label.isEmpty() || labels.contains(label)); ++i)
        label = i == 1 ? base : QStringLiteral("%1 (%2)").arg(base).arg(i);
    auto added = m_db.run(QStringLiteral("INSERT INTO root(collection_id, path, label) VALUES(?,?,?)"),
        { collectionId, path, label.isNull() ? QStringLiteral("") : label });
    if (!added)
        return added.error();
    return RootRow { added->lastInsertId().toLongLong(), path, label };
}

Result<QList<KnownFile>> LibraryRepository::knownFiles(qint64 rootId, const QByteArray &after, int limit) const
{
    auto q = m_db.run(QStringLiteral("SELECT id, path, size, mtime_ns, identity, state, reason, chunks FROM document"
                                     " WHERE root_id=? AND path>? ORDER BY path LIMIT ?"),
        { rootId, after.isNull() ? QByteArray("") : after, limit });
    if (!q)
        return q.error();
    QList<KnownFile> files;
    files.reserve(limit);
    while (q->next()) {
        files += KnownFile { q->value(0).toLongLong(), q->value(1).toByteArray(), q->value(2).toLongLong(), q->value(3).toLongLong(),
            q->value(4).toLongLong(), q->value(5).toString(), q->value(6).toString(), q->value(7).toLongLong() };
    }
    return files;
}

Result<DocumentRow> LibraryRepository::document(qint64 id) const
{
    auto q = m_db.run(QStringLiteral("SELECT id, public_id, collection_id, root_id, path, type, size, mtime_ns, content_hash,"
                                     " state, reason, title, language, chunks, identity FROM document WHERE id=?"),
        { id });
    if (!q)
        return q.error();
    if (!q->next())
        return DocumentRow();
    return DocumentRow { q->value(0).toLongLong(), q->value(1).toString(), q->value(2).toLongLong(), q->value(3).toLongLong(),
        q->value(4).toByteArray(), q->value(5).toString(), q->value(6).toLongLong(), q->value(7).toLongLong(), q->value(8).toString(),
        q->value(9).toString(), q->value(10).toString(), q->value(11).toString(), q->value(12).toString(), q->value(13).toLongLong(),
        q->value(14).toLongLong() };
}

Result<qint64> LibraryRepository::putDocument(const DocumentRow &d) const
{
    const auto text = [](const QString &s) { return s.isNull() ? QStringLiteral("") : s; };
    if (d.id != 0) {
        // No upsert: a conflicting insert would use up a row id, and shards go by row ids.
        HEDDLE_TRY(statusOf(m_db.run(
            QStringLiteral("UPDATE document SET type=?, size=?, mtime_ns=?, content_hash=?, state=?, reason=?, title=?, language=?,"
                           " chunks=?, identity=?, indexed_at=? WHERE id=?"),
            { text(d.type), d.size, d.mtimeNs, text(d.contentHash), d.state, text(d.reason), text(d.title), text(d.language), d.chunks,
                d.identity, QDateTime::currentMSecsSinceEpoch(), d.id })));
        return d.id;
    }
    return number(m_db.run(
        QStringLiteral("INSERT INTO document(public_id, collection_id, root_id, path, type, size, mtime_ns, content_hash, state,"
                       " reason, title, language, chunks, identity, indexed_at) VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
                       " ON CONFLICT(root_id, path) DO UPDATE SET type=excluded.type, size=excluded.size, mtime_ns=excluded.mtime_ns,"
                       " content_hash=excluded.content_hash, state=excluded.state, reason=excluded.reason, title=excluded.title,"
                       " language=excluded.language, chunks=excluded.chunks, identity=excluded.identity, indexed_at=excluded.indexed_at"
                       " RETURNING id"),
        { d.publicId, d.collectionId, d.rootId, d.path, text(d.type), d.size, d.mtimeNs, text(d.contentHash), d.state, text(d.reason),
            text(d.title), text(d.language), d.chunks, d.identity, QDateTime::currentMSecsSinceEpoch() }));
}

Result<QHash<QString, ChunkRow>> LibraryRepository::storedChunks(qint64 documentId) const
{
    auto query = m_db.run(QStringLiteral("SELECT public_id, id, heading FROM chunk WHERE document_id=?"), { documentId });
    if (!query)
        return query.error();
    QHash<QString, ChunkRow> chunks;
    while (query->next()) {
        ChunkRow row;
        row.publicId = query->value(0).toString();
        row.id = query->value(1).toLongLong();
        row.heading = query->value(2).toString();
        chunks.insert(row.publicId, row);
    }
    return chunks;
}

Result<qint64> LibraryRepository::addChunk(qint64 documentId, const ChunkRow &c) const
{
    auto added = m_db.run(
        QStringLiteral("INSERT INTO chunk(public_id, document_id, ordinal, start, end, page, heading, text) VALUES(?,?,?,?,?,?,?,?)"),
        { c.publicId, documentId, c.ordinal, c.start, c.end, c.page, c.heading.isNull() ? QStringLiteral("") : c.heading, c.text });
    if (!added)
        return added.error();
    const qint64 id = added->lastInsertId().toLongLong();
    HEDDLE_TRY(statusOf(m_db.run(QStringLiteral("INSERT INTO index_op(document_id, chunk_id, op) VALUES(?,?,'add')"), { documentId, id })));
    return id;
}

Status LibraryRepository::moveChunk(qint64 chunkId, const ChunkRow &c) const
{
    return statusOf(m_db.run(QStringLiteral("UPDATE chunk SET ordinal=?, start=?, end=?, page=?, heading=? WHERE id=?"),
        { c.ordinal, c.start, c.end, c.page, c.heading.isNull() ? QStringLiteral("") : c.heading, chunkId }));
}

Status LibraryRepository::removeChunk(qint64 documentId, qint64 chunkId) const
{
    HEDDLE_TRY(statusOf(m_db.run(QStringLiteral("DELETE FROM chunk WHERE id=?"), { chunkId })));
    return statusOf(
        m_db.run(QStringLiteral("INSERT INTO index_op(document_id, chunk_id, op) VALUES(?,?,'remove')"), { documentId, chunkId }));
}

Status LibraryRepository::reindexDocument(qint64 documentId) const
{
    return statusOf(m_db.run(
        QStringLiteral("INSERT INTO index_op(document_id, chunk_id, op) SELECT document_id, id, 'add' FROM chunk WHERE document_id=?"),
        { documentId }));
}

Result<QList<ChunkInDocument>> LibraryRepository::chunksOfShard(int shard, int shards, qint64 afterChunkId, int limit) const
{
    auto query =
        m_db.run(QLatin1String("SELECT ") + ChunkColumns + QLatin1String(" WHERE c.id>? AND c.document_id % ? = ? ORDER BY c.id LIMIT ?"),
            { afterChunkId, shards, shard, limit });
    if (!query)
        return query.error();
    QList<ChunkInDocument> rows;
    while (query->next())
        rows += chunkFrom(*query);
    return rows;
}

Result<qint64> LibraryRepository::chunkCount(int shard, int shards) const
{
    return number(m_db.run(QStringLiteral("SELECT COUNT(*) FROM chunk WHERE document_id % ? = ?"), { shards, shard }));
}

Result<QHash<qint64, ChunkInDocument>> LibraryRepository::chunks(const QList<qint64> &ids) const
{
    QHash<qint64, ChunkInDocument> rows;
    if (ids.isEmpty())
        return rows;
    auto query = m_db.run(
        QLatin1String("SELECT ") + ChunkColumns + QLatin1String(" WHERE c.id IN (SELECT value FROM json_each(?))"), { jsonList(ids) });
    if (!query)
        return query.error();
    while (query->next())
        rows.insert(query->value(0).toLongLong(), chunkFrom(*query));
    return rows;
}

Result<QHash<QString, QString>> LibraryRepository::collectionsByUuid() const
{
    auto query = m_db.run(QStringLiteral("SELECT uuid, name FROM collection"));
    if (!query)
        return query.error();
    QHash<QString, QString> names;
    while (query->next())
        names.insert(query->value(0).toString(), query->value(1).toString());
    return names;
}

Result<QList<qint64>> LibraryRepository::chunkIdsOfCollections(const QStringList &uuids) const
{
    if (uuids.isEmpty())
        return QList<qint64>();
    const QString list = QString::fromUtf8(QJsonDocument(QJsonArray::fromStringList(uuids)).toJson(QJsonDocument::Compact));
    return numbers(m_db.run(QStringLiteral("SELECT c.id FROM chunk c JOIN document d ON d.id = c.document_id"
                                           " JOIN collection o ON o.id = d.collection_id"
                                           " WHERE o.uuid IN (SELECT value FROM json_each(?)) ORDER BY c.id"),
        { list }));
}

Result<QList<qint64>> LibraryRepository::allChunkIds() const
{
    return numbers(m_db.run(QStringLiteral("SELECT id FROM chunk ORDER BY id")));
}

Result<QList<std::pair<qint64, QString>>> LibraryRepository::allChunkNames() const
{
    auto query = m_db.run(QStringLiteral("SELECT id, public_id FROM chunk ORDER BY id"));
    if (!query)
        return query.error();
    QList<std::pair<qint64, QString>> names;
    while (query->next())
        names.emplaceBack(query->value(0).toLongLong(), query->value(1).toString());
    return names;
}

Result<QList<qint64>> LibraryRepository::documentIds(const QStringList &publicIds) const
{
    return numbers(m_db.run(QStringLiteral("SELECT id FROM document WHERE public_id IN (SELECT value FROM json_each(?))"),
        { QString::fromUtf8(QJsonDocument(QJsonArray::fromStringList(publicIds)).toJson(QJsonDocument::Compact)) }));
}

Result<ChunkInDocument> LibraryRepository::chunkByPublicId(const QString &publicId) const
{
    auto query = m_db.run(QLatin1String("SELECT ") + ChunkColumns + QLatin1String(" WHERE c.public_id=?"), { publicId });
    if (!query)
        return query.error();
    if (!query->next())
        return Error { ErrorCode::NotFound, QCoreApplication::translate("Heddle::Storage", "This passage is no longer in the library."), {},
            false };
    return chunkFrom(*query);
}

Result<QList<ChunkRow>> LibraryRepository::chunksOfDocument(qint64 documentId, int ordinal, int limit) const
{
    auto query = m_db.run(QStringLiteral("SELECT id, public_id, ordinal, start, end, page, heading, text FROM chunk"
                                         " WHERE document_id=? AND ordinal>=? ORDER BY ordinal LIMIT ?"),
        { documentId, ordinal, limit });
    if (!query)
        return query.error();
    QList<ChunkRow> rows;
    while (query->next()) {
        rows += { query->value(0).toLongLong(), query->value(1).toString(), query->value(2).toInt(), query->value(3).toLongLong(),
            query->value(4).toLongLong(), query->value(5).toInt(), query->value(6).toString(), query->value(7).toString() };
    }
    return rows;
}

namespace {

Result<QList<LocatedDocument>> locatedDocuments(
    const Database &db, const QString &from, const std::function<bool(const QByteArray &path)> &isWanted, qsizetype limit,
    const std::stop_token &stop)
{
    auto query = db.run(QStringLiteral("SELECT d.path, d.id, d.public_id, d.collection_id, c.name, r.path, d.state, d.reason, d.chunks"
                                       " FROM %1 JOIN root r ON r.id = d.root_id WHERE c.removing=0 ORDER BY r.path, d.path")
                            .arg(from));
    if (!query)
        return query.error();
    QList<LocatedDocument> documents;
    while (documents.size() != limit && query->next()) {
        if (stop.stop_requested())
            return Error::cancelled();
        const QByteArray path = query->value(0).toByteArray();
        if (isWanted(path))
            documents += { query->value(1).toLongLong(), query->value(2).toString(), query->value(3).toLongLong(),
                query->value(4).toString(), query->value(5).toByteArray(), path, query->value(6).toString(), query->value(7).toString(),
                query->value(8).toLongLong() };
    }
    return documents;
}

} // namespace

Result<QList<LibraryRepository::DocumentHeading>> LibraryRepository::documentHeadings(const QList<qint64> &collections, int limit) const
{
    constexpr int Beginning = 20; // passages; one long document must not fill the list
    auto query =
        m_db.run(QStringLiteral("SELECT d.id, d.title, ch.heading, c.uuid FROM document d JOIN collection c ON c.id = d.collection_id"
                                " JOIN chunk ch ON ch.document_id = d.id WHERE c.removing=0 AND (? OR c.id IN (SELECT value FROM"
                                " json_each(?))) AND ch.ordinal < ? AND ch.heading <> '' ORDER BY d.id, ch.ordinal LIMIT ?"),
            { collections.isEmpty(), jsonList(collections), Beginning, limit });
    if (!query)
        return query.error();
    QList<DocumentHeading> headings;
    while (query->next())
        headings += { query->value(0).toLongLong(), query->value(1).toString(), query->value(2).toString(), query->value(3).toString() };
    return headings;
}

Result<QList<LocatedDocument>> LibraryRepository::documentsWhere(
    const std::function<bool(const QByteArray &path)> &isWanted, qsizetype limit, const std::stop_token &stop) const
{
    return locatedDocuments(m_db, QStringLiteral("document d JOIN collection c ON c.id = d.collection_id"), isWanted, limit, stop);
}

Result<QList<LocatedDocument>> LibraryRepository::documentsWithoutText(const std::function<bool(const QByteArray &path)> &isWanted) const
{
    // In this order the index tells them without looking at the others. What failed may have text from before.
    return locatedDocuments(m_db,
        QStringLiteral("collection c CROSS JOIN document d ON d.collection_id = c.id AND d.state IN ('no_text', 'failed', 'not_read')"
                       " AND d.chunks = 0"),
        isWanted, -1, {});
}

Result<QList<qint64>> LibraryRepository::chunkIdsOfDocument(qint64 documentId) const
{
    return numbers(m_db.run(QStringLiteral("SELECT id FROM chunk WHERE document_id=? ORDER BY ordinal"), { documentId }));
}

Result<QList<ListedDocument>> LibraryRepository::listDocuments(qint64 collectionId) const
{
    auto query = m_db.run(
        QStringLiteral("SELECT r.path, d.path, d.state, d.reason, d.language, d.chunks, d.size, d.mtime_ns FROM root r JOIN document d"
                       " ON d.root_id = r.id WHERE r.collection_id=? ORDER BY r.path, d.path"),
        { collectionId });
    if (!query)
        return query.error();
    QList<ListedDocument> rows;
    while (query->next()) {
        rows += ListedDocument { query->value(0).toByteArray() + '/' + query->value(1).toByteArray(), query->value(2).toString(),
            query->value(3).toString(), query->value(4).toString(), query->value(5).toLongLong(), query->value(6).toLongLong(),
            query->value(7).toLongLong() };
    }
    return rows;
}

} // namespace Heddle::Storage
