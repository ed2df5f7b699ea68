// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/chatpage.h"
#include "ui/chat/flowstrip.h"
#include "ui/chat/hovercard.h"
#include "ui/chat/questionfield.h"
#include "ui/chat/welcome.h"
#include "ui/common/findbar.h"
#include "ui/common/theme.h"
#include "ui/viewer/sourcepanel.h"
#include <QApplication>
#include <QCursor>
#include <QEvent>
#include <QHBoxLayout>
#include <QPushButton>
#include <QScrollBar>
#include <QSplitter>
#include <QStackedWidget>
#include <QTextBrowser>
#include <QTextFrame>
#include <QUrl>
#include <QVBoxLayout>

namespace Heddle::Ui {
namespace {

constexpr int NarrowPage = 640; //!< pixels; below it the source lies over the conversation

} // namespace

ChatPage::ChatPage(Services services, QWidget *parent)
    : QWidget(parent), m_services(std::move(services)), m_welcome(new Welcome), m_transcript(new QTextBrowser), m_stack(new QStackedWidget),
      m_source(new SourcePanel(m_services)), m_card(new HoverCard(this)), m_question(new QuestionField),
      m_find(new FindBar(tr("Find in this conversation…"))), m_flow(new FlowStrip), m_send(new QPushButton),
      m_splitter(new QSplitter(Qt::Horizontal))
{
    m_transcript->setOpenLinks(false);
    m_transcript->setFrameShape(QFrame::NoFrame);
    m_transcript->setAccessibleName(tr("Conversation"));
    m_transcript->setObjectName(QStringLiteral("transcript"));
    m_transcript->viewport()->installEventFilter(this);
    m_stack->addWidget(m_welcome);
    m_stack->addWidget(m_transcript);
    m_source->setObjectName(QStringLiteral("sourcePanel"));
    m_source->hide();
    m_question->setPlaceholderText(tr("Ask your documents…"));
    m_question->setAccessibleName(tr("Question"));
    m_question->setObjectName(QStringLiteral("question"));
    m_send->setObjectName(QStringLiteral("send"));
    m_find->setObjectName(QStringLiteral("find"));

    auto *ask = new QHBoxLayout;
    ask->setContentsMargins(Theme::Gap, 0, Theme::Gap, Theme::Gap);
    ask->setSpacing(Theme::Gap);
    ask->addWidget(m_question, 1);
    ask->addWidget(m_send, 0, Qt::AlignBottom);
    auto *left = new QWidget;
    auto *column = new QVBoxLayout(left);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Theme::Gap);
    column->addWidget(m_find);
    column->addWidget(m_stack, 1);
    column->addWidget(m_flow);
    column->addLayout(ask);
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

    connect(m_question, &QuestionField::sent, this, &ChatPage::send);
    connect(m_flow, &FlowStrip::opened, this, &ChatPage::showSource);
    connect(m_find, &FindBar::find, this, &ChatPage::find);
    connect(m_send, &QPushButton::clicked, this, [this] { m_answering ? m_stop.request_stop(), void() : send(); });
    connect(m_transcript, &QTextBrowser::anchorClicked, this, &ChatPage::openLink);
    connect(m_transcript, &QTextBrowser::highlighted, this, &ChatPage::hover);
    connect(m_source, &SourcePanel::closed, this, [this] {
        m_source->hide();
        m_splitter->widget(0)->show();
    });
    connect(m_card, &HoverCard::openRequested, this,
        [this] { openLink(QUrl(QStringLiteral("cite:%1:%2").arg(m_card->property("exchange").toInt()).arg(m_card->source().n))); });
    draw();
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
    else
        m_stop.request_stop();
}

void ChatPage::setAnswering(bool answering)
{
    m_answering = answering;
    Q_EMIT answeringChanged();
}

void ChatPage::newConversation()
{
    ++m_view;
    m_stop = std::stop_source();
    m_conversation.clear();
    m_exchanges.clear();
    m_flow->clear();
    m_source->hide();
    m_splitter->widget(0)->show();
    setAnswering(false);
    draw();
    Q_EMIT conversationChanged();
    focusQuestion();
}

void ChatPage::openConversation(const QString &conversation)
{
    if (conversation.isEmpty())
        return newConversation();
    ++m_view;
    m_stop = std::stop_source();
    m_conversation = conversation;
    m_flow->clear();
    m_source->hide();
    m_splitter->widget(0)->show();
    setAnswering(false);
    m_services.tasks->add(load(this, m_services, conversation, m_view));
    Q_EMIT conversationChanged();
}

QCoro::Task<void> ChatPage::load(QPointer<ChatPage> page, Services services, QString conversation, int view)
{
    auto task = services.conversations->load(conversation, services.tasks->token());
    const auto loaded = co_await std::move(task);
    if (!page || page->m_view != view)
        co_return;
    if (loaded) {
        page->m_exchanges = exchangesFrom(loaded->second);
        if (!page->m_exchanges.isEmpty() && page->m_exchanges.last().state == Exchange::State::Done)
            page->m_flow->finish(page->m_exchanges.last().turn);
    } else { // deleted meanwhile, perhaps by another program
        page->m_conversation.clear();
        page->m_exchanges.clear();
        Q_EMIT page->conversationChanged();
    }
    page->draw();
}

void ChatPage::send()
{
    const QString question = m_question->toPlainText().trimmed();
    if (m_answering || question.isEmpty())
        return;
    m_question->clear();
    Exchange exchange;
    exchange.question = question;
    m_exchanges += exchange;
    m_stop = std::stop_source();
    m_flow->clear();
    setAnswering(true);
    draw();
    m_services.tasks->add(ask(this, m_services, m_services.tasks->token(), m_stop, question, m_conversation, m_view));
}

QCoro::Task<void> ChatPage::ask(QPointer<ChatPage> page, Services services, std::stop_token groupStop, std::stop_source stop,
    QString question, QString conversation, int view)
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
    Conversation::AskRequest request;
    request.question = question;
    request.conversation = conversation;
    auto task = services.conversations->ask(request, stop.get_token(), sink, late);
    const auto answered = co_await std::move(task);
    if (!page)
        co_return;
    if (page->m_view == view)
        page->finish(answered);
    else if (answered && answered->conversation == page->m_conversation)
        page->openConversation(page->m_conversation); // it was left and opened again while it was answered
    Q_EMIT page->conversationChanged();
}

void ChatPage::show(const Dialog::Event &event)
{
    if (const auto *stage = std::get_if<Dialog::Stage>(&event))
        m_flow->setStage(*stage);
    else if (const auto *passages = std::get_if<Dialog::Passages>(&event))
        m_flow->setPassages(*passages);
}

void ChatPage::finish(const Result<Conversation::ConversationService::Answered> &answered)
{
    Exchange &exchange = m_exchanges.last();
    if (answered) {
        m_conversation = answered->conversation;
        exchange.turn = answered->turn;
    }
    const std::optional<Error> error = answered ? answered->error : answered.error();
    exchange.state = !error ? Exchange::State::Done : error->isCancelled() ? Exchange::State::Stopped : Exchange::State::Failed;
    exchange.error = error ? error->message : QString();
    if (error)
        m_flow->clear();
    else
        m_flow->finish(exchange.turn);
    setAnswering(false);
    draw();
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
    m_card->aim(sources[index], m_transcript->viewport()->mapTo(this, at));
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

void ChatPage::draw()
{
    m_send->setText(m_answering ? tr("Stop") : tr("Send"));
    m_stack->setCurrentWidget(m_exchanges.isEmpty() ? static_cast<QWidget *>(m_welcome) : m_transcript);
    m_transcript->setHtml(transcriptHtml(m_exchanges, palette()));
    fitColumn();
    QScrollBar *bar = m_transcript->verticalScrollBar();
    bar->setValue(bar->maximum());
}

//! Text wider than this is hard to read: the rest is margin.
void ChatPage::fitColumn()
{
    QTextFrameFormat format = m_transcript->document()->rootFrame()->frameFormat();
    const double margin = std::max<double>(Theme::WideGap, (m_transcript->viewport()->width() - Theme::TextWidth) / 2.0);
    if (qFuzzyCompare(format.leftMargin(), margin))
        return;
    format.setLeftMargin(margin);
    format.setRightMargin(margin);
    format.setTopMargin(Theme::WideGap);
    m_transcript->document()->rootFrame()->setFrameFormat(format);
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
    if (object == m_transcript->viewport() && event->type() == QEvent::Resize) {
        fitColumn();
    } else if (object == m_transcript->viewport() && event->type() == QEvent::Leave) {
        m_card->leave();
    }
    return QWidget::eventFilter(object, event);
}

void ChatPage::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        draw();
}

} // namespace Heddle::Ui
