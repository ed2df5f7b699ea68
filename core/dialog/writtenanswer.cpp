// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialog/writtenanswer.h"
#include <QElapsedTimer>

namespace Heddle::Dialog {

QCoro::Task<WrittenAnswer> writeAnswer(
    std::shared_ptr<Llm::ChatModel> model, PromptRequest request, EventSink sink, Concurrency::Context context)
{
    const auto written = std::make_shared<WrittenAnswer>();
    QElapsedTimer clock;
    clock.start();
    auto contextTask = model->contextTokens(context);
    request.context = co_await std::move(contextTask);
    const Llm::ChatSink onEvent = [sink, written, host = model->host()](const Llm::ChatEvent &event) {
        if (const auto *delta = std::get_if<Llm::ChatDelta>(&event)) {
            const bool answer = delta->kind == Llm::ChatDelta::Kind::Answer;
            (answer ? written->answer : written->thinking) += delta->text;
            if (sink)
                sink(Delta { answer ? Delta::Kind::Answer : Delta::Kind::Thinking, delta->text });
        } else if (const auto *waiting = std::get_if<Llm::ChatWaiting>(&event)) {
            if (sink)
                sink(Stage { Stage::Kind::Answering, host, written->passages, {}, waiting->text });
        } else {
            written->thinking += written->answer;
            written->answer.clear();
            if (sink)
                sink(Rethought());
        }
    };
    for (int attempt = 1;; ++attempt) {
        const Prompt prompt = buildPrompt(request);
        written->passages = prompt.passages;
        written->turns = prompt.turns;
        written->promptMs = double(clock.nsecsElapsed()) / 1e6;
        if (sink)
            sink(Stage { Stage::Kind::Answering, model->host(), prompt.passages, {}, {} });
        Llm::ChatRequest chat;
        chat.messages = prompt.messages;
        chat.purpose = QStringLiteral("answer");
        auto task = model->complete(chat, onEvent, context);
        const auto reply = co_await std::move(task);
        written->sentBytes += Llm::bytesOf(prompt.messages);
        if (reply) {
            written->reply = *reply;
            written->error = reply->cut;
            break;
        }
        constexpr int SmallestContext = 256;
        if (reply.error().code == ErrorCode::ContextExceeded && attempt == 1) {
            auto again = model->contextTokens(context);
            const int told = co_await std::move(again);
            request.context = told < request.context ? told : std::max(SmallestContext, request.context / 2);
            continue;
        }
        if (reply.error().code == ErrorCode::Unreachable)
            written->sentBytes = 0;
        written->stopped = reply.error().isCancelled();
        if (!written->stopped)
            written->error = reply.error();
        break;
    }
    co_return *written;
}

} // namespace Heddle::Dialog
