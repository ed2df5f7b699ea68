// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/chatpage.h"
#include "ui/chat/chatsession.h"
#include "ui/chat/flowstrip.h"
#include "ui/chat/hovercard.h"
#include "ui/chat/questionbar.h"
#include "ui/chat/questionfield.h"
#include "ui/chat/transcriptview.h"
#include "ui/chat/welcome.h"
#include "ui/common/findbar.h"
#include "ui/style/metrics.h"
#include "ui/viewer/sourcepanel.h"
#include <QApplication>
#include <QEvent>
#include <QHBoxLayout>
#include <QLocale>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace Heddle::Ui {
namespace {

constexpr int NarrowPage = 640; //!< pixels; below it the source lies over the conversation

} // namespace

ChatPage::ChatPage(ChatSession *session, SourcePanel *source, std::function<bool()> hasChatModel, QWidget *parent)
    : QWidget(parent), m_session(session), m_hasChatModel(std::move(hasChatModel)), m_welcome(new Welcome),
      m_transcript(new TranscriptView), m_stack(new QStackedWidget), m_source(source), m_card(new HoverCard(this)),
      m_question(new QuestionBar), m_find(new FindBar(tr("Find in this conversation…"))), m_flow(new FlowStrip),
      m_splitter(new QSplitter(Qt::Horizontal))
{
    m_session->setParent(this);
    m_transcript->setAccessibleName(tr("Conversation"));
    m_transcript->setObjectName(QStringLiteral("transcript"));
    m_transcript->setContextMenuPolicy(Qt::CustomContextMenu);
    m_transcript->viewport()->installEventFilter(this);
    m_source->setObjectName(QStringLiteral("sourcePanel"));
    m_source->hide();
    m_find->setObjectName(QStringLiteral("find"));
    layOut();
    connectParts();
    draw();
}

void ChatPage::layOut()
{
    m_stack->addWidget(m_welcome);
    m_stack->addWidget(m_transcript);
    auto *left = new QWidget;
    left->setObjectName(QStringLiteral("chatColumn"));
    left->setAttribute(Qt::WA_StyledBackground);
    auto *column = new QVBoxLayout(left);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Metrics::Gap);
    column->addWidget(m_find);
    column->addWidget(m_stack, 1);
    column->addWidget(m_flow);
    column->addWidget(m_question);
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
}

void ChatPage::connectParts()
{
    connect(m_question, &QuestionBar::askRequested, m_session, &ChatSession::ask);
    connect(m_question, &QuestionBar::stopRequested, m_session, &ChatSession::stop);
    connect(m_question, &QuestionBar::scopeChanged, m_session, &ChatSession::setCollection);
    connect(m_question, &QuestionBar::optionsChanged, m_session, &ChatSession::setOptions);
    connect(m_flow, &FlowStrip::opened, this, [this](const QList<Dialog::Source> &passages, int index) {
        showSource(passages, index, m_session->exchanges().isEmpty() ? QString() : m_session->exchanges().last().question);
    });
    connect(m_find, &FindBar::find, this, &ChatPage::find);
    connect(m_transcript, &QTextBrowser::anchorClicked, this, &ChatPage::followLink);
    connect(m_transcript, &QTextBrowser::highlighted, this, &ChatPage::hover);
    connect(m_transcript, &QWidget::customContextMenuRequested, this, &ChatPage::showMenu);
    connect(m_session, &ChatSession::changed, this, &ChatPage::draw);
    connect(m_session, &ChatSession::lastChanged, this, [this] { m_transcript->updateLast(m_session->exchanges().last()); });
    connect(m_session, &ChatSession::conversationChanged, this, &ChatPage::conversationChanged);
    connect(m_session, &ChatSession::answeringChanged, this, [this] {
        m_question->setAnswering(m_session->isAnswering());
        Q_EMIT answeringChanged();
    });
    connect(m_session, &ChatSession::stageChanged, m_flow, &FlowStrip::setStage);
    connect(m_session, &ChatSession::writing, m_flow, &FlowStrip::setWriting);
    connect(m_session, &ChatSession::passagesFound, m_flow, &FlowStrip::setPassages);
    connect(m_session, &ChatSession::finished, this,
        [this](const Conversation::Answer *answer) { answer ? m_flow->finish(*answer) : m_flow->clear(); });
    connect(m_source, &SourcePanel::closed, this, [this] {
        m_source->hide();
        m_splitter->widget(0)->show();
    });
    connect(m_card, &HoverCard::openRequested, this, [this] { follow(m_hovered); });
}

void ChatPage::setCollections(const QList<Library::Collection> &collections)
{
    m_question->setCollections(collections);
}

void ChatPage::focusQuestion()
{
    m_question->focusField();
}

QWidgetList ChatPage::parts() const
{
    return { m_transcript, m_question->field(), m_source->view() };
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
    else if (m_question->isEditing())
        m_question->cancelEditing();
    else
        m_session->stop();
}

bool ChatPage::isAnswering() const
{
    return m_session->isAnswering();
}

QString ChatPage::conversation() const
{
    return m_session->conversation();
}

void ChatPage::newConversation()
{
    openConversation(QString());
    focusQuestion();
}

void ChatPage::openConversation(const QString &conversation)
{
    m_source->hide();
    m_splitter->widget(0)->show();
    m_question->cancelEditing();
    m_session->open(conversation);
}

void ChatPage::reload()
{
    m_session->reload();
}

void ChatPage::answerAgain()
{
    m_session->answerAgain(int(m_session->exchanges().size()) - 1);
}

void ChatPage::ask(const QString &conversation, const QString &question)
{
    if (conversation == m_session->conversation() && !m_session->isAnswering()) {
        m_question->cancelEditing();
        m_session->ask(question, {});
        return;
    }
    if (conversation != m_session->conversation())
        openConversation(conversation);
    m_question->setQuestion(question);
    focusQuestion();
}

void ChatPage::showSource(const QList<Dialog::Source> &sources, int index, const QString &question)
{
    m_splitter->widget(0)->setVisible(width() >= NarrowPage);
    m_source->show();
    m_source->showSources(sources, index, question);
}

void ChatPage::openCitation(int n)
{
    follow(TranscriptLink::Citation { int(m_session->exchanges().size()) - 1, n });
}

void ChatPage::find(const QString &text, bool backward)
{
    const int count = m_transcript->find(text, backward);
    m_find->showResult(count == 0 ? tr("not found") : tr("%1 of %2").arg(m_transcript->foundIndex()).arg(QLocale().toString(count)));
}

void ChatPage::draw(bool keepPlace)
{
    m_question->setOptions(m_session->options(), m_hasChatModel());
    m_stack->setCurrentWidget(m_session->exchanges().isEmpty() ? static_cast<QWidget *>(m_welcome) : m_transcript);
    m_transcript->setExchanges(m_session->exchanges(), keepPlace);
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
