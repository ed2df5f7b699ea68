// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/conversationlist.h"
#include "ui/common/deliver.h"
#include "ui/common/plaintext.h"
#include "ui/style/icons.h"
#include "ui/style/metrics.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/iconbutton.h"
#include "ui/widgets/toast.h"
#include "ui/window/conversationdelegate.h"
#include "ui/window/conversationfiles.h"
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QPushButton>
#include <QShortcut>
#include <QVBoxLayout>

namespace Heddle::Ui {
namespace {

constexpr int MaxListed = 2000; //!< conversations listed; older ones are found by searching

//! Below the search field while not all conversations are listed.
QString filterText(const Conversation::ListFilter &filter)
{
    const QString label = Conversation::labelTitle(filter.label);
    if (filter.archived == true)
        return filter.label == Conversation::Label::None ? ConversationList::tr("Archived") : ConversationList::tr("Archived, %1").arg(label);
    return label;
}

QIcon labelIcon(Conversation::Label label)
{
    const int size = Metrics::SmallIconSize;
    QPixmap pixmap(size, size);
    pixmap.fill(Qt::transparent);
    if (label != Conversation::Label::None) {
        QPainter painter(&pixmap);
        ConversationDelegate::paintLabel(&painter, QRect(0, 0, size, size), label);
    }
    return pixmap;
}

} // namespace

ConversationList::ConversationList(
    Conversation::ConversationService *conversations, Concurrency::WorkPool *exports, Concurrency::TaskGroup *tasks, QWidget *parent)
    : QWidget(parent), m_conversations(conversations), m_tasks(tasks), m_model(new ConversationsModel(this)),
      m_search(new QLineEdit), m_view(new QListView),
      m_new(new QPushButton(Style::icon(QStringLiteral("square-pen")), tr("&New conversation"))),
      m_delegate(new ConversationDelegate(m_view)), m_files(new ConversationFiles(conversations, exports, tasks, this)),
      m_more(new IconButton(QStringLiteral("ellipsis"), tr("Filter, export and import conversations"))), m_filterChip(new Chip(QString()))
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
    m_more->setObjectName(QStringLiteral("conversationsMenu"));
    m_more->setPopupMode(QToolButton::InstantPopup);
    m_more->setMenu(new QMenu(m_more));
    m_filterChip->setObjectName(QStringLiteral("conversationFilter"));
    m_filterChip->setCheckable(true);
    m_filterChip->setSmall(true);
    setPlainToolTip(m_filterChip, tr("Show all conversations again"));
    m_filterChip->hide();
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
    inside->setContentsMargins(Metrics::CardGap, 0, Metrics::CardGap, 0);
    inside->addStretch(1);
    inside->addWidget(key);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(Metrics::Gap + 2, Metrics::CardGap, Metrics::Gap + 2, Metrics::Gap);
    column->setSpacing(Metrics::Gap + 2);
    column->addWidget(m_new);
    auto *search = new QHBoxLayout;
    search->setSpacing(Metrics::Gap / 2);
    search->addWidget(m_search, 1);
    search->addWidget(m_more);
    column->addLayout(search);
    column->addWidget(m_filterChip, 0, Qt::AlignLeading);
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
    connect(m_more->menu(), &QMenu::aboutToShow, this, &ConversationList::fillMenu);
    connect(m_filterChip, &Chip::clicked, this, [this] { setFilter({}); });
    connect(m_files, &ConversationFiles::imported, this, &ConversationList::refresh);
    connect(m_files, &ConversationFiles::failed, this, &ConversationList::failed);
    connect(m_delegate, &QAbstractItemDelegate::closeEditor, this, &ConversationList::refreshIfDue, Qt::QueuedConnection);
    m_view->viewport()->installEventFilter(this);
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
    const QString id = index.data(ConversationsModel::IdRole).toString();
    if (!id.isEmpty())
        Q_EMIT opened(id, index.data(ConversationsModel::MessageRole).toString(), m_words);
}

//! The menu beside the search field: what is listed, and files.
void ConversationList::fillMenu()
{
    QMenu *menu = m_more->menu();
    menu->clear();
    qDeleteAll(menu->findChildren<QMenu *>(QString(), Qt::FindDirectChildrenOnly));
    const auto add = [&](const QString &text, const Conversation::ListFilter &filter, const QIcon &icon) {
        QAction *action = menu->addAction(icon, text, this, [this, filter] { setFilter(filter); });
        action->setCheckable(true);
        action->setChecked(filter.archived == m_filter.archived && filter.label == m_filter.label);
        return action;
    };
    add(tr("&All conversations"), {}, {});
    add(tr("A&rchived"), { true, Conversation::Label::None }, Style::icon(QStringLiteral("archive")))
        ->setObjectName(QStringLiteral("filterArchived"));
    menu->addSeparator();
    for (const Conversation::Label label : Conversation::allLabels()) {
        add(Conversation::labelTitle(label), { m_filter.archived, label }, labelIcon(label))
            ->setObjectName(QStringLiteral("filterLabel_") + Conversation::labelName(label));
    }
    menu->addSeparator();
    QMenu *formats = menu->addMenu(Style::icon(QStringLiteral("download")), tr("&Export all"));
    formats->addAction(tr("Markdown…"), this, [this] { m_files->exportSeveral({}, QStringLiteral("md")); });
    formats->addAction(tr("JSON…"), this, [this] { m_files->exportSeveral({}, QStringLiteral("json")); });
    menu->addAction(Style::icon(QStringLiteral("upload")), tr("&Import…"), m_files, &ConversationFiles::importFile)
        ->setObjectName(QStringLiteral("importAction"));
}

void ConversationList::setFilter(const Conversation::ListFilter &filter)
{
    m_filter = filter;
    const bool any = filter.archived == true || filter.label != Conversation::Label::None;
    m_filterChip->setText(filterText(filter));
    m_filterChip->setAccessibleName(tr("%1; show all conversations again").arg(filterText(filter)));
    m_filterChip->setChecked(any);
    m_filterChip->setVisible(any);
    refresh();
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
    const bool archived = index.data(ConversationsModel::ArchivedRole).toBool();
    menu->addAction(Style::icon(archived ? QStringLiteral("archive-restore") : QStringLiteral("archive")),
            archived ? tr("Back into the &list") : tr("&Archive"), this, [this, ids, archived] { archive(ids, !archived); })
        ->setObjectName(QStringLiteral("archiveAction"));
    addLabels(menu, ids, Conversation::Label(index.data(ConversationsModel::LabelRole).toInt()));
    QMenu *formats = menu->addMenu(Style::icon(QStringLiteral("download")), tr("&Export"));
    for (const auto &[name, format] : { std::pair(tr("Markdown…"), "md"), std::pair(tr("JSON…"), "json"), std::pair(tr("HTML…"), "html"),
             std::pair(tr("PDF…"), "pdf") }) {
        const QString wanted = QLatin1String(format);
        if (ids.size() == 1)
            formats->addAction(name, this, [this, id, title, wanted] { m_files->exportOne(id, title, wanted); });
        else if (wanted == QLatin1String("md") || wanted == QLatin1String("json"))
            formats->addAction(name, this, [this, ids, wanted] { m_files->exportSeveral(ids, wanted); });
    }
    menu->addSeparator();
    QAction *remove = menu->addAction(
        Style::icon(QStringLiteral("trash-2")), ids.size() == 1 ? tr("&Delete") : tr("&Delete %1 conversations").arg(ids.size()));
    connect(remove, &QAction::triggered, this, [this, ids] { this->remove(ids); });
    menu->popup(global);
}

void ConversationList::addLabels(QMenu *menu, const QStringList &ids, Conversation::Label now)
{
    QMenu *labels = menu->addMenu(Style::icon(QStringLiteral("tag")), tr("La&bel"));
    labels->setObjectName(QStringLiteral("labelMenu"));
    for (const Conversation::Label label : QList { Conversation::Label::None } + Conversation::allLabels()) {
        QAction *action = labels->addAction(labelIcon(label), Conversation::labelTitle(label), this, [this, ids, label] {
            deliver(m_tasks, this, m_conversations->setLabel(ids, label, m_tasks->token()), &ConversationList::showResult);
        });
        action->setCheckable(true);
        action->setChecked(label == now);
    }
}

//! Those that are as wanted already are left alone, also by Undo.
void ConversationList::archive(const QStringList &chosen, bool archived)
{
    QStringList ids;
    for (const QString &id : chosen) {
        if (m_model->indexOf(id).data(ConversationsModel::ArchivedRole).toBool() != archived)
            ids += id;
    }
    if (ids.isEmpty())
        return;
    const auto set = [this, ids](bool on) {
        deliver(m_tasks, this, m_conversations->setArchived(ids, on, m_tasks->token()), &ConversationList::showResult);
    };
    set(archived);
    const QString text = !archived ? tr("Back in the list")
        : ids.size() == 1          ? tr("Conversation archived")
                                   : tr("%1 conversations archived").arg(ids.size());
    Toast::of(this)->show(text, tr("Undo"), [set, archived] { set(!archived); });
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
            m_tasks, this, m_conversations->listWhere(m_filter, MaxListed, stop),
            [this, stop](const Result<QList<Conversation::Summary>> &listed) {
                if (listed && !stop.stop_requested())
                    show(*listed, {}, {});
            });
        return;
    }
    deliver(
        m_tasks, this, m_conversations->search(words, MaxListed, stop),
        [this, stop, words](const Result<QList<Conversation::SearchHit>> &hits) {
            if (!hits || stop.stop_requested())
                return;
            QList<Conversation::Summary> found;
            QHash<QString, ConversationsModel::Found> places;
            for (const Conversation::SearchHit &hit : *hits) {
                // Archived ones are found, too.
                const bool listed = (m_filter.archived != true || hit.conversation.archived)
                    && (m_filter.label == Conversation::Label::None || hit.conversation.label == m_filter.label);
                if (!listed)
                    continue;
                found += hit.conversation;
                places.insert(hit.conversation.id, { hit.message, hit.excerpt });
            }
            show(found, places, words);
        });
}

void ConversationList::refreshIfDue()
{
    if (std::exchange(m_refreshDue, false))
        refresh();
}

//! A list that changes under the pointer between press and release would open another conversation, or none.
bool ConversationList::eventFilter(QObject *watched, QEvent *event)
{
    const bool press = event->type() == QEvent::MouseButtonPress, release = event->type() == QEvent::MouseButtonRelease;
    if (watched == m_view->viewport() && (press || release) && static_cast<QMouseEvent *>(event)->button() == Qt::LeftButton) {
        m_pressed = press;
        if (release)
            QMetaObject::invokeMethod(this, &ConversationList::refreshIfDue, Qt::QueuedConnection);
    }
    return QWidget::eventFilter(watched, event);
}

//! What was chosen stays so. A list that is being edited or clicked is left alone; it is filled again after that.
void ConversationList::show(
    const QList<Conversation::Summary> &conversations, const QHash<QString, ConversationsModel::Found> &found, const QString &words)
{
    if (m_pressed || m_view->viewport()->findChild<QLineEdit *>()) {
        m_refreshDue = true;
        return;
    }
    m_words = words;
    m_delegate->setWords(words.simplified().split(QLatin1Char(' '), Qt::SkipEmptyParts));
    m_view->viewport()->update(); // the same rows may have been found by other words
    const QStringList before = chosen();
    const QString at = m_view->currentIndex().data(ConversationsModel::IdRole).toString();
    m_model->setConversations(conversations, QDate::currentDate(), found);
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
