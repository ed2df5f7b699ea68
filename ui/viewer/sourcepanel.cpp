// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/sourcepanel.h"
#include "ui/common/deliver.h"
#include "ui/common/findbar.h"
#include "ui/common/openoutside.h"
#include "ui/common/plaintext.h"
#include "ui/common/sources.h"
#include "ui/common/textview.h"
#include "ui/style/metrics.h"
#include "ui/viewer/markedtext.h"
#include "ui/viewer/pdfview.h"
#include <QEvent>
#include <QFile>
#include <QHBoxLayout>
#include <QLabel>
#include <QScrollBar>
#include <QSpinBox>
#include <QStackedWidget>
#include <QTextBlock>
#include <QToolButton>
#include <QVBoxLayout>

namespace Heddle::Ui {
namespace {

QToolButton *button(const QString &text, const QString &name, QWidget *parent)
{
    auto *made = new QToolButton(parent);
    made->setText(text);
    setPlainToolTip(made, name);
    made->setAccessibleName(name);
    made->setAutoRaise(true);
    return made;
}

QLabel *label(QWidget *parent)
{
    QLabel *made = plainLabel({}, parent);
    made->setWordWrap(true);
    made->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    return made;
}

constexpr double ZoomStep = 1.25;

bool hasSentence(const Dialog::Source &source)
{
    return source.sentenceStart >= 0 && source.sentenceEnd > source.sentenceStart;
}

Evaluation::Right rightFor(const Dialog::Source &source)
{
    return Evaluation::rightFor(source.path, source.text, source.sentenceStart, source.sentenceEnd);
}

} // namespace

SourcePanel::SourcePanel(Library::Catalog *catalog, Evaluation::SavedQuestions *saved, Concurrency::WorkPool *render,
    Concurrency::TaskGroup *tasks, QWidget *parent)
    : QWidget(parent), m_catalog(catalog), m_saved(saved), m_tasks(tasks), m_title(label(this)), m_place(label(this)),
      m_notice(label(this)), m_position(plainLabel({}, this)), m_pages(plainLabel({}, this)),
      m_previous(button(QStringLiteral("‹"), tr("Source before"), this)), m_next(button(QStringLiteral("›"), tr("Next source"), this)),
      m_right(button(tr("Right answer"), tr("Keep question and passage in Saved questions: this is what it should find"), this)),
      m_open(button(tr("Open"), tr("Open the file in its own program"), this)),
      m_close(button(QStringLiteral("✕"), tr("Close the source"), this)), m_smaller(button(QStringLiteral("−"), tr("Smaller"), this)),
      m_larger(button(QStringLiteral("+"), tr("Larger"), this)), m_find(new FindBar(tr("Find in this document…"), this)),
      m_page(new QSpinBox(this)), m_pageBar(new QWidget(this)), m_stack(new QStackedWidget(this)), m_text(new TextView),
      m_pdf(new PdfView(render, tasks))
{
    QFont bold = font();
    bold.setBold(true);
    m_title->setFont(bold);
    m_title->setObjectName(QStringLiteral("sourceTitle"));
    m_close->setObjectName(QStringLiteral("closeSource"));
    m_previous->setObjectName(QStringLiteral("previousSource"));
    m_next->setObjectName(QStringLiteral("nextSource"));
    m_right->setCheckable(true);
    m_right->setObjectName(QStringLiteral("rightSource"));
    m_notice->setObjectName(QStringLiteral("sourceNotice"));
    m_notice->hide();
    m_text->setObjectName(QStringLiteral("source"));
    m_text->setAccessibleName(tr("Source text"));
    m_text->setFrameShape(QFrame::NoFrame);
    m_text->document()->setDocumentMargin(Metrics::WideGap);
    m_page->setAccessibleName(tr("Page"));
    m_page->setObjectName(QStringLiteral("sourcePage"));
    m_page->setButtonSymbols(QSpinBox::NoButtons);
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
    column->setContentsMargins(Metrics::Gap, Metrics::Gap, Metrics::Gap, Metrics::Gap);
    column->setSpacing(Metrics::Gap);
    column->addLayout(makeTopRow());
    column->addWidget(m_place);
    column->addWidget(m_notice);
    column->addWidget(m_find);
    column->addWidget(m_pageBar);
    column->addWidget(m_stack, 1);
    column->addLayout(makeBottomRow());
}

QLayout *SourcePanel::makeTopRow()
{
    auto *row = new QHBoxLayout;
    row->addWidget(m_title, 1);
    for (QToolButton *one : { m_right, m_open, m_close })
        row->addWidget(one, 0, Qt::AlignTop);
    return row;
}

QLayout *SourcePanel::makeBottomRow()
{
    auto *row = new QHBoxLayout;
    row->addStretch(1);
    row->addWidget(m_previous);
    row->addWidget(m_position);
    row->addWidget(m_next);
    row->addStretch(1);
    return row;
}

void SourcePanel::fillPageBar()
{
    auto *row = new QHBoxLayout(m_pageBar);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(plainLabel(tr("Page"), m_pageBar));
    row->addWidget(m_page);
    row->addWidget(m_pages);
    row->addStretch(1);
    row->addWidget(m_smaller);
    row->addWidget(m_larger);
}

void SourcePanel::connectButtons()
{
    connect(m_close, &QToolButton::clicked, this, &SourcePanel::closed);
    connect(m_right, &QToolButton::clicked, this, &SourcePanel::keepAsRight);
    connect(m_open, &QToolButton::clicked, this, &SourcePanel::openOutside);
    connect(m_previous, &QToolButton::clicked, this, [this] { showSource(m_index - 1); });
    connect(m_next, &QToolButton::clicked, this, [this] { showSource(m_index + 1); });
    connect(m_find, &FindBar::find, this, &SourcePanel::find);
}

void SourcePanel::connectPdf()
{
    connect(m_smaller, &QToolButton::clicked, this, [this] { m_pdf->setZoom(m_pdf->zoom() / ZoomStep); });
    connect(m_larger, &QToolButton::clicked, this, [this] { m_pdf->setZoom(m_pdf->zoom() * ZoomStep); });
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
    m_title->setText(source.title);
    m_place->setText(placeOf(source));
    setPlainToolTip(m_place, source.path);
    m_notice->hide();
    m_pageBar->hide();
    m_position->setText(tr("%1 of %2").arg(index + 1).arg(m_sources.size()));
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
    showMarked(text->text, text->passageStart, text->passageEnd, text->headings);
    if (text->more)
        showNotice(tr("A part of a long document; open the file for all of it."));
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
    QTextCursor place(m_text->document());
    place.setPosition(markAt);
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
    bool found = m_text->find(text, flags);
    if (!found) { // once around
        m_text->moveCursor(backward ? QTextCursor::End : QTextCursor::Start);
        found = m_text->find(text, flags);
    }
    m_find->showResult(found ? QString() : tr("not found"));
}

void SourcePanel::openOutside()
{
    openFile(this, m_catalog, m_tasks, QFile::encodeName(m_sources.value(m_index).path));
}

} // namespace Heddle::Ui
