// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/conversation/attachments.h"
#include "core/base/filename.h"
#include "core/search/local/attachedtexts.h"
#include <QFile>

namespace Heddle::Conversation {
namespace {

Storage::AttachmentRow rowFrom(const Library::SingleFile &file)
{
    Storage::AttachmentRow row;
    row.path = file.path;
    row.title = file.title;
    row.type = file.type;
    row.language = file.language;
    row.contentHash = file.contentHash;
    row.reason = file.reason;
    row.size = file.stamp.size;
    row.mtimeNs = file.stamp.mtimeNs;
    return row;
}

QList<Storage::ChunkRow> chunkRowsFrom(const Library::SingleFile &file)
{
    QList<Storage::ChunkRow> rows;
    for (const Library::Chunk &chunk : file.chunks)
        rows += Storage::ChunkRow { 0, {}, int(rows.size()), chunk.start, chunk.end, chunk.page, chunk.heading, chunk.text };
    return rows;
}

QStringList idsOf(const QList<Storage::AttachmentRow> &rows)
{
    QStringList ids;
    for (const Storage::AttachmentRow &row : rows)
        ids += row.id;
    return ids;
}

} // namespace

Attachment attachmentFrom(const Storage::AttachmentRow &row)
{
    return { row.id, displayName(row.path), row.reason, row.chunks, Library::FileState::Same };
}

QCoro::Task<Result<Attachments::Attached>> Attachments::attach(QString conversation, QByteArray path, std::stop_token stop)
{
    const Storage::ConversationRepository conversations = m_conversations;
    const Storage::AttachmentRepository files = m_files;
    Flow::Pools *const pools = m_pools;
    // It may take as long as a document of the library, and no question waits for this pool.
    auto reading = pools->indexing.submit([path](std::stop_token token) { return Library::readSingleFile(path, {}, token); }, stop,
        QStringLiteral("read an attached file"));
    const auto read = co_await std::move(reading);
    if (!read)
        co_return read.error();
    auto storing = pools->conversationsWriter.submit(
        [conversations, files, conversation, file = *read](std::stop_token) -> Result<Attached> {
            Storage::AttachmentRow row = rowFrom(file);
            row.conversationId = conversation;
            std::function<Result<QString>()> make;
            if (conversation.isEmpty()) {
                make = [&]() -> Result<QString> {
                    HEDDLE_TRY_VALUE(const auto made, conversations.create(displayName(file.path).section(QLatin1Char('/'), -1)));
                    return made.id;
                };
            }
            HEDDLE_TRY_VALUE(const auto kept, files.add(row, chunkRowsFrom(file), make));
            return Attached { kept.conversationId, attachmentFrom(kept) };
        },
        std::stop_token(), QStringLiteral("keep an attached file"));
    co_return co_await std::move(storing);
}

QCoro::Task<Result<Attachments::Given>> Attachments::tellApart(QStringList paths, std::stop_token stop)
{
    return m_pools->library.submit(
        [paths](std::stop_token token) -> Result<Given> {
            Given given;
            for (const QString &path : paths)
                (Library::isFolderWithinReach(QFile::encodeName(path), token) ? given.folders : given.files) += path;
            return given;
        },
        stop, QStringLiteral("tell files from folders"));
}

QCoro::Task<Result<QList<Attachment>>> Attachments::list(QString conversation, std::stop_token stop)
{
    return m_pools->conversations.submit(
        [files = m_files, conversation](std::stop_token token) -> Result<QList<Attachment>> {
            HEDDLE_TRY_VALUE(const auto rows, files.list(conversation));
            QList<Attachment> found;
            for (const Storage::AttachmentRow &row : rows) {
                found += attachmentFrom(row);
                found.last().state = Library::stateOfFile(row.path, row.size, row.mtimeNs, token);
            }
            return found;
        },
        stop, QStringLiteral("list attached files"));
}

QCoro::Task<Status> Attachments::remove(QString id, std::stop_token stop)
{
    return m_pools->conversationsWriter.submit(
        [files = m_files, id](std::stop_token) { return files.remove(id); }, stop, QStringLiteral("remove an attached file"));
}

QCoro::Task<Result<Attachments::Texts>> Attachments::texts(QString conversation, Concurrency::Context context)
{
    struct Made {
        QStringList ids;
        Texts texts;
    };
    auto making = m_pools->conversations.submit(
        [files = m_files, conversation, known = Made { m_indexed, m_texts }](std::stop_token) -> Result<Made> {
            HEDDLE_TRY_VALUE(const auto rows, files.list(conversation));
            const QStringList ids = idsOf(rows);
            if (ids.isEmpty())
                return Made {};
            if (ids == known.ids)
                return known;
            HEDDLE_TRY_VALUE(const auto chunks, files.chunks(conversation));
            HEDDLE_TRY_VALUE(auto searcher, Search::AttachedTexts::make(chunks));
            return Made { ids, Texts { std::move(searcher), int(ids.size()) } };
        },
        context, QStringLiteral("index attached files"));
    const auto made = co_await std::move(making);
    if (!made)
        co_return made.error();
    m_indexed = made->ids;
    m_texts = made->texts;
    const Texts texts = made->texts;
    co_return texts;
}

} // namespace Heddle::Conversation
