// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/llm/chatprovider.h"

namespace Heddle::Llm {

QString roleName(ChatMessage::Role role);
//! \brief Sets temperature and top_p, where they are set and the server takes them; a helper's call has temperature 0.
void addSampling(QJsonObject &body, const Configuration &configuration, const ChatRequest &request, const Dialect &dialect);
//! \brief The longest reply in tokens; 0: not to be sent.
int maxReplyTokens(const Configuration &configuration, const ChatRequest &request);
//! \brief Error Protocol where it is no JSON object.
Result<QJsonObject> readObject(const QByteArray &bytes);

} // namespace Heddle::Llm
