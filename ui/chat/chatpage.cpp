// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/chatpage.h"
#include "core/conversation/branch.h"
#include "ui/chat/flowstrip.h"
#include "ui/chat/hovercard.h"
#include "ui/chat/questionfield.h"
#include "ui/chat/transcriptview.h"
#include "ui/chat/welcome.h"
#include "ui/common/findbar.h"
#include "ui/common/theme.h"
#include "ui/viewer/sourcepanel.h"
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QCursor>
#include <QEvent>
#include <QHBoxLayout>
#include <QInputDialog>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QScrollBar>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>
#include <QUrl>
#include <QVBoxLayout>

namespace Heddle::Ui {
namespace {

constexpr int NarrowPage = 640; //!< pixels; below it the source lies over the conversation

} // namespace

ChatPage::ChatPage(Services services, QWidget *parent)
    : QWidget(parent), m_services(std::move(services)), m_welcome(new Welcome), m_transcript(new TranscriptView),
      m_stack(new QStackedWidget), m_source(new SourcePanel(m_services)), m_card(new HoverCard(this)), m_question(new QuestionField),
      m_find(new FindBar(tr("Find in this conversation…"))), m_flow(new FlowStrip), m_send(new QPushButton), m_more(new QToolButton),
      m_keywords(nullptr), m_languages(nullptr), m_editingBar(new QWidget), m_splitter(new QSplitter(Qt::Horizontal))
{
    m_transcript->setAccessibleName(tr("Conversation"));
    m_transcript->setObjectName(QStringLiteral("transcript"));
    m_transcript->setContextMenuPolicy(Qt::CustomContextMenu);
    m_transcript->viewport()->installEventFilter(this);
    m_stack->addWidget(m_welcome);
    m_stack->addWidget(m_transcript);
    m_source->setObjectName(QStringLiteral("sourcePanel"));
    m_source->hide();
    m_find->setObjectName(QStringLiteral("find"));

    auto *left = new QWidget;
    auto *column = new QVBoxLayout(left);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Theme::Gap);
    column->addWidget(m_find);
    column->addWidget(m_stack, 1);
    column->addWidget(m_flow);
    column->addWidget(m_editingBar);
    column->addWidget(makeQuestionRow());
    m_splitter->addWidget(left);
    m_splitter->addWidget(m_source);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setStretchFactor(1, 1);
    m_splitter->setChildrenCollapsible(false);
    left->setMinimumWidth(240);
    m_source->setMinimumWidth(240);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_splitter);
    connectParts();
    draw();
}

QWidget *ChatPage::makeQuestionRow()
{
    m_question->setPlaceholderText(tr("Ask your documents…"));
    m_question->setAccessibleName(tr("Question"));
    m_question->setObjectName(QStringLiteral("question"));
    m_send->setObjectName(QStringLiteral("send"));
    m_more->setObjectName(QStringLiteral("questionOptions"));
    m_more->setText(QStringLiteral("⋯"));
    m_more->setAutoRaise(true);
    m_more->setAccessibleName(tr("How questions are asked here"));
    m_more->setToolTip(m_more->accessibleName());
    m_more->setPopupMode(QToolButton::InstantPopup);
    auto *menu = new QMenu(m_more);
    m_keywords = menu->addAction(tr("Let the model name more words to search for"));
    m_keywords->setCheckable(true);
    m_languages = menu->addAction(tr("Search in other languages…"));
    m_languages->setCheckable(true);
    m_more->setMenu(menu);
    auto *row = new QWidget;
    auto *ask = new QHBoxLayout(row);
    ask->setContentsMargins(Theme::Gap, 0, Theme::Gap, Theme::Gap);
    ask->setSpacing(Theme::Gap);
    ask->addWidget(m_question, 1);
    ask->addWidget(m_more, 0, Qt::AlignBottom);
    ask->addWidget(m_send, 0, Qt::AlignBottom);

    auto *editing = new QLabel(tr("You are changing an earlier question; what followed it is kept beside."));
    editing->setWordWrap(true);
    auto *cancel = new QPushButton(tr("Cancel"));
    cancel->setObjectName(QStringLiteral("cancelEditing"));
    auto *bar = new QHBoxLayout(m_editingBar);
    bar->setContentsMargins(Theme::Gap, 0, Theme::Gap, 0);
    bar->addWidget(editing, 1);
    bar->addWidget(cancel);
    m_editingBar->hide();
    connect(cancel, &QPushButton::clicked, this, [this] { setEditing({}); });
    return row;
}

void ChatPage::connectParts()
{
    connect(m_question, &QuestionField::sent, this, &ChatPage::send);
    connect(m_flow, &FlowStrip::opened, this, &ChatPage::showSource);
    connect(m_find, &FindBar::find, this, &ChatPage::find);
    connect(m_send, &QPushButton::clicked, this, [this] { m_answering ? m_stop.request_stop(), void() : send(); });
    connect(m_transcript, &QTextBrowser::anchorClicked, this, &ChatPage::followLink);
    connect(m_transcript, &QTextBrowser::highlighted, this, &ChatPage::hover);
    connect(m_transcript, &QWidget::customContextMenuRequested, this, &ChatPage::showMenu);
    connect(m_keywords, &QAction::triggered, this, [this](bool on) {
        m_options.keywords = on;
        m_optionsChanged = true;
    });
    connect(m_languages, &QAction::triggered, this, &ChatPage::chooseLanguages);
    connect(m_source, &SourcePanel::closed, this, [this] {
        m_source->hide();
        m_splitter->widget(0)->show();
    });
    connect(m_card, &HoverCard::openRequested, this,
        [this] { openLink(QUrl(QStringLiteral("cite:%1:%2").arg(m_card->property("exchange").toInt()).arg(m_card->source().n))); });
}

void ChatPage::focusQuestion()
{
    m_question->setFocus(Qt::ShortcutFocusReason);
    m_question->selectAll();
}

QWidgetList ChatPage::parts() const
{
    return { m_transcript, m_question, m_source->view() };
}

void ChatPage::focusFind()
{
    if (m_source->isVisible() && (m_source->isAncestorOf(QApplication::focusWidget()) || !m_splitter->widget(0)->isVisible()))
        m_source->openFind();
    else
        m_find->open();
}

void ChatPage::stop()
{
    if (m_card->isVisible())
        m_card->hide();
    else if (m_source->isVisible() && m_source->closeFind())
        return;
    else if (m_find->isVisible())
        m_find->hide();
    else if (m_editing)
        setEditing({});
    else
        m_stop.request_stop();
}

void ChatPage::setAnswering(bool answering)
{
    m_answering = answering;
    Q_EMIT answeringChanged();
}

//! Another conversation will be shown.
void ChatPage::leave()
{
    ++m_view;
    m_stop = std::stop_source();
    m_flow->clear();
    m_source->hide();
    m_splitter->widget(0)->show();
    if (m_editing)
        setEditing({});
    m_options = {};
    m_optionsChanged = false;
    setAnswering(false);
}

void ChatPage::newConversation()
{
    leave();
    m_conversation.clear();
    m_exchanges.clear();
    draw();
    Q_EMIT conversationChanged();
    focusQuestion();
}

void ChatPage::openConversation(const QString &conversation)
{
    if (conversation.isEmpty())
        return newConversation();
    leave();
    m_conversation = conversation;
    m_services.tasks->add(load(this, m_services, conversation, m_view, false));
    Q_EMIT conversationChanged();
}

void ChatPage::reload()
{
    if (!m_answering && !m_conversation.isEmpty())
        m_services.tasks->add(load(this, m_services, m_conversation, m_view, true));
}

QCoro::Task<void> ChatPage::load(QPointer<ChatPage> page, Services services, QString conversation, int view, bool keepPlace)
{
    auto task = services.conversations->load(conversation, services.tasks->token());
    const auto loaded = co_await std::move(task);
    if (!page || page->m_view != view || page->m_answering)
        co_return;
    if (loaded) {
        QList<Exchange> exchanges = exchangesFrom(loaded->second, loaded->first.leaf);
        for (Exchange &exchange : exchanges) { // what was opened stays open
            for (const Exchange &shown : std::as_const(page->m_exchanges)) {
                if (keepPlace && shown.answerId == exchange.answerId) {
                    exchange.detailsOpen = shown.detailsOpen;
                    exchange.thinkingOpen = shown.thinkingOpen;
                    exchange.related = shown.related;
                }
            }
        }
        page->m_exchanges = exchanges;
        page->m_options = Dialog::optionsFromJson(loaded->first.options);
        if (!page->m_exchanges.isEmpty() && page->m_exchanges.last().state == Exchange::State::Done)
            page->m_flow->finish(page->m_exchanges.last().turn);
    } else if (loaded.error().code == ErrorCode::NotFound) { // deleted meanwhile, perhaps by another program
        page->m_conversation.clear();
        page->m_exchanges.clear();
        Q_EMIT page->conversationChanged();
    }
    page->draw(keepPlace);
}

void ChatPage::send()
{
    const QString question = m_question->toPlainText().trimmed();
    if (m_answering || question.isEmpty())
        return;
    m_question->clear();
    Conversation::AskRequest request;
    request.question = question;
    request.after = m_editing;
    if (m_editing) { // what followed is on another branch
        const auto edited =
            std::find_if(m_exchanges.begin(), m_exchanges.end(), [this](const Exchange &one) { return one.before == *m_editing; });
        m_exchanges.erase(edited, m_exchanges.end());
        setEditing({});
    }
    Exchange exchange;
    exchange.question = question;
    m_exchanges += exchange;
    begin(exchange, request);
}

void ChatPage::begin(const Exchange &exchange, Conversation::AskRequest request)
{
    m_exchanges.last() = exchange;
    request.conversation = m_conversation;
    if (std::exchange(m_optionsChanged, false))
        request.options = m_options;
    m_stop = std::stop_source();
    m_flow->clear();
    setAnswering(true);
    draw();
    m_services.tasks->add(ask(this, m_services, m_services.tasks->token(), m_stop, request, m_view));
}

void ChatPage::answerAgain()
{
    if (!m_exchanges.isEmpty())
        showAgain(int(m_exchanges.size()) - 1);
}

//! Another answer to a question; what followed the old one stays on its own branch.
void ChatPage::showAgain(int index)
{
    const QString question = m_exchanges[index].questionId;
    if (m_answering || question.isEmpty())
        return;
    m_exchanges.resize(index + 1);
    Exchange exchange;
    exchange.question = m_exchanges[index].question;
    Conversation::AskRequest request;
    request.again = question;
    begin(exchange, request);
}

void ChatPage::edit(int index)
{
    if (m_answering)
        return;
    setEditing(m_exchanges[index].before);
    m_question->setPlainText(m_exchanges[index].question);
    m_question->moveCursor(QTextCursor::End);
    m_question->setFocus(Qt::OtherFocusReason);
}

void ChatPage::setEditing(std::optional<QString> before)
{
    if (m_editing && !before)
        m_question->clear();
    m_editing = std::move(before);
    m_editingBar->setVisible(m_editing.has_value());
}

QCoro::Task<void> ChatPage::ask(QPointer<ChatPage> page, Services services, std::stop_token groupStop, std::stop_source stop,
    Conversation::AskRequest request, int view)
{
    const std::stop_callback onGroup(groupStop, [stop]() mutable { stop.request_stop(); });
    const Dialog::EventSink sink = [page, view](const Dialog::Event &event) {
        if (page && page->m_view == view)
            page->show(event);
    };
    const int exchange = page ? int(page->m_exchanges.size()) : 0;
    // Scores that come when the answer is there already.
    const Conversation::ConversationService::LateSink late = [page, view, exchange](const Dialog::Passages &passages) {
        if (page && page->m_view == view && page->m_exchanges.size() == exchange)
            page->m_flow->setPassages(passages, true);
    };
    request.begun = [page, view](const QString &conversation, const QString &) {
        if (page && page->m_view == view) {
            page->m_conversation = conversation; // so that it is shown again, should the window be closed now
            Q_EMIT page->conversationChanged();
        }
    };
    const bool branched = request.after || !request.again.isEmpty();
    auto task = services.conversations->ask(request, stop.get_token(), sink, late);
    const auto answered = co_await std::move(task);
    if (!page)
        co_return;
    if (page->m_view == view)
        page->finish(answered, branched);
    else if (answered && answered->conversation == page->m_conversation)
        page->openConversation(page->m_conversation); // it was left and opened again while it was answered
    Q_EMIT page->conversationChanged();
}

void ChatPage::show(const Dialog::Event &event)
{
    Exchange &exchange = m_exchanges.last();
    if (const auto *stage = std::get_if<Dialog::Stage>(&event)) {
        m_flow->setStage(*stage);
        if (stage->kind == Dialog::Stage::Kind::Answering)
            exchange.turn.kind = stage->who.isEmpty() ? Dialog::Turn::Kind::Quoted : Dialog::Turn::Kind::Written;
    } else if (const auto *passages = std::get_if<Dialog::Passages>(&event)) {
        m_flow->setPassages(*passages);
        exchange.turn.sources.clear(); // the markers of a stream mean the nth of these
        for (const Retrieval::Passage &passage : passages->passages.mid(0, Dialog::DialogService::AnswerPassages)) {
            exchange.turn.sources += Dialog::sourceFrom(passage);
            exchange.turn.sources.last().n = int(exchange.turn.sources.size());
        }
    } else if (const auto *delta = std::get_if<Dialog::Delta>(&event)) {
        if (exchange.turn.kind != Dialog::Turn::Kind::Written)
            return; // a quoted answer comes whole, with what else there is to say
        m_flow->setWriting();
        (delta->kind == Dialog::Delta::Kind::Answer ? exchange.turn.answer : exchange.turn.thinking) += delta->text;
        m_transcript->updateLast(exchange);
    } else if (std::holds_alternative<Dialog::Rethought>(event)) {
        exchange.turn.thinking += std::exchange(exchange.turn.answer, {});
        m_transcript->updateLast(exchange);
    }
}

void ChatPage::finish(const Result<Conversation::ConversationService::Answered> &answered, bool branched)
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
    if (error)
        m_flow->clear();
    else
        m_flow->finish(exchange.turn);
    setAnswering(false);
    m_send->setText(tr("Send"));
    m_transcript->updateLast(exchange);
    if (branched && answered) // how many versions there are now is known to the service
        m_services.tasks->add(load(this, m_services, m_conversation, m_view, true));
    else if (m_exchanges.size() > 1)
        draw(true); // the actions of the one before
}

QCoro::Task<void> ChatPage::showVersion(QPointer<ChatPage> page, Services services, QString message, int view)
{
    const QString conversation = page->m_conversation;
    auto loadTask = services.conversations->load(conversation, services.tasks->token());
    const auto loaded = co_await std::move(loadTask);
    if (!loaded)
        co_return;
    auto task =
        services.conversations->showBranch(conversation, Conversation::newestUnder(loaded->second, message), services.tasks->token());
    const Status shown = co_await std::move(task);
    if (shown && page && page->m_view == view)
        page->m_services.tasks->add(load(page, services, conversation, view, true));
}

QCoro::Task<void> ChatPage::deleteTurn(QPointer<ChatPage> page, Services services, QString question, int view)
{
    auto task = services.conversations->deleteMessage(question, true, services.tasks->token());
    const Status deleted = co_await std::move(task);
    if (deleted && page && page->m_view == view)
        page->m_services.tasks->add(load(page, services, page->m_conversation, view, true));
}

QCoro::Task<void> ChatPage::findRelated(QPointer<ChatPage> page, Services services, int index, int view)
{
    Dialog::DialogRequest request;
    QList<Retrieval::Passage> passages;
    {
        const Exchange &exchange = page->m_exchanges[index];
        request.question = exchange.question;
        for (const Dialog::Source &source : exchange.turn.sources)
            passages += Dialog::passageFrom(source);
    }
    auto task = services.dialog->related(request, passages, services.tasks->token());
    const auto related = co_await std::move(task);
    if (!page || page->m_view != view || page->m_answering || index != page->m_exchanges.size() - 1)
        co_return;
    Exchange &exchange = page->m_exchanges[index];
    exchange.related = related && !related->questions.isEmpty() ? related->questions : QStringList();
    if (related)
        exchange.turn.sent += related->sent;
    page->m_transcript->updateLast(exchange);
}

std::pair<QList<Dialog::Source>, int> ChatPage::sourcesOf(const QUrl &link) const
{
    const QStringList parts = link.toString().split(QLatin1Char(':'));
    const int exchange = parts.value(1).toInt(), n = parts.value(2).toInt();
    if (parts.value(0) != QLatin1String("cite") || exchange < 0 || exchange >= m_exchanges.size())
        return { {}, -1 };
    QList<Dialog::Source> cited;
    int index = -1;
    for (const Dialog::Source &source : m_exchanges[exchange].turn.sources) {
        if (source.n == n)
            index = int(cited.size());
        if (source.n > 0)
            cited += source;
    }
    return { cited, index };
}

void ChatPage::followLink(const QUrl &link)
{
    const QStringList parts = link.toString().split(QLatin1Char(':'));
    const int index = parts.value(2).toInt();
    if (parts.first() == QLatin1String("do") && index < m_exchanges.size()) {
        act(parts.value(1), index);
    } else if (parts.first() == QLatin1String("show") && !m_answering) {
        m_services.tasks->add(showVersion(this, m_services, parts.value(1), m_view));
    } else if (parts.first() == QLatin1String("ask") && !m_answering) {
        m_question->setPlainText(m_exchanges.value(parts.value(1).toInt()).related.value(index));
        send();
    } else {
        openLink(link);
    }
}

void ChatPage::act(const QString &action, int index)
{
    Exchange &exchange = m_exchanges[index];
    if (action == QLatin1String("edit")) {
        edit(index);
    } else if (action == QLatin1String("again")) {
        showAgain(index);
    } else if (action == QLatin1String("copy")) {
        QApplication::clipboard()->setText(exchange.turn.answer);
    } else if (action == QLatin1String("details")) {
        exchange.detailsOpen = !exchange.detailsOpen;
        draw(true);
    } else if (action == QLatin1String("thinking")) {
        exchange.thinkingOpen = !exchange.thinkingOpen;
        draw(true);
    } else if (action == QLatin1String("related")) {
        m_services.tasks->add(findRelated(this, m_services, index, m_view));
    }
}

void ChatPage::showMenu(const QPoint &at)
{
    QMenu *menu = m_transcript->createStandardContextMenu(at);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const int index = m_transcript->exchangeAt(at);
    if (index >= 0 && index < m_exchanges.size() && !m_answering && !m_exchanges[index].questionId.isEmpty()) {
        menu->addSeparator();
        const std::pair<QString, const char *> actions[] = { { tr("Copy the answer"), "copy" }, { tr("Change the question…"), "edit" },
            { tr("Answer again"), "again" } };
        for (const auto &[text, name] : actions)
            connect(menu->addAction(text), &QAction::triggered, this, [this, index, id = QString::fromLatin1(name)] {
                if (index < m_exchanges.size())
                    act(id, index);
            });
        connect(menu->addAction(tr("Delete this question and its answers")), &QAction::triggered, this,
            [this, id = m_exchanges[index].questionId] { m_services.tasks->add(deleteTurn(this, m_services, id, m_view)); });
    }
    menu->popup(m_transcript->viewport()->mapToGlobal(at));
}

void ChatPage::chooseLanguages()
{
    auto *dialog = new QInputDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Search in other languages"));
    dialog->setLabelText(tr("Languages, separated by commas; the chat model translates the question. Empty: only as it is asked."));
    dialog->setTextValue(m_options.languages.join(QLatin1String(", ")));
    connect(dialog, &QInputDialog::textValueSelected, this, [this](const QString &text) {
        m_options.languages.clear();
        for (const QString &language : text.split(QLatin1Char(','), Qt::SkipEmptyParts))
            m_options.languages += language.trimmed();
        m_optionsChanged = true;
    });
    connect(dialog, &QDialog::finished, this, [this] { m_languages->setChecked(!m_options.languages.isEmpty()); });
    dialog->open();
}

void ChatPage::openLink(const QUrl &link)
{
    const auto [sources, index] = sourcesOf(link);
    if (index < 0)
        return;
    m_card->leave();
    m_card->hide();
    showSource(sources, index);
}

void ChatPage::showSource(const QList<Dialog::Source> &sources, int index)
{
    m_splitter->widget(0)->setVisible(width() >= NarrowPage);
    m_source->show();
    m_source->showSources(sources, index);
}

void ChatPage::openCitation(int n)
{
    openLink(QUrl(QStringLiteral("cite:%1:%2").arg(m_exchanges.size() - 1).arg(n)));
}

void ChatPage::hover(const QUrl &link)
{
    const auto [sources, index] = sourcesOf(link);
    if (index < 0) {
        m_card->leave();
        return;
    }
    // By the keyboard the place is the link's own; by the pointer it is where that is.
    QPoint at = m_transcript->viewport()->mapFromGlobal(QCursor::pos());
    if (m_transcript->textCursor().hasSelection() && m_transcript->hasFocus())
        at = m_transcript->cursorRect().center();
    m_card->setProperty("exchange", link.toString().section(QLatin1Char(':'), 1, 1).toInt());
    const QString use = link.toString().section(QLatin1Char(':'), 3, 3);
    m_card->aim(sources[index], use.isEmpty() ? QString() : sources[index].uses.value(use.toInt()).reason,
        m_transcript->viewport()->mapTo(this, at));
}

void ChatPage::find(const QString &text, bool backward)
{
    const QTextDocument::FindFlags flags = backward ? QTextDocument::FindBackward : QTextDocument::FindFlags();
    bool found = m_transcript->find(text, flags);
    if (!found) { // once around
        QTextCursor cursor = m_transcript->textCursor();
        cursor.movePosition(backward ? QTextCursor::End : QTextCursor::Start);
        m_transcript->setTextCursor(cursor);
        found = m_transcript->find(text, flags);
    }
    m_find->say(found ? QString() : tr("not found"));
}

void ChatPage::draw(bool keepPlace)
{
    m_send->setText(m_answering ? tr("Stop") : tr("Send"));
    m_more->setVisible(m_services.dialog && m_services.dialog->chatModel());
    m_keywords->setChecked(m_options.keywords);
    m_languages->setChecked(!m_options.languages.isEmpty());
    m_stack->setCurrentWidget(m_exchanges.isEmpty() ? static_cast<QWidget *>(m_welcome) : m_transcript);
    m_transcript->setExchanges(m_exchanges, keepPlace);
}

QByteArray ChatPage::splitterState() const
{
    return m_splitter->saveState();
}

void ChatPage::restoreSplitter(const QByteArray &state)
{
    m_splitter->restoreState(state);
}

void ChatPage::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    if (m_source->isVisible())
        m_splitter->widget(0)->setVisible(width() >= NarrowPage);
}

bool ChatPage::eventFilter(QObject *object, QEvent *event)
{
    if (object == m_transcript->viewport() && event->type() == QEvent::Leave)
        m_card->leave();
    return QWidget::eventFilter(object, event);
}

} // namespace Heddle::Ui
