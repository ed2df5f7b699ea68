// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/chatpage.h"
#include "core/text/visiblecontrols.h"
#include "ui/chat/chatheader.h"
#include "ui/chat/chatsession.h"
#include "ui/chat/flowstrip.h"
#include "ui/chat/givenfiles.h"
#include "ui/chat/hovercard.h"
#include "ui/chat/questionbar.h"
#include "ui/chat/questionfield.h"
#include "ui/chat/transcriptview.h"
#include "ui/chat/welcome.h"
#include "ui/common/findbar.h"
#include "ui/style/metrics.h"
#include "ui/viewer/sourcepanel.h"
#include <QApplication>
#include <QDragEnterEvent>
#include <QEvent>
#include <QHBoxLayout>
#include <QLocale>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace Heddle::Ui {
namespace {

constexpr int NarrowPage = 640; //!< pixels; below it the source lies over the conversation
constexpr int SmallestPart = 240; //!< pixels

} // namespace

ChatPage::ChatPage(ChatSession *session, SourcePanel *source, std::function<AnswerModel()> model, QWidget *parent)
    : QWidget(parent), m_session(session), m_model(std::move(model)), m_header(new ChatHeader), m_welcome(new Welcome),
      m_transcript(new TranscriptView), m_stack(new QStackedWidget), m_source(source), m_card(new HoverCard(this)),
      m_question(new QuestionBar), m_find(new FindBar(tr("Find in this conversation…"))), m_flow(new FlowStrip),
      m_splitter(new QSplitter(Qt::Horizontal)), m_sourceWidth(Metrics::PanelWidth)
{
    m_session->setParent(this);
    setAcceptDrops(true);
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

ChatPage::~ChatPage() = default;

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
    column->addWidget(m_header);
    column->addWidget(m_find);
    column->addWidget(m_stack, 1);
    column->addWidget(m_flow);
    column->addWidget(m_question);
    m_splitter->addWidget(left);
    m_splitter->addWidget(m_source);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setStretchFactor(1, 0);
    m_splitter->setChildrenCollapsible(false);
    left->setMinimumWidth(SmallestPart);
    m_source->setMinimumWidth(SmallestPart);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(m_splitter);
}

void ChatPage::connectParts()
{
    connect(m_question, &QuestionBar::askRequested, m_session, &ChatSession::ask);
    connect(m_question, &QuestionBar::stopRequested, m_session, &ChatSession::stop);
    connect(m_question, &QuestionBar::scopeChanged, m_session, [this](qint64 collection) {
        if (collection == QuestionBar::OnlyAttached)
            m_session->setOnlyAttached();
        else
            m_session->setCollection(collection);
    });
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
    connect(m_session, &ChatSession::titleChanged, this, &ChatPage::showHeader);
    connect(m_question, &QuestionBar::scopeChanged, this, [this](qint64 collection) {
        if (collection != QuestionBar::OnlyAttached)
            m_collection = collection;
        showHeader();
        Q_EMIT startersRequested(m_collection);
    });
    connect(m_question, &QuestionBar::modelSettingsRequested, this, &ChatPage::modelSettingsRequested);
    connect(m_welcome, &Welcome::asked, this, [this](const QString &question) { m_session->ask(question, {}); });
    connect(m_header, &ChatHeader::listRequested, this, &ChatPage::listRequested);
    connect(m_header, &ChatHeader::findRequested, m_find, &FindBar::open);
    connect(m_card, &HoverCard::openRequested, this, [this] { follow(m_hovered); });
    connectFiles();
    connectSource();
}

void ChatPage::connectSource()
{
    connect(m_source, &SourcePanel::closed, this, &ChatPage::closeSource);
    connect(m_source, &SourcePanel::sourceShown, this, [this](int n) {
        if (m_opened)
            m_opened->n = n;
        m_transcript->setChosen(m_opened);
    });
    connect(m_splitter, &QSplitter::splitterMoved, this, [this] { m_sourceWidth = m_source->width(); });
    connect(m_header, &ChatHeader::documentToggled, this, [this](bool shown) {
        if (shown && m_opened)
            follow(*m_opened);
        else
            closeSource();
    });
}

void ChatPage::closeSource()
{
    m_source->hide();
    m_splitter->widget(0)->show();
    m_transcript->setChosen({});
    showHeader();
}

void ChatPage::showHeader()
{
    const bool empty = m_session->exchanges().isEmpty(), narrow = width() < Metrics::NarrowChat;
    m_header->setVisible(!empty || narrow);
    m_header->setNarrow(narrow);
    m_header->setEmpty(empty);
    m_header->setTitle(m_session->title());
    qint64 documents = 0;
    QString name;
    for (const Library::Collection &collection : m_collections) {
        if (m_collection != 0 && collection.id != m_collection)
            continue;
        documents += collection.readyDocuments;
        name = Text::withVisibleControls(collection.name, Text::LineBreaks::Show);
    }
    const QString count = documents == 1 ? tr("1 document") : tr("%1 documents").arg(QLocale().toString(documents));
    m_header->setScope(documents == 0                        ? QString()
            : m_collections.size() == 1 || m_collection != 0 ? QStringLiteral("%1 · %2").arg(name, count)
                                                             : count);
    m_header->setDocument(m_source->isVisible(), m_opened.has_value());
}

void ChatPage::setCollections(const QList<Library::Collection> &collections)
{
    const auto isSame = [](const Library::Collection &a, const Library::Collection &b) { return a.id == b.id && a.passages == b.passages; };
    const bool changed = !std::equal(collections.cbegin(), collections.cend(), m_collections.cbegin(), m_collections.cend(), isSame);
    m_collections = collections;
    m_question->setCollections(collections);
    if (changed)
        Q_EMIT startersRequested(m_collection);
    showHeader();
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
    const bool inSource = m_source->isVisible()
        && (m_source->isAncestorOf(QApplication::focusWidget()) || !m_splitter->widget(0)->isVisible() || !m_session->isAnswering());
    if (m_card->isVisible())
        m_card->close();
    else if (m_source->isVisible() && m_source->closeFind())
        return;
    else if (m_find->isVisible())
        m_find->hide();
    else if (m_question->isEditing())
        m_question->cancelEditing();
    else if (!m_session->reading().isEmpty() && !m_source->isAncestorOf(QApplication::focusWidget()))
        m_session->stopAttaching();
    else if (inSource) // beside an answer that is being written the user means that, unless it is the document where he is
        closeSource();
    else
        m_session->stop();
}

void ChatPage::copyAnswer()
{
    if (!m_session->exchanges().isEmpty())
        follow(TranscriptLink::Action { TranscriptLink::Action::Kind::Copy, int(m_session->exchanges().size()) - 1 });
}

void ChatPage::showModel()
{
    m_question->setOptions(m_session->options(), m_model());
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
    m_card->leave();
    m_card->close();
    m_opened.reset();
    closeSource();
    m_question->cancelEditing();
    m_found.reset();
    m_session->open(conversation);
}

void ChatPage::openFound(const QString &conversation, const QString &message, const QString &words)
{
    if (conversation != m_session->conversation())
        openConversation(conversation);
    m_found = Found { message, words };
    showFound();
}

void ChatPage::showFound()
{
    const QList<Exchange> &exchanges = m_session->exchanges();
    if (!m_found || exchanges.isEmpty())
        return;
    const auto holds = [this](const Exchange &one) { return one.questionId == m_found->message || one.answerId == m_found->message; };
    const auto found = std::find_if(exchanges.cbegin(), exchanges.cend(), holds);
    if (found == exchanges.cend() && !m_found->branchAsked) {
        m_found->branchAsked = true;
        m_session->showVersion(m_found->message);
        return;
    }
    if (found != exchanges.cend())
        m_transcript->showFound(int(found - exchanges.cbegin()), m_found->words);
    m_found.reset();
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
    if (!m_source->isVisible()) {
        m_source->show();
        m_splitter->setSizes({ std::max(SmallestPart, width() - m_sourceWidth), m_sourceWidth });
    }
    m_source->showSources(sources, index, question);
    showHeader();
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
    showModel();
    showHeader();
    m_question->setFollowsUp(!m_session->exchanges().isEmpty());
    m_stack->setCurrentWidget(m_session->exchanges().isEmpty() ? static_cast<QWidget *>(m_welcome) : m_transcript);
    m_transcript->setExchanges(m_session->exchanges(), keepPlace);
    showFound();
}

QByteArray ChatPage::splitterState() const
{
    return QByteArray::number(m_sourceWidth);
}

void ChatPage::restoreSplitter(const QByteArray &state)
{
    if (const int stored = state.toInt(); stored >= SmallestPart)
        m_sourceWidth = stored;
}

void ChatPage::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    if (m_source->isVisible())
        m_splitter->widget(0)->setVisible(width() >= NarrowPage);
    showHeader();
}

bool ChatPage::eventFilter(QObject *object, QEvent *event)
{
    if (object == m_transcript->viewport() && event->type() == QEvent::Leave)
        m_card->leave();
    return QWidget::eventFilter(object, event);
}

} // namespace Heddle::Ui
