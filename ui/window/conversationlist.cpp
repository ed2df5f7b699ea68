// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/conversationlist.h"
#include "core/base/files.h"
#include "core/conversation/export.h"
#include "ui/common/choosefile.h"
#include "ui/common/theme.h"
#include "ui/render/pdf.h"
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

constexpr int Most = 2000; //!< conversations listed; older ones are found by searching

} // namespace

ConversationList::ConversationList(Services services, QWidget *parent)
    : QWidget(parent), m_services(std::move(services)), m_model(new ConversationsModel(this)), m_search(new QLineEdit),
      m_view(new QListView), m_new(new QPushButton(tr("+ &New conversation"))), m_undoBar(makeUndoBar()),
      m_undoText(m_undoBar->findChild<QLabel *>())
{
    m_search->setObjectName(QStringLiteral("searchConversations"));
    m_search->setPlaceholderText(tr("Search conversations…"));
    m_search->setAccessibleName(tr("Search conversations"));
    m_search->setClearButtonEnabled(true);
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
    setFocusProxy(m_view);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(Theme::Gap, Theme::Gap, 0, Theme::Gap);
    column->setSpacing(Theme::Gap);
    column->addWidget(m_search);
    column->addWidget(m_view, 1);
    column->addWidget(m_undoBar);
    column->addWidget(m_new);
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
    auto *text = new QLabel;
    text->setWordWrap(true);
    text->setTextFormat(Qt::PlainText);
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

QCoro::Task<void> ConversationList::tell(QPointer<ConversationList> list, QCoro::Task<Status> task)
{
    const Status done = co_await std::move(task);
    if (!list)
        co_return;
    if (!done && !done.error().isCancelled())
        Q_EMIT list->failed(done.error().message);
    list->refresh();
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
            m_services.tasks->add(tell(this, m_services.conversations->rename(id, name, m_services.tasks->token())));
    });
    dialog->open();
}

void ConversationList::exportAs(const QString &id, const QString &title, const QString &format)
{
    QString name = title.left(60);
    static const QRegularExpression bad(QStringLiteral("[/\\\\:*?\"<>|\\x00-\\x1f]"));
    name.replace(bad, QStringLiteral("_"));
    chooseFile(this, tr("Export the conversation"), name, format,
        [this, id, format](const QString &path) { m_services.tasks->add(write(this, m_services, id, format, path)); });
}

QCoro::Task<void> ConversationList::write(QPointer<ConversationList> list, Services services, QString id, QString format, QString path)
{
    auto loadTask = services.conversations->load(id, services.tasks->token());
    const auto loaded = co_await std::move(loadTask);
    if (!loaded) {
        if (list)
            Q_EMIT list->failed(loaded.error().message);
        co_return;
    }
    auto writing = services.pools->render.submit(
        [row = loaded->first, messages = loaded->second, format, path](std::stop_token) -> Status {
            const bool pdf = format == QLatin1String("pdf");
            auto bytes = Conversation::exportConversation(row, messages, pdf ? QStringLiteral("html") : format);
            if (!bytes)
                return bytes.error();
            if (pdf)
                bytes = Render::htmlToPdf(QString::fromUtf8(*bytes), row.title);
            return saveFile(path, *bytes);
        },
        services.tasks->token(), QStringLiteral("export conversation"));
    const Status written = co_await std::move(writing);
    if (!written && list && !written.error().isCancelled())
        Q_EMIT list->failed(written.error().message);
}

void ConversationList::remove(const QString &id, const QString &title)
{
    m_trashed = { id };
    m_undoText->setText(tr("Deleted: %1").arg(title));
    m_undoBar->show();
    m_services.tasks->add(tell(this, m_services.conversations->trash({ id }, true, m_services.tasks->token())));
    Q_EMIT deleted(id);
}

void ConversationList::undo()
{
    m_undoBar->hide();
    m_services.tasks->add(tell(this, m_services.conversations->trash(m_trashed, false, m_services.tasks->token())));
    m_trashed.clear();
}

void ConversationList::refresh()
{
    m_stop.request_stop();
    m_stop = std::stop_source();
    m_services.tasks->add(load(this, m_services, m_search->text().trimmed(), m_stop.get_token()));
}

QCoro::Task<void> ConversationList::load(QPointer<ConversationList> list, Services services, QString words, std::stop_token stop)
{
    QList<Storage::ConversationRow> rows;
    if (words.isEmpty()) {
        auto task = services.conversations->list(0, Most, {}, stop);
        auto listed = co_await std::move(task);
        if (!listed)
            co_return;
        rows = *listed;
    } else {
        auto task = services.conversations->search(words, Most, stop);
        auto found = co_await std::move(task);
        if (!found)
            co_return;
        for (const auto &one : std::as_const(*found))
            rows += one.conversation;
    }
    if (list && !stop.stop_requested())
        list->show(rows);
}

void ConversationList::show(const QList<Storage::ConversationRow> &rows)
{
    m_model->setConversations(rows, QDate::currentDate());
    m_view->setCurrentIndex(m_model->indexOf(m_current));
}

void ConversationList::setCurrent(const QString &conversation)
{
    m_current = conversation;
    m_view->setCurrentIndex(m_model->indexOf(conversation));
}

} // namespace Heddle::Ui
