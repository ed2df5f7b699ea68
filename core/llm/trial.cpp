// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/llm/trial.h"
#include <QCoreApplication>

namespace Heddle::Llm {

QCoro::Task<Result<Trial>> tryChatModel(std::shared_ptr<ChatModel> model, std::stop_token stop)
{
    constexpr int Tokens = 400; // a model that thinks first needs some
    ChatRequest request;
    request.messages = { { ChatMessage::Role::User, QStringLiteral("Reply with the one word: ready") } };
    request.purpose = QStringLiteral("test");
    request.maxTokens = Tokens;
    auto contextTask = model->contextTokens(Concurrency::Context(stop).carrying({}));
    Trial trial;
    trial.context = co_await std::move(contextTask);
    auto task = model->complete(request, {}, Concurrency::Context(stop).carrying({}));
    const auto reply = co_await std::move(task);
    if (!reply)
        co_return reply.error();
    if (reply->cut)
        co_return *reply->cut;
    if (reply->answer.trimmed().isEmpty() && reply->thinking.isEmpty())
        co_return Error { ErrorCode::Provider, QCoreApplication::translate("Heddle::Llm", "The model wrote nothing. Choose another one."),
            {}, false };
    trial.said = reply->answer.simplified().left(80);
    trial.model = reply->model.isEmpty() ? model->model() : reply->model;
    trial.firstTokenMs = reply->firstTokenMs;
    trial.tokensPerSecond = reply->usage.tokensPerSecond;
    co_return trial;
}

} // namespace Heddle::Llm
