// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/attachmentrepository.h"
#include "core/base/ids.h"
#include "core/storage/queryresults.h"
#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>

namespace Heddle::Storage {
namespace {

QString orEmpty(const QString &text)
{
    return text.isNull() ? QStringLiteral("") : text;
}

const QString ChunkColumns =
    QStringLiteral("SELECT c.seq, c.id, c.ordinal, c.start, c.end, c.page, c.heading, c.text, a.id, a.path, a.title, a.type, a.language,"
                   " a.mtime_ns FROM attached_chunk c JOIN attachment a ON a.id=c.attachment_id WHERE ");

ChunkRow chunkFrom(const Query &q)
{
    return { q.value(0).toLongLong(), q.value(1).toString(), q.value(2).toInt(), q.value(3).toLongLong(), q.value(4).toLongLong(),
        q.value(5).toInt(), q.value(6).toString(), q.value(7).toString() };
}

ChunkInDocument chunkInFileFrom(const Query &q)
{
    ChunkInDocument found;
    found.chunk = chunkFrom(q);
    found.documentPublicId = q.value(8).toString();
    const QByteArray path = q.value(9).toByteArray();
    const qsizetype slash = path.lastIndexOf('/');
    found.rootPath = path.left(slash);
    found.path = path.mid(slash + 1);
    found.title = q.value(10).toString();
    found.type = q.value(11).toString();
    found.language = q.value(12).toString();
    found.mtimeNs = q.value(13).toLongLong();
    return found;
}

} // namespace

Result<AttachmentRow> AttachmentRepository::add(
    AttachmentRow attachment, const QList<ChunkRow> &chunks, const std::function<Result<QString>()> &conversation) const
{
    attachment.id = newUuid();
    attachment.chunks = chunks.size();
    attachment.added = QDateTime::currentDateTime();
    HEDDLE_TRY(m_db.transaction([&]() -> Status {
        if (conversation) {
            HEDDLE_TRY_VALUE(attachment.conversationId, conversation());
        }
        HEDDLE_TRY(statusOf(m_db.run(
            QStringLiteral("DELETE FROM attachment WHERE conversation_id=? AND path=?"), { attachment.conversationId, attachment.path })));
        return restore({ attachment, chunks });
    }));
    return attachment;
}

Status AttachmentRepository::restore(const StoredAttachment &attachment) const
{
    const AttachmentRow &row = attachment.row;
    HEDDLE_TRY(statusOf(m_db.run(
        QStringLiteral("INSERT INTO attachment(id, conversation_id, path, title, type, language, content_hash, reason, size, mtime_ns,"
                       " chunks, added) VALUES(?,?,?,?,?,?,?,?,?,?,?,?)"),
        { row.id, row.conversationId, row.path, orEmpty(row.title), orEmpty(row.type), orEmpty(row.language), orEmpty(row.contentHash),
            orEmpty(row.reason), row.size, row.mtimeNs, qint64(attachment.chunks.size()), row.added.toMSecsSinceEpoch() })));
    for (const ChunkRow &chunk : attachment.chunks) {
        HEDDLE_TRY(statusOf(m_db.run(QStringLiteral("INSERT INTO attached_chunk(id, attachment_id, ordinal, start, end, page, heading, text)"
                                                    " VALUES(?,?,?,?,?,?,?,?)"),
            { chunkId(row.id, chunk.ordinal), row.id, chunk.ordinal, chunk.start, chunk.end, chunk.page, orEmpty(chunk.heading),
                orEmpty(chunk.text) })));
    }
    return Done {};
}

Result<QList<StoredAttachment>> AttachmentRepository::stored(const QString &conversationId) const
{
    HEDDLE_TRY_VALUE(const auto rows, list(conversationId));
    QList<StoredAttachment> attachments;
    for (const AttachmentRow &row : rows) {
        auto query = m_db.run(ChunkColumns + QLatin1String("c.attachment_id=? ORDER BY c.ordinal"), { row.id });
        if (!query)
            return query.error();
        attachments += StoredAttachment { row, {} };
        while (query->next())
            attachments.last().chunks += chunkFrom(*query);
    }
    return attachments;
}

Result<QStringList> AttachmentRepository::known(const QStringList &ids) const
{
    auto query = m_db.run(QStringLiteral("SELECT id FROM attachment WHERE id IN (SELECT value FROM json_each(?))"),
        { QString::fromUtf8(QJsonDocument(QJsonArray::fromStringList(ids)).toJson(QJsonDocument::Compact)) });
    if (!query)
        return query.error();
    QStringList known;
    while (query->next())
        known += query->value(0).toString();
    return known;
}

QString AttachmentRepository::chunkId(const QString &attachmentId, int ordinal)
{
    return contentId({ attachmentId.toUtf8(), QByteArray::number(ordinal) });
}

Result<QList<AttachmentRow>> AttachmentRepository::list(const QString &conversationId) const
{
    auto query = m_db.run(QStringLiteral("SELECT id, conversation_id, path, title, type, language, content_hash, reason, size, mtime_ns,"
                                         " chunks, added FROM attachment WHERE conversation_id=? ORDER BY seq"),
        { conversationId });
    if (!query)
        return query.error();
    QList<AttachmentRow> rows;
    while (query->next()) {
        const auto text = [&](int column) { return query->value(column).toString(); };
        rows += AttachmentRow { text(0), text(1), query->value(2).toByteArray(), text(3), text(4), text(5), text(6), text(7),
            query->value(8).toLongLong(), query->value(9).toLongLong(), query->value(10).toLongLong(),
            QDateTime::fromMSecsSinceEpoch(query->value(11).toLongLong()) };
    }
    return rows;
}

Status AttachmentRepository::remove(const QString &id) const
{
    return statusOf(m_db.run(QStringLiteral("DELETE FROM attachment WHERE id=?"), { id }));
}

Result<QList<ChunkInDocument>> AttachmentRepository::chunks(const QString &conversationId) const
{
    auto query = m_db.run(ChunkColumns + QLatin1String("a.conversation_id=? ORDER BY a.seq, c.ordinal"), { conversationId });
    if (!query)
        return query.error();
    QList<ChunkInDocument> chunks;
    while (query->next())
        chunks += chunkInFileFrom(*query);
    return chunks;
}

Result<ChunkInDocument> AttachmentRepository::chunkByPublicId(const QString &publicId) const
{
    auto query = m_db.run(ChunkColumns + QLatin1String("c.id=?"), { publicId });
    if (!query)
        return query.error();
    if (!query->next())
        return Error { ErrorCode::NotFound,
            QCoreApplication::translate("Heddle::Storage", "This passage is in no attached file any more."), {}, false };
    return chunkInFileFrom(*query);
}

Result<QList<ChunkRow>> AttachmentRepository::chunksBeside(const QString &publicId, int ordinal, int limit) const
{
    auto query = m_db.run(ChunkColumns
            + QLatin1String("c.attachment_id=(SELECT attachment_id FROM attached_chunk WHERE id=?) AND c.ordinal>=? ORDER BY c.ordinal"
                            " LIMIT ?"),
        { publicId, ordinal, limit });
    if (!query)
        return query.error();
    QList<ChunkRow> rows;
    while (query->next())
        rows += chunkFrom(*query);
    return rows;
}

} // namespace Heddle::Storage
