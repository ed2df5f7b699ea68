// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialog/writtenanswer.h"
#include "core/dialog/contents.h"
#include "core/llm/tokenscale.h"
#include <QCoreApplication>
#include <QElapsedTimer>
#include <cmath>

namespace Heddle::Dialog {
namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Dialog", text);
}

QStringList fitNotices(const Prompt &prompt, int context)
{
    QStringList notices;
    if (prompt.shortQuestion)
        notices += tr("The question is too long for the model, so its middle was left out. Ask a shorter one, or use a model with a "
                      "larger context (%1 tokens here).")
                       .arg(context);
    if (prompt.shortPassage)
        notices +=
            tr("The model's context of %1 tokens holds no whole passage, so only the beginning of the best one was sent. Use a model "
               "with a larger context.")
                .arg(context);
    return notices;
}

//! Whose text a prompt has in it.
Concurrency::Contents contentsOf(const Prompt &prompt, const PromptRequest &request)
{
    Concurrency::Contents contents = request.contents;
    contents.add(Retrieval::contentsOf(request.passages.mid(0, prompt.passages)));
    contents.add(Dialog::contentsOf(request.history.mid(request.history.size() - prompt.turns)));
    return contents;
}

//! The prompt within the model's context, by the server's own count where it has one; it is asked twice at most.
QCoro::Task<Prompt> fittedPrompt(
    std::shared_ptr<Llm::ChatModel> model, PromptRequest request, std::shared_ptr<WrittenAnswer> written, Concurrency::Context context)
{
    Prompt prompt = buildPrompt(request);
    if (const double learned = model->tokenFactor(prompt.messages); learned != request.tokenFactor) {
        request.tokenFactor = learned;
        prompt = buildPrompt(request);
    }
    constexpr int Counts = 2;
    constexpr double Near = 0.02, Margin = 1.01;
    for (int count = 0; count < Counts; ++count) {
        auto counting = model->countTokens(prompt.messages, context.carrying(contentsOf(prompt, request)));
        const int counted = co_await std::move(counting);
        if (counted <= 0)
            break;
        written->sentBytes += Llm::bytesOf(prompt.messages); // to the same place, but it went there
        const double factor = Margin * counted / std::max(1, Llm::estimateTokens(prompt.messages));
        const bool allIn = prompt.passages == request.passages.size() && prompt.turns == request.history.size() && !prompt.shortQuestion;
        const bool fits = factor <= request.tokenFactor;
        if (std::abs(factor - request.tokenFactor) < Near * request.tokenFactor || (allIn && fits))
            break;
        request.tokenFactor = factor;
        prompt = buildPrompt(request);
    }
    co_return prompt;
}

} // namespace

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
        auto fitting = fittedPrompt(model, request, written, context);
        const Prompt prompt = co_await std::move(fitting);
        written->notices = fitNotices(prompt, request.context);
        if (prompt.passages == 0 && !request.passages.isEmpty()) {
            written->error =
                Error::input(tr("The model's context of %1 tokens has no room for a passage. Use a model with a larger one, or "
                                "set chat.context if the server's is larger.")
                                 .arg(request.context));
            written->notices.clear();
            break;
        }
        written->passages = prompt.passages;
        written->turns = prompt.turns;
        written->promptMs = double(clock.nsecsElapsed()) / 1e6;
        if (sink)
            sink(Stage { Stage::Kind::Answering, model->host(), prompt.passages, {}, {} });
        Llm::ChatRequest chat;
        chat.messages = prompt.messages;
        chat.purpose = QStringLiteral("answer");
        written->contents = contentsOf(prompt, request);
        auto task = model->complete(chat, onEvent, context.carrying(written->contents));
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
        if (reply.error().nothingSent())
            written->sentBytes = 0;
        written->stopped = reply.error().isCancelled();
        if (!written->stopped)
            written->error = reply.error();
        break;
    }
    co_return *written;
}

} // namespace Heddle::Dialog
