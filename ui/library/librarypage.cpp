// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/library/librarypage.h"
#include "core/text/visiblecontrols.h"
#include "ui/common/deliver.h"
#include "ui/common/openoutside.h"
#include "ui/common/plaintext.h"
#include "ui/library/documentsmodel.h"
#include "ui/library/filemenu.h"
#include "ui/library/progresstext.h"
#include "ui/style/icons.h"
#include "ui/style/metrics.h"
#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QLocale>
#include <QPushButton>
#include <QScrollBar>
#include <QTableView>
#include <QTimer>
#include <QVBoxLayout>

namespace Heddle::Ui {
namespace {

QString collectionText(const Library::Collection &collection)
{
    return LibraryPage::tr("%1\n%2 documents · %3 passages")
        .arg(Text::withVisibleControls(collection.name, Text::LineBreaks::Show), QLocale().toString(collection.readyDocuments),
            QLocale().toString(collection.passages));
}

} // namespace

LibraryPage::LibraryPage(Library::Catalog *catalog, Library::LibraryUpkeep *upkeep, Concurrency::TaskGroup *tasks, QWidget *parent)
    : QWidget(parent), m_catalog(catalog), m_upkeep(upkeep), m_tasks(tasks), m_collections(new QListWidget),
      m_model(new DocumentsModel(this)), m_table(new QTableView), m_state(new QComboBox), m_find(new QLineEdit), m_progress(plainLabel()),
      m_empty(plainLabel()),
      m_add(new QPushButton(Style::icon(QStringLiteral("folder-plus"), Style::IconTint::OnAccent), tr("&Add a folder…"))),
      m_rescan(new QPushButton(tr("&Rescan"))), m_remove(new QPushButton(tr("Re&move"))), m_pause(new QPushButton(tr("&Pause"))),
      m_stop(new QPushButton(tr("&Stop reading")))
{
    m_collections->setObjectName(QStringLiteral("collections"));
    m_collections->setAccessibleName(tr("Collections"));
    m_collections->setSpacing(2);
    setObjectName(QStringLiteral("libraryPage"));
    setAttribute(Qt::WA_StyledBackground);
    m_table->setObjectName(QStringLiteral("documents"));
    m_table->setAccessibleName(tr("Files"));
    m_pause->setObjectName(QStringLiteral("pause"));
    m_stop->setObjectName(QStringLiteral("stopReading"));
    m_add->setObjectName(QStringLiteral("addFolder"));
    m_add->setProperty("primary", true);
    m_state->setObjectName(QStringLiteral("stateFilter"));
    m_find->setObjectName(QStringLiteral("findFile"));
    m_find->setPlaceholderText(tr("Find a file…"));
    m_find->setAccessibleName(tr("Find a file"));
    m_find->setClearButtonEnabled(true);
    m_state->setAccessibleName(tr("Show files by state"));
    m_empty->setWordWrap(true);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setText(tr("Here you see every file and what became of it. Add a folder with your documents to begin."));
    fillTable();
    layOut();
    connectParts();
    showProgress();
    setCollections({});
}

void LibraryPage::fillTable()
{
    using State = Library::Document::State;
    const std::pair<QString, State> states[] = { { tr("Ready"), State::Ready }, { tr("No text found"), State::NoText },
        { tr("Could not be read"), State::Failed }, { tr("Not read"), State::NotRead } };
    m_state->addItem(tr("All files"));
    for (const auto &[text, state] : states)
        m_state->addItem(text, int(state));

    m_table->setModel(m_model);
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(DocumentsModel::Name, Qt::AscendingOrder);
    m_table->setSelectionBehavior(QTableView::SelectRows);
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(Metrics::RowHeight);
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeading | Qt::AlignVCenter);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setSectionResizeMode(DocumentsModel::State, QHeaderView::Stretch);
    m_table->setColumnWidth(DocumentsModel::Name, 220);
    m_table->setColumnWidth(DocumentsModel::Place, 220);
}

void LibraryPage::layOut()
{
    auto *actions = new QVBoxLayout;
    actions->setSpacing(Metrics::Gap);
    actions->addWidget(m_collections, 1);
    actions->addWidget(m_add);
    auto *small = new QHBoxLayout;
    small->addWidget(m_rescan);
    small->addWidget(m_remove);
    actions->addLayout(small);
    auto *filters = new QHBoxLayout;
    filters->setSpacing(Metrics::Gap);
    filters->addWidget(m_find, 1);
    filters->addWidget(m_state);
    auto *progress = new QHBoxLayout;
    progress->addWidget(m_progress, 1);
    progress->addWidget(m_pause);
    progress->addWidget(m_stop);
    auto *files = new QVBoxLayout;
    files->setSpacing(Metrics::Gap);
    files->addLayout(filters);
    files->addWidget(m_table, 1);
    files->addWidget(m_empty, 1);
    files->addLayout(progress);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(Metrics::WideGap, Metrics::WideGap, Metrics::WideGap, Metrics::WideGap);
    row->setSpacing(Metrics::WideGap);
    row->addLayout(actions, 1);
    row->addLayout(files, 3);
}

void LibraryPage::connectParts()
{
    connect(m_add, &QPushButton::clicked, this, &LibraryPage::chooseFolder);
    connect(m_rescan, &QPushButton::clicked, this, [this] { m_upkeep->rescan(currentCollection()); });
    connect(m_remove, &QPushButton::clicked, this, &LibraryPage::removeCollection);
    connect(m_pause, &QPushButton::clicked, this, [this] { m_upkeep->setPaused(!m_upkeep->isPaused()); });
    connect(m_stop, &QPushButton::clicked, m_upkeep, &Library::LibraryUpkeep::stop);
    connect(m_collections, &QListWidget::currentRowChanged, this, &LibraryPage::loadDocuments);
    connect(m_find, &QLineEdit::textChanged, this, &LibraryPage::arrange);
    connect(m_state, &QComboBox::currentIndexChanged, this, &LibraryPage::arrange);
    connect(m_model, &DocumentsModel::orderRequested, this, &LibraryPage::arrange);
    connect(m_table, &QTableView::activated, this, &LibraryPage::openCurrent);
    connect(m_table, &QTableView::customContextMenuRequested, this, &LibraryPage::showFileMenu);
    connect(m_upkeep, &Library::LibraryUpkeep::started, this, &LibraryPage::showProgress);
    connect(m_upkeep, &Library::LibraryUpkeep::progressed, this, &LibraryPage::showProgress);
    connect(m_upkeep, &Library::LibraryUpkeep::finished, this, &LibraryPage::showProgress);
}

QWidgetList LibraryPage::parts() const
{
    return { m_collections, m_table };
}

void LibraryPage::focusFind()
{
    m_find->setFocus(Qt::ShortcutFocusReason);
    m_find->selectAll();
}

QString LibraryPage::currentCollection() const
{
    const QListWidgetItem *item = m_collections->currentItem();
    return item ? item->data(Qt::UserRole + 1).toString() : QString();
}

void LibraryPage::setCollections(const QList<Library::Collection> &collections)
{
    const QString current = currentCollection();
    {
        const QSignalBlocker quiet(m_collections);
        m_collections->clear();
        for (const Library::Collection &collection : collections) {
            auto *item = new QListWidgetItem(collectionText(collection), m_collections);
            item->setData(Qt::UserRole, collection.id);
            item->setData(Qt::UserRole + 1, collection.name);
            item->setToolTip(plainToolTip(collection.folders.join(QLatin1Char('\n'))));
            if (collection.name == current)
                m_collections->setCurrentItem(item);
        }
        if (!m_collections->currentItem() && m_collections->count() > 0)
            m_collections->setCurrentRow(0);
    }
    const bool any = !collections.isEmpty();
    for (QWidget *widget : QWidgetList { m_table, m_find, m_state })
        widget->setVisible(any);
    m_empty->setVisible(!any);
    m_rescan->setEnabled(any);
    m_remove->setEnabled(any);
    loadDocuments();
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
    const QListWidgetItem *item = m_collections->currentItem();
    if (!item) {
        m_documents.reset();
        m_model->setDocuments({});
        return;
    }
    deliver(m_tasks, this, m_catalog->documents(item->data(Qt::UserRole).toLongLong(), stop),
        [this, stop](const Result<Library::Documents> &documents) {
            if (!documents || stop.stop_requested())
                return;
            m_documents = *documents;
            arrange();
        });
}

//! Has the pool find out which files are shown, and in which order; until then the table stays as it is.
void LibraryPage::arrange()
{
    if (!m_documents)
        return;
    const std::stop_token stop = m_arranging.restart(m_tasks->token());
    Library::DocumentView view;
    view.find = m_find->text();
    if (const QVariant state = m_state->currentData(); state.isValid())
        view.state = Library::Document::State(state.toInt());
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
    const QByteArray chosen = m_table->currentIndex().data(DocumentsModel::FileRole).toByteArray();
    const int position = m_table->verticalScrollBar()->value();
    m_model->show(documents, std::move(places));
    if (const int row = chosen.isEmpty() ? -1 : m_model->rowOf(chosen); row >= 0) {
        m_table->setCurrentIndex(m_model->index(row, DocumentsModel::Name));
        m_table->scrollTo(m_table->currentIndex());
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
    const QByteArray file = m_table->currentIndex().data(DocumentsModel::FileRole).toByteArray();
    if (file.isEmpty())
        return;
    auto *menu = new FileMenu(file, m_catalog, m_tasks, this);
    connect(menu, &FileMenu::openRequested, this, &LibraryPage::openCurrent);
    connect(menu, &FileMenu::encodingChosen, this, [this, file](const QByteArray &name) { chooseEncoding(file, name); });
    menu->popup(m_table->viewport()->mapToGlobal(at));
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

//! Asked once more in the button itself, for as long as it takes to read that.
void LibraryPage::removeCollection()
{
    constexpr std::chrono::seconds Patience { 5 };
    const QString question = tr("Really? Your files stay");
    if (m_remove->text() == question) {
        m_remove->setText(tr("Re&move"));
        m_upkeep->removeCollection(currentCollection());
        return;
    }
    m_remove->setText(question);
    QTimer::singleShot(Patience, m_remove, [this] { m_remove->setText(tr("Re&move")); });
}

void LibraryPage::showProgress()
{
    const bool running = m_upkeep->isRunning();
    m_progress->setVisible(running);
    m_pause->setVisible(running);
    m_stop->setVisible(running);
    m_progress->setText(progressText(m_upkeep->progress()));
    m_pause->setText(m_upkeep->isPaused() ? tr("&Go on") : tr("&Pause"));
}

} // namespace Heddle::Ui
