// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/conversation/conversationservice.h"
#include "core/conversation/branch.h"
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

Concurrency::Outcome outcomeOf(const QString &state, bool saved)
{
    using Concurrency::Outcome;
    return !saved || state == QLatin1String("failed") ? Outcome::Failed
        : state == QLatin1String("stopped")           ? Outcome::Cancelled
                                                      : Outcome::Done;
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
            const QDateTime alive = QDateTime::currentDateTime().addSecs(-Drafts::Alive.count());
            for (Message &message : *messages) {
                if (message.state != QLatin1String("running") || message.updated > alive)
                    continue;
                message.state = QStringLiteral("stopped");
                message.kind = message.text.isEmpty() ? QStringLiteral("none") : QStringLiteral("written");
                message.error = errorJson({ ErrorCode::Cancelled, tr("Heddle was closed before this answer was done."), {}, true });
            }
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

QCoro::Task<Status> ConversationService::update(Message message, Concurrency::Context context)
{
    return m_pools->conversationsWriter.submit(
        [db = m_conversations, message](std::stop_token) { return db.update(message); }, context, QStringLiteral("save message"));
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

QCoro::Task<Status> ConversationService::showBranch(QString id, QString leaf, std::stop_token stop)
{
    return m_pools->conversationsWriter.submit(
        [db = m_conversations, id, leaf](std::stop_token) { return db.setLeaf(id, leaf); }, stop, QStringLiteral("show branch"));
}

QCoro::Task<Status> ConversationService::setOptions(QString id, Dialog::QuestionOptions options, std::stop_token stop)
{
    return m_pools->conversationsWriter.submit(
        [db = m_conversations, id, options](std::stop_token) { return db.setOptions(id, Dialog::toJson(options)); }, stop,
        QStringLiteral("save options"));
}

QCoro::Task<Status> ConversationService::trash(QStringList ids, bool deleted, std::stop_token stop)
{
    return m_pools->conversationsWriter.submit([db = m_conversations, ids, deleted](std::stop_token) { return db.trash(ids, deleted); },
        stop, QStringLiteral("delete conversations"));
}

QCoro::Task<Status> ConversationService::purge(QDateTime before, std::stop_token stop)
{
    return m_pools->conversationsWriter.submit(
        [db = m_conversations, before](std::stop_token) { return db.purge(before); }, stop, QStringLiteral("purge conversations"));
}

QCoro::Task<bool> ConversationService::changedByOthers(std::stop_token stop)
{
    // By the writer's connection, which does not count what it writes itself.
    auto task = m_pools->conversationsWriter.submit(
        [db = m_conversations](std::stop_token) { return db.dataVersion(); }, stop, QStringLiteral("look for changes"));
    const auto version = co_await std::move(task);
    if (!version)
        co_return false;
    co_return std::exchange(m_dataVersion, *version) != *version;
}

//! A turn that is saved and not answered yet.
struct ConversationService::Begun {
    Row row;
    Message question, answer;
    QList<Dialog::Exchange> history;
    bool first = false; //!< of a new conversation
};

Result<ConversationService::Begun> ConversationService::begin(const Storage::ConversationRepository &db, const AskRequest &request)
{
    Begun begun;
    auto row = request.conversation.isEmpty() ? db.create(titleFrom(request.question)) : db.load(request.conversation);
    if (!row)
        return row.error();
    begun.row = *row;
    const auto messages = db.messages(row->id);
    if (!messages)
        return messages.error();
    const auto byId = [&messages](const QString &id) {
        return std::find_if(messages->cbegin(), messages->cend(), [&id](const Message &one) { return one.id == id; });
    };
    if (!request.again.isEmpty()) {
        const auto question = byId(request.again);
        if (question == messages->cend() || question->role != QLatin1String("user"))
            return Error { ErrorCode::NotFound, tr("That question is not in the conversation any more."), {}, false };
        begun.question = *question;
    } else {
        const QList<Message> shown = branchTo(*messages, row->leaf);
        begun.question.parentId = request.after ? *request.after : shown.isEmpty() ? QString() : shown.last().id;
        if (!begun.question.parentId.isEmpty() && byId(begun.question.parentId) == messages->cend())
            return Error { ErrorCode::NotFound, tr("The message that this question follows was deleted meanwhile. Ask it anew."), {},
                false };
        begun.question.conversationId = row->id;
        begun.question.role = QStringLiteral("user");
        begun.question.kind = QStringLiteral("question");
        begun.question.state = QStringLiteral("done");
        begun.question.text = request.question;
        auto saved = db.append(begun.question);
        if (!saved)
            return saved.error();
        begun.question = *saved;
    }
    begun.first = messages->isEmpty();
    if (request.options) {
        begun.row.options = Dialog::toJson(*request.options);
        HEDDLE_TRY(db.setOptions(row->id, begun.row.options));
    }
    if (!begun.question.parentId.isEmpty())
        begun.history = historyOf(branchTo(*messages, begun.question.parentId));
    begun.answer.conversationId = row->id;
    begun.answer.parentId = begun.question.id;
    begun.answer.role = QStringLiteral("assistant");
    begun.answer.kind = QStringLiteral("none");
    begun.answer.state = QStringLiteral("running");
    auto answer = db.append(begun.answer);
    if (!answer)
        return answer.error();
    begun.answer = *answer;
    return begun;
}

QCoro::Task<Result<ConversationService::Answered>> ConversationService::ask(
    AskRequest request, std::stop_token stop, Dialog::EventSink sink, LateSink late)
{
    if (request.again.isEmpty() && request.question.trimmed().isEmpty())
        co_return Error::input(tr("The question is empty. Write what you want to know."));
    const Setup::AnswerSetupPtr setup = m_setup->take();
    const auto flow = m_pools->flows->begin({}, std::chrono::steady_clock::now());
    const Concurrency::Context context(stop, flow), unstopped({}, flow);
    // 1 The question is saved before anything else can fail, and whatever is stopped meanwhile.
    auto beginTask = m_pools->conversationsWriter.submit(
        [db = m_conversations, request](std::stop_token) { return begin(db, request); }, unstopped, QStringLiteral("save question"));
    const auto begun = co_await std::move(beginTask);
    if (!begun) {
        m_pools->flows->end(flow, Concurrency::Outcome::Failed, std::chrono::steady_clock::now());
        co_return begun.error();
    }
    m_pools->flows->setTitle(flow, begun->question.text.toStdString());
    Answered answered;
    answered.flow = flow;
    answered.conversation = begun->row.id;
    answered.question = begun->question;
    answered.answer = begun->answer;
    m_drafts.begin(begun->answer.id);
    if (request.begun)
        request.begun(begun->row.id, begun->question.id);

    // 2 The answer.
    auto rowsTask = m_pools->library.submit(
        [library = m_library](std::stop_token) { return library.collections(); }, context, QStringLiteral("list collections"));
    auto rows = co_await std::move(rowsTask);
    Dialog::DialogRequest dialog;
    dialog.setup = setup;
    dialog.question = begun->question.text;
    dialog.history = begun->history;
    dialog.options = Dialog::optionsFromJson(begun->row.options);
    dialog.filters = request.filters;
    dialog.late = std::move(late);
    if (rows)
        dialog.scope = Retrieval::scopeOf(*rows, request.filters.collections);
    const Dialog::EventSink both = [this, sink, id = begun->answer.id](const Dialog::Event &event) {
        m_drafts.take(id, event);
        if (sink)
            sink(event);
    };
    auto chatTask = m_dialog->chat(dialog, context, both);
    auto turn = co_await std::move(chatTask);

    // 3 Whatever came of it is saved; a stop must not stop that.
    m_drafts.end(begun->answer.id);
    Message &answer = answered.answer;
    if (turn) {
        answered.turn = *turn;
        answer.kind = Dialog::kindName(turn->kind);
        const bool cut = turn->error && turn->kind == Dialog::Turn::Kind::Written;
        answer.state = turn->stopped ? QStringLiteral("stopped") : cut ? QStringLiteral("failed") : QStringLiteral("done");
        answer.text = turn->answer;
        answer.thinking = turn->thinking;
        answer.timings = turn->timings;
        answer.details = turn->details;
        answer.notices = QJsonArray::fromStringList(turn->notices);
        answer.sent = Dialog::toJson(turn->sent);
        answer.error = turn->error ? errorJson(*turn->error) : QJsonObject();
        for (const Dialog::Source &source : std::as_const(turn->sources))
            answer.sources += Dialog::toJson(source);
    } else {
        answer.state = turn.error().isCancelled() ? QStringLiteral("stopped") : QStringLiteral("failed");
        answer.error = errorJson(turn.error());
        answered.error = turn.error();
    }
    auto savingTask = update(answer, unstopped);
    const Status saved = co_await std::move(savingTask);
    m_pools->flows->end(flow, outcomeOf(answer.state, saved.ok()), std::chrono::steady_clock::now());
    if (!saved)
        co_return saved.error();
    if (turn && begun->first && m_titleChanged && setup->chatModel && turn->kind == Dialog::Turn::Kind::Written && !turn->stopped)
        m_tasks->add(titleLater(setup->chatModel, answered.conversation, answer, begun->question.text, flow));
    co_return answered;
}

QCoro::Task<Result<Dialog::DialogService::Related>> ConversationService::related(
    QString question, QList<Dialog::Source> sources, std::stop_token stop)
{
    Dialog::DialogRequest request;
    request.setup = m_setup->take();
    request.question = question;
    QList<Retrieval::Passage> passages;
    for (const Dialog::Source &source : std::as_const(sources))
        passages += Dialog::passageFrom(source);
    return m_dialog->related(request, passages, Concurrency::Context(stop));
}

QCoro::Task<void> ConversationService::titleLater(
    Dialog::ModelPtr model, QString conversation, Message answer, QString question, Concurrency::FlowId flow)
{
    const Concurrency::Context context(m_tasks->token(), flow);
    auto task = Dialog::title(model, question, context);
    const Dialog::Rewritten title = co_await std::move(task);
    if (title.sentBytes > 0) { // said under the answer like everything that was sent
        QList<Retrieval::Sent> sent = Dialog::sentFromJson(answer.sent);
        sent += Retrieval::Sent { model->host(), QStringLiteral("title"), title.sentBytes };
        answer.sent = Dialog::toJson(sent);
    }
    if (title.text.isEmpty() && title.sentBytes == 0)
        co_return;
    auto saving = m_pools->conversationsWriter.submit(
        [db = m_conversations, conversation, answer, text = title.text](std::stop_token) -> Status {
            HEDDLE_TRY(db.update(answer));
            return text.isEmpty() ? Status(Done {}) : db.rename(conversation, text, false);
        },
        context.under(std::stop_token()), QStringLiteral("save title"));
    const Status saved = co_await std::move(saving);
    if (saved && m_titleChanged)
        m_titleChanged();
}

} // namespace Heddle::Conversation
