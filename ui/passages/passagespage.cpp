// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/passages/passagespage.h"
#include "core/text/visiblecontrols.h"
#include "ui/common/deliver.h"
#include "ui/common/plaintext.h"
#include "ui/passages/passageresults.h"
#include "ui/style/icons.h"
#include "ui/style/metrics.h"
#include "ui/viewer/sourcepanel.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/emptystate.h"
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QLocale>
#include <QMenu>
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

enum Body { Start, Nothing, Results };

} // namespace

PassagesPage::PassagesPage(Retrieval::Retriever *retriever, Setup::CurrentSetup *setup, std::function<SourcePanel *()> makeSource,
    Concurrency::TaskGroup *tasks, QWidget *parent)
    : QWidget(parent), m_retriever(retriever), m_setup(setup), m_tasks(tasks), m_field(new QLineEdit),
      m_scope(new Chip(tr("All documents"))), m_types(new Chip(tr("Any type"))), m_state(plainLabel()), m_view(new QListView),
      m_results(new PassageResults(this)), m_body(new QStackedWidget), m_makeSource(std::move(makeSource)),
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
    for (Chip *chip : { m_scope, m_types })
        chip->setMenuArrow(true);
    m_state->setObjectName(QStringLiteral("passagesState"));
    m_state->setProperty("quiet", true);
    m_state->setWordWrap(true);
    m_view->setObjectName(QStringLiteral("passagesFound"));
    m_view->setAccessibleName(tr("Passages"));
    m_view->setModel(m_results);
    m_view->setItemDelegate(new PassageResultDelegate(m_view));
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->setMouseTracking(true);
    m_view->setVerticalScrollMode(QListView::ScrollPerPixel);
    m_view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_view->setEditTriggers(QListView::NoEditTriggers);
    m_typing.setSingleShot(true);
    m_typing.setInterval(TypingMs);
    layOut();
    connectParts();
}

void PassagesPage::layOut()
{
    auto *chips = new QHBoxLayout;
    chips->setSpacing(Metrics::Gap);
    chips->addWidget(m_scope);
    chips->addWidget(m_types);
    chips->addStretch(1);
    m_body->addWidget(new EmptyState(QStringLiteral("text-search"), tr("Find a passage"),
        tr("Type a few words: the passages that have them, or mean the same, are listed as you type. Nothing is asked of a model that "
           "writes."),
        nullptr));
    m_body->addWidget(new EmptyState(QStringLiteral("search"), tr("Nothing found"),
        tr("No passage has these words. Try fewer or other words, or search all documents."), nullptr));
    m_body->addWidget(m_view);
    auto *left = new QWidget;
    auto *column = new QVBoxLayout(left);
    column->setContentsMargins(Metrics::SectionGap, Metrics::WideGap, Metrics::SectionGap, 0);
    column->setSpacing(Metrics::Gap);
    column->addWidget(m_field);
    column->addLayout(chips);
    column->addWidget(m_state);
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
    connect(m_scope, &QAbstractButton::clicked, this, &PassagesPage::fillScopeMenu);
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

void PassagesPage::fillScopeMenu()
{
    auto *menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("scopeMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto add = [this, menu](const QString &name, qint64 id) {
        const QString shown = Text::withVisibleControls(name, Text::LineBreaks::Show);
        QAction *action = menu->addAction(QString(shown).replace(QLatin1Char('&'), QLatin1String("&&")));
        connect(action, &QAction::triggered, this, [this, shown, id] {
            m_collection = id;
            m_scope->setText(shown);
            search();
        });
    };
    add(tr("All documents"), 0);
    for (const Library::Collection &collection : std::as_const(m_collections))
        add(collection.name, collection.id);
    menu->popup(m_scope->mapToGlobal(QPoint(0, m_scope->height())));
}

void PassagesPage::fillTypeMenu()
{
    auto *menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("typeMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const QString &type : { QString(), QStringLiteral("pdf"), QStringLiteral("md"), QStringLiteral("html"), QStringLiteral("txt") }) {
        const QString name = type.isEmpty() ? tr("Any type") : type;
        connect(menu->addAction(name), &QAction::triggered, this, [this, type, name] {
            m_type = type;
            m_types->setText(name);
            search();
        });
    }
    menu->popup(m_types->mapToGlobal(QPoint(0, m_types->height())));
}

void PassagesPage::search()
{
    m_typing.stop();
    const QString words = m_field->text().simplified();
    const std::stop_token stop = m_searching.restart(m_tasks->token());
    const int round = ++m_round;
    if (words.isEmpty()) {
        m_results->setRetrieval({});
        m_state->clear();
        m_body->setCurrentIndex(Start);
        return;
    }
    Retrieval::RetrievalRequest request;
    request.setup = m_setup->take();
    request.question = words;
    if (m_collection != 0)
        request.filters.collections = { m_collection };
    if (!m_type.isEmpty())
        request.filters.types = { m_type };
    const auto show = [page = QPointer(this), round](bool last) {
        return [page, round, last](const Retrieval::Retrieval &retrieval) {
            if (page && page->m_round == round)
                page->show(retrieval, last);
        };
    };
    deliver(m_tasks, this, m_retriever->retrieve(request, show(false), Concurrency::Context(stop), show(true)),
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
    const QString chosen = m_results->sources().value(m_view->currentIndex().row()).chunk;
    m_results->setRetrieval(retrieval);
    int row = 0;
    for (int i = 0; i < m_results->sources().size(); ++i)
        row = m_results->sources()[i].chunk == chosen ? i : row;
    m_view->setCurrentIndex(m_results->index(row));
    m_body->setCurrentIndex(retrieval.passages.isEmpty() ? (last ? Nothing : m_body->currentIndex()) : Results);
    QStringList parts;
    const QLocale locale;
    parts +=
        retrieval.total == 1 ? tr("1 passage has these words") : tr("%1 passages have these words").arg(locale.toString(retrieval.total));
    if (retrieval.passages.size() > 0)
        parts += tr("the best %1, ordered by %2").arg(locale.toString(retrieval.passages.size()), orderText(retrieval.order));
    if (!retrieval.suggestion.isEmpty())
        parts += tr("did you mean: %1").arg(retrieval.suggestion);
    m_state->setText(parts.join(QStringLiteral(" · ")));
}

void PassagesPage::showFailure(const Error &error)
{
    m_state->setText(error.message);
}

void PassagesPage::openRow(int row)
{
    if (row < 0 || row >= m_results->sources().size())
        return;
    constexpr int Narrow = 700; //!< pixels; below it the document takes the whole page
    if (!m_source) {
        m_source = m_makeSource();
        m_splitter->addWidget(m_source);
        m_splitter->setSizes({ width() - Metrics::PanelWidth, Metrics::PanelWidth });
        connect(m_source, &SourcePanel::closed, this, &PassagesPage::closeSource);
    }
    m_splitter->widget(0)->setVisible(width() >= Narrow);
    m_source->show();
    m_source->showSources(m_results->sources(), row, m_field->text().simplified());
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
    m_splitter->widget(0)->show();
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
    if (watched == m_field && m_results->rowCount() > 0 && press) {
        if (key == Qt::Key_Down) {
            m_view->setFocus(Qt::TabFocusReason);
            return true;
        }
        if (key == Qt::Key_Return || key == Qt::Key_Enter) {
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
