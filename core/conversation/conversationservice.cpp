// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/conversation/conversationservice.h"
#include <QCoreApplication>

namespace Heddle::Conversation {
namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Conversation", text);
}

QJsonObject errorJson(const Error &error)
{
    return { { QStringLiteral("code"), errorName(error.code) }, { QStringLiteral("message"), error.message },
        { QStringLiteral("retryable"), error.retryable } };
}

} // namespace

QString titleFrom(const QString &question)
{
    constexpr qsizetype Longest = 60;
    QString title = question.simplified();
    if (title.size() <= Longest)
        return title;
    qsizetype end = title.lastIndexOf(QLatin1Char(' '), Longest);
    if (end < Longest / 2)
        end = title[Longest].isLowSurrogate() ? Longest - 1 : Longest;
    return title.left(end) + QStringLiteral("…");
}

QCoro::Task<Result<ConversationService::Row>> ConversationService::create(QString title, std::stop_token stop)
{
    return m_pools->conversationsWriter.submit(
        [db = m_conversations, title](std::stop_token) { return db.create(title); }, stop, QStringLiteral("create conversation"));
}

QCoro::Task<Result<QPair<ConversationService::Row, QList<ConversationService::Message>>>> ConversationService::load(
    QString id, std::stop_token stop)
{
    return m_pools->conversations.submit(
        [db = m_conversations, id](std::stop_token) -> Result<QPair<Row, QList<Message>>> {
            auto row = db.load(id);
            if (!row)
                return row.error();
            auto messages = db.messages(id);
            if (!messages)
                return messages.error();
            return QPair<Row, QList<Message>>(*row, *messages);
        },
        stop, QStringLiteral("load conversation"));
}

QCoro::Task<Result<QList<ConversationService::Row>>> ConversationService::list(int offset, int limit, QString filter, std::stop_token stop)
{
    return m_pools->conversations.submit(
        [db = m_conversations, offset, limit, filter](std::stop_token) { return db.list(offset, limit, filter); }, stop,
        QStringLiteral("list conversations"));
}

QCoro::Task<Status> ConversationService::rename(QString id, QString title, std::stop_token stop)
{
    return m_pools->conversationsWriter.submit(
        [db = m_conversations, id, title](std::stop_token) { return db.rename(id, title); }, stop, QStringLiteral("rename conversation"));
}

QCoro::Task<Result<ConversationService::Message>> ConversationService::append(Message message, std::stop_token stop)
{
    return m_pools->conversationsWriter.submit(
        [db = m_conversations, message](std::stop_token) { return db.append(message); }, stop, QStringLiteral("save message"));
}

QCoro::Task<Status> ConversationService::update(Message message, std::stop_token stop)
{
    return m_pools->conversationsWriter.submit(
        [db = m_conversations, message](std::stop_token) { return db.update(message); }, stop, QStringLiteral("save message"));
}

QCoro::Task<Status> ConversationService::deleteMessage(QString messageId, bool pair, std::stop_token stop)
{
    return m_pools->conversationsWriter.submit(
        [db = m_conversations, messageId, pair](std::stop_token) { return db.deleteMessage(messageId, pair); }, stop,
        QStringLiteral("delete message"));
}

QCoro::Task<Status> ConversationService::deleteConversations(QStringList ids, std::stop_token stop)
{
    return m_pools->conversationsWriter.submit(
        [db = m_conversations, ids](std::stop_token) { return db.deleteConversations(ids); }, stop, QStringLiteral("delete conversations"));
}

QCoro::Task<Result<QList<ConversationService::Found>>> ConversationService::search(QString words, int limit, std::stop_token stop)
{
    return m_pools->conversations.submit([db = m_conversations, words, limit](std::stop_token) { return db.search(words, limit); }, stop,
        QStringLiteral("search conversations"));
}

QCoro::Task<Result<ConversationService::Answered>> ConversationService::ask(
    QString question, QString conversation, Search::Filters filters, std::stop_token stop, Dialog::EventSink sink, LateSink late)
{
    if (question.trimmed().isEmpty())
        co_return Error::input(tr("The question is empty. Write what you want to know."));
    // 1 The question is saved before anything else can fail, and whatever is stopped meanwhile.
    auto askedTask = m_pools->conversationsWriter.submit(
        [db = m_conversations, question, conversation](std::stop_token) -> Result<Message> {
            auto row = conversation.isEmpty() ? db.create(titleFrom(question)) : db.load(conversation);
            if (!row)
                return row.error();
            auto before = db.messages(row->id);
            if (!before)
                return before.error();
            Message message;
            message.conversationId = row->id;
            message.parentId = before->isEmpty() ? QString() : before->last().id;
            message.role = QStringLiteral("user");
            message.kind = QStringLiteral("question");
            message.state = QStringLiteral("done");
            message.text = question;
            return db.append(message);
        },
        std::stop_token(), QStringLiteral("save question"));
    auto asked = co_await std::move(askedTask);
    if (!asked)
        co_return asked.error();

    // 2 The answer.
    auto rowsTask = m_pools->library.submit(
        [library = m_library](std::stop_token) { return library.collections(); }, stop, QStringLiteral("list collections"));
    auto rows = co_await std::move(rowsTask);
    Dialog::DialogRequest request;
    request.question = question;
    request.filters = filters;
    request.late = std::move(late);
    if (rows)
        request.scope = Retrieval::scopeOf(*rows, filters.collections);
    auto turn = co_await m_dialog->ask(request, stop, sink);

    // 3 Whatever came of it is saved; a stop must not stop that.
    Answered answered;
    answered.conversation = asked->conversationId;
    answered.question = *asked;
    Message answer;
    answer.conversationId = asked->conversationId;
    answer.parentId = asked->id;
    answer.role = QStringLiteral("assistant");
    if (turn) {
        answered.turn = *turn;
        answer.kind = Dialog::kindName(turn->kind);
        answer.state = QStringLiteral("done");
        answer.text = turn->answer;
        answer.timings = turn->timings;
        answer.notices = QJsonArray::fromStringList(turn->notices);
        answer.sent = Dialog::toJson(turn->sent);
        for (const Dialog::Source &source : std::as_const(turn->sources))
            answer.sources += Dialog::toJson(source);
    } else {
        answer.kind = QStringLiteral("none");
        answer.state = turn.error().isCancelled() ? QStringLiteral("stopped") : QStringLiteral("failed");
        answer.error = errorJson(turn.error());
    }
    auto saved = co_await append(answer, std::stop_token());
    if (!saved)
        co_return saved.error();
    answered.answer = *saved;
    if (!turn)
        answered.error = turn.error();
    co_return answered;
}

} // namespace Heddle::Conversation
