// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/storage/database.h"
#include "core/storage/libraryrepository.h"
#include <functional>

namespace Heddle::Storage {

//! \brief A file that was read for one conversation alone.
struct AttachmentRow {
    QString id, conversationId;
    QByteArray path; //!< absolute, as the file system names it
    QString title, type, language, contentHash;
    QString reason; //!< what is to be said of it, though it could be read; most often empty
    qint64 size = 0, mtimeNs = 0; //!< of the file when it was read
    qint64 chunks = 0;
    QDateTime added = {};
};

//! \brief A file that was attached, with its text.
struct StoredAttachment {
    AttachmentRow row;
    QList<ChunkRow> chunks; //!< in order
};

//! \brief All SQL on attached files, which lie in conversations.db with their texts and go with their conversation. Blocking: for
//! the conversations pools; reading also for the library's.
class AttachmentRepository {
public:
    explicit AttachmentRepository(Database database) : m_db(std::move(database)) { }

    //! \brief Stores a file with its chunks in one transaction; sets its id and that of each chunk. Where the conversation has this path
    //! already, the new text takes the place of the old one.
    //! \param conversation Makes the conversation that it belongs to, in the same transaction, and returns its id; null: it is there.
    Result<AttachmentRow> add(AttachmentRow attachment, const QList<ChunkRow> &chunks,
        const std::function<Result<QString>()> &conversation = {}) const;
    //! \brief Stores a file as it is, with its id and time, which must be new; for use within a transaction.
    Status restore(const StoredAttachment &attachment) const;
    //! \brief Those of a conversation with their texts, in the order in which they were attached.
    Result<QList<StoredAttachment>> stored(const QString &conversationId) const;
    //! \brief Those of a conversation, in the order in which they were attached.
    Result<QList<AttachmentRow>> list(const QString &conversationId) const;
    //! \brief Those of these ids that are attached to any conversation.
    Result<QStringList> known(const QStringList &ids) const;
    Status remove(const QString &id) const;
    //! \brief The texts of all files of a conversation.
    Result<QList<ChunkInDocument>> chunks(const QString &conversationId) const;
    //! \brief NotFound where no attached file has this passage (any more).
    Result<ChunkInDocument> chunkByPublicId(const QString &publicId) const;
    //! \brief Chunks of the file that a chunk belongs to, from `ordinal` on, in order.
    Result<QList<ChunkRow>> chunksBeside(const QString &publicId, int ordinal, int limit) const;

    //! \brief The id of a chunk of a file that is attached.
    static QString chunkId(const QString &attachmentId, int ordinal);

private:
    Database m_db;
};

} // namespace Heddle::Storage
