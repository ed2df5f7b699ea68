// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/llm/chatprovider.h"
#include "core/net/httpclient.h"

namespace Heddle::Llm {

//! \brief Returns the models that a server offers, sorted by id. Errors: those of HttpClient::send(), Input, Provider, Protocol.
QCoro::Task<Result<QList<ChatModelInfo>>> fetchModels(
    QPointer<Net::HttpClient> client, Configuration configuration, Concurrency::Context stop);

//! \brief Returns the context of the configured model in tokens, in one of the ways that servers publish it; 0 where they
//! don't. Each of its requests takes 2 s at most.
QCoro::Task<int> fetchContext(QPointer<Net::HttpClient> client, Configuration configuration, Concurrency::Context stop);

} // namespace Heddle::Llm
