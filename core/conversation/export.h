// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/base/result.h"
#include "core/conversation/summary.h"

namespace Heddle::Conversation {

//! \brief As the terminal program prints it.
QJsonObject toJson(const Summary &summary);
QJsonObject toJson(const Message &message);

//! \brief A conversation with its sources: "md" or "html", of the branch that is shown, or "json", of all of them. Error Input
//! for any other format.
Result<QByteArray> exportConversation(const Record &record, const QString &format);

} // namespace Heddle::Conversation
