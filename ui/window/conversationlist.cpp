// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/conversationlist.h"
#include "core/base/files.h"
#include "core/conversation/export.h"
#include "ui/common/choosefile.h"
#include "ui/common/deliver.h"
#include "ui/common/plaintext.h"
#include "ui/render/pdf.h"
#include "ui/style/icons.h"
#include "ui/style/metrics.h"
#include "ui/window/conversationsmodel.h"
#include <QFileDialog>
#include <QHBoxLayout>
#include <QInputDialog>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QPushButton>
#include <QRegularExpression>
#include <QShortcut>
#include <QVBoxLayout>

namespace Heddle::Ui {
namespace {

constexpr int MaxListed = 2000; //!< conversations listed; older ones are found by searching

QCoro::Task<Status> exportTo(Conversation::ConversationService *conversations, Concurrency::WorkPool *pool, QString id, QString format,
    QString path, std::stop_token stop)
{
    auto loadTask = conversations->load(id, stop);
    HEDDLE_CO_TRY_VALUE(const auto record, co_await std::move(loadTask));
    auto writing = pool->submit(
        [record, format, path](std::stop_token) -> Status {
            const bool pdf = format == QLatin1String("pdf");
            auto bytes = Conversation::exportConversation(record, pdf ? QStringLiteral("html") : format);
            if (!bytes)
                return bytes.error();
            if (pdf)
                bytes = Render::htmlToPdf(QString::fromUtf8(*bytes), record.summary.title);
            return saveFile(path, *bytes);
        },
        stop, QStringLiteral("export conversation"));
    co_return co_await std::move(writing);
}

} // namespace

ConversationList::ConversationList(
    Conversation::ConversationService *conversations, Concurrency::WorkPool *exports, Concurrency::TaskGroup *tasks, QWidget *parent)
    : QWidget(parent), m_conversations(conversations), m_exports(exports), m_tasks(tasks), m_model(new ConversationsModel(this)),
      m_search(new QLineEdit), m_view(new QListView),
      m_new(new QPushButton(Style::icon(QStringLiteral("square-pen")), tr("&New conversation"))), m_undoBar(makeUndoBar()),
      m_undoText(m_undoBar->findChild<QLabel *>())
{
    m_search->setObjectName(QStringLiteral("searchConversations"));
    m_search->setPlaceholderText(tr("Search conversations…"));
    m_search->setAccessibleName(tr("Search conversations"));
    m_search->setClearButtonEnabled(true);
    if (const QIcon search = Style::icon(QStringLiteral("search")); !search.isNull())
        m_search->addAction(search, QLineEdit::LeadingPosition);
    m_view->setObjectName(QStringLiteral("conversations"));
    m_view->setAccessibleName(tr("Conversations"));
    m_view->setModel(m_model);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setUniformItemSizes(true);
    m_view->setSpacing(2);
    m_view->setTextElideMode(Qt::ElideRight);
    m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_view->setResizeMode(QListView::Adjust);
    m_new->setObjectName(QStringLiteral("newConversation"));
    setObjectName(QStringLiteral("conversationList"));
    setAttribute(Qt::WA_StyledBackground);
    setFocusProxy(m_view);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(Metrics::Gap, Metrics::CardGap, Metrics::Gap, Metrics::Gap);
    column->setSpacing(Metrics::Gap);
    column->addWidget(m_new);
    column->addWidget(m_search);
    column->addWidget(m_view, 1);
    column->addWidget(m_undoBar);
    m_view->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_view, &QWidget::customContextMenuRequested, this, &ConversationList::showMenu);
    const auto onKey = [this](const QKeySequence &key, auto action) {
        connect(new QShortcut(key, m_view, nullptr, nullptr, Qt::WidgetShortcut), &QShortcut::activated, this, [this, action] {
            const QModelIndex index = m_view->currentIndex();
            if (const QString id = index.data(ConversationsModel::IdRole).toString(); !id.isEmpty())
                (this->*action)(id, index.data().toString());
        });
    };
    onKey(Qt::Key_F2, &ConversationList::rename);
    onKey(Qt::Key_Delete, &ConversationList::remove);

    connect(m_search, &QLineEdit::textChanged, this, &ConversationList::refresh);
    connect(m_new, &QPushButton::clicked, this, &ConversationList::newConversation);
    const auto open = [this](const QModelIndex &index) {
        if (const QString id = index.data(ConversationsModel::IdRole).toString(); !id.isEmpty() && id != m_current)
            Q_EMIT opened(id);
    };
    connect(m_view, &QListView::clicked, this, open);
    connect(m_view, &QListView::activated, this, open);
}

QWidget *ConversationList::makeUndoBar()
{
    auto *bar = new QWidget;
    QLabel *text = plainLabel();
    text->setWordWrap(true);
    auto *back = new QPushButton(tr("&Undo"));
    back->setObjectName(QStringLiteral("undoDelete"));
    auto *row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(text, 1);
    row->addWidget(back);
    bar->hide();
    connect(back, &QPushButton::clicked, this, &ConversationList::undo);
    return bar;
}

void ConversationList::showMenu(const QPoint &at)
{
    const QModelIndex index = m_view->indexAt(at);
    const QString id = index.data(ConversationsModel::IdRole).toString(), title = index.data().toString();
    if (id.isEmpty())
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setObjectName(QStringLiteral("conversationMenu"));
    connect(menu->addAction(tr("&Rename…")), &QAction::triggered, this, [this, id, title] { rename(id, title); });
    QMenu *formats = menu->addMenu(tr("&Export"));
    for (const auto &[name, format] :
        { std::pair(tr("Markdown…"), "md"), std::pair(tr("HTML…"), "html"), std::pair(tr("PDF…"), "pdf"), std::pair(tr("JSON…"), "json") })
        connect(formats->addAction(name), &QAction::triggered, this,
            [this, id, title, format = QString::fromLatin1(format)] { exportAs(id, title, format); });
    connect(menu->addAction(tr("&Delete")), &QAction::triggered, this, [this, id, title] { remove(id, title); });
    menu->popup(m_view->viewport()->mapToGlobal(at));
}

void ConversationList::showResult(const Status &result)
{
    if (!result && !result.error().isCancelled())
        Q_EMIT failed(result.error().message);
    refresh();
}

void ConversationList::rename(const QString &id, const QString &title)
{
    auto *dialog = new QInputDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setObjectName(QStringLiteral("renameConversation"));
    dialog->setWindowTitle(tr("Rename"));
    dialog->setLabelText(tr("Name of the conversation"));
    dialog->setTextValue(title);
    connect(dialog, &QInputDialog::textValueSelected, this, [this, id](const QString &text) {
        if (const QString name = text.simplified(); !name.isEmpty())
            deliver(m_tasks, this, m_conversations->rename(id, name, m_tasks->token()), &ConversationList::showResult);
    });
    dialog->open();
}

void ConversationList::exportAs(const QString &id, const QString &title, const QString &format)
{
    QString name = title.left(60);
    static const QRegularExpression bad(QStringLiteral("[/\\\\:*?\"<>|\\x00-\\x1f]"));
    name.replace(bad, QStringLiteral("_"));
    chooseFile(this, tr("Export the conversation"), name, format, [this, id, format](const QString &path) {
        deliver(m_tasks, this, exportTo(m_conversations, m_exports, id, format, path, m_tasks->token()), [this](const Status &written) {
            if (!written && !written.error().isCancelled())
                Q_EMIT failed(written.error().message);
        });
    });
}

void ConversationList::remove(const QString &id, const QString &title)
{
    m_trashed = { id };
    m_undoText->setText(tr("Deleted: %1").arg(title));
    m_undoBar->show();
    deliver(m_tasks, this, m_conversations->trash({ id }, true, m_tasks->token()), &ConversationList::showResult);
    Q_EMIT deleted(id);
}

void ConversationList::undo()
{
    m_undoBar->hide();
    deliver(m_tasks, this, m_conversations->trash(m_trashed, false, m_tasks->token()), &ConversationList::showResult);
    m_trashed.clear();
}

void ConversationList::refresh()
{
    m_stop.request_stop();
    m_stop = std::stop_source();
    const std::stop_token stop = m_stop.get_token();
    const QString words = m_search->text().trimmed();
    if (words.isEmpty()) {
        deliver(
            m_tasks, this, m_conversations->list(0, MaxListed, {}, stop), [this, stop](const Result<QList<Conversation::Summary>> &listed) {
                if (listed && !stop.stop_requested())
                    show(*listed);
            });
        return;
    }
    deliver(
        m_tasks, this, m_conversations->search(words, MaxListed, stop), [this, stop](const Result<QList<Conversation::SearchHit>> &hits) {
            if (!hits || stop.stop_requested())
                return;
            QList<Conversation::Summary> found;
            for (const Conversation::SearchHit &hit : *hits)
                found += hit.conversation;
            show(found);
        });
}

void ConversationList::show(const QList<Conversation::Summary> &conversations)
{
    m_model->setConversations(conversations, QDate::currentDate());
    m_view->setCurrentIndex(m_model->indexOf(m_current));
}

void ConversationList::setCurrent(const QString &conversation)
{
    m_current = conversation;
    m_view->setCurrentIndex(m_model->indexOf(conversation));
}

} // namespace Heddle::Ui
