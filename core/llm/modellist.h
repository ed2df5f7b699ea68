// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/llm/chatprovider.h"
#include "core/net/httpclient.h"

namespace Heddle::Llm {

//! \brief Returns the models that a server offers, sorted by id. Errors: those of HttpClient::send(), Input, Provider, Protocol.
QCoro::Task<Result<QList<ChatModelInfo>>> fetchModels(
    QPointer<Net::HttpClient> client, Configuration configuration, Concurrency::Context stop);

//! \brief What a server says of the configured model.
struct ModelFacts {
    int context = 0; //!< tokens; 0: it does not say
    enum class Counting { None, LlamaCpp, Vllm };
    Counting counting = Counting::None; //!< how it counts the tokens of a text
};
//! \brief Asks for them in the ways that servers publish them. Each of its requests takes 2 s at most.
QCoro::Task<ModelFacts> fetchFacts(QPointer<Net::HttpClient> client, Configuration configuration, Concurrency::Context stop);
//! \brief Returns how many tokens a server makes of messages; 0 where it does not say within 2 s.
QCoro::Task<int> fetchTokenCount(QPointer<Net::HttpClient> client, Configuration configuration, ModelFacts::Counting counting,
    QList<ChatMessage> messages, Concurrency::Context stop);

} // namespace Heddle::Llm
