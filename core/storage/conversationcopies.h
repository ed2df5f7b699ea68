// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/storage/attachmentrepository.h"
#include "core/storage/conversationrepository.h"
#include <QHash>

namespace Heddle::Storage {

//! \brief A conversation with everything that is stored of it.
struct StoredConversation {
    ConversationRow row;
    QList<MessageRow> messages; //!< of all branches, in the order of writing
    QHash<QString, QJsonObject> maps; //!< mind maps by the message that they belong to
    QList<StoredAttachment> attachments; //!< in the order in which they were attached
};

// Conversations as a whole, for files that they are carried in. Blocking, as ConversationRepository.

//! \brief NotFound where there is no such conversation, or it is in the bin.
Result<StoredConversation> readConversation(const ConversationRepository &conversations, const QString &id);
//! \brief Stores conversations as they are, with their ids and times, all in one transaction. The ids must be new.
Status writeConversations(const ConversationRepository &conversations, const QList<StoredConversation> &copies);
//! \brief The ids of a conversation's messages, also where it is in the bin; nothing where there is no such conversation.
Result<std::optional<QStringList>> messageIdsOf(const ConversationRepository &conversations, const QString &id);
//! \brief Whether any message has one of these ids.
Result<bool> hasAnyMessage(const ConversationRepository &conversations, const QStringList &ids);

} // namespace Heddle::Storage
