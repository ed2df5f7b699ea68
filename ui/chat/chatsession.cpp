// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/chatsession.h"
#include "ui/common/deliver.h"

namespace Heddle::Ui {

using Conversation::Answer;

ChatSession::ChatSession(Conversation::ConversationService *conversations, Concurrency::TaskGroup *tasks, QObject *parent)
    : QObject(parent), m_conversations(conversations), m_tasks(tasks),
      m_attaching(new AttachingQueue(&conversations->attachments(), tasks, this))
{
    connect(m_attaching, &AttachingQueue::changed, this, &ChatSession::attachmentsChanged);
    connect(m_attaching, &AttachingQueue::attached, this, &ChatSession::takeAttached);
    connect(m_attaching, &AttachingQueue::failed, this, &ChatSession::attachingFailed);
    connect(m_conversations, &Conversation::ConversationService::titleChanged, this, [this](const QString &conversation) {
        if (conversation == m_conversation)
            loadTitle();
    });
}

QString ChatSession::title() const
{
    return !m_title.isEmpty() || m_exchanges.isEmpty() ? m_title : m_exchanges.first().question.simplified();
}

void ChatSession::setTitle(const QString &title)
{
    m_title = title;
    Q_EMIT titleChanged();
}

void ChatSession::loadTitle()
{
    deliver(m_tasks, this, m_conversations->load(m_conversation, m_tasks->token()),
        [this, view = m_view](const Result<Conversation::Record> &loaded) {
            if (loaded && m_view == view)
                setTitle(loaded->summary.title);
        });
}

void ChatSession::setAnswering(bool answering)
{
    m_answering = answering;
    Q_EMIT answeringChanged();
}

void ChatSession::open(const QString &conversation)
{
    ++m_view;
    m_stop = std::stop_source();
    m_options = {};
    m_optionsChanged = false;
    m_conversation = conversation;
    m_attachments.clear();
    m_attaching->show(m_view, conversation);
    Q_EMIT attachmentsChanged();
    setTitle({});
    Q_EMIT finished(nullptr);
    setAnswering(false);
    if (conversation.isEmpty()) {
        m_exchanges.clear();
        Q_EMIT changed(false);
    } else {
        load(false);
        loadAttachments();
    }
    Q_EMIT conversationChanged();
}

void ChatSession::reload()
{
    if (m_answering || m_conversation.isEmpty())
        return;
    load(true);
    loadAttachments();
}

void ChatSession::load(bool keepPlace)
{
    deliver(m_tasks, this, m_conversations->load(m_conversation, m_tasks->token()),
        [this, view = m_view, keepPlace](const Result<Conversation::Record> &loaded) {
            if (m_view != view || m_answering)
                return;
            if (loaded)
                show(*loaded, keepPlace);
            else if (loaded.error().code == ErrorCode::NotFound) // deleted meanwhile, perhaps by another program
                open(QString());
            else
                Q_EMIT changed(keepPlace);
        });
}

void ChatSession::show(const Conversation::Record &record, bool keepPlace)
{
    QList<Exchange> exchanges = exchangesFrom(record.messages, record.summary.leaf);
    for (Exchange &exchange : exchanges) { // what was opened stays open
        for (const Exchange &shown : std::as_const(m_exchanges)) {
            if (keepPlace && shown.answerId == exchange.answerId) {
                exchange.detailsOpen = shown.detailsOpen;
                exchange.thinkingOpen = shown.thinkingOpen;
                exchange.related = shown.related;
                exchange.flow = shown.flow;
            }
        }
    }
    m_exchanges = exchanges;
    setTitle(record.summary.title);
    if (!m_optionsChanged)
        m_options = record.summary.options;
    if (!m_exchanges.isEmpty() && m_exchanges.last().answer.state == Answer::State::Done)
        Q_EMIT finished(&m_exchanges.last().answer);
    Q_EMIT changed(keepPlace);
}

void ChatSession::setOptions(const Dialog::QuestionOptions &options)
{
    m_options = options;
    m_optionsChanged = true;
}

void ChatSession::ask(const QString &question, const std::optional<QString> &before)
{
    if (m_answering || !reading().isEmpty() || question.isEmpty())
        return;
    Conversation::AskRequest request;
    request.question = question;
    request.after = before;
    if (before) { // what followed is on another branch
        const auto edited =
            std::find_if(m_exchanges.begin(), m_exchanges.end(), [&before](const Exchange &one) { return one.before == *before; });
        m_exchanges.erase(edited, m_exchanges.end());
    }
    Exchange exchange;
    exchange.question = question;
    m_exchanges += exchange;
    begin(exchange, request);
}

void ChatSession::answerAgain(int index)
{
    const QString question = m_exchanges.value(index).questionId;
    if (m_answering || !reading().isEmpty() || question.isEmpty())
        return;
    m_exchanges.resize(index + 1);
    Exchange exchange;
    exchange.question = m_exchanges[index].question;
    Conversation::AskRequest request;
    request.again = question;
    begin(exchange, request);
}

void ChatSession::begin(const Exchange &exchange, Conversation::AskRequest request)
{
    m_exchanges.last() = exchange;
    if (m_conversation.isEmpty())
        m_attaching->hold(m_view);
    request.conversation = m_conversation;
    request.titleByModel = true;
    request.onlyAttached = m_onlyAttached;
    if (m_collection != 0)
        request.filters.collections = { m_collection };
    if (std::exchange(m_optionsChanged, false))
        request.options = m_options;
    m_stop = std::stop_source();
    m_quotation.reset();
    m_given.clear();
    Q_EMIT finished(nullptr);
    setAnswering(true);
    Q_EMIT changed(false);

    // The group's stop is passed on for as long as the turn takes.
    using StopCallback = std::stop_callback<std::function<void()>>;
    const auto onGroup = std::make_shared<StopCallback>(m_tasks->token(), [stop = m_stop]() mutable { stop.request_stop(); });
    const QPointer<ChatSession> self(this);
    const auto isShown = [self, view = m_view] { return self && self->m_view == view; };
    const Dialog::EventSink sink = [self, isShown](const Dialog::Event &event) {
        if (isShown())
            self->take(event);
    };
    const Conversation::ConversationService::LateSink late = [self, isShown, count = m_exchanges.size()](const Dialog::Passages &passages) {
        if (isShown() && self->m_exchanges.size() == count)
            Q_EMIT self->passagesFound(passages, true);
    };
    request.begun = [self, isShown, view = m_view](const QString &conversation, const QString &) {
        if (self)
            self->m_attaching->resume(view, conversation);
        if (isShown()) {
            self->m_conversation = conversation; // so that it is shown again, should the window be closed now
            Q_EMIT self->conversationChanged();
        }
    };
    const bool branched = request.after || !request.again.isEmpty();
    deliver(m_tasks, this, m_conversations->ask(request, m_stop.get_token(), sink, late),
        [this, onGroup, branched, view = m_view](const Result<Answered> &answered) { settle(answered, branched, view); });
}

void ChatSession::settle(const Result<Answered> &answered, bool branched, int view)
{
    m_attaching->resume(view, {}); // where it was never saved
    if (m_view == view)
        finish(answered, branched);
    else if (answered && answered->conversation == m_conversation)
        open(m_conversation); // it was left and opened again while it was answered
    Q_EMIT conversationChanged();
}

void ChatSession::take(const Dialog::Event &event)
{
    Answer &answer = m_exchanges.last().answer;
    if (const auto *stage = std::get_if<Dialog::Stage>(&event)) {
        Q_EMIT stageChanged(*stage);
        if (stage->kind != Dialog::Stage::Kind::Answering)
            return;
        answer.kind = stage->who.isEmpty() ? Answer::Kind::Quoted : Answer::Kind::Written;
        for (Dialog::Source &source : m_given) {
            if (source.n > stage->passages)
                source.n = 0; // there was no room for it in the prompt
        }
        showQuotation(answer.text.isEmpty());
    } else if (const auto *passages = std::get_if<Dialog::Passages>(&event)) {
        m_given.clear(); // the markers of a stream mean the nth of these
        for (const Retrieval::Passage &passage : passages->passages.mid(0, Dialog::DialogService::AnswerPassages)) {
            m_given += Dialog::sourceFrom(passage);
            m_given.last().n = int(m_given.size());
        }
        showQuotation(false);
        Q_EMIT passagesFound(*passages, false);
    } else if (const auto *quotation = std::get_if<Dialog::Quotation>(&event)) {
        m_quotation = *quotation;
        m_exchanges.last().stage = tr("%1 is writing…").arg(quotation->writer);
        showQuotation(answer.text.isEmpty());
        Q_EMIT lastChanged();
    } else if (const auto *delta = std::get_if<Dialog::Delta>(&event)) {
        take(*delta);
    } else if (std::holds_alternative<Dialog::Rethought>(event)) {
        answer.thinking += std::exchange(answer.text, {});
        showQuotation(true);
        Q_EMIT lastChanged();
    }
}

void ChatSession::take(const Dialog::Delta &delta)
{
    Answer &answer = m_exchanges.last().answer;
    if (answer.kind != Answer::Kind::Written)
        return; // a quoted answer comes whole, with what else there is to say
    if (delta.kind == Dialog::Delta::Kind::Thinking) {
        answer.thinking += delta.text;
    } else if (!answer.text.isEmpty() || !delta.text.trimmed().isEmpty()) { // the first word
        if (answer.text.isEmpty())
            showQuotation(false);
        answer.text += delta.text;
    }
    Q_EMIT writing();
    Q_EMIT lastChanged();
}

void ChatSession::showQuotation(bool quoted)
{
    Answer &answer = m_exchanges.last().answer;
    quoted = quoted && m_quotation;
    answer.quoted = quoted ? std::optional(m_quotation->quoted.answer) : std::nullopt;
    answer.sources = quoted ? m_quotation->quoted.sources : m_given;
}

void ChatSession::finish(const Result<Answered> &answered, bool branched)
{
    Exchange &exchange = m_exchanges.last();
    if (answered) {
        m_conversation = answered->conversation;
        exchange.answer = answered->answer();
        exchange.flow = answered->flow;
        exchange.questionId = answered->question.id;
        exchange.before = answered->question.parent;
        exchange.answerId = answered->message.id;
        exchange.questionVersions = { exchange.questionId };
        exchange.answerVersions = { exchange.answerId };
    } else {
        exchange.answer.state = answered.error().isCancelled() ? Answer::State::Stopped : Answer::State::Failed;
        exchange.answer.error = answered.error();
    }
    const bool nothing = !answered || answered->error;
    Q_EMIT finished(nothing ? nullptr : &exchange.answer);
    setAnswering(false);
    if (branched && answered) // how many versions there are now is known to the service
        load(true);
    else if (m_exchanges.size() > 1)
        Q_EMIT changed(true); // the actions of the one before
    Q_EMIT lastChanged();
}

void ChatSession::showVersion(const QString &message)
{
    if (m_answering)
        return;
    deliver(
        m_tasks, this, m_conversations->showVersion(m_conversation, message, m_tasks->token()), [this, view = m_view](const Status &shown) {
            if (shown && m_view == view)
                load(true);
        });
}

void ChatSession::deleteTurn(int index)
{
    if (m_answering)
        return;
    deliver(m_tasks, this, m_conversations->deleteMessage(m_exchanges.value(index).questionId, true, m_tasks->token()),
        [this, view = m_view](const Status &deleted) {
            if (deleted && m_view == view)
                load(true);
        });
}

void ChatSession::findRelated(int index)
{
    const Exchange &exchange = m_exchanges[index];
    deliver(m_tasks, this, m_conversations->related(exchange.question, exchange.answer.sources, m_tasks->token()),
        [this, index, view = m_view](const Result<Dialog::DialogService::Related> &related) {
            if (related && m_view == view)
                showRelated(index, *related);
        });
}

void ChatSession::showRelated(int index, const Dialog::DialogService::Related &related)
{
    if (m_answering || index != m_exchanges.size() - 1)
        return;
    Exchange &exchange = m_exchanges[index];
    exchange.related = related.questions;
    exchange.answer.sent += related.sent;
    Q_EMIT lastChanged();
}

} // namespace Heddle::Ui
