// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/conversation/conversationservice.h"
#include "core/conversation/branch.h"
#include "core/conversation/messagecodec.h"
#include "core/dialog/contents.h"
#include "core/library/samplelibrary.h"
#include <QCoreApplication>
#include <QPointer>

namespace Heddle::Conversation {
namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Conversation", text);
}

Answer::Kind kindOf(Dialog::Turn::Kind kind)
{
    switch (kind) {
    case Dialog::Turn::Kind::Written: return Answer::Kind::Written;
    case Dialog::Turn::Kind::Quoted: return Answer::Kind::Quoted;
    case Dialog::Turn::Kind::List: return Answer::Kind::List;
    case Dialog::Turn::Kind::None: break;
    }
    return Answer::Kind::None;
}

Answer answerFrom(const Dialog::Turn &turn)
{
    Answer answer;
    answer.kind = kindOf(turn.kind);
    const bool brokeOff = turn.error && turn.kind == Dialog::Turn::Kind::Written;
    answer.state = turn.stopped ? Answer::State::Stopped : brokeOff ? Answer::State::Failed : Answer::State::Done;
    answer.text = turn.answer;
    answer.thinking = turn.thinking;
    answer.quoted = turn.quoted;
    answer.sources = turn.sources;
    answer.notices = turn.notices;
    answer.sent = turn.sent;
    answer.timings = turn.timings;
    answer.details = turn.details;
    answer.error = turn.error;
    return answer;
}

Answer answerFrom(const Error &error)
{
    Answer answer;
    answer.state = error.isCancelled() ? Answer::State::Stopped : Answer::State::Failed;
    answer.error = error;
    return answer;
}

Concurrency::Outcome outcomeOf(Answer::State state, bool saved)
{
    using Concurrency::Outcome;
    return !saved || state == Answer::State::Failed ? Outcome::Failed
        : state == Answer::State::Stopped           ? Outcome::Cancelled
                                                    : Outcome::Done;
}

//! A running answer that nobody has touched for a while was left by a program that ended.
void settleAbandoned(QList<Message> &messages)
{
    const QDateTime alive = QDateTime::currentDateTime().addSecs(-Drafts::Alive.count());
    for (Message &message : messages) {
        auto *answer = std::get_if<Answer>(&message.content);
        if (!answer || answer->state != Answer::State::Running || message.updated > alive)
            continue;
        answer->state = Answer::State::Stopped;
        answer->kind = answer->text.isEmpty() ? Answer::Kind::None : Answer::Kind::Written;
        answer->error = Error { ErrorCode::Cancelled, tr("Heddle was closed before this answer was done."), {}, true };
        answer->interrupted = true;
    }
}

//! What a question has of documents is known again when it is asked about, edited or explained.
void noteQuestions(Suggestions &suggestions, const QList<Message> &messages)
{
    for (const Message &message : messages) {
        if (message.question() && message.question()->contents.holdsDocuments())
            suggestions.note({ message.text() }, message.question()->contents);
    }
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

QCoro::Task<Result<Record>> ConversationService::load(QString id, std::stop_token stop)
{
    auto loading = m_pools->conversations.submit(
        [db = m_conversations, id](std::stop_token) -> Result<Record> {
            HEDDLE_TRY_VALUE(const auto row, db.load(id));
            HEDDLE_TRY_VALUE(const auto rows, db.messages(id));
            HEDDLE_TRY_VALUE(const auto files, Storage::AttachmentRepository(db.database()).list(id));
            Record record { summaryFrom(row), messagesFrom(rows) };
            for (const Storage::AttachmentRow &file : files)
                record.attachments += attachmentFrom(file);
            settleAbandoned(record.messages);
            return record;
        },
        stop, QStringLiteral("load conversation"));
    const auto record = co_await std::move(loading);
    if (record)
        noteQuestions(m_suggestions, record->messages);
    co_return record;
}

QCoro::Task<Status> ConversationService::rename(QString id, QString title, std::stop_token stop)
{
    auto renaming = m_pools->conversationsWriter.submit(
        [db = m_conversations, id, title](std::stop_token) { return db.rename(id, title); }, stop, QStringLiteral("rename conversation"));
    const Status renamed = co_await std::move(renaming);
    if (renamed)
        Q_EMIT titleChanged(id);
    co_return renamed;
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

QCoro::Task<Status> ConversationService::showVersion(QString id, QString message, std::stop_token stop)
{
    return m_pools->conversationsWriter.submit(
        [db = m_conversations, id, message](std::stop_token) -> Status {
            HEDDLE_TRY_VALUE(const auto rows, db.messages(id));
            return db.setLeaf(id, newestUnder(messagesFrom(rows), message));
        },
        stop, QStringLiteral("show branch"));
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
struct ConversationService::PendingTurn {
    Summary conversation;
    Message question, answer;
    QList<Dialog::Exchange> history;
    bool first = false; //!< of a new conversation
};

namespace {

Result<Message> append(const Storage::ConversationRepository &db, const Message &message)
{
    HEDDLE_TRY_VALUE(const auto row, db.append(rowFrom(message)));
    return messageFrom(row);
}

//! The question of a request: the one that is asked again, or a new one, saved.
Result<Message> questionFor(
    const Storage::ConversationRepository &db, const AskRequest &request, const Summary &conversation, const QList<Message> &messages)
{
    const auto byId = [&messages](const QString &id) {
        return std::find_if(messages.cbegin(), messages.cend(), [&id](const Message &one) { return one.id == id; });
    };
    if (!request.again.isEmpty()) {
        const auto question = byId(request.again);
        if (question == messages.cend() || !question->question())
            return Error { ErrorCode::NotFound, tr("That question is not in the conversation any more."), {}, false };
        return *question;
    }
    const QList<Message> shown = branchTo(messages, conversation.leaf);
    const QString parent = request.after ? *request.after : shown.isEmpty() ? QString() : shown.last().id;
    if (!parent.isEmpty() && byId(parent) == messages.cend())
        return Error { ErrorCode::NotFound, tr("The message that this question follows was deleted meanwhile. Ask it anew."), {}, false };
    Concurrency::Contents contents = request.contents;
    if (request.after) { // an edit has the text of what it replaces; nobody compares their words
        for (const Message &one : messages) {
            if (one.parent == parent && one.question())
                contents.add(one.question()->contents);
        }
    }
    return append(db, Message { {}, conversation.id, parent, {}, {}, Question { request.question, contents } });
}

} // namespace

Result<ConversationService::PendingTurn> ConversationService::begin(const Storage::ConversationRepository &db, const AskRequest &request)
{
    HEDDLE_TRY_VALUE(
        const auto row, request.conversation.isEmpty() ? db.create(titleFrom(request.question)) : db.load(request.conversation));
    HEDDLE_TRY_VALUE(const auto rows, db.messages(row.id));
    const QList<Message> messages = messagesFrom(rows);
    PendingTurn turn;
    turn.conversation = summaryFrom(row);
    turn.first = messages.isEmpty();
    if (turn.first && !row.named && !request.conversation.isEmpty()) { // it is called after a file that was attached
        turn.conversation.title = titleFrom(request.question);
        HEDDLE_TRY(db.rename(row.id, turn.conversation.title, false));
    }
    HEDDLE_TRY_VALUE(turn.question, questionFor(db, request, turn.conversation, messages));
    if (request.options) {
        turn.conversation.options = *request.options;
        HEDDLE_TRY(db.setOptions(row.id, Dialog::toJson(*request.options)));
    }
    if (!turn.question.parent.isEmpty())
        turn.history = historyOf(branchTo(messages, turn.question.parent));
    HEDDLE_TRY_VALUE(turn.answer, append(db, Message { {}, row.id, turn.question.id, {}, {}, Answer() }));
    return turn;
}

QCoro::Task<Result<Dialog::DialogRequest>> ConversationService::dialogRequest(
    PendingTurn turn, Search::Filters filters, bool onlyAttached, Concurrency::Context context)
{
    auto textsTask = m_attachments.texts(turn.conversation.id, context);
    const auto texts = co_await std::move(textsTask);
    if (!texts) // an answer without them would look like one that they had no part in
        co_return texts.error();
    if (onlyAttached && !texts->searcher)
        co_return Error::input(tr("No file is attached to this conversation any more. Attach one, or ask all documents."));
    auto rowsTask = m_pools->library.submit(
        [library = m_library](std::stop_token) { return library.collections(); }, context, QStringLiteral("list collections"));
    const auto rows = co_await std::move(rowsTask);
    Dialog::DialogRequest request;
    request.question = turn.question.text();
    request.contents = turn.question.question()->contents;
    request.history = turn.history;
    request.options = turn.conversation.options;
    request.filters = filters;
    if (rows && filters.collections.isEmpty())
        request.filters.collections = Library::collectionsAskedByDefault(*rows, m_sampleFolder, request.question);
    if (rows)
        request.scope = Retrieval::scopeOf(*rows, request.filters.collections);
    if (texts->searcher) {
        request.attached = texts->searcher;
        request.onlyAttached = onlyAttached;
        if (onlyAttached)
            request.scope = {};
        request.scope.attached = texts->files;
    }
    co_return request;
}

QCoro::Task<Status> ConversationService::save(Message message, Concurrency::Context context)
{
    return m_pools->conversationsWriter.submit(
        [db = m_conversations, message](std::stop_token) { return db.update(rowFrom(message)); }, context, QStringLiteral("save message"));
}

QCoro::Task<Result<ConversationService::Answered>> ConversationService::ask(
    AskRequest request, std::stop_token stop, Dialog::EventSink sink, LateSink late)
{
    if (request.again.isEmpty() && request.question.trimmed().isEmpty())
        co_return Error::input(tr("The question is empty. Write what you want to know."));
    request.contents.add(m_suggestions.contentsOf(request.question));
    const Setup::AnswerSetupPtr setup = m_setup->take();
    const auto flow = m_pools->flows->begin({}, std::chrono::steady_clock::now());
    const Concurrency::Context context(stop, flow), unstopped({}, flow);
    // 1 The question is saved before anything else can fail, and whatever is stopped meanwhile.
    auto beginTask = m_pools->conversationsWriter.submit(
        [db = m_conversations, request](std::stop_token) { return begin(db, request); }, unstopped, QStringLiteral("save question"));
    const auto pending = co_await std::move(beginTask);
    if (!pending) {
        m_pools->flows->end(flow, Concurrency::Outcome::Failed, std::chrono::steady_clock::now());
        co_return pending.error();
    }
    noteQuestions(m_suggestions, { pending->question });
    m_pools->flows->setTitle(flow, pending->question.text().toStdString());
    Answered answered { flow, pending->conversation.id, pending->question, pending->answer, {} };
    m_drafts.begin(answered.message.id);
    if (request.begun)
        request.begun(answered.conversation, answered.question.id);

    // 2 The answer.
    auto requestTask = dialogRequest(*pending, request.filters, request.onlyAttached, context);
    auto dialog = co_await std::move(requestTask);
    const Dialog::EventSink both = [this, sink, id = answered.message.id](const Dialog::Event &event) {
        m_drafts.take(id, event);
        if (sink)
            sink(event);
    };
    Result<Dialog::Turn> turn = Error::cancelled();
    if (dialog) {
        dialog->setup = setup;
        dialog->late = std::move(late);
        auto chatTask = m_dialog->chat(*dialog, context, both);
        turn = co_await std::move(chatTask);
    } else {
        turn = dialog.error();
    }

    // 3 Whatever came of it is saved; a stop must not stop that.
    m_drafts.end(answered.message.id);
    answered.message.content = turn ? answerFrom(*turn) : answerFrom(turn.error());
    if (!turn)
        answered.error = turn.error();
    auto savingTask = save(answered.message, unstopped);
    const Status saved = co_await std::move(savingTask);
    m_pools->flows->end(flow, outcomeOf(answered.answer().state, saved.ok()), std::chrono::steady_clock::now());
    if (!saved)
        co_return saved.error();
    const bool written = answered.answer().kind == Answer::Kind::Written && answered.answer().state != Answer::State::Stopped;
    if (pending->first && written && request.titleByModel && setup->chatModel)
        m_tasks->add(titleLater(setup->chatModel, answered));
    co_return answered;
}

QCoro::Task<Result<Dialog::DialogService::Related>> ConversationService::related(
    QString question, QList<Dialog::Source> sources, std::stop_token stop)
{
    Dialog::DialogRequest request;
    request.setup = m_setup->take();
    request.question = question;
    request.contents = m_suggestions.contentsOf(question);
    return findRelated(request, sources, stop);
}

QCoro::Task<Result<Dialog::DialogService::Related>> ConversationService::findRelated(
    Dialog::DialogRequest request, QList<Dialog::Source> sources, std::stop_token stop)
{
    QList<Retrieval::Passage> passages;
    for (const Dialog::Source &source : std::as_const(sources))
        passages += Dialog::passageFrom(source);
    const QPointer<ConversationService> self = this;
    auto task = m_dialog->related(request, passages, Concurrency::Context(stop));
    auto found = co_await std::move(task);
    if (found && self)
        self->m_suggestions.note(found->questions, found->contents);
    co_return found;
}

QCoro::Task<void> ConversationService::titleLater(Dialog::ModelPtr model, Answered answered)
{
    const Concurrency::Context context(m_tasks->token(), answered.flow);
    auto task = Dialog::title(model, answered.question.text(), context.carrying(answered.question.question()->contents));
    const Dialog::Rewritten title = co_await std::move(task);
    if (title.text.isEmpty() && title.sentBytes == 0)
        co_return;
    if (title.sentBytes > 0) // said under the answer like everything that was sent
        std::get<Answer>(answered.message.content).sent += Retrieval::Sent { model->host(), QStringLiteral("title"), title.sentBytes };
    auto saving = m_pools->conversationsWriter.submit(
        [db = m_conversations, answered, text = title.text](std::stop_token) -> Status {
            HEDDLE_TRY(db.update(rowFrom(answered.message)));
            return text.isEmpty() ? Status(Done {}) : db.rename(answered.conversation, text, false);
        },
        context.under(std::stop_token()), QStringLiteral("save title"));
    const Status saved = co_await std::move(saving);
    if (saved)
        Q_EMIT titleChanged(answered.conversation);
}

} // namespace Heddle::Conversation
