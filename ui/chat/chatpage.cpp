// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/chatpage.h"
#include "ui/chat/chatsession.h"
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
    : QWidget(parent), m_services(std::move(services)), m_session(new ChatSession(m_services, this)), m_welcome(new Welcome),
      m_transcript(new TranscriptView), m_stack(new QStackedWidget),
      m_source(new SourcePanel(Library::DocumentTexts(m_services.library, &m_services.pools->library), m_services.savedQuestions,
          &m_services.pools->render, m_services.tasks)),
      m_card(new HoverCard(this)), m_question(new QuestionField), m_find(new FindBar(tr("Find in this conversation…"))),
      m_flow(new FlowStrip), m_send(new QPushButton(tr("Send"))), m_more(new QToolButton), m_keywords(nullptr), m_languages(nullptr),
      m_editingBar(new QWidget), m_splitter(new QSplitter(Qt::Horizontal))
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
    connect(m_flow, &FlowStrip::opened, this, [this](const QList<Dialog::Source> &passages, int index) {
        showSource(passages, index, m_session->exchanges().isEmpty() ? QString() : m_session->exchanges().last().question);
    });
    connect(m_find, &FindBar::find, this, &ChatPage::find);
    connect(m_send, &QPushButton::clicked, this, [this] { m_session->isAnswering() ? m_session->stop() : send(); });
    connect(m_transcript, &QTextBrowser::anchorClicked, this, &ChatPage::followLink);
    connect(m_transcript, &QTextBrowser::highlighted, this, &ChatPage::hover);
    connect(m_transcript, &QWidget::customContextMenuRequested, this, &ChatPage::showMenu);
    connect(m_keywords, &QAction::triggered, this, [this](bool on) {
        Dialog::QuestionOptions options = m_session->options();
        options.keywords = on;
        m_session->setOptions(options);
    });
    connect(m_languages, &QAction::triggered, this, &ChatPage::chooseLanguages);
    connect(m_session, &ChatSession::changed, this, &ChatPage::draw);
    connect(m_session, &ChatSession::lastChanged, this, [this] { m_transcript->updateLast(m_session->exchanges().last()); });
    connect(m_session, &ChatSession::conversationChanged, this, &ChatPage::conversationChanged);
    connect(m_session, &ChatSession::answeringChanged, this, [this] {
        m_send->setText(m_session->isAnswering() ? tr("Stop") : tr("Send"));
        Q_EMIT answeringChanged();
    });
    connect(m_session, &ChatSession::stageChanged, m_flow, &FlowStrip::setStage);
    connect(m_session, &ChatSession::writing, m_flow, &FlowStrip::setWriting);
    connect(m_session, &ChatSession::passagesFound, m_flow, &FlowStrip::setPassages);
    connect(m_session, &ChatSession::finished, this, [this](const Dialog::Turn *turn) { turn ? m_flow->finish(*turn) : m_flow->clear(); });
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
    if (m_editing)
        setEditing({});
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

void ChatPage::send()
{
    const QString question = m_question->toPlainText().trimmed();
    if (m_session->isAnswering() || question.isEmpty())
        return;
    const std::optional<QString> before = m_editing;
    m_question->clear();
    setEditing({});
    m_session->ask(question, before);
}

void ChatPage::ask(const QString &conversation, const QString &question)
{
    if (conversation == m_session->conversation() && !m_session->isAnswering()) {
        setEditing({});
        m_session->ask(question, {});
        return;
    }
    if (conversation != m_session->conversation())
        openConversation(conversation);
    m_question->setPlainText(question);
    m_question->moveCursor(QTextCursor::End);
    focusQuestion();
}

void ChatPage::edit(int index)
{
    const Exchange &exchange = m_session->exchanges()[index];
    if (m_session->isAnswering())
        return;
    setEditing(exchange.before);
    m_question->setPlainText(exchange.question);
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

std::pair<QList<Dialog::Source>, int> ChatPage::sourcesOf(const QUrl &link) const
{
    const QStringList parts = link.toString().split(QLatin1Char(':'));
    const int exchange = parts.value(1).toInt(), n = parts.value(2).toInt();
    if (parts.value(0) != QLatin1String("cite") || exchange < 0 || exchange >= m_session->exchanges().size())
        return { {}, -1 };
    QList<Dialog::Source> cited;
    int index = -1;
    for (const Dialog::Source &source : m_session->exchanges()[exchange].turn.sources) {
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
    if (parts.value(1) == QLatin1String("earlier")) {
        m_transcript->showEarlier();
    } else if (parts.first() == QLatin1String("do") && index < m_session->exchanges().size()) {
        act(parts.value(1), index);
    } else if (parts.first() == QLatin1String("show")) {
        m_session->showVersion(parts.value(1));
    } else if (parts.first() == QLatin1String("ask")) {
        m_session->ask(m_session->exchanges().value(parts.value(1).toInt()).related.value(index), {});
    } else {
        openLink(link);
    }
}

void ChatPage::act(const QString &action, int index)
{
    Exchange &exchange = m_session->exchange(index);
    if (action == QLatin1String("edit")) {
        edit(index);
    } else if (action == QLatin1String("again")) {
        m_session->answerAgain(index);
    } else if (action == QLatin1String("copy")) {
        QApplication::clipboard()->setText(exchange.turn.answer);
    } else if (action == QLatin1String("details")) {
        exchange.detailsOpen = !exchange.detailsOpen;
        draw(true);
    } else if (action == QLatin1String("thinking")) {
        exchange.thinkingOpen = !exchange.thinkingOpen;
        draw(true);
    } else if (action == QLatin1String("map")) {
        Q_EMIT mapRequested(m_session->conversation(), exchange.answerId);
    } else if (action == QLatin1String("related")) {
        m_session->findRelated(index);
    }
}

void ChatPage::showMenu(const QPoint &at)
{
    QMenu *menu = m_transcript->createStandardContextMenu(at);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const int index = m_transcript->exchangeAt(at);
    const QList<Exchange> &exchanges = m_session->exchanges();
    if (index >= 0 && index < exchanges.size() && !m_session->isAnswering() && !exchanges[index].questionId.isEmpty()) {
        menu->addSeparator();
        const std::pair<QString, const char *> actions[] = { { tr("Copy the answer"), "copy" }, { tr("Change the question…"), "edit" },
            { tr("Answer again"), "again" } };
        for (const auto &[text, name] : actions)
            connect(menu->addAction(text), &QAction::triggered, this, [this, index, id = QString::fromLatin1(name)] {
                if (index < m_session->exchanges().size())
                    act(id, index);
            });
        connect(menu->addAction(tr("Delete this question and its answers")), &QAction::triggered, this,
            [this, index] { m_session->deleteTurn(index); });
    }
    menu->popup(m_transcript->viewport()->mapToGlobal(at));
}

void ChatPage::chooseLanguages()
{
    auto *dialog = new QInputDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Search in other languages"));
    dialog->setLabelText(tr("Languages, separated by commas; the chat model translates the question. Empty: only as it is asked."));
    dialog->setTextValue(m_session->options().languages.join(QLatin1String(", ")));
    connect(dialog, &QInputDialog::textValueSelected, this, [this](const QString &text) {
        Dialog::QuestionOptions options = m_session->options();
        options.languages.clear();
        for (const QString &language : text.split(QLatin1Char(','), Qt::SkipEmptyParts))
            options.languages += language.trimmed();
        m_session->setOptions(options);
    });
    connect(dialog, &QDialog::finished, this, [this] { m_languages->setChecked(!m_session->options().languages.isEmpty()); });
    dialog->open();
}

void ChatPage::openLink(const QUrl &link)
{
    const auto [sources, index] = sourcesOf(link);
    if (index < 0)
        return;
    m_card->leave();
    m_card->hide();
    showSource(sources, index, m_session->exchanges()[link.toString().section(QLatin1Char(':'), 1, 1).toInt()].question);
}

void ChatPage::showSource(const QList<Dialog::Source> &sources, int index, const QString &question)
{
    m_splitter->widget(0)->setVisible(width() >= NarrowPage);
    m_source->show();
    m_source->showSources(sources, index, question);
}

void ChatPage::openCitation(int n)
{
    openLink(QUrl(QStringLiteral("cite:%1:%2").arg(m_session->exchanges().size() - 1).arg(n)));
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
    m_transcript->showEarlier(true); // what is looked for may stand anywhere
    const QTextDocument::FindFlags flags = backward ? QTextDocument::FindBackward : QTextDocument::FindFlags();
    bool found = m_transcript->find(text, flags);
    if (!found) { // once around
        QTextCursor cursor = m_transcript->textCursor();
        cursor.movePosition(backward ? QTextCursor::End : QTextCursor::Start);
        m_transcript->setTextCursor(cursor);
        found = m_transcript->find(text, flags);
    }
    m_find->showResult(found ? QString() : tr("not found"));
}

void ChatPage::draw(bool keepPlace)
{
    m_more->setVisible(m_services.dialog && m_services.dialog->chatModel());
    m_keywords->setChecked(m_session->options().keywords);
    m_languages->setChecked(!m_session->options().languages.isEmpty());
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
