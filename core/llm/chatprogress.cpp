// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/llm/chatprogress.h"
#include "core/llm/repetition.h"
#include "core/text/tokens.h"
#include <QCoreApplication>

namespace Heddle::Llm {
namespace {

constexpr qsizetype MaxAnswerLength = 1'000'000; //!< characters
constexpr qsizetype CheckEvery = 2048; //!< characters between two looks for repetition

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Llm", text);
}

} // namespace

void ChatProgress::emitEvents(const QList<ChatEvent> &events)
{
    for (const ChatEvent &event : events) {
        if (!std::exchange(m_hasContent, true))
            m_reply.firstTokenMs = double(m_clock.nsecsElapsed()) / 1e6;
        if (const auto *delta = std::get_if<ChatDelta>(&event)) {
            (delta->kind == ChatDelta::Kind::Answer ? m_reply.answer : m_reply.thinking) += delta->text;
        } else if (std::holds_alternative<ChatRethought>(event)) {
            m_reply.thinking += m_reply.answer;
            m_reply.answer.clear();
            m_checkedSize = 0;
        }
        if (m_sink)
            m_sink(event);
    }
}

//! Servers report the counts in one message or spread over several, each with zeros for the others.
void ChatProgress::addUsage(const ChatUsage &usage)
{
    m_reply.usage.promptTokens = std::max(m_reply.usage.promptTokens, usage.promptTokens);
    m_reply.usage.answerTokens = std::max(m_reply.usage.answerTokens, usage.answerTokens);
    constexpr double FastestModel = 1e6; //!< tokens per second; a number like 1e999 is no measurement
    if (usage.tokensPerSecond < FastestModel)
        m_reply.usage.tokensPerSecond = std::max(m_reply.usage.tokensPerSecond, usage.tokensPerSecond);
}

//! What is wrong with an answer that does not end by itself.
std::optional<ChatReply::Finish> ChatProgress::runaway()
{
    const qsizetype size = m_reply.answer.size() + m_reply.thinking.size();
    if (size - m_checkedSize < CheckEvery)
        return {};
    m_checkedSize = size;
    const bool answers = !m_reply.answer.isEmpty();
    if (isLooping(answers ? m_reply.answer : m_reply.thinking, answers ? Prose::Answer : Prose::Thinking) || size > MaxAnswerLength)
        return ChatReply::Finish::Looping;
    constexpr int ThinkingTimes = 8; // reasoning takes more than what comes of it
    if (m_maxTokens > 0
        && (Text::estimateTokens(m_reply.answer) > m_maxTokens || Text::estimateTokens(m_reply.thinking) > m_maxTokens * ThinkingTimes))
        return ChatReply::Finish::Length;
    return {};
}

//! Whether a model goes on though its answer has ended. A server that is about to end the stream may still say what it cost.
bool ChatProgress::isOverdue(qsizetype more)
{
    constexpr qsizetype MaxDropped = 64; //!< characters
    m_dropped += more;
    return m_dropped > MaxDropped;
}

Net::StreamControl ChatProgress::read(const Net::ServerEvent &event)
{
    const auto chunk = m_wire->read(event);
    if (!chunk) {
        m_error = chunk.error();
        return Net::StreamControl::Abort;
    }
    if (!chunk->model.isEmpty())
        m_reply.model = chunk->model;
    if (chunk->usage)
        addUsage(*chunk->usage);
    if (!chunk->thinking.isEmpty()) {
        m_splitter.setReasonedApart();
        emitEvents({ ChatDelta { ChatDelta::Kind::Thinking, chunk->thinking } });
    }
    if (!chunk->answer.isEmpty())
        emitEvents(m_splitter.add(chunk->answer));
    if (chunk->finish)
        m_reply.finish = *chunk->finish;
    if (m_splitter.hasEnded() && isOverdue(chunk->answer.size())) {
        m_reply.finish = ChatReply::Finish::Stop;
        m_complete = true;
        return Net::StreamControl::Abort;
    }
    if (chunk->error) {
        m_error = Error { ErrorCode::Provider, *chunk->error, {}, true };
        return Net::StreamControl::Abort;
    }
    m_complete = m_complete || chunk->end || chunk->finish.has_value();
    if (const auto finish = runaway()) {
        m_reply.finish = *finish;
        m_complete = true;
        return Net::StreamControl::Abort;
    }
    if (chunk->end)
        return Net::StreamControl::All;
    const bool brings = !chunk->answer.isEmpty() || !chunk->thinking.isEmpty() || chunk->finish;
    return brings ? Net::StreamControl::More : Net::StreamControl::Idle;
}

ChatReply ChatProgress::finish(const Result<Net::HttpReply> &http, const QString &host)
{
    emitEvents(m_splitter.finish());
    if (m_splitter.hasEnded() && !m_complete) { // the model said so, if not the server
        m_complete = true;
        m_reply.finish = ChatReply::Finish::Stop;
    }
    if (!m_complete) {
        const QString why = m_error ? m_error->message : http ? tr("The stream ended before the answer did.") : http.error().message;
        const ErrorCode code = m_error ? m_error->code : http ? ErrorCode::Transport : http.error().code;
        m_reply.cut = Error { code, tr("%1 broke off in the middle of the answer.").arg(host) + QLatin1Char(' ') + why,
            m_error ? m_error->detail : QString(), true };
    }
    const double seconds = double(m_clock.nsecsElapsed()) / 1e9 - m_reply.firstTokenMs / 1e3;
    if (m_reply.usage.tokensPerSecond <= 0 && m_reply.usage.answerTokens > 0 && seconds > 0)
        m_reply.usage.tokensPerSecond = m_reply.usage.answerTokens / seconds;
    return m_reply;
}

} // namespace Heddle::Llm
