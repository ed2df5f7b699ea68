// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/conversation/summary.h"
#include "core/storage/conversationrepository.h"

namespace Heddle::Conversation {

// The only place that knows the words and the JSON that rows of conversations.db are made of. Reading never fails: whatever
// a row of an older, newer or damaged file holds, there is a message for it.

//! \brief Reads a stored message.
//!
//! A role that isn't "user" is read as an answer. An unknown kind is Written where there is a text, else None; an unknown
//! state is Failed where there is an error, else Done; an unknown error code is Provider. Sources that can't be read are left out.
Message messageFrom(const Storage::MessageRow &row);
QList<Message> messagesFrom(const QList<Storage::MessageRow> &rows);
Storage::MessageRow rowFrom(const Message &message);

Summary summaryFrom(const Storage::ConversationRow &row);
SearchHit searchHitFrom(const Storage::ConversationRepository::Found &found);

//! \brief What is stored of an answer that is still being written. `sources`: only where they changed.
Storage::DraftRow draftRowFrom(
    const QString &message, const QString &text, const QString &thinking, const std::optional<QList<Dialog::Source>> &sources);

//! \brief The kind as a stable word for JSON: "none", "quoted", "written".
QString kindName(Answer::Kind kind);

} // namespace Heddle::Conversation
