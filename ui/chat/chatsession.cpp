// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/chatsession.h"
#include "core/conversation/branch.h"

namespace Heddle::Ui {

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
    Q_EMIT finished(nullptr);
    setAnswering(false);
    if (conversation.isEmpty()) {
        m_exchanges.clear();
        Q_EMIT changed(false);
    } else {
        m_services.tasks->add(load(this, m_services, conversation, m_view, false));
    }
    Q_EMIT conversationChanged();
}

void ChatSession::reload()
{
    if (!m_answering && !m_conversation.isEmpty())
        m_services.tasks->add(load(this, m_services, m_conversation, m_view, true));
}

QCoro::Task<void> ChatSession::load(QPointer<ChatSession> self, Services services, QString conversation, int view, bool keepPlace)
{
    auto task = services.conversations->load(conversation, services.tasks->token());
    const auto loaded = co_await std::move(task);
    if (!self || self->m_view != view || self->m_answering)
        co_return;
    if (loaded) {
        self->show(*loaded, keepPlace);
    } else if (loaded.error().code == ErrorCode::NotFound) { // deleted meanwhile, perhaps by another program
        self->open(QString());
    } else {
        Q_EMIT self->changed(keepPlace);
    }
}

void ChatSession::show(const QPair<Storage::ConversationRow, QList<Storage::MessageRow>> &loaded, bool keepPlace)
{
    QList<Exchange> exchanges = exchangesFrom(loaded.second, loaded.first.leaf);
    for (Exchange &exchange : exchanges) { // what was opened stays open
        for (const Exchange &shown : std::as_const(m_exchanges)) {
            if (keepPlace && shown.answerId == exchange.answerId) {
                exchange.detailsOpen = shown.detailsOpen;
                exchange.thinkingOpen = shown.thinkingOpen;
                exchange.related = shown.related;
            }
        }
    }
    m_exchanges = exchanges;
    if (!m_optionsChanged)
        m_options = Dialog::optionsFromJson(loaded.first.options);
    if (!m_exchanges.isEmpty() && m_exchanges.last().state == Exchange::State::Done)
        Q_EMIT finished(&m_exchanges.last().turn);
    Q_EMIT changed(keepPlace);
}

void ChatSession::setOptions(const Dialog::QuestionOptions &options)
{
    m_options = options;
    m_optionsChanged = true;
}

void ChatSession::ask(const QString &question, const std::optional<QString> &before)
{
    if (m_answering || question.isEmpty())
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
    if (m_answering || question.isEmpty())
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
    request.conversation = m_conversation;
    if (std::exchange(m_optionsChanged, false))
        request.options = m_options;
    m_stop = std::stop_source();
    Q_EMIT finished(nullptr);
    setAnswering(true);
    Q_EMIT changed(false);
    m_services.tasks->add(ask(this, m_services, m_services.tasks->token(), m_stop, request, m_view));
}

QCoro::Task<void> ChatSession::ask(QPointer<ChatSession> self, Services services, std::stop_token groupStop, std::stop_source stop,
    Conversation::AskRequest request, int view)
{
    const std::stop_callback onGroup(groupStop, [stop]() mutable { stop.request_stop(); });
    const Dialog::EventSink sink = [self, view](const Dialog::Event &event) {
        if (self && self->m_view == view)
            self->take(event);
    };
    const int exchange = self ? int(self->m_exchanges.size()) : 0;
    const Conversation::ConversationService::LateSink late = [self, view, exchange](const Dialog::Passages &passages) {
        if (self && self->m_view == view && self->m_exchanges.size() == exchange)
            Q_EMIT self->passagesFound(passages, true);
    };
    request.begun = [self, view](const QString &conversation, const QString &) {
        if (self && self->m_view == view) {
            self->m_conversation = conversation; // so that it is shown again, should the window be closed now
            Q_EMIT self->conversationChanged();
        }
    };
    const bool branched = request.after || !request.again.isEmpty();
    auto task = services.conversations->ask(request, stop.get_token(), sink, late);
    const auto answered = co_await std::move(task);
    if (!self)
        co_return;
    if (self->m_view == view)
        self->finish(answered, branched);
    else if (answered && answered->conversation == self->m_conversation)
        self->open(self->m_conversation); // it was left and opened again while it was answered
    Q_EMIT self->conversationChanged();
}

void ChatSession::take(const Dialog::Event &event)
{
    Exchange &exchange = m_exchanges.last();
    if (const auto *stage = std::get_if<Dialog::Stage>(&event)) {
        Q_EMIT stageChanged(*stage);
        if (stage->kind != Dialog::Stage::Kind::Answering)
            return;
        exchange.turn.kind = stage->who.isEmpty() ? Dialog::Turn::Kind::Quoted : Dialog::Turn::Kind::Written;
        for (Dialog::Source &source : exchange.turn.sources) {
            if (source.n > stage->passages)
                source.n = 0; // there was no room for it in the prompt
        }
    } else if (const auto *passages = std::get_if<Dialog::Passages>(&event)) {
        exchange.turn.sources.clear(); // the markers of a stream mean the nth of these
        for (const Retrieval::Passage &passage : passages->passages.mid(0, Dialog::DialogService::AnswerPassages)) {
            exchange.turn.sources += Dialog::sourceFrom(passage);
            exchange.turn.sources.last().n = int(exchange.turn.sources.size());
        }
        Q_EMIT passagesFound(*passages, false);
    } else if (const auto *delta = std::get_if<Dialog::Delta>(&event)) {
        if (exchange.turn.kind != Dialog::Turn::Kind::Written)
            return; // a quoted answer comes whole, with what else there is to say
        (delta->kind == Dialog::Delta::Kind::Answer ? exchange.turn.answer : exchange.turn.thinking) += delta->text;
        Q_EMIT writing();
        Q_EMIT lastChanged();
    } else if (std::holds_alternative<Dialog::Rethought>(event)) {
        exchange.turn.thinking += std::exchange(exchange.turn.answer, {});
        Q_EMIT lastChanged();
    }
}

void ChatSession::finish(const Result<Conversation::ConversationService::Answered> &answered, bool branched)
{
    Exchange &exchange = m_exchanges.last();
    if (answered) {
        m_conversation = answered->conversation;
        exchange.turn = answered->turn;
        exchange.questionId = answered->question.id;
        exchange.before = answered->question.parentId;
        exchange.answerId = answered->answer.id;
        exchange.questionVersions = { exchange.questionId };
        exchange.answerVersions = { exchange.answerId };
    }
    const std::optional<Error> error = answered ? answered->error : answered.error();
    const bool cut = exchange.turn.error && exchange.turn.kind == Dialog::Turn::Kind::Written;
    exchange.state = exchange.turn.stopped || (error && error->isCancelled()) ? Exchange::State::Stopped
        : error || cut                                                        ? Exchange::State::Failed
                                                                              : Exchange::State::Done;
    exchange.error = error ? error->message : QString();
    Q_EMIT finished(error ? nullptr : &exchange.turn);
    setAnswering(false);
    if (branched && answered) // how many versions there are now is known to the service
        m_services.tasks->add(load(this, m_services, m_conversation, m_view, true));
    else if (m_exchanges.size() > 1)
        Q_EMIT changed(true); // the actions of the one before
    Q_EMIT lastChanged();
}

void ChatSession::showVersion(const QString &message)
{
    if (!m_answering)
        m_services.tasks->add(showVersion(this, m_services, m_conversation, message, m_view));
}

QCoro::Task<void> ChatSession::showVersion(QPointer<ChatSession> self, Services services, QString conversation, QString message, int view)
{
    auto loadTask = services.conversations->load(conversation, services.tasks->token());
    const auto loaded = co_await std::move(loadTask);
    if (!loaded)
        co_return;
    auto task =
        services.conversations->showBranch(conversation, Conversation::newestUnder(loaded->second, message), services.tasks->token());
    const Status shown = co_await std::move(task);
    if (shown && self && self->m_view == view)
        services.tasks->add(load(self, services, conversation, view, true));
}

void ChatSession::deleteTurn(int index)
{
    if (!m_answering)
        m_services.tasks->add(deleteTurn(this, m_services, m_exchanges.value(index).questionId, m_view));
}

QCoro::Task<void> ChatSession::deleteTurn(QPointer<ChatSession> self, Services services, QString question, int view)
{
    auto task = services.conversations->deleteMessage(question, true, services.tasks->token());
    const Status deleted = co_await std::move(task);
    if (deleted && self && self->m_view == view)
        services.tasks->add(load(self, services, self->m_conversation, view, true));
}

void ChatSession::findRelated(int index)
{
    m_services.tasks->add(findRelated(this, m_services, index, m_view));
}

QCoro::Task<void> ChatSession::findRelated(QPointer<ChatSession> self, Services services, int index, int view)
{
    const QString question = self->m_exchanges[index].question;
    const QList<Dialog::Source> sources = self->m_exchanges[index].turn.sources;
    auto task = services.conversations->related(question, sources, services.tasks->token());
    const auto related = co_await std::move(task);
    if (!related || !self || self->m_view != view || self->m_answering || index != self->m_exchanges.size() - 1)
        co_return;
    Exchange &exchange = self->m_exchanges[index];
    exchange.related = related->questions;
    exchange.turn.sent += related->sent;
    Q_EMIT self->lastChanged();
}

} // namespace Heddle::Ui
