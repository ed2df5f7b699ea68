// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/llm/chatprovider.h"

namespace Heddle::Llm {

QString roleName(ChatMessage::Role role);
//! \brief Error Protocol where it is no JSON object.
Result<QJsonObject> readObject(const QByteArray &bytes);

} // namespace Heddle::Llm
