// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/library/librarypage.h"
#include "core/text/visiblecontrols.h"
#include "ui/common/deliver.h"
#include "ui/common/openoutside.h"
#include "ui/common/plaintext.h"
#include "ui/library/collectionspanel.h"
#include "ui/library/documentsmodel.h"
#include "ui/library/filemenu.h"
#include "ui/library/librarydelegates.h"
#include "ui/library/problemsbanner.h"
#include "ui/style/icons.h"
#include "ui/style/metrics.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/iconbutton.h"
#include <QButtonGroup>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QInputDialog>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QPushButton>
#include <QScrollBar>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

namespace Heddle::Ui {
namespace {

using State = Library::Document::State;

struct Filter {
    QString text;
    const char *objectName;
    QList<State> states; //!< empty: all
};

QList<Filter> filters()
{
    return { { LibraryPage::tr("All"), "filterAll", {} }, { LibraryPage::tr("Ready"), "filterReady", { State::Ready } },
        { LibraryPage::tr("Problems"), "filterProblems", { State::Failed, State::NoText } },
        { LibraryPage::tr("Not read"), "filterNotRead", { State::NotRead } },
        { LibraryPage::tr("In work"), "filterWork", { State::Reading } } };
}

constexpr int AlwaysShown = 2; //!< filters; the others only where they show something

} // namespace

LibraryPage::LibraryPage(Library::Catalog *catalog, Library::LibraryUpkeep *upkeep, Concurrency::TaskGroup *tasks, QWidget *parent)
    : QWidget(parent), m_catalog(catalog), m_upkeep(upkeep), m_tasks(tasks), m_panel(new CollectionsPanel(upkeep)),
      m_model(new DocumentsModel(this)), m_table(new QTableView), m_body(new QStackedWidget), m_filters(new QButtonGroup(this)),
      m_find(new QLineEdit), m_title(plainLabel()), m_problems(new ProblemsBanner),
      m_back(new IconButton(QStringLiteral("panel-left"), tr("Collections"))),
      m_more(new IconButton(QStringLiteral("ellipsis"), tr("More about this collection"))), m_check(new QPushButton(tr("&Check now"))),
      m_content(new QWidget)
{
    setObjectName(QStringLiteral("libraryPage"));
    setAttribute(Qt::WA_StyledBackground);
    m_table->setObjectName(QStringLiteral("documents"));
    m_table->setAccessibleName(tr("Files"));
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
    fillTable();
    layOut();
    connectParts();
    setCollections({});
}

void LibraryPage::fillTable()
{
    m_table->setModel(m_model);
    m_table->setItemDelegate(new DocumentDelegate(m_table));
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(DocumentsModel::Name, Qt::AscendingOrder);
    m_table->setSelectionBehavior(QTableView::SelectRows);
    m_table->setSelectionMode(QTableView::SingleSelection);
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setTabKeyNavigation(false);
    m_table->setHorizontalScrollMode(QTableView::ScrollPerPixel);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(std::max(Metrics::TableRowHeight, m_table->fontMetrics().height() + Metrics::WideGap));
    QHeaderView *header = m_table->horizontalHeader();
    header->setDefaultAlignment(Qt::AlignLeading | Qt::AlignVCenter);
    header->setHighlightSections(false);
    header->setContextMenuPolicy(Qt::CustomContextMenu);
    header->setMinimumSectionSize(Metrics::SectionGap * 2);
    header->setSectionResizeMode(DocumentsModel::Name, QHeaderView::Stretch);
    const QFontMetrics metrics = m_table->fontMetrics();
    const std::pair<int, int> widths[] = { { DocumentsModel::State, 32 }, { DocumentsModel::Size, 10 }, { DocumentsModel::Passages, 12 },
        { DocumentsModel::Changed, 13 }, { DocumentsModel::Language, 12 }, { DocumentsModel::Place, 30 } };
    for (const auto &[column, characters] : widths)
        m_table->setColumnWidth(column, characters * metrics.averageCharWidth() + 2 * Metrics::TablePadding);
    m_table->setColumnHidden(DocumentsModel::Language, true);
    m_table->setColumnHidden(DocumentsModel::Place, true);
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
    m_more->setMenu(makeCollectionMenu());
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

QMenu *LibraryPage::makeCollectionMenu()
{
    auto *menu = new QMenu(this);
    connect(
        menu->addAction(Style::icon(QStringLiteral("pencil")), tr("&Rename…")), &QAction::triggered, this, &LibraryPage::renameCollection);
    connect(
        menu->addAction(Style::icon(QStringLiteral("folder-open")), tr("Show in the &file manager")), &QAction::triggered, this, [this] {
            if (const auto current = m_panel->current(); current && !current->folders.isEmpty())
                openFolder(current->folders.first().toUtf8());
        });
    menu->addSeparator();
    QAction *remove = menu->addAction(Style::icon(QStringLiteral("trash-2")), tr("Re&move from Heddle…"));
    remove->setObjectName(QStringLiteral("removeCollection"));
    connect(remove, &QAction::triggered, this, &LibraryPage::removeCollection);
    return menu;
}

QWidget *LibraryPage::makeFilters()
{
    auto *row = new QWidget;
    auto *line = new QHBoxLayout(row);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(Metrics::Gap);
    const QList<Filter> all = filters();
    for (int i = 0; i < all.size(); ++i) {
        auto *chip = new Chip(all[i].text);
        chip->setObjectName(QLatin1String(all[i].objectName));
        chip->setCheckable(true);
        chip->setChecked(i == 0);
        chip->setVisible(i < AlwaysShown);
        m_filters->addButton(chip, i);
        line->addWidget(chip);
    }
    line->addStretch(1); // below the field they begin where it does
    return row;
}

void LibraryPage::layOut()
{
    auto *filters = new QBoxLayout(QBoxLayout::LeftToRight);
    filters->setObjectName(QStringLiteral("filterRow"));
    filters->setSpacing(Metrics::Gap);
    filters->addWidget(m_find, 1);
    filters->addWidget(makeFilters());
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
    connect(m_panel, &CollectionsPanel::menuRequested, this, [this](const QPoint &at) { m_more->menu()->popup(at); });
    connect(m_back, &QToolButton::clicked, this, [this] {
        m_choosing = true;
        showRoom();
        m_panel->list()->setFocus();
    });
    connect(m_check, &QPushButton::clicked, this, [this] { m_upkeep->rescan(currentName()); });
    connect(m_find, &QLineEdit::textChanged, this, &LibraryPage::arrange);
    connect(m_filters, &QButtonGroup::idToggled, this, [this](int, bool on) {
        if (on)
            arrange();
    });
    connect(m_problems, &ProblemsBanner::showRequested, this, [this] { m_filters->button(2)->setChecked(true); });
    connect(m_model, &DocumentsModel::orderRequested, this, &LibraryPage::arrange);
    connect(m_table, &QTableView::activated, this, &LibraryPage::openCurrent);
    connect(m_table, &QTableView::customContextMenuRequested, this, &LibraryPage::showFileMenu);
    connect(m_table->horizontalHeader(), &QWidget::customContextMenuRequested, this, &LibraryPage::showColumnsMenu);
    connect(m_upkeep, &Library::LibraryUpkeep::started, this, &LibraryPage::showRoom);
    connect(m_upkeep, &Library::LibraryUpkeep::finished, this, &LibraryPage::showRoom);
}

QWidgetList LibraryPage::parts() const
{
    return { m_panel->list(), m_table };
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
    m_panel->setCollections(collections);
    showRoom();
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
    m_filters->button(0)->setChecked(true);
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
        m_filters->button(0)->setChecked(true);
        m_documents.reset();
        m_model->setDocuments({});
        m_problems->hide();
    }
    m_title->setText(current ? Text::withVisibleControls(current->name, Text::LineBreaks::Show) : QString());
    loadDocuments();
}

//! Collections and files beside each other, one of them where the page is narrow, neither where there is nothing.
void LibraryPage::showRoom()
{
    constexpr int Narrow = 680, NarrowFilters = 900; //!< pixels
    const bool any = !m_panel->collections().isEmpty(), narrow = width() < Narrow;
    const bool side = any || m_upkeep->isRunning();
    m_panel->setVisible(side && (!narrow || m_choosing || !any));
    m_panel->setFixedWidth(narrow ? std::max(Metrics::ListWidth, width()) : Metrics::ListWidth);
    m_content->setVisible(any && (!narrow || !m_choosing));
    m_empty->setVisible(!any && !(side && narrow));
    m_back->setVisible(narrow);
    m_content->findChild<QBoxLayout *>(QStringLiteral("filterRow"))
        ->setDirection(width() < NarrowFilters ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
    for (const int column : { int(DocumentsModel::Passages), int(DocumentsModel::Changed), int(DocumentsModel::Size) })
        m_table->setColumnHidden(column, narrow || (column != DocumentsModel::Changed && width() < NarrowFilters));
    m_table->setColumnWidth(
        DocumentsModel::State, (narrow ? 18 : 32) * m_table->fontMetrics().averageCharWidth() + 2 * Metrics::TablePadding);
}

void LibraryPage::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    showRoom();
}

void LibraryPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
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
    QHash<State, qint64> counts;
    for (const Library::Document &document : *documents)
        ++counts[document.state];
    const QList<Filter> all = filters();
    for (int i = 0; i < all.size(); ++i) {
        qint64 count = all[i].states.isEmpty() ? documents->size() : 0;
        for (const State state : all[i].states)
            count += counts.value(state);
        auto *chip = static_cast<Chip *>(m_filters->button(i));
        chip->setCount(count);
        chip->setVisible(i < AlwaysShown || count > 0 || chip->isChecked());
    }
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
    view.states = filters()[m_filters->checkedId()].states;
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
    openFile(this, m_catalog, m_tasks, m_table->currentIndex().data(DocumentsModel::FileRole).toByteArray());
}

//! `at`: in the table's viewport.
void LibraryPage::showFileMenu(const QPoint &at)
{
    const QModelIndex index = m_table->currentIndex();
    const QByteArray file = index.data(DocumentsModel::FileRole).toByteArray();
    if (file.isEmpty())
        return;
    auto *menu = new FileMenu(file, m_catalog, m_tasks, this);
    connect(menu, &FileMenu::openRequested, this, &LibraryPage::openCurrent);
    connect(menu, &FileMenu::encodingChosen, this, [this, file](const QByteArray &name) { chooseEncoding(file, name); });
    connect(menu, &FileMenu::readAgainRequested, this, [this] { m_upkeep->rescan(currentName()); });
    menu->popup(m_table->viewport()->mapToGlobal(at));
}

void LibraryPage::showColumnsMenu(const QPoint &at)
{
    auto *menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("columnsMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (int column = DocumentsModel::State; column < DocumentsModel::ColumnCount; ++column) {
        QAction *action = menu->addAction(m_model->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString());
        action->setCheckable(true);
        action->setChecked(!m_table->isColumnHidden(column));
        connect(action, &QAction::toggled, this, [this, column](bool on) { m_table->setColumnHidden(column, !on); });
    }
    menu->popup(m_table->horizontalHeader()->mapToGlobal(at));
}

void LibraryPage::chooseEncoding(const QByteArray &file, const QByteArray &name)
{
    deliver(m_tasks, this, m_catalog->chooseEncoding(file, name, m_tasks->token()), [this](const Result<QStringList> &collections) {
        if (!collections) {
            Q_EMIT failed(collections.error().message);
            return;
        }
        for (const QString &collection : *collections)
            m_upkeep->rescan(collection);
    });
}

void LibraryPage::renameCollection()
{
    const QString name = currentName();
    auto *dialog = new QInputDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setObjectName(QStringLiteral("renameCollection"));
    dialog->setWindowTitle(tr("Rename"));
    dialog->setLabelText(tr("Name of the collection"));
    dialog->setTextValue(name);
    connect(dialog, &QInputDialog::textValueSelected, this, [this, name](const QString &text) {
        const QString wanted = text.simplified();
        if (wanted.isEmpty() || wanted == name)
            return;
        deliver(m_tasks, this, m_catalog->renameCollection(name, wanted, m_tasks->token()), [this, name, wanted](const Status &renamed) {
            if (!renamed && !renamed.error().isCancelled())
                Q_EMIT failed(renamed.error().message);
            if (renamed) {
                m_panel->choose(wanted);
                Q_EMIT collectionRenamed(name, wanted);
            }
            Q_EMIT changed();
        });
    });
    dialog->open();
}

void LibraryPage::removeCollection()
{
    const QString name = currentName();
    showChoice(this, tr("Remove this collection?"),
        tr("Remove \"%1\" from Heddle? Your files stay where they are.").arg(Text::withVisibleControls(name, Text::LineBreaks::Show)),
        tr("Remove"), [upkeep = m_upkeep, name] { upkeep->removeCollection(name); });
}

} // namespace Heddle::Ui
