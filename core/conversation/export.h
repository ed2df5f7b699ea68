// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/storage/conversationrepository.h"

namespace Heddle::Conversation {

QJsonObject toJson(const Storage::ConversationRow &row);
QJsonObject toJson(const Storage::MessageRow &message);

//! \brief A conversation with its sources: "md" or "html", of the branch that is shown, or "json", of all of them. Error Input for any other format.
Result<QByteArray> exportConversation(
    const Storage::ConversationRow &row, const QList<Storage::MessageRow> &messages, const QString &format);

} // namespace Heddle::Conversation
