// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/passages/passagespage.h"
#include "core/text/visiblecontrols.h"
#include "ui/common/deliver.h"
#include "ui/common/plaintext.h"
#include "ui/common/rowglide.h"
#include "ui/common/sources.h"
#include "ui/passages/passageresults.h"
#include "ui/style/icons.h"
#include "ui/style/metrics.h"
#include "ui/viewer/sourcepanel.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/emptystate.h"
#include <QClipboard>
#include <QDateTime>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QLocale>
#include <QMenu>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace Heddle::Ui {
namespace {

constexpr int TypingMs = 150; //!< after the last letter

QString orderText(Retrieval::Retrieval::Order order)
{
    using Order = Retrieval::Retrieval::Order;
    switch (order) {
    case Order::Text: return PassagesPage::tr("words");
    case Order::Vector: return PassagesPage::tr("meaning");
    case Order::Hybrid: return PassagesPage::tr("words and meaning");
    case Order::Rerank: break;
    }
    return PassagesPage::tr("the reranker");
}

enum Body { Start, Nothing, Failed, Results };

} // namespace

PassagesPage::PassagesPage(Retrieval::Retriever *retriever, const Setup::CurrentSetup *setup, Library::DocumentScopes scopes,
    std::function<SourcePanel *()> makeSource, Concurrency::TaskGroup *tasks, QWidget *parent)
    : QWidget(parent), m_retriever(retriever), m_setup(setup), m_scopes(std::move(scopes)), m_tasks(tasks), m_field(new QLineEdit),
      m_scope(new Chip(tr("All documents"))), m_folders(new Chip(tr("Any folder"))), m_types(new Chip(tr("Any type"))),
      m_times(new Chip(tr("Any time"))), m_state(plainLabel()), m_suggestion(new QPushButton), m_view(new QListView),
      m_results(new PassageResults(this)), m_glide(new RowGlide(m_view)), m_everywhere(new QPushButton(tr("Search all documents"))),
      m_again(new QPushButton(tr("Search again"))), m_body(new QStackedWidget), m_makeSource(std::move(makeSource)),
      m_splitter(new QSplitter(Qt::Horizontal))
{
    setObjectName(QStringLiteral("passagesPage"));
    setAttribute(Qt::WA_StyledBackground);
    m_field->setObjectName(QStringLiteral("passagesField"));
    m_field->setPlaceholderText(tr("Search the passages of your documents"));
    m_field->setAccessibleName(m_field->placeholderText());
    m_field->setClearButtonEnabled(true);
    m_field->setProperty("textRole", QStringLiteral("answer"));
    if (const QIcon search = Style::icon(QStringLiteral("search")); !search.isNull())
        m_field->addAction(search, QLineEdit::LeadingPosition);
    m_scope->setObjectName(QStringLiteral("passagesScope"));
    m_types->setObjectName(QStringLiteral("passagesTypes"));
    m_folders->setObjectName(QStringLiteral("passagesFolders"));
    m_times->setObjectName(QStringLiteral("passagesTimes"));
    for (Chip *chip : { m_scope, m_folders, m_types, m_times }) {
        chip->setMenuArrow(true);
        chip->setSmall(true);
    }
    m_suggestion->setObjectName(QStringLiteral("passagesSuggestion"));
    m_suggestion->setProperty("small", true);
    m_suggestion->hide();
    m_everywhere->setObjectName(QStringLiteral("searchEverywhere"));
    m_again->setObjectName(QStringLiteral("searchAgain"));
    m_state->setObjectName(QStringLiteral("passagesState"));
    m_state->setProperty("quiet", true);
    m_state->setWordWrap(true);
    m_view->setObjectName(QStringLiteral("passagesFound"));
    m_view->setAccessibleName(tr("Passages"));
    m_view->setModel(m_results);
    m_view->setItemDelegate(new PassageResultDelegate(m_glide, m_view));
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setMouseTracking(true);
    m_view->setVerticalScrollMode(QListView::ScrollPerPixel);
    m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_view->setEditTriggers(QListView::NoEditTriggers);
    m_view->setContextMenuPolicy(Qt::CustomContextMenu);
    m_view->setResizeMode(QListView::Adjust);
    m_typing.setSingleShot(true);
    m_typing.setInterval(TypingMs);
    layOut();
    connectParts();
}

void PassagesPage::layOut()
{
    auto *chips = new QHBoxLayout;
    chips->setSpacing(Metrics::Gap / 2);
    for (Chip *chip : { m_scope, m_folders, m_types, m_times })
        chips->addWidget(chip);
    chips->addStretch(1);
    auto *found = new QHBoxLayout;
    found->setSpacing(Metrics::Gap);
    found->addWidget(m_state, 1);
    found->addWidget(m_suggestion);
    m_body->addWidget(new EmptyState(QStringLiteral("text-search"), tr("Find a passage"),
        tr("Type a few words: the passages that have them, or mean the same, are listed as you type. Nothing is asked of a model that "
           "writes."),
        nullptr));
    m_nothing = new EmptyState(QStringLiteral("search-x"), tr("Nothing found"), {}, m_everywhere);
    m_failure = new EmptyState(QStringLiteral("triangle-alert"), tr("The search failed"), {}, m_again);
    m_body->addWidget(m_nothing);
    m_body->addWidget(m_failure);
    m_body->addWidget(m_view);
    auto *left = new QWidget;
    auto *column = new QVBoxLayout(left);
    column->setObjectName(QStringLiteral("passagesColumn"));
    column->setSpacing(Metrics::Gap);
    column->addWidget(m_field);
    column->addLayout(chips);
    column->addLayout(found);
    column->addWidget(m_body, 1);
    m_splitter->addWidget(left);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setStretchFactor(0, 1);
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(m_splitter);
}

void PassagesPage::connectParts()
{
    connect(m_field, &QLineEdit::textChanged, &m_typing, qOverload<>(&QTimer::start));
    connect(&m_typing, &QTimer::timeout, this, &PassagesPage::search);
    connect(m_view, &QListView::clicked, this, [this](const QModelIndex &index) { openRow(index.row()); });
    connect(m_view, &QListView::activated, this, [this](const QModelIndex &index) { openRow(index.row()); });
    connect(m_view, &QListView::customContextMenuRequested, this, &PassagesPage::showRowMenu);
    connect(m_scope, &QAbstractButton::clicked, this, &PassagesPage::fillScopeMenu);
    connect(m_folders, &QAbstractButton::clicked, this, &PassagesPage::fillFolderMenu);
    connect(m_times, &QAbstractButton::clicked, this, &PassagesPage::fillTimeMenu);
    connect(m_everywhere, &QPushButton::clicked, this, &PassagesPage::clearFilters);
    connect(m_again, &QPushButton::clicked, this, &PassagesPage::search);
    connect(m_types, &QAbstractButton::clicked, this, &PassagesPage::fillTypeMenu);
    m_field->installEventFilter(this);
    m_view->installEventFilter(this);
}

void PassagesPage::setCollections(const QList<Library::Collection> &collections)
{
    m_collections = collections;
    const auto there = [this](const Library::Collection &one) { return one.id == m_collection; };
    if (std::none_of(collections.cbegin(), collections.cend(), there) && m_collection != 0) {
        m_collection = 0;
        m_scope->setText(tr("All documents"));
    }
    m_scope->setVisible(collections.size() > 1);
}

void PassagesPage::focusFind()
{
    m_field->setFocus(Qt::ShortcutFocusReason);
    m_field->selectAll();
}

QWidgetList PassagesPage::parts() const
{
    return m_source ? QWidgetList { m_field, m_view, m_source } : QWidgetList { m_field, m_view };
}

void PassagesPage::search()
{
    m_typing.stop();
    m_searching.restart(m_tasks->token());
    ++m_round;
    if (m_field->text().simplified().isEmpty()) {
        m_results->setRetrieval({});
        m_state->clear();
        m_suggestion->hide();
        m_body->setCurrentIndex(Start);
        return;
    }
    Library::DocumentScope scope { m_collection, m_folder, 0 };
    if (m_days > 0)
        scope.changedFromMs = QDateTime::currentDateTime().addDays(-m_days).toMSecsSinceEpoch();
    if (!scope.isLimited())
        return searchIn({});
    const std::stop_token stop = m_searching.token();
    deliver(m_tasks, this, m_scopes.documents(scope, stop), [this, stop](const Result<QStringList> &documents) {
        if (stop.stop_requested())
            return;
        if (documents)
            searchIn(documents->isEmpty() ? QStringList { QStringLiteral("none") } : *documents); // no list at all would be all of them
        else
            showFailure(documents.error());
    });
}

void PassagesPage::searchIn(const QStringList &documents)
{
    const int round = m_round;
    Retrieval::RetrievalRequest request;
    request.setup = m_setup->take();
    request.question = m_field->text().simplified();
    request.filters.documents = documents;
    if (m_collection != 0)
        request.filters.collections = { m_collection };
    if (!m_type.isEmpty())
        request.filters.types = m_type == QLatin1String("html") ? QStringList { m_type, QStringLiteral("htm"), QStringLiteral("xhtml") }
            : m_type == QLatin1String("md")                     ? QStringList { m_type, QStringLiteral("markdown") }
            : m_type == QLatin1String("txt")                    ? QStringList { m_type, QStringLiteral("text") }
                                                                : QStringList { m_type };
    const auto show = [page = QPointer(this), round](bool last) {
        return [page, round, last](const Retrieval::Retrieval &retrieval) {
            if (page && page->m_round == round)
                page->show(retrieval, last);
        };
    };
    deliver(m_tasks, this, m_retriever->retrieve(request, show(false), Concurrency::Context(m_searching.token()), show(true)),
        [this, round, show](const Result<Retrieval::Retrieval> &retrieval) {
            if (round != m_round)
                return;
            if (retrieval)
                show(true)(*retrieval);
            else if (!retrieval.error().isCancelled())
                showFailure(retrieval.error());
        });
}

//! `last`: nothing more is on its way.
void PassagesPage::show(const Retrieval::Retrieval &retrieval, bool last)
{
    const bool reordered = m_shownRound == m_round; // the same question: its rows have moved
    const QString chosen = m_results->sources().value(m_view->currentIndex().row()).chunk;
    m_results->setRetrieval(retrieval);
    QStringList names;
    int row = 0;
    for (const Dialog::Source &source : m_results->sources()) {
        if (source.chunk == chosen)
            row = int(names.size());
        names += source.chunk;
    }
    if (!reordered)
        m_glide->setRows({}); // another question: nothing has moved
    m_glide->setRows(names, reordered);
    m_shownRound = m_round;
    m_view->setCurrentIndex(m_results->index(reordered ? row : 0));
    m_state->setText(stateText(retrieval));
    showSuggestion(retrieval.suggestion);
    if (!retrieval.passages.isEmpty())
        m_body->setCurrentIndex(Results);
    else if (last)
        showNothing(retrieval);
}

QString PassagesPage::stateText(const Retrieval::Retrieval &retrieval) const
{
    QStringList parts;
    const QLocale locale;
    if (!retrieval.passages.isEmpty()) {
        parts += retrieval.total == 1 ? tr("1 passage has these words")
                                      : tr("%1 passages have these words").arg(locale.toString(retrieval.total));
        parts += tr("the best %1, ordered by %2").arg(locale.toString(retrieval.passages.size()), orderText(retrieval.order));
    }
    return (parts + retrieval.notices).join(QStringLiteral(" · "));
}

void PassagesPage::showSuggestion(const QString &suggestion)
{
    m_suggestion->setVisible(!suggestion.isEmpty());
    m_suggestion->disconnect(this);
    if (suggestion.isEmpty())
        return;
    const QString shown = Text::withVisibleControls(suggestion, Text::LineBreaks::Show);
    m_suggestion->setText(tr("Did you mean “%1”?").arg(shown).replace(QLatin1Char('&'), QLatin1String("&&")));
    connect(m_suggestion, &QPushButton::clicked, this, [this, suggestion] {
        m_field->setText(suggestion);
        focusFind();
        search();
    });
}

void PassagesPage::showNothing(const Retrieval::Retrieval &retrieval)
{
    m_nothing->setText(isLimited() ? tr("No passage has these words in the documents that are searched. Search all of them, or try other words.")
            : !retrieval.suggestion.isEmpty() ? tr("No passage has these words. The spelling above may be the one that you mean.")
                                              : tr("No passage has these words. Try fewer or other words."));
    m_everywhere->setVisible(isLimited());
    m_body->setCurrentIndex(Nothing);
}

void PassagesPage::showFailure(const Error &error)
{
    m_state->clear();
    m_suggestion->hide();
    m_results->setRetrieval({});
    m_failure->setText(error.message);
    m_body->setCurrentIndex(Failed);
}

SourcePanel *PassagesPage::sourcePanel()
{
    if (!m_source) {
        m_source = m_makeSource();
        m_source->setObjectName(QStringLiteral("sourcePanel"));
        m_source->hide();
        m_splitter->addWidget(m_source);
        m_splitter->setSizes({ width() - Metrics::PanelWidth, Metrics::PanelWidth });
        connect(m_source, &SourcePanel::closed, this, &PassagesPage::closeSource);
    }
    return m_source;
}

void PassagesPage::openRow(int row)
{
    if (row < 0 || row >= m_results->sources().size())
        return;
    sourcePanel()->show();
    placeParts();
    m_source->showSources(m_results->sources(), row, m_field->text().simplified());
}

void PassagesPage::openRowInWindow(int row)
{
    if (row >= 0 && row < m_results->sources().size())
        sourcePanel()->openInWindow(m_results->sources(), row, m_field->text().simplified());
}

void PassagesPage::showRowMenu(const QPoint &place)
{
    const int row = m_view->indexAt(place).row();
    if (row < 0)
        return;
    auto *menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("passageMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Open"), this, [this, row] { openRow(row); });
    menu->addAction(tr("Open in a window of its own"), this, [this, row] { openRowInWindow(row); })
        ->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_Return));
    menu->addAction(tr("Copy the passage with its place"), this, [source = m_results->sources()[row]] {
        QGuiApplication::clipboard()->setText(quotation(source.text, source));
    });
    menu->popup(m_view->viewport()->mapToGlobal(place));
}

//! In a narrow page the document takes the place of the list.
void PassagesPage::placeParts()
{
    constexpr int Narrow = 700; // pixels
    const bool alone = width() < Narrow && m_source && !m_source->isHidden();
    m_splitter->widget(0)->setVisible(!alone);
    const int side = width() < Narrow ? Metrics::CardGap : Metrics::SectionGap;
    m_splitter->widget(0)->layout()->setContentsMargins(side, Metrics::WideGap, side, 0);
}

void PassagesPage::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    placeParts();
    m_view->doItemsLayout(); // rows of a narrow list are higher
}

//! False where there was nothing to close.
void PassagesPage::closeTop()
{
    if (!m_source || m_source->isHidden() || !m_source->closeFind())
        closeSource();
}

bool PassagesPage::closeSource()
{
    if (!m_source || m_source->isHidden())
        return false;
    m_source->hide();
    placeParts();
    m_view->setFocus();
    return true;
}

//! From the field into the list with the arrow keys, and back again.
bool PassagesPage::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::KeyPress && event->type() != QEvent::ShortcutOverride)
        return QWidget::eventFilter(watched, event);
    const int key = static_cast<QKeyEvent *>(event)->key();
    const bool press = event->type() == QEvent::KeyPress;
    const bool control = static_cast<QKeyEvent *>(event)->modifiers() & Qt::ControlModifier;
    if (control && (key == Qt::Key_Return || key == Qt::Key_Enter) && m_results->rowCount() > 0) {
        if (press)
            openRowInWindow(std::max(0, m_view->currentIndex().row()));
        event->accept();
        return true;
    }
    if (watched == m_field && m_results->rowCount() > 0 && press) {
        if (key == Qt::Key_Down) {
            m_view->setFocus(Qt::TabFocusReason);
            return true;
        }
        if ((key == Qt::Key_Return || key == Qt::Key_Enter) && !control) {
            openRow(std::max(0, m_view->currentIndex().row()));
            return true;
        }
    }
    if (watched == m_view && press && key == Qt::Key_Up && m_view->currentIndex().row() <= 0) {
        focusFind();
        return true;
    }
    if (key == Qt::Key_Escape && ((m_source && !m_source->isHidden()) || watched == m_view)) {
        if (!press)
            event->accept(); // before a shortcut of the window takes it
        else if (!closeSource())
            focusFind();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace Heddle::Ui
