// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/llm/chatprovider.h"

namespace Heddle::Llm {

QString roleName(ChatMessage::Role role);
//! \brief Adds temperature and top_p where they are configured and the server accepts them; a brief request has temperature 0.
void addSampling(QJsonObject &body, const Configuration &configuration, const ChatRequest &request, const Dialect &dialect);
//! \brief Returns the longest reply in tokens; 0: no limit is sent.
int maxReplyTokens(const Configuration &configuration, const ChatRequest &request);
//! \brief Parses a JSON object. Error Protocol, which says what the server sent instead.
Result<QJsonObject> readObject(const QByteArray &bytes);

} // namespace Heddle::Llm
