// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/llm/chatprovider.h"
#include "core/net/httpclient.h"

namespace Heddle::Llm {

//! \brief The models that a server offers, by id. Errors: as HttpClient::send() has them, Input, Provider, Protocol.
QCoro::Task<Result<QList<ChatModelInfo>>> fetchModels(
    QPointer<Net::HttpClient> client, Configuration configuration, Concurrency::Context stop);

//! \brief The context of the configured model, as its server tells it in one of the ways that servers have; 0 where it
//! does not. Never longer than 2 s.
QCoro::Task<int> fetchContext(QPointer<Net::HttpClient> client, Configuration configuration, Concurrency::Context stop);

} // namespace Heddle::Llm
