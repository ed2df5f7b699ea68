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
#include "ui/widgets/toast.h"
#include "ui/window/conversationdelegate.h"
#include "ui/window/conversationsmodel.h"
#include <QFileDialog>
#include <QHBoxLayout>
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
      m_new(new QPushButton(Style::icon(QStringLiteral("square-pen")), tr("&New conversation"))),
      m_delegate(new ConversationDelegate(m_view))
{
    m_search->setObjectName(QStringLiteral("searchConversations"));
    m_search->setPlaceholderText(tr("Search conversations"));
    m_search->setAccessibleName(tr("Search conversations"));
    m_search->setClearButtonEnabled(true);
    if (const QIcon search = Style::icon(QStringLiteral("search")); !search.isNull())
        m_search->addAction(search, QLineEdit::LeadingPosition);
    m_view->setObjectName(QStringLiteral("conversations"));
    m_view->setAccessibleName(tr("Conversations"));
    m_view->setModel(m_model);
    m_view->setItemDelegate(m_delegate);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setSelectionMode(QListView::ExtendedSelection);
    m_view->setEditTriggers(QListView::NoEditTriggers); // F2 and the menu
    m_view->setMouseTracking(true);
    m_view->setVerticalScrollMode(QListView::ScrollPerPixel);
    m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_view->setResizeMode(QListView::Adjust);
    m_view->setContextMenuPolicy(Qt::CustomContextMenu);
    m_new->setObjectName(QStringLiteral("newConversation"));
    setObjectName(QStringLiteral("conversationList"));
    setAttribute(Qt::WA_StyledBackground);
    setFocusProxy(m_view);
    layOut();
    connectParts();
}

void ConversationList::layOut()
{
    QLabel *key = plainLabel(QKeySequence(QKeySequence::New).toString(QKeySequence::NativeText));
    key->setProperty("quiet", true);
    key->setAttribute(Qt::WA_TransparentForMouseEvents);
    auto *inside = new QHBoxLayout(m_new);
    inside->setContentsMargins(0, 0, Metrics::CardGap, 0);
    inside->addStretch(1);
    inside->addWidget(key);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(Metrics::Gap + 2, Metrics::CardGap, Metrics::Gap + 2, Metrics::Gap);
    column->setSpacing(Metrics::Gap + 2);
    column->addWidget(m_new);
    column->addWidget(m_search);
    column->addWidget(m_view, 1);
}

void ConversationList::connectParts()
{
    connect(m_view, &QWidget::customContextMenuRequested, this,
        [this](const QPoint &at) { showMenu(m_view->indexAt(at), m_view->viewport()->mapToGlobal(at)); });
    connect(m_delegate, &ConversationDelegate::menuRequested, this, [this](const QPersistentModelIndex &index, const QPoint &at) {
        m_menuAsked = true;
        showMenu(index, at);
    });
    const auto onKey = [this](const QKeySequence &key, auto action) {
        connect(new QShortcut(key, m_view, nullptr, nullptr, Qt::WidgetShortcut), &QShortcut::activated, this, action);
    };
    onKey(Qt::Key_F2, [this] { m_view->edit(m_view->currentIndex()); });
    onKey(Qt::Key_Delete, [this] { remove(chosen()); });
    connect(m_model, &ConversationsModel::renameRequested, this, &ConversationList::rename);
    connect(m_search, &QLineEdit::textChanged, this, &ConversationList::refresh);
    connect(m_new, &QPushButton::clicked, this, &ConversationList::newConversation);
    const auto refreshIfDue = [this] {
        if (std::exchange(m_refreshDue, false))
            refresh();
    };
    connect(m_delegate, &QAbstractItemDelegate::closeEditor, this, refreshIfDue, Qt::QueuedConnection);
    connect(m_view, &QListView::clicked, this, [this](const QModelIndex &index) {
        if (std::exchange(m_menuAsked, false)) // the view tells of that click, too
            return;
        if (m_view->selectionModel()->selectedIndexes().size() == 1) // not while several are being chosen
            open(index);
    });
    connect(m_view, &QListView::activated, this, &ConversationList::open);
}

void ConversationList::open(const QModelIndex &index)
{
    if (const QString id = index.data(ConversationsModel::IdRole).toString(); !id.isEmpty())
        Q_EMIT opened(id);
}

//! In the order of the list.
QStringList ConversationList::chosen() const
{
    QStringList ids;
    for (int row = 0; row < m_model->rowCount(); ++row) {
        const QModelIndex index = m_model->index(row);
        if (const QString id = index.data(ConversationsModel::IdRole).toString();
            !id.isEmpty() && m_view->selectionModel()->isSelected(index))
            ids += id;
    }
    return ids;
}

void ConversationList::showMenu(const QModelIndex &index, const QPoint &global)
{
    const QString id = index.data(ConversationsModel::IdRole).toString(), title = index.data().toString();
    if (id.isEmpty())
        return;
    QStringList ids = chosen();
    if (!ids.contains(id)) { // beside what is chosen: it is about this one
        ids = { id };
        m_view->selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect);
    }
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setObjectName(QStringLiteral("conversationMenu"));
    if (ids.size() == 1) {
        connect(menu->addAction(Style::icon(QStringLiteral("pencil")), tr("&Rename")), &QAction::triggered, this,
            [this, id] { m_view->edit(m_model->indexOf(id)); });
    }
    const bool pinned = index.data(ConversationsModel::PinnedRole).toBool();
    connect(menu->addAction(Style::icon(pinned ? QStringLiteral("pin-off") : QStringLiteral("pin")), pinned ? tr("Un&pin") : tr("&Pin")),
        &QAction::triggered, this, [this, ids, pinned] { pin(ids, !pinned); });
    if (ids.size() == 1) {
        QMenu *formats = menu->addMenu(Style::icon(QStringLiteral("download")), tr("&Export"));
        for (const auto &[name, format] : { std::pair(tr("Markdown…"), "md"), std::pair(tr("HTML…"), "html"), std::pair(tr("PDF…"), "pdf"),
                 std::pair(tr("JSON…"), "json") })
            connect(formats->addAction(name), &QAction::triggered, this,
                [this, id, title, format = QString::fromLatin1(format)] { exportAs(id, title, format); });
    }
    menu->addSeparator();
    QAction *remove = menu->addAction(
        Style::icon(QStringLiteral("trash-2")), ids.size() == 1 ? tr("&Delete") : tr("&Delete %1 conversations").arg(ids.size()));
    connect(remove, &QAction::triggered, this, [this, ids] { this->remove(ids); });
    menu->popup(global);
}

void ConversationList::showResult(const Status &result)
{
    if (!result && !result.error().isCancelled())
        Q_EMIT failed(result.error().message);
    refresh();
}

void ConversationList::rename(const QString &id, const QString &title)
{
    deliver(m_tasks, this, m_conversations->rename(id, title, m_tasks->token()), &ConversationList::showResult);
}

void ConversationList::pin(const QStringList &ids, bool pinned)
{
    deliver(m_tasks, this, m_conversations->setPinned(ids, pinned, m_tasks->token()), &ConversationList::showResult);
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

//! They are out of sight at once, and deleted for good when the window closes.
void ConversationList::remove(const QStringList &ids)
{
    if (ids.isEmpty())
        return;
    deliver(m_tasks, this, m_conversations->trash(ids, true, m_tasks->token()), &ConversationList::showResult);
    const QString text = ids.size() == 1 ? tr("Conversation deleted") : tr("%1 conversations deleted").arg(ids.size());
    Toast::of(this)->show(text, tr("Undo"),
        [this, ids] { deliver(m_tasks, this, m_conversations->trash(ids, false, m_tasks->token()), &ConversationList::showResult); });
    for (const QString &id : ids)
        Q_EMIT deleted(id);
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
                    show(*listed, {});
            });
        return;
    }
    deliver(
        m_tasks, this, m_conversations->search(words, MaxListed, stop), [this, stop](const Result<QList<Conversation::SearchHit>> &hits) {
            if (!hits || stop.stop_requested())
                return;
            QList<Conversation::Summary> found;
            QHash<QString, QString> excerpts;
            for (const Conversation::SearchHit &hit : *hits) {
                found += hit.conversation;
                excerpts.insert(hit.conversation.id, hit.excerpt);
            }
            show(found, excerpts);
        });
}

//! What was chosen stays so. A list that is being edited is left alone; it is filled again after that.
void ConversationList::show(const QList<Conversation::Summary> &conversations, const QHash<QString, QString> &excerpts)
{
    if (m_view->viewport()->findChild<QLineEdit *>()) {
        m_refreshDue = true;
        return;
    }
    m_delegate->setWords(m_search->text().simplified().split(QLatin1Char(' '), Qt::SkipEmptyParts));
    const QStringList before = chosen();
    const QString at = m_view->currentIndex().data(ConversationsModel::IdRole).toString();
    m_model->setConversations(conversations, QDate::currentDate(), excerpts);
    QItemSelectionModel *selection = m_view->selectionModel();
    bool kept = false;
    for (const QString &id : before) {
        const QModelIndex index = m_model->indexOf(id);
        kept = kept || index.isValid();
        selection->select(index, QItemSelectionModel::Select);
    }
    if (kept)
        selection->setCurrentIndex(m_model->indexOf(at), QItemSelectionModel::NoUpdate);
    else
        m_view->setCurrentIndex(m_model->indexOf(m_current));
    Q_EMIT shown();
}

QString ConversationList::titleOf(const QString &conversation) const
{
    return m_model->indexOf(conversation).data().toString();
}

void ConversationList::setCurrent(const QString &conversation)
{
    m_current = conversation;
    m_view->setCurrentIndex(m_model->indexOf(conversation));
}

} // namespace Heddle::Ui
