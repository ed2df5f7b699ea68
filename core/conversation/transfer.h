// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/storage/conversationcopies.h"
#include <stop_token>

namespace Heddle::Conversation {

// Conversations in a file of JSON that loses nothing: turns of all branches, citations, mind maps, attached files as text,
// titles, pins, labels, times.
//
// One conversation is an object like what the terminal program shows of it, with more keys; several are
// {"format": "heddle-conversations", "version": 1, "conversations": [...]}. Both are read again.

constexpr qint64 MaxTransferBytes = qint64(1) << 30; //!< of a file that is read

QByteArray transferFile(const QList<Storage::StoredConversation> &conversations);
//! \brief Takes a file apart and checks all of it. Error: Input, in words that say what is wrong and where.
Result<QList<Storage::StoredConversation>> readTransferFile(const QByteArray &bytes);

struct ImportReport {
    int imported = 0;
    int known = 0; //!< were there already, with all these messages and attached files
    int copied = 0; //!< of those imported: as copies with ids of their own, since others have the ids in the file
};
//! \brief Stores the conversations of a file, all or none. What was there stays as it is. Blocking: for the pool that writes.
Result<ImportReport> importConversations(
    const Storage::ConversationRepository &conversations, const QByteArray &bytes, const std::stop_token &stop);

} // namespace Heddle::Conversation
