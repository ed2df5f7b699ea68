// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/chatpage.h"
#include "ui/common/theme.h"
#include <QEvent>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSplitter>
#include <QTextBrowser>
#include <QUrl>
#include <QVBoxLayout>

namespace Heddle::Ui {

ChatPage::ChatPage(Conversation::ConversationService *service, Concurrency::TaskGroup *tasks, QWidget *parent)
    : QWidget(parent), m_service(service), m_tasks(tasks), m_transcript(new QTextBrowser), m_source(new QTextBrowser),
      m_question(new QLineEdit), m_send(new QPushButton), m_splitter(new QSplitter(Qt::Horizontal))
{
    for (QTextBrowser *browser : { m_transcript, m_source }) {
        browser->setOpenLinks(false);
        browser->setFrameShape(QFrame::NoFrame);
        browser->document()->setDocumentMargin(Theme::WideGap);
    }
    m_transcript->setAccessibleName(tr("Conversation"));
    m_transcript->setObjectName(QStringLiteral("transcript"));
    m_source->setAccessibleName(tr("Source passage"));
    m_source->setObjectName(QStringLiteral("source"));
    m_source->hide();
    m_splitter->addWidget(m_transcript);
    m_splitter->addWidget(m_source);
    m_splitter->setStretchFactor(0, 3);
    m_splitter->setStretchFactor(1, 2);
    m_question->setPlaceholderText(tr("Ask your documents…"));
    m_question->setAccessibleName(tr("Question"));
    m_question->setObjectName(QStringLiteral("question"));
    m_send->setObjectName(QStringLiteral("send"));

    auto *row = new QHBoxLayout;
    row->setContentsMargins(Theme::Gap, 0, Theme::Gap, Theme::Gap);
    row->setSpacing(Theme::Gap);
    row->addWidget(m_question, 1);
    row->addWidget(m_send);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Theme::Gap);
    column->addWidget(m_splitter, 1);
    column->addLayout(row);

    connect(m_question, &QLineEdit::returnPressed, this, &ChatPage::send);
    connect(m_send, &QPushButton::clicked, this, [this] { m_answering ? stop() : send(); });
    connect(m_transcript, &QTextBrowser::anchorClicked, this, &ChatPage::openLink);
    draw();
}

void ChatPage::setWelcome(const QString &html)
{
    m_welcome = html;
    if (m_exchanges.isEmpty())
        draw();
}

void ChatPage::focusQuestion()
{
    m_question->setFocus(Qt::ShortcutFocusReason);
    m_question->selectAll();
}

void ChatPage::stop()
{
    m_stop.request_stop();
}

void ChatPage::send()
{
    const QString question = m_question->text().trimmed();
    if (m_answering || question.isEmpty())
        return;
    m_question->clear();
    Exchange exchange;
    exchange.question = question;
    m_exchanges += exchange;
    m_answering = true;
    m_stop = std::stop_source();
    draw();
    m_tasks->add(ask(this, m_service, m_tasks->token(), m_stop, question, m_conversation));
}

QCoro::Task<void> ChatPage::ask(QPointer<ChatPage> page, Conversation::ConversationService *service, std::stop_token groupStop,
    std::stop_source stop, QString question, QString conversation)
{
    const std::stop_callback onGroup(groupStop, [stop]() mutable { stop.request_stop(); });
    const Dialog::EventSink sink = [page](const Dialog::Event &event) {
        if (page)
            page->show(event);
    };
    auto task = service->ask(question, conversation, {}, stop.get_token(), sink);
    const auto answered = co_await std::move(task);
    if (page)
        page->finish(answered);
}

void ChatPage::show(const Dialog::Event &event)
{
    Exchange &exchange = m_exchanges.last();
    if (const auto *stage = std::get_if<Dialog::Stage>(&event)) {
        using Kind = Dialog::Stage::Kind;
        exchange.stage = stage->kind == Kind::Searching ? tr("Searching your documents")
            : stage->kind == Kind::Reranking            ? tr("Sorting the passages")
                                                        : tr("Choosing the sentences");
        draw();
    } else if (const auto *passages = std::get_if<Dialog::Passages>(&event)) {
        exchange.stage = passages->passages.size() == 1 ? tr("1 passage found") : tr("%1 passages found").arg(passages->passages.size());
        draw();
    }
}

void ChatPage::finish(const Result<Conversation::ConversationService::Answered> &answered)
{
    m_answering = false;
    Exchange &exchange = m_exchanges.last();
    if (answered) {
        m_conversation = answered->conversation;
        exchange.turn = answered->turn;
    }
    const std::optional<Error> error = answered ? answered->error : answered.error();
    exchange.state = !error ? Exchange::State::Done : error->isCancelled() ? Exchange::State::Stopped : Exchange::State::Failed;
    exchange.error = error ? error->message : QString();
    draw();
}

void ChatPage::openLink(const QUrl &link)
{
    const QStringList parts = link.toString().split(QLatin1Char(':'));
    if (parts.value(0) != QLatin1String("cite")) {
        Q_EMIT linkActivated(link);
        return;
    }
    const int exchange = parts.value(1).toInt(), n = parts.value(2).toInt();
    if (exchange < 0 || exchange >= m_exchanges.size())
        return;
    for (const Dialog::Source &source : std::as_const(m_exchanges[exchange].turn.sources)) {
        if (source.n == n) {
            m_source->setHtml(sourceHtml(source, palette()));
            m_source->show();
            return;
        }
    }
}

void ChatPage::draw()
{
    m_send->setText(m_answering ? tr("Stop") : tr("Send"));
    m_transcript->setHtml(m_exchanges.isEmpty() ? m_welcome : transcriptHtml(m_exchanges, palette()));
    QScrollBar *bar = m_transcript->verticalScrollBar();
    bar->setValue(bar->maximum());
}

void ChatPage::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        draw();
}

} // namespace Heddle::Ui
