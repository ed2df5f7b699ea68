// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/llm/chatprovider.h"

namespace Heddle::Llm {

//! \brief What a status other than 2xx means; `url` is the address that the request went to. ContextExceeded where the server
//! says that the messages are longer than the model's context.
//! \param contextTokens set to the model's context where the reply names it; may be null
Error errorFor(const Provider &provider, const Net::ServiceEndpoint &endpoint, const QUrl &url, const Net::HttpReply &reply,
    int *contextTokens = nullptr);

} // namespace Heddle::Llm
