// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/sourcepanel.h"
#include "ui/common/deliver.h"
#include "ui/common/elide.h"
#include "ui/common/openoutside.h"
#include "ui/common/plaintext.h"
#include "ui/common/sources.h"
#include "ui/style/fonts.h"
#include "ui/style/icons.h"
#include "ui/style/metrics.h"
#include "ui/viewer/documentview.h"
#include "ui/viewer/documentwindows.h"
#include "ui/viewer/pagebar.h"
#include "ui/widgets/iconbutton.h"
#include <QApplication>
#include <QClipboard>
#include <QFile>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QShortcut>
#include <QVBoxLayout>

namespace Heddle::Ui {
namespace {

constexpr std::chrono::milliseconds CopiedTime { 2000 };
constexpr int WidePanel = 480; //!< pixels; below it, what is seldom used is in the menu alone

const QKeySequence WindowKeys(Qt::CTRL | Qt::Key_Return);

//! The icon that points to the next or the one before, in the writing direction.
QString arrow(bool next)
{
    const bool right = next == (QGuiApplication::layoutDirection() == Qt::LeftToRight);
    return right ? QStringLiteral("chevron-right") : QStringLiteral("chevron-left");
}

Evaluation::Right rightFor(const Dialog::Source &source)
{
    return Evaluation::rightFor(source.path, source.text, source.sentenceStart, source.sentenceEnd);
}

} // namespace

SourcePanel::SourcePanel(Library::Catalog *catalog, Evaluation::SavedQuestions *saved, Concurrency::WorkPool *render,
    Concurrency::TaskGroup *tasks, std::shared_ptr<DocumentWindows> windows, QWidget *parent)
    : QWidget(parent), m_catalog(catalog), m_saved(saved), m_tasks(tasks), m_windows(std::move(windows)), m_title(plainLabel({}, this)),
      m_place(plainLabel({}, this)), m_position(plainLabel({}, this)),
      m_previous(new IconButton(arrow(false), tr("Source before"))), m_next(new IconButton(arrow(true), tr("Next source"))),
      m_search(new IconButton(QStringLiteral("search"), tr("Find in this document"), QKeySequence(QKeySequence::Find))),
      m_copy(new IconButton(QStringLiteral("quote"), tr("Copy the passage with its place"))),
      m_right(new IconButton(
          QStringLiteral("bookmark-check"), tr("Keep question and passage in Saved questions: this is what it should find"))),
      m_window(new IconButton(QStringLiteral("app-window"), tr("Open in a window of its own"), WindowKeys)),
      m_open(new IconButton(QStringLiteral("external-link"), tr("Open the file in its own program"))),
      m_more(new IconButton(QStringLiteral("ellipsis"), tr("More"))),
      m_close(new IconButton(QStringLiteral("x"), tr("Close the source"), QKeySequence(Qt::Key_Escape))),
      m_document(new DocumentView(catalog, render, tasks, m_windows ? &m_windows->states() : nullptr)),
      m_pages(new PageBar(m_document->pdf(), this))
{
    setAttribute(Qt::WA_StyledBackground);
    Style::setTextRole(m_title, Style::TextRole::Section);
    m_title->setObjectName(QStringLiteral("sourceTitle"));
    m_place->setObjectName(QStringLiteral("sourcePlace"));
    m_close->setObjectName(QStringLiteral("closeSource"));
    m_previous->setObjectName(QStringLiteral("previousSource"));
    m_next->setObjectName(QStringLiteral("nextSource"));
    m_copy->setObjectName(QStringLiteral("copySource"));
    m_window->setObjectName(QStringLiteral("windowSource"));
    m_more->setObjectName(QStringLiteral("moreSource"));
    m_right->setCheckable(true);
    m_right->setObjectName(QStringLiteral("rightSource"));
    for (QLabel *quiet : { m_place, m_position })
        quiet->setProperty("quiet", true);
    m_copied.setSingleShot(true);
    layOutWidgets();
    connectButtons();
}

SourcePanel::~SourcePanel()
{
    delete m_document; // it keeps its place in m_windows
}

void SourcePanel::layOutWidgets()
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeHead());
    column->addWidget(m_document, 1);
    column->addWidget(makeFoot());
}

QWidget *SourcePanel::makeHead()
{
    auto *head = new QWidget;
    head->setObjectName(QStringLiteral("sourceHead"));
    head->setAttribute(Qt::WA_StyledBackground);
    head->setFixedHeight(Metrics::HeaderHeight);
    auto *texts = new QVBoxLayout;
    texts->setSpacing(0);
    texts->addStretch(1);
    texts->addWidget(m_title);
    texts->addWidget(m_place);
    texts->addStretch(1);
    auto *row = new QHBoxLayout(head);
    row->setContentsMargins(Metrics::WideGap, 0, Metrics::Gap, 0);
    row->setSpacing(2);
    row->addLayout(texts, 1);
    for (QToolButton *one : { m_search, m_copy, m_right, m_window, m_open, m_more, m_close })
        row->addWidget(one);
    return head;
}

QWidget *SourcePanel::makeFoot()
{
    auto *foot = new QWidget;
    foot->setObjectName(QStringLiteral("sourceFoot"));
    foot->setAttribute(Qt::WA_StyledBackground);
    auto *row = new QHBoxLayout(foot);
    row->setContentsMargins(Metrics::Gap, Metrics::Gap - 2, Metrics::Gap, Metrics::Gap - 2);
    row->setSpacing(2);
    row->addWidget(m_previous);
    row->addWidget(m_position);
    row->addWidget(m_next);
    row->addStretch(1);
    row->addWidget(m_pages);
    return foot;
}

void SourcePanel::connectButtons()
{
    connect(m_close, &QToolButton::clicked, this, &SourcePanel::closed);
    connect(m_right, &QToolButton::clicked, this, &SourcePanel::keepAsRight);
    connect(m_open, &QToolButton::clicked, this, &SourcePanel::openOutside);
    connect(m_window, &QToolButton::clicked, this, &SourcePanel::openWindow);
    connect(m_previous, &QToolButton::clicked, this, [this] { showSource(m_index - 1); });
    connect(m_next, &QToolButton::clicked, this, [this] { showSource(m_index + 1); });
    connect(m_search, &QToolButton::clicked, m_document, &DocumentView::openFind);
    connect(m_copy, &QToolButton::clicked, this, &SourcePanel::copyPassage);
    connect(&m_copied, &QTimer::timeout, this, [this] { m_copy->setIcon(Style::icon(QStringLiteral("quote"))); });
    connect(m_more, &QToolButton::clicked, this, [this] {
        auto *menu = new QMenu(this);
        menu->setObjectName(QStringLiteral("sourceMenu"));
        menu->setAttribute(Qt::WA_DeleteOnClose);
        m_document->addActions(menu);
        addActions(menu);
        menu->popup(m_more->mapToGlobal(QPoint(0, m_more->height())));
    });
    connect(m_document, &DocumentView::menuRequested, this, &SourcePanel::addActions);
    connect(m_document, &DocumentView::kindChanged, this, [this] { m_pages->setVisible(m_document->showsPages()); });
    connect(m_document, &DocumentView::contentsShown, m_pages, &PageBar::setContentsShown);
    connect(m_pages, &PageBar::contentsToggled, m_document, &DocumentView::setContentsShown);
    if (m_windows) {
        const auto *keys = new QShortcut(WindowKeys, this, nullptr, nullptr, Qt::WidgetWithChildrenShortcut);
        connect(keys, &QShortcut::activated, this, &SourcePanel::openWindow);
    }
}

void SourcePanel::addActions(QMenu *menu)
{
    menu->addSeparator();
    if (m_windows)
        menu->addAction(tr("Open in a window of its own"), this, &SourcePanel::openWindow)->setShortcut(WindowKeys);
    menu->addAction(tr("Open the file in its own program"), this, &SourcePanel::openOutside);
}

void SourcePanel::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    const bool wide = width() >= WidePanel;
    m_narrow = !wide;
    m_copy->setVisible(wide);
    m_window->setVisible(wide && m_windows && !isWindowOfItsOwn());
    m_pages->setNarrow(m_narrow);
    showPosition();
}

bool SourcePanel::isWindowOfItsOwn() const
{
    return m_windows && m_windows->windows().contains(window());
}

void SourcePanel::showPosition()
{
    m_position->setText((m_narrow ? tr("%1 of %2") : tr("Passage %1 of %2")).arg(m_index + 1).arg(m_sources.size()));
}

void SourcePanel::showSources(const QList<Dialog::Source> &sources, int index, const QString &question, bool resume)
{
    m_sources = sources;
    m_question = question.trimmed();
    showSource(index, resume);
}

void SourcePanel::showSource(int index, bool resume)
{
    if (index < 0 || index >= m_sources.size())
        return;
    m_index = index;
    m_loading.restart(m_tasks->token());
    const Dialog::Source &source = m_sources[index];
    setElidedText(m_title, source.title.isEmpty() ? fileOf(source) : source.title);
    setElidedText(m_place, placeOf(source));
    setPlainToolTip(m_place, source.path);
    m_pages->hide();
    showPosition();
    m_previous->setEnabled(index > 0);
    m_next->setEnabled(index + 1 < m_sources.size());
    m_right->setVisible(!m_question.isEmpty());
    m_right->setChecked(false);
    if (!m_question.isEmpty())
        lookUpRight(source);
    m_document->showSource(source, resume);
    Q_EMIT sourceShown(source.n);
}

void SourcePanel::lookUpRight(const Dialog::Source &source)
{
    const std::stop_token stop = m_loading.token();
    deliver(m_tasks, this, m_saved->isPinned(m_question, rightFor(source), stop), [this, stop](const Result<bool> &pinned) {
        if (pinned && !stop.stop_requested())
            m_right->setChecked(*pinned);
    });
}

void SourcePanel::keepAsRight(bool right)
{
    // Saved even if another source is shown by then; only the notice and the button are about the one that is shown.
    auto pinning = m_saved->pin(m_question, rightFor(m_sources[m_index]), right, m_tasks->token());
    deliver(m_tasks, this, std::move(pinning), [this, right, shown = m_loading.token()](const Status &kept) {
        if (!kept && shown == m_loading.token())
            m_right->setChecked(!right);
        m_document->showNotice(!kept ? kept.error().message
                : right              ? tr("Kept: Settings, Saved questions, tells whether the search finds it.")
                                     : tr("No longer kept."));
    });
}

PdfView *SourcePanel::pdf() const
{
    return m_document->pdf();
}

QWidget *SourcePanel::view() const
{
    return m_document->view();
}

void SourcePanel::openFind()
{
    m_document->openFind();
}

bool SourcePanel::closeFind()
{
    return m_document->closeFind();
}

void SourcePanel::copyPassage()
{
    QApplication::clipboard()->setText(m_document->quotation());
    m_copy->setIcon(Style::icon(QStringLiteral("check"), Style::IconTint::Good));
    m_copied.start(CopiedTime);
}

void SourcePanel::openOutside()
{
    openFile(this, m_catalog, m_tasks, QFile::encodeName(m_sources.value(m_index).path));
}

void SourcePanel::openWindow()
{
    if (isWindowOfItsOwn())
        return;
    m_document->rememberPlace();
    openInWindow(m_sources, m_index, m_question);
}

void SourcePanel::openInWindow(const QList<Dialog::Source> &sources, int index, const QString &question)
{
    if (m_windows)
        m_windows->open(sources, index, question, this);
}

} // namespace Heddle::Ui
