// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/storage/database.h"
#include "core/storage/logposition.h"
#include <QByteArray>
#include <QDateTime>
#include <QHash>
#include <QList>
#include <functional>
#include <stop_token>

namespace Heddle::Storage {

struct CollectionRow {
    qint64 id = 0;
    QString uuid;
    QString name;
    QDateTime created;
    QStringList folders; //!< for display
    QHash<QString, int> filesByState;
    qint64 chunks = 0;
};

struct RootRow {
    qint64 id = 0;
    QByteArray path; //!< absolute, as the file system names it
    QString label; //!< "" for a collection's first folder
    QList<QByteArray> mounts = {}; //!< folders below it, relative, that were drives of their own when they were last seen
};

//! \brief States of a document: "ready", "no_text", "failed", "not_read", "reading" (not finished: read again).
struct DocumentRow {
    qint64 id = 0; //!< 0: not stored yet
    QString publicId;
    qint64 collectionId = 0;
    qint64 rootId = 0;
    QByteArray path; //!< relative to its root
    QString type;
    qint64 size = 0;
    qint64 mtimeNs = 0;
    QString contentHash;
    QString state;
    QString reason;
    QString title;
    QString language;
    qint64 chunks = 0;
    qint64 identity = 0; //!< of the file as it was when it was read (Library::readIdentity())
};

//! \brief What of a document tells whether its file must be read again.
struct KnownFile {
    qint64 id = 0;
    QByteArray path; //!< relative to its root
    qint64 size = 0, mtimeNs = 0, identity = 0; //!< as in DocumentRow
    QString state, reason;
    qint64 chunks = 0;
};

//! \brief A document as people see it in a list.
struct ListedDocument {
    QByteArray path; //!< absolute
    QString state, reason, language;
    qint64 chunks = 0, size = 0, mtimeNs = 0;
};

//! \brief A document, where it lies, and what became of it.
struct LocatedDocument {
    qint64 id = 0;
    QString publicId;
    qint64 collectionId = 0;
    QString collection; //!< its name
    QByteArray rootPath, path; //!< the path relative to its root
    QString state, reason;
    qint64 chunks = 0;
};

struct ChunkRow {
    qint64 id = 0;
    QString publicId;
    int ordinal = 0;
    qint64 start = 0, end = 0;
    int page = 0;
    QString heading;
    QString text;
};

//! \brief A chunk with what a hit or the index needs of its document.
struct ChunkInDocument {
    ChunkRow chunk;
    qint64 documentId = 0;
    QString documentPublicId;
    qint64 collectionId = 0;
    QByteArray rootPath, path;
    QString label, title, type, language;
    qint64 mtimeNs = 0;
    QString collection {}; //!< its uuid
};

//! \brief Where a document lies, as it is the same on every computer with this folder.
struct DocumentPlace {
    qint64 collectionId = 0;
    QString label; //!< of the root
    QByteArray path; //!< relative to the root
};

struct IndexOp {
    qint64 seq = 0;
    qint64 chunkId = 0;
    qint64 documentId = 0;
    bool add = true;
};

//! \brief All SQL on library.db. Blocking: call it in the library's or search pool only. Values in, values out.
class LibraryRepository {
public:
    explicit LibraryRepository(Database database) : m_db(std::move(database)) { }
    const Database &database() const { return m_db; }

    Result<QList<CollectionRow>> collections() const;
    //! \brief The collection's row (without folders and counts), or NotFound with the names that exist.
    Result<CollectionRow> collection(const QString &name) const;
    Result<CollectionRow> ensureCollection(const QString &name) const;
    //! \brief Gives a collection another name. Errors: NotFound, Input where another collection has that name.
    Status renameCollection(const QString &name, const QString &newName) const;
    //! \brief Marks a collection as one to be removed: from now on it is not there any more for anybody, whatever happens.
    Status beginRemoval(const QString &name) const;
    //! \brief The collections that are marked and still hold something.
    Result<QList<qint64>> begunRemovals() const;
    Result<qint64> documentCount(qint64 collectionId) const;
    //! \brief Removes the next documents of a marked collection, and logs that for the index; how many. 0: all were gone, and so
    //! is the collection now.
    Result<qint64> removeNextDocuments(qint64 collectionId) const;

    Result<QList<RootRow>> roots(qint64 collectionId) const;
    Result<RootRow> ensureRoot(qint64 collectionId, const QByteArray &path) const;
    Status setMounts(qint64 rootId, const QList<QByteArray> &mounts) const;

    //! \brief The next documents below a root after a path, in the order of their paths' bytes.
    Result<QList<KnownFile>> knownFiles(qint64 rootId, const QByteArray &after, int limit) const;
    //! \brief A document by its row id; id 0 where there is none.
    Result<DocumentRow> document(qint64 id) const;
    //! \brief Inserts or updates by (root, path); returns the row id. Call inside a transaction.
    Result<qint64> putDocument(const DocumentRow &document) const;
    //! \brief A document's chunks by public id, without their text.
    Result<QHash<QString, ChunkRow>> storedChunks(qint64 documentId) const;
    //! \brief Adds a chunk and its op. Call inside a transaction.
    Result<qint64> addChunk(qint64 documentId, const ChunkRow &chunk) const;
    //! \brief Moves a kept chunk to its new place; the index is not told.
    Status moveChunk(qint64 chunkId, const ChunkRow &chunk) const;
    //! \brief Logs all chunks of a document for the index again: its title or language changed.
    Status reindexDocument(qint64 documentId) const;
    Status removeChunk(qint64 documentId, qint64 chunkId) const;
    //! \brief Removes documents and logs that for the index, in several transactions.
    Status removeDocuments(const QList<qint64> &ids) const;
    //! \brief Runs `work` in one write transaction.
    Status transaction(const std::function<Status()> &work) const { return m_db.transaction(work); }

    //! \brief The next ops of a shard (document id mod `shards`) after `seq`, in order.
    Result<QList<IndexOp>> ops(int shard, int shards, qint64 seq, int limit) const;
    //! \brief The log's end now. seq is 0 while nothing was logged.
    Result<LogPosition> logEnd() const;
    //! \brief Whether the log goes on from a position: it is one of this very library, and nothing after it was forgotten.
    Result<bool> followsFrom(const LogPosition &position) const;
    //! \brief Begins a generation of the log. Each run that logs ops does so before the first of them, once every index has been
    //! compared with the log as it is.
    Status beginGeneration() const;
    //! \brief Forgets ops, and generations before that of `position`, that every shard has applied.
    Status pruneOps(const LogPosition &position) const;
    //! \brief Chunks of a shard after a chunk id, for a rebuild.
    Result<QList<ChunkInDocument>> chunksOfShard(int shard, int shards, qint64 afterChunkId, int limit) const;
    Result<qint64> chunkCount(int shard, int shards) const;
    //! \brief Returns a part of what the file has and doesn't need to the disk, in a transaction of some 20 ms; whether there is
    //! more. False where there is little to gain, and for files of versions that could not shrink.
    Result<bool> returnSomeSpace() const;

    //! \brief The chunks by row id; missing ones are left out.
    Result<QHash<qint64, ChunkInDocument>> chunks(const QList<qint64> &ids) const;
    //! \brief Every chunk's row id, in order.
    Result<QList<qint64>> allChunkIds() const;
    //! \brief Every chunk's row id and public id, by row id.
    Result<QList<std::pair<qint64, QString>>> allChunkNames() const;
    //! \brief Row ids of documents by their public ids; missing ones are left out.
    Result<QList<qint64>> documentIds(const QStringList &publicIds) const;
    //! \brief Which library this is: an id that no other one has, made when it is first asked for.
    Result<QString> libraryId() const;
    Result<QHash<qint64, QString>> collectionNames() const;
    //! \brief The names of all collections by their uuid, those that are being removed too.
    Result<QHash<QString, QString>> collectionsByUuid() const;
    //! \brief Row ids of all chunks of these collections, in order.
    Result<QList<qint64>> chunkIdsOfCollections(const QStringList &uuids) const;
    enum class Count {
        Rows, //!< as the documents say: quick
        Texts, //!< the different texts of each document: reads all of them
    };
    //! \brief How many passages each collection has, by its name; those without any are left out.
    Result<QHash<QString, qint64>> passageCounts(Count count) const;
    //! \brief Where documents lie, by public id; missing ones are left out.
    Result<QHash<QString, DocumentPlace>> documentPlaces(const QStringList &publicIds) const;
    Result<ChunkInDocument> chunkByPublicId(const QString &publicId) const;
    //! \brief Chunks of a document from `ordinal` on, in order.
    Result<QList<ChunkRow>> chunksOfDocument(qint64 documentId, int ordinal, int limit) const;
    struct DocumentHeading {
        qint64 document = 0;
        QString title, heading; //!< heading: the path of the passage's headings
        QString collection; //!< its uuid
    };
    //! \brief Headings from the beginning of each document, in the order of the documents, at most `limit`. No collections: all.
    Result<QList<DocumentHeading>> documentHeadings(const QList<qint64> &collections, int limit) const;
    //! \brief The documents of all collections whose path (relative to its root) is wanted, by path; `limit` of them at most, where it
    //! is not below 0. Error: Cancelled.
    Result<QList<LocatedDocument>> documentsWhere(
        const std::function<bool(const QByteArray &path)> &isWanted, qsizetype limit = -1, const std::stop_token &stop = {}) const;
    //! \brief The documents of all collections that were not read, could not be read or have no text, and whose path is wanted, by path.
    Result<QList<LocatedDocument>> documentsWithoutText(const std::function<bool(const QByteArray &path)> &isWanted) const;
    //! \brief Row ids of all chunks of a document.
    Result<QList<qint64>> chunkIdsOfDocument(qint64 documentId) const;
    //! \brief A collection's documents for people, by path.
    Result<QList<ListedDocument>> listDocuments(qint64 collectionId) const;

private:
    //! Some chunks of these documents, a JSON list; whether there may be more. Call inside a transaction.
    Result<bool> removeSomeChunks(const QString &documents) const;

    Database m_db;
};

} // namespace Heddle::Storage
