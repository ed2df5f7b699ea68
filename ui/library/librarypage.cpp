// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/library/librarypage.h"
#include "core/text/visiblecontrols.h"
#include "ui/common/deliver.h"
#include "ui/common/plaintext.h"
#include "ui/library/collectionmenu.h"
#include "ui/library/collectionspanel.h"
#include "ui/library/documentsmodel.h"
#include "ui/library/documentstable.h"
#include "ui/library/fileactions.h"
#include "ui/library/filepreview.h"
#include "ui/library/filterbar.h"
#include "ui/library/problemsbanner.h"
#include "ui/style/icons.h"
#include "ui/style/metrics.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/iconbutton.h"
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QScrollBar>
#include <QShortcut>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

namespace Heddle::Ui {

LibraryPage::LibraryPage(Library::Catalog *catalog, Library::LibraryUpkeep *upkeep, Privacy::SealKeeper *seals,
    std::function<SourcePanel *()> makePreview, Concurrency::TaskGroup *tasks, QWidget *parent)
    : QWidget(parent), m_catalog(catalog), m_upkeep(upkeep), m_seals(seals), m_tasks(tasks), m_panel(new CollectionsPanel(upkeep)),
      m_model(new DocumentsModel(this)), m_table(new DocumentsTable(m_model)), m_body(new QStackedWidget), m_filters(new FilterBar),
      m_find(new QLineEdit), m_title(plainLabel()), m_problems(new ProblemsBanner),
      m_back(new IconButton(QStringLiteral("panel-left"), tr("Collections"))),
      m_more(new IconButton(QStringLiteral("ellipsis"), tr("More about this collection"))), m_check(new QPushButton(tr("&Check now"))),
      m_menu(new CollectionMenu(catalog, upkeep, seals, tasks, this)), m_actions(new FileActions(catalog, upkeep, tasks, this)),
      m_preview(new FilePreview(catalog, tasks, std::move(makePreview))), m_content(new QWidget)
{
    setObjectName(QStringLiteral("libraryPage"));
    setAttribute(Qt::WA_StyledBackground);
    m_title->setObjectName(QStringLiteral("collectionTitle"));
    m_check->setObjectName(QStringLiteral("rescan"));
    m_back->setObjectName(QStringLiteral("showCollections"));
    m_more->setObjectName(QStringLiteral("collectionMenu"));
    m_find->setObjectName(QStringLiteral("findFile"));
    m_find->setPlaceholderText(tr("Find a file"));
    m_find->setAccessibleName(tr("Find a file"));
    m_find->setClearButtonEnabled(true);
    if (const QIcon search = Style::icon(QStringLiteral("search")); !search.isNull())
        m_find->addAction(search, QLineEdit::LeadingPosition);
    layOut();
    connectParts();
    setCollections({});
}

QWidget *LibraryPage::makeHead()
{
    m_title->setProperty("textRole", QStringLiteral("section"));
    m_title->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_check->setProperty("small", true);
    m_check->setIconSize({ Metrics::SmallIconSize, Metrics::SmallIconSize });
    m_check->setIcon(Style::icon(QStringLiteral("refresh-cw")));
    setPlainToolTip(m_check, tr("Looks for files that are new or have changed, and reads again what could not be read."));
    m_more->setPopupMode(QToolButton::InstantPopup);
    m_more->setMenu(m_menu);
    auto *head = new QWidget;
    head->setProperty("pageHead", true);
    head->setFixedHeight(Metrics::HeaderHeight);
    auto *row = new QHBoxLayout(head);
    row->setContentsMargins(Metrics::SectionGap, 0, Metrics::CardGap, 1);
    row->setSpacing(Metrics::Gap);
    row->addWidget(m_back);
    row->addWidget(m_title, 1);
    row->addWidget(m_check);
    row->addWidget(m_more);
    return head;
}

void LibraryPage::layOut()
{
    auto *filters = new QBoxLayout(QBoxLayout::LeftToRight);
    filters->setObjectName(QStringLiteral("filterRow"));
    filters->setSpacing(Metrics::Gap);
    filters->addWidget(m_find, 1);
    filters->addWidget(m_filters);
    m_body->addWidget(m_table);
    m_body->addWidget(new EmptyState(QStringLiteral("search"), tr("No file matches"),
        tr("No file of this collection has these words in its name or folder, in the state that is chosen above."), nullptr));
    auto *files = new QVBoxLayout;
    files->setContentsMargins(Metrics::CardGap + 2, Metrics::CardGap + 2, Metrics::CardGap + 2, 0);
    files->setSpacing(Metrics::Gap);
    auto *inset = new QVBoxLayout;
    inset->setContentsMargins(Metrics::TablePadding, 0, Metrics::TablePadding, 0);
    inset->setSpacing(Metrics::Gap);
    inset->addLayout(filters);
    inset->addWidget(m_problems);
    files->addLayout(inset);
    files->addWidget(m_body, 1);
    auto *content = new QVBoxLayout(m_content);
    content->setContentsMargins(0, 0, 0, 0);
    content->setSpacing(0);
    content->addWidget(makeHead());
    content->addLayout(files, 1);
    auto *add = new QPushButton(Style::icon(QStringLiteral("folder-plus"), Style::IconTint::OnAccent), tr("Add a &folder"));
    add->setObjectName(QStringLiteral("addFirstFolder"));
    add->setProperty("primary", true);
    connect(add, &QPushButton::clicked, this, &LibraryPage::chooseFolder);
    m_empty = new EmptyState(QStringLiteral("library"), tr("No documents yet"),
        tr("Add a folder with your documents, or drop one anywhere on the window. Files are only read; each is listed here with what "
           "became of it."),
        add);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(m_panel);
    row->addWidget(m_content, 1);
    row->addWidget(m_preview);
    row->addWidget(m_empty, 1);
}

void LibraryPage::connectParts()
{
    connect(m_panel, &CollectionsPanel::chooseFolder, this, &LibraryPage::chooseFolder);
    connect(m_panel, &CollectionsPanel::currentChanged, this, &LibraryPage::showCollection);
    connect(m_panel, &CollectionsPanel::picked, this, [this] {
        m_choosing = false;
        showRoom();
    });
    connect(m_panel, &CollectionsPanel::menuRequested, this, [this](const QPoint &at) { m_menu->popup(at); });
    connect(m_back, &QToolButton::clicked, this, [this] {
        m_choosing = true;
        showRoom();
        m_panel->list()->setFocus();
    });
    connect(m_check, &QPushButton::clicked, this, [this] { m_upkeep->rescan(currentName()); });
    connect(m_find, &QLineEdit::textChanged, this, &LibraryPage::arrange);
    connect(m_filters, &FilterBar::changed, this, &LibraryPage::arrange);
    connect(m_filters, &FilterBar::exclusionsRequested, m_menu, &CollectionMenu::showExclusions);
    connect(m_problems, &ProblemsBanner::showRequested, m_filters, &FilterBar::showProblems);
    connect(m_menu, &CollectionMenu::changed, this, &LibraryPage::changed);
    connect(m_menu, &CollectionMenu::failed, this, &LibraryPage::failed);
    connect(m_menu, &CollectionMenu::renamed, this, [this](const QString &name, const QString &newName) {
        m_panel->choose(newName);
        Q_EMIT collectionRenamed(name, newName);
    });
    connect(m_model, &DocumentsModel::orderRequested, this, &LibraryPage::arrange);
    connect(m_table, &QTableView::activated, this, &LibraryPage::openCurrent);
    connect(m_table, &QTableView::customContextMenuRequested, this, &LibraryPage::showFileMenu);
    connect(new QShortcut(Qt::Key_Space, m_table, nullptr, nullptr, Qt::WidgetShortcut), &QShortcut::activated, this,
        &LibraryPage::previewCurrent);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex &current) {
        if (!m_preview->isHidden() && !m_preview->shows(current.data(DocumentsModel::FileRole).toByteArray()))
            previewCurrent();
    });
    connect(m_actions, &FileActions::previewRequested, this, &LibraryPage::previewCurrent);
    connect(m_actions, &FileActions::changed, this, &LibraryPage::changed);
    connect(m_actions, &FileActions::failed, this, &LibraryPage::failed);
    connect(m_preview, &FilePreview::failed, this, &LibraryPage::failed);
    connect(m_preview, &FilePreview::visibilityChanged, this, [this] {
        showRoom();
        if (m_preview->isHidden())
            m_table->setFocus();
    });
    connect(m_seals, &Privacy::SealKeeper::changed, this, &LibraryPage::loadSeals);
    connect(m_upkeep, &Library::LibraryUpkeep::started, this, &LibraryPage::showRoom);
    connect(m_upkeep, &Library::LibraryUpkeep::finished, this, &LibraryPage::showRoom);
}

QWidgetList LibraryPage::parts() const
{
    return { m_panel->list(), m_table, m_preview };
}

void LibraryPage::closeTop()
{
    m_preview->closeTop();
}

void LibraryPage::focusFind()
{
    m_choosing = false;
    showRoom();
    m_find->setFocus(Qt::ShortcutFocusReason);
    m_find->selectAll();
}

QString LibraryPage::currentName() const
{
    const auto current = m_panel->current();
    return current ? current->name : QString();
}

void LibraryPage::setCollections(const QList<Library::Collection> &collections)
{
    m_actions->setCollections(collections);
    m_panel->setCollections(collections);
    showRoom();
    loadSeals();
}

//! Another program may have changed them.
void LibraryPage::loadSeals()
{
    if (m_panel->collections().isEmpty())
        return;
    const std::stop_token stop = m_loadingSeals.restart(m_tasks->token());
    deliver(m_tasks, this, m_seals->list(stop), [this, stop](const Result<QList<Privacy::Seals::Entry>> &entries) {
        if (!entries || stop.stop_requested())
            return;
        m_sealed.clear();
        for (const Privacy::Seals::Entry &entry : *entries) {
            if (entry.sealed && !entry.removed)
                m_sealed.insert(entry.name);
        }
        m_panel->setSealed(m_sealed);
        showSeals();
    });
}

void LibraryPage::showSeals()
{
    m_menu->setSealed(m_sealed.contains(currentName()));
}

void LibraryPage::chooseCollection(const QString &name)
{
    m_panel->choose(name);
    m_choosing = false;
    showRoom();
}

void LibraryPage::showFile(const QString &collection, const QByteArray &path)
{
    m_wanted = path;
    chooseCollection(collection);
    m_find->clear();
    m_filters->showAll();
    arrange();
    m_table->setFocus();
}

//! What was looked for in one collection is not looked for in another.
void LibraryPage::showCollection()
{
    const auto current = m_panel->current();
    if (const qint64 id = current ? current->id : 0; id != std::exchange(m_shown, id)) {
        const QSignalBlocker quietFind(m_find), quietFilters(m_filters);
        m_find->clear();
        m_filters->showAll();
        m_documents.reset();
        m_model->setDocuments({});
        m_problems->hide();
        m_preview->closePreview();
    }
    m_menu->setCollection(current);
    showSeals();
    m_filters->setExcluded(current ? current->excluded : 0);
    m_title->setText(current ? Text::withVisibleControls(current->name, Text::LineBreaks::Show) : QString());
    loadDocuments();
}

//! Collections and files beside each other, one of them where the page is narrow, neither where there is nothing.
void LibraryPage::showRoom()
{
    constexpr int Narrow = 680, NarrowFilters = 900; //!< pixels
    const bool any = !m_panel->collections().isEmpty(), narrow = width() < Narrow, preview = any && !m_preview->isHidden();
    const int room = width() - (preview ? Metrics::PanelWidth : 0); // of the files, with the collections
    const bool replaced = preview && room < Narrow; // by the preview
    const bool side = any || m_upkeep->isRunning();
    m_panel->setVisible(side && (!narrow || m_choosing || !any));
    m_panel->setFixedWidth(narrow ? std::max(Metrics::ListWidth, width()) : Metrics::ListWidth);
    m_content->setVisible(any && !replaced && (!narrow || !m_choosing));
    m_preview->setMinimumWidth(replaced ? 0 : Metrics::PanelWidth);
    m_preview->setMaximumWidth(replaced ? QWIDGETSIZE_MAX : Metrics::PanelWidth);
    m_empty->setVisible(!any && !(side && narrow));
    m_back->setVisible(narrow);
    m_content->findChild<QBoxLayout *>(QStringLiteral("filterRow"))
        ->setDirection(room < NarrowFilters ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
    using Room = DocumentsTable::Room;
    m_table->setRoom(narrow ? Room::Narrow : room < NarrowFilters ? Room::Medium : Room::Wide);
}

void LibraryPage::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    showRoom();
}

void LibraryPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    loadSeals();
    if (m_outdated)
        loadDocuments();
}

void LibraryPage::loadDocuments()
{
    m_outdated = !isVisible();
    if (m_outdated)
        return;
    const std::stop_token stop = m_loading.restart(m_tasks->token());
    const auto current = m_panel->current();
    if (!current)
        return;
    deliver(m_tasks, this, m_catalog->documents(current->id, stop), [this, stop](const Result<Library::Documents> &documents) {
        if (documents && !stop.stop_requested())
            showDocuments(*documents);
    });
}

void LibraryPage::showDocuments(const Library::Documents &documents)
{
    m_documents = documents;
    m_filters->setDocuments(*documents);
    m_problems->setDocuments(*documents);
    arrange();
}

//! Has the pool find out which files are shown, and in which order; until then the table stays as it is.
void LibraryPage::arrange()
{
    if (!m_documents)
        return;
    const std::stop_token stop = m_arranging.restart(m_tasks->token());
    Library::DocumentView view;
    view.find = m_find->text();
    view.states = m_filters->states();
    view.order = m_model->order();
    view.descending = m_model->isDescending();
    deliver(m_tasks, this, m_catalog->arranged(m_documents, view, stop),
        [this, stop, documents = m_documents](const Result<std::vector<qint32>> &places) {
            if (places && !stop.stop_requested())
                showArranged(documents, *places);
        });
}

//! The file that was chosen stays chosen, and in sight.
void LibraryPage::showArranged(const Library::Documents &documents, std::vector<qint32> places)
{
    const QByteArray chosen = m_wanted.isEmpty() ? m_table->currentIndex().data(DocumentsModel::FileRole).toByteArray() : m_wanted;
    const int position = m_table->verticalScrollBar()->value();
    m_body->setCurrentIndex(places.empty() && !documents->isEmpty() ? 1 : 0);
    m_model->show(documents, std::move(places));
    if (const int row = chosen.isEmpty() ? -1 : m_model->rowOf(chosen); row >= 0) {
        m_table->setCurrentIndex(m_model->index(row, DocumentsModel::Name));
        m_table->scrollTo(m_table->currentIndex());
        m_wanted.clear();
    } else {
        m_table->verticalScrollBar()->setValue(position);
    }
}

void LibraryPage::openCurrent()
{
    m_actions->open(m_table->currentIndex().data(DocumentsModel::FileRole).toByteArray());
}

//! What was read of the file that is chosen, beside the files.
void LibraryPage::previewCurrent()
{
    const auto current = m_panel->current();
    const QByteArray file = m_table->currentIndex().data(DocumentsModel::FileRole).toByteArray();
    if (current && !file.isEmpty())
        m_preview->showFile(current->id, file);
}

//! `at`: in the table's viewport.
void LibraryPage::showFileMenu(const QPoint &at)
{
    const QModelIndex index = m_table->currentIndex();
    const auto current = m_panel->current();
    const QByteArray file = index.data(DocumentsModel::FileRole).toByteArray();
    const bool problem = index.siblingAtColumn(DocumentsModel::State).data(DocumentsModel::ProblemRole).toBool();
    if (current && !file.isEmpty())
        m_actions->showMenu(*current, file, problem, m_table->viewport()->mapToGlobal(at));
}

} // namespace Heddle::Ui
