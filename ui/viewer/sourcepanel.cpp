// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/sourcepanel.h"
#include "core/library/reach.h"
#include "ui/common/deliver.h"
#include "ui/common/elide.h"
#include "ui/common/findbar.h"
#include "ui/common/openoutside.h"
#include "ui/common/plaintext.h"
#include "ui/common/sources.h"
#include "ui/common/textview.h"
#include "ui/style/fonts.h"
#include "ui/style/icons.h"
#include "ui/style/metrics.h"
#include "ui/viewer/markedtext.h"
#include "ui/viewer/pdfview.h"
#include "ui/widgets/iconbutton.h"
#include <QApplication>
#include <QClipboard>
#include <QEvent>
#include <QFile>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QScrollBar>
#include <QSpinBox>
#include <QStackedWidget>
#include <QStringDecoder>
#include <QTextBlock>
#include <QVBoxLayout>

namespace Heddle::Ui {
namespace {

QLabel *label(QWidget *parent)
{
    QLabel *made = plainLabel({}, parent);
    made->setWordWrap(true);
    made->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    return made;
}

constexpr double ZoomStep = 1.25;
constexpr std::chrono::milliseconds CopiedTime { 2000 };

bool hasSentence(const Dialog::Source &source)
{
    return source.sentenceStart >= 0 && source.sentenceEnd > source.sentenceStart;
}

//! The icon that points to the next or the one before, in the writing direction.
QString arrow(bool next)
{
    const bool right = next == (QGuiApplication::layoutDirection() == Qt::LeftToRight);
    return right ? QStringLiteral("chevron-right") : QStringLiteral("chevron-left");
}

bool isMarkdown(const QString &path)
{
    return path.endsWith(QLatin1String(".md"), Qt::CaseInsensitive) || path.endsWith(QLatin1String(".markdown"), Qt::CaseInsensitive);
}

//! Reads a file of text; an error where it is too long to be shown at once, or isn't in UTF-8. Blocking, for a pool.
Result<QString> readText(const QString &path, const std::stop_token &stop)
{
    constexpr qint64 Longest = 128 << 10; // bytes: it is laid out at once, on the event loop
    HEDDLE_TRY_VALUE(const Library::OpenedFile opened, Library::openWithinReach("/", QFile::encodeName(path).mid(1), stop));
    HEDDLE_TRY_VALUE(const QByteArray bytes, opened.file->readAll(Longest));
    QStringDecoder decoder(QStringDecoder::Utf8);
    const QString text = decoder(bytes);
    if (decoder.hasError())
        return Error { ErrorCode::Unreadable, QString(), {}, false };
    return text;
}

Evaluation::Right rightFor(const Dialog::Source &source)
{
    return Evaluation::rightFor(source.path, source.text, source.sentenceStart, source.sentenceEnd);
}

} // namespace

SourcePanel::SourcePanel(Library::Catalog *catalog, Evaluation::SavedQuestions *saved, Concurrency::WorkPool *render,
    Concurrency::TaskGroup *tasks, QWidget *parent)
    : QWidget(parent), m_catalog(catalog), m_saved(saved), m_files(render), m_tasks(tasks), m_title(plainLabel({}, this)),
      m_place(plainLabel({}, this)), m_notice(label(this)), m_position(plainLabel({}, this)), m_pages(plainLabel({}, this)),
      m_previous(new IconButton(arrow(false), tr("Source before"))), m_next(new IconButton(arrow(true), tr("Next source"))),
      m_search(new IconButton(QStringLiteral("search"), tr("Find in this document"), QKeySequence(QKeySequence::Find))),
      m_copy(new IconButton(QStringLiteral("quote"), tr("Copy the passage with its place"))),
      m_right(new IconButton(
          QStringLiteral("bookmark-check"), tr("Keep question and passage in Saved questions: this is what it should find"))),
      m_open(new IconButton(QStringLiteral("external-link"), tr("Open the file in its own program"))),
      m_close(new IconButton(QStringLiteral("x"), tr("Close the source"), QKeySequence(Qt::Key_Escape))),
      m_smaller(new IconButton(QStringLiteral("zoom-out"), tr("Smaller"), QKeySequence(Qt::Key_Minus))),
      m_larger(new IconButton(QStringLiteral("zoom-in"), tr("Larger"), QKeySequence(Qt::Key_Plus))),
      m_fit(new IconButton(QStringLiteral("move-horizontal"), tr("Page width"), QKeySequence(Qt::Key_0))),
      m_find(new FindBar(tr("Find in this document…"), this)), m_page(new QSpinBox(this)), m_pageBar(new QWidget(this)),
      m_stack(new QStackedWidget(this)), m_text(new TextView), m_pdf(new PdfView(render, tasks))
{
    setAttribute(Qt::WA_StyledBackground);
    Style::setTextRole(m_title, Style::TextRole::Section);
    m_title->setObjectName(QStringLiteral("sourceTitle"));
    m_place->setObjectName(QStringLiteral("sourcePlace"));
    m_close->setObjectName(QStringLiteral("closeSource"));
    m_previous->setObjectName(QStringLiteral("previousSource"));
    m_next->setObjectName(QStringLiteral("nextSource"));
    m_copy->setObjectName(QStringLiteral("copySource"));
    m_fit->setObjectName(QStringLiteral("fitPage"));
    m_right->setCheckable(true);
    m_right->setObjectName(QStringLiteral("rightSource"));
    m_notice->setObjectName(QStringLiteral("sourceNotice"));
    m_notice->hide();
    for (QLabel *quiet : { m_place, m_position, m_pages })
        quiet->setProperty("quiet", true);
    m_text->setObjectName(QStringLiteral("source"));
    m_text->setAccessibleName(tr("Source text"));
    m_text->setFrameShape(QFrame::NoFrame);
    m_text->document()->setDocumentMargin(Metrics::SectionGap);
    m_text->document()->setIndentWidth(Metrics::WideGap);
    m_page->setAccessibleName(tr("Page"));
    m_page->setObjectName(QStringLiteral("sourcePage"));
    m_page->setButtonSymbols(QSpinBox::NoButtons);
    m_page->setAlignment(Qt::AlignCenter);
    m_page->setFixedWidth(Metrics::PageFieldWidth);
    m_copied.setSingleShot(true);
    layOutWidgets();
    connectButtons();
    connectPdf();
}

void SourcePanel::layOutWidgets()
{
    m_stack->addWidget(m_text);
    m_stack->addWidget(m_pdf);
    fillPageBar();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeHead());
    column->addWidget(m_find);
    column->addWidget(m_notice);
    column->addWidget(m_stack, 1);
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
    for (QToolButton *one : { m_search, m_copy, m_right, m_open, m_close })
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
    row->addWidget(m_pageBar);
    return foot;
}

void SourcePanel::fillPageBar()
{
    auto *row = new QHBoxLayout(m_pageBar);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(2);
    QLabel *word = plainLabel(tr("Page"), m_pageBar);
    word->setProperty("quiet", true);
    row->addWidget(word);
    row->addSpacing(2);
    row->addWidget(m_page);
    row->addSpacing(2);
    row->addWidget(m_pages);
    row->addSpacing(2);
    for (QToolButton *one : { m_smaller, m_larger, m_fit })
        row->addWidget(one);
}

void SourcePanel::connectButtons()
{
    connect(m_close, &QToolButton::clicked, this, &SourcePanel::closed);
    connect(m_right, &QToolButton::clicked, this, &SourcePanel::keepAsRight);
    connect(m_open, &QToolButton::clicked, this, &SourcePanel::openOutside);
    connect(m_previous, &QToolButton::clicked, this, [this] { showSource(m_index - 1); });
    connect(m_next, &QToolButton::clicked, this, [this] { showSource(m_index + 1); });
    connect(m_find, &FindBar::find, this, &SourcePanel::find);
    connect(m_search, &QToolButton::clicked, m_find, &FindBar::open);
    connect(m_copy, &QToolButton::clicked, this, &SourcePanel::copyPassage);
    connect(&m_copied, &QTimer::timeout, this, [this] { m_copy->setIcon(Style::icon(QStringLiteral("quote"))); });
}

void SourcePanel::connectPdf()
{
    connect(m_smaller, &QToolButton::clicked, this, [this] { m_pdf->setZoom(m_pdf->zoom() / ZoomStep); });
    connect(m_larger, &QToolButton::clicked, this, [this] { m_pdf->setZoom(m_pdf->zoom() * ZoomStep); });
    connect(m_fit, &QToolButton::clicked, this, [this] { m_pdf->setZoom(1); });
    connect(m_page, &QSpinBox::editingFinished, this, [this] {
        if (m_page->hasFocus())
            m_pdf->goToPage(m_page->value() - 1);
    });
    connect(m_pdf, &PdfView::pageChanged, this, [this](int page) {
        if (!m_page->hasFocus())
            m_page->setValue(page + 1);
    });
    connect(m_pdf, &PdfView::searched, this, [this](bool found) { m_find->showResult(found ? QString() : tr("not found")); });
    connect(m_pdf, &PdfView::searchFailed, m_find, &FindBar::showResult);
    connect(m_pdf, &PdfView::failed, this, &SourcePanel::showPassage);
    connect(m_pdf, &PdfView::shown, this, &SourcePanel::showPageCount);
}

void SourcePanel::showPageCount()
{
    m_page->setRange(1, m_pdf->pageCount());
    m_page->setValue(m_pdf->currentPage() + 1);
    m_pages->setText(tr("of %1").arg(QLocale().toString(m_pdf->pageCount())));
    m_pageBar->show();
    m_stack->setCurrentWidget(m_pdf);
    if (m_pdf->marks().page < 0)
        showNotice(tr("The sentence was not found on the page; the file may have changed since."));
}

void SourcePanel::showSources(const QList<Dialog::Source> &sources, int index, const QString &question)
{
    m_sources = sources;
    m_question = question.trimmed();
    showSource(index);
}

void SourcePanel::showSource(int index)
{
    if (index < 0 || index >= m_sources.size())
        return;
    m_index = index;
    m_loading.restart(m_tasks->token());
    const Dialog::Source &source = m_sources[index];
    m_text->clear();
    setElidedText(m_title, source.title.isEmpty() ? fileOf(source) : source.title);
    setElidedText(m_place, placeOf(source));
    setPlainToolTip(m_place, source.path);
    m_notice->hide();
    m_pageBar->hide();
    m_position->setText(tr("Passage %1 of %2").arg(index + 1).arg(m_sources.size()));
    m_previous->setEnabled(index > 0);
    m_next->setEnabled(index + 1 < m_sources.size());
    m_right->setVisible(!m_question.isEmpty());
    m_right->setChecked(false);
    if (!m_question.isEmpty())
        lookUpRight(source);
    if (source.page > 0 && source.path.endsWith(QLatin1String(".pdf"), Qt::CaseInsensitive))
        loadPages(source);
    else
        loadText(source);
    Q_EMIT sourceShown(source.n);
}

void SourcePanel::loadPages(const Dialog::Source &source)
{
    m_pdf->open(source.path, source.page - 1, source.text,
        hasSentence(source) ? source.text.mid(source.sentenceStart, source.sentenceEnd - source.sentenceStart) : source.text);
}

void SourcePanel::loadText(const Dialog::Source &source)
{
    m_pdf->closeDocument();
    const std::stop_token stop = m_loading.token();
    deliver(m_tasks, this, m_catalog->textAround(source.chunk, stop), [this, stop](const Result<Library::DocumentText> &text) {
        if (!stop.stop_requested())
            showText(text);
    });
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
        showNotice(!kept ? kept.error().message
                : right  ? tr("Kept: Settings, Saved questions, tells whether the search finds it.")
                         : tr("No longer kept."));
    });
}

void SourcePanel::showNotice(const QString &notice)
{
    m_notice->setText(notice);
    m_notice->show();
}

void SourcePanel::showText(const Result<Library::DocumentText> &text)
{
    if (!text) {
        showPassage(tr("The file has changed since. This is the passage as it was."));
        return;
    }
    if (isMarkdown(m_sources[m_index].path))
        return showRendered(*text);
    showMarked(text->text, text->passageStart, text->passageEnd, text->headings);
    if (text->more)
        showNotice(tr("A part of a long document; open the file for all of it."));
}

void SourcePanel::showRendered(const Library::DocumentText &text)
{
    auto reading = m_files->submit([path = m_sources[m_index].path](std::stop_token stop) { return readText(path, stop); },
        Concurrency::Context(m_loading.token()), QStringLiteral("read document"));
    deliver(m_tasks, this, std::move(reading), [this, text, shown = m_loading.token()](const Result<QString> &markdown) {
        if (shown.stop_requested())
            return;
        const Dialog::Source &source = m_sources[m_index];
        int markAt = -1;
        if (markdown) {
            m_text->clear();
            markAt = insertRendered(m_text->document(), *markdown, source.text,
                hasSentence(source) ? source.text.mid(source.sentenceStart, source.sentenceEnd - source.sentenceStart) : source.text,
                QGuiApplication::palette());
        }
        if (markAt < 0)
            return showMarked(text.text, text.passageStart, text.passageEnd, text.headings);
        m_stack->setCurrentWidget(m_text);
        showMark(markAt);
    });
}

void SourcePanel::showPassage(const QString &notice)
{
    const QString &passage = m_sources[m_index].text;
    showMarked(passage, 0, passage.size(), {});
    showNotice(notice);
}

void SourcePanel::showMarked(const QString &text, qsizetype passageStart, qsizetype passageEnd, const QStringList &headings)
{
    const Dialog::Source &source = m_sources[m_index];
    MarkedText marked { text, { passageStart, passageEnd }, { passageStart, passageEnd }, headings };
    if (source.sentenceStart >= 0)
        marked.sentence = { passageStart + source.sentenceStart, passageStart + source.sentenceEnd };
    m_text->setUpdatesEnabled(false);
    m_text->clear();
    const int markAt = insertMarked(m_text->document(), marked, palette());
    m_text->setUpdatesEnabled(true);
    m_stack->setCurrentWidget(m_text);
    showMark(markAt);
}

void SourcePanel::showMark(int position)
{
    QTextCursor place(m_text->document());
    place.setPosition(position);
    m_text->setTextCursor(place);
    QScrollBar *bar = m_text->verticalScrollBar();
    bar->setValue(bar->value() + m_text->cursorRect().top() - m_text->viewport()->height() / 3);
}

void SourcePanel::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && isVisible())
        showSource(m_index); // its marks are mixed from the palette
}

QWidget *SourcePanel::view() const
{
    return m_stack->currentWidget();
}

void SourcePanel::openFind()
{
    m_find->open();
}

bool SourcePanel::closeFind()
{
    const bool open = m_find->isVisible();
    m_find->hide();
    return open;
}

void SourcePanel::find(const QString &text, bool backward)
{
    if (m_stack->currentWidget() == m_pdf) {
        m_find->showResult(tr("searching…"));
        m_pdf->find(text, backward);
        return;
    }
    const QTextDocument::FindFlags flags = backward ? QTextDocument::FindBackward : QTextDocument::FindFlags();
    if (!m_text->find(text, flags)) { // once around
        m_text->moveCursor(backward ? QTextCursor::End : QTextCursor::Start);
        m_text->find(text, flags);
    }
    int count = 0, shown = 0;
    for (QTextCursor at = m_text->document()->find(text, 0); !at.isNull(); at = m_text->document()->find(text, at)) {
        ++count;
        if (at.selectionStart() == m_text->textCursor().selectionStart())
            shown = count;
    }
    m_find->showResult(count == 0 ? tr("not found") : tr("%1 of %2").arg(shown).arg(QLocale().toString(count)));
}

void SourcePanel::copyPassage()
{
    const Dialog::Source &source = m_sources.value(m_index);
    QApplication::clipboard()->setText(quotation(
        hasSentence(source) ? source.text.mid(source.sentenceStart, source.sentenceEnd - source.sentenceStart) : source.text, source));
    m_copy->setIcon(Style::icon(QStringLiteral("check"), Style::IconTint::Good));
    m_copied.start(CopiedTime);
}

void SourcePanel::openOutside()
{
    openFile(this, m_catalog, m_tasks, QFile::encodeName(m_sources.value(m_index).path));
}

} // namespace Heddle::Ui
