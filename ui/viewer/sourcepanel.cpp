// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/sourcepanel.h"
#include "ui/common/findbar.h"
#include "ui/common/sources.h"
#include "ui/common/theme.h"
#include "ui/viewer/pdfview.h"
#include <QDesktopServices>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QScrollBar>
#include <QSpinBox>
#include <QStackedWidget>
#include <QTextBlock>
#include <QTextBrowser>
#include <QToolButton>
#include <QUrl>
#include <QVBoxLayout>

namespace Heddle::Ui {
namespace {

QToolButton *button(const QString &text, const QString &name, QWidget *parent)
{
    auto *made = new QToolButton(parent);
    made->setText(text);
    made->setToolTip(name);
    made->setAccessibleName(name);
    made->setAutoRaise(true);
    return made;
}

QLabel *label(QWidget *parent)
{
    auto *made = new QLabel(parent);
    made->setTextFormat(Qt::PlainText);
    made->setWordWrap(true);
    made->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    return made;
}

//! What is kept of a passage: its supporting sentence, else its beginning, so that it is known also when it is cut otherwise.
Evaluation::Right rightFrom(const Dialog::Source &source)
{
    constexpr qsizetype Longest = 160;
    QString text = source.sentenceStart >= 0 && source.sentenceEnd > source.sentenceStart
        ? source.text.mid(source.sentenceStart, source.sentenceEnd - source.sentenceStart)
        : source.text;
    text = text.simplified();
    if (text.size() > Longest) {
        qsizetype end = text.lastIndexOf(QLatin1Char(' '), Longest);
        if (end < Longest / 2)
            end = text[Longest - 1].isHighSurrogate() ? Longest - 1 : Longest; // a script without blanks
        text.truncate(end);
    }
    return { source.path, text, 1 };
}

} // namespace

SourcePanel::SourcePanel(Services services, QWidget *parent)
    : QWidget(parent), m_services(std::move(services)), m_title(label(this)), m_place(label(this)), m_notice(label(this)),
      m_position(new QLabel(this)), m_pages(new QLabel(this)), m_previous(button(QStringLiteral("‹"), tr("Source before"), this)),
      m_next(button(QStringLiteral("›"), tr("Next source"), this)),
      m_right(button(tr("Right answer"), tr("Keep question and passage in Saved questions: this is what it should find"), this)),
      m_open(button(tr("Open"), tr("Open the file in its own program"), this)),
      m_close(button(QStringLiteral("✕"), tr("Close the source"), this)), m_smaller(button(QStringLiteral("−"), tr("Smaller"), this)),
      m_larger(button(QStringLiteral("+"), tr("Larger"), this)), m_find(new FindBar(tr("Find in this document…"), this)),
      m_page(new QSpinBox(this)), m_pageBar(new QWidget(this)), m_stack(new QStackedWidget(this)), m_text(new QTextBrowser),
      m_pdf(new PdfView(m_services.pools, m_services.tasks))
{
    QFont bold = font();
    bold.setBold(true);
    m_title->setFont(bold);
    m_title->setObjectName(QStringLiteral("sourceTitle"));
    m_close->setObjectName(QStringLiteral("closeSource"));
    m_notice->setObjectName(QStringLiteral("sourceNotice"));
    m_notice->hide();
    m_text->setObjectName(QStringLiteral("source"));
    m_text->setAccessibleName(tr("Source text"));
    m_text->setOpenLinks(false);
    m_text->setFrameShape(QFrame::NoFrame);
    m_text->document()->setDocumentMargin(Theme::WideGap);
    m_page->setAccessibleName(tr("Page"));
    m_page->setObjectName(QStringLiteral("sourcePage"));
    m_page->setButtonSymbols(QSpinBox::NoButtons);
    m_stack->addWidget(m_text);
    m_stack->addWidget(m_pdf);

    auto *top = new QHBoxLayout;
    top->addWidget(m_title, 1);
    top->addWidget(m_right, 0, Qt::AlignTop);
    top->addWidget(m_open, 0, Qt::AlignTop);
    top->addWidget(m_close, 0, Qt::AlignTop);
    auto *pages = new QHBoxLayout(m_pageBar);
    pages->setContentsMargins(0, 0, 0, 0);
    pages->addWidget(new QLabel(tr("Page"), m_pageBar));
    pages->addWidget(m_page);
    pages->addWidget(m_pages);
    pages->addStretch(1);
    pages->addWidget(m_smaller);
    pages->addWidget(m_larger);
    auto *bottom = new QHBoxLayout;
    bottom->addStretch(1);
    bottom->addWidget(m_previous);
    bottom->addWidget(m_position);
    bottom->addWidget(m_next);
    bottom->addStretch(1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(Theme::Gap, Theme::Gap, Theme::Gap, Theme::Gap);
    column->setSpacing(Theme::Gap);
    column->addLayout(top);
    column->addWidget(m_place);
    column->addWidget(m_notice);
    column->addWidget(m_find);
    column->addWidget(m_pageBar);
    column->addWidget(m_stack, 1);
    column->addLayout(bottom);

    connect(m_close, &QToolButton::clicked, this, &SourcePanel::closed);
    m_right->setCheckable(true);
    m_right->setObjectName(QStringLiteral("rightSource"));
    connect(m_right, &QToolButton::clicked, this, qOverload<bool>(&SourcePanel::keep));
    connect(m_open, &QToolButton::clicked, this, &SourcePanel::openOutside);
    connect(m_previous, &QToolButton::clicked, this, [this] { showSource(m_index - 1); });
    connect(m_next, &QToolButton::clicked, this, [this] { showSource(m_index + 1); });
    connect(m_smaller, &QToolButton::clicked, this, [this] { m_pdf->setZoom(m_pdf->zoom() / 1.25); });
    connect(m_larger, &QToolButton::clicked, this, [this] { m_pdf->setZoom(m_pdf->zoom() * 1.25); });
    connect(m_page, &QSpinBox::editingFinished, this, [this] {
        if (m_page->hasFocus())
            m_pdf->goToPage(m_page->value() - 1);
    });
    connect(m_pdf, &PdfView::pageChanged, this, [this](int page) {
        if (!m_page->hasFocus())
            m_page->setValue(page + 1);
    });
    connect(m_find, &FindBar::find, this, &SourcePanel::find);
    connect(m_pdf, &PdfView::searched, this, [this](bool found) { m_find->say(found ? QString() : tr("not found")); });
    connect(m_pdf, &PdfView::failed, this, &SourcePanel::showPassage);
    connect(m_pdf, &PdfView::shown, this, [this] {
        m_page->setRange(1, m_pdf->pageCount());
        m_page->setValue(m_pdf->currentPage() + 1);
        m_pages->setText(tr("of %1").arg(QLocale().toString(m_pdf->pageCount())));
        m_pageBar->show();
        m_stack->setCurrentWidget(m_pdf);
        if (m_pdf->marks().page < 0) {
            m_notice->setText(tr("The sentence was not found on the page; the file may have changed since."));
            m_notice->show();
        }
    });
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
    m_stop.request_stop();
    m_stop = std::stop_source();
    const Dialog::Source &source = m_sources[index];
    m_text->clear();
    m_title->setText(source.title);
    m_place->setText(placeOf(source));
    m_place->setToolTip(source.path);
    m_notice->hide();
    m_pageBar->hide();
    m_position->setText(tr("%1 of %2").arg(index + 1).arg(m_sources.size()));
    m_previous->setEnabled(index > 0);
    m_next->setEnabled(index + 1 < m_sources.size());
    m_right->setVisible(!m_question.isEmpty());
    m_right->setChecked(false);
    if (!m_question.isEmpty())
        m_services.tasks->add(lookUp(this, m_services, m_question, rightFrom(source), m_stop.get_token()));
    if (source.page > 0 && source.path.endsWith(QLatin1String(".pdf"), Qt::CaseInsensitive)) {
        const bool marked = source.sentenceStart >= 0 && source.sentenceEnd > source.sentenceStart;
        m_pdf->open(source.path, source.page - 1, source.text,
            marked ? source.text.mid(source.sentenceStart, source.sentenceEnd - source.sentenceStart) : source.text);
        return;
    }
    m_services.tasks->add(load(this, m_services, source.chunk, m_stop.get_token()));
}

QCoro::Task<void> SourcePanel::lookUp(
    QPointer<SourcePanel> panel, Services services, QString question, Evaluation::Right right, std::stop_token stop)
{
    auto task = services.savedQuestions->isPinned(question, right, stop);
    const auto pinned = co_await std::move(task);
    if (panel && pinned && !stop.stop_requested())
        panel->m_right->setChecked(*pinned);
}

void SourcePanel::keep(bool right)
{
    // Whatever is shown by then, it is saved.
    m_services.tasks->add(keep(this, m_services, m_question, rightFrom(m_sources[m_index]), right, m_services.tasks->token()));
}

QCoro::Task<void> SourcePanel::keep(
    QPointer<SourcePanel> panel, Services services, QString question, Evaluation::Right right, bool pinned, std::stop_token stop)
{
    auto task = services.savedQuestions->pin(question, right, pinned, stop);
    const Status kept = co_await std::move(task);
    if (!panel)
        co_return;
    if (!kept)
        panel->m_right->setChecked(!pinned);
    panel->say(!kept ? kept.error().message
            : pinned ? tr("Kept: Settings, Saved questions, tells whether the search finds it.")
                     : tr("No longer kept."));
}

void SourcePanel::say(const QString &notice)
{
    m_notice->setText(notice);
    m_notice->show();
}

QCoro::Task<void> SourcePanel::load(QPointer<SourcePanel> panel, Services services, QString chunk, std::stop_token stop)
{
    auto task = services.catalog->textAround(chunk, stop);
    const auto text = co_await std::move(task);
    if (!panel || stop.stop_requested())
        co_return;
    if (text)
        panel->showText(*text);
    else
        panel->showPassage(panel->tr("The file has changed since. This is the passage as it was."));
}

void SourcePanel::showText(const Library::DocumentText &text)
{
    insertMarked(text.text, text.passageStart, text.passageEnd, text.headings);
    if (text.more) {
        m_notice->setText(tr("A part of a long document; open the file for all of it."));
        m_notice->show();
    }
}

void SourcePanel::showPassage(const QString &notice)
{
    const Dialog::Source &source = m_sources[m_index];
    insertMarked(source.text, 0, source.text.size(), {});
    m_notice->setText(notice);
    m_notice->show();
}

void SourcePanel::insertMarked(const QString &text, qsizetype passageStart, qsizetype passageEnd, const QStringList &headings)
{
    const Dialog::Source &source = m_sources[m_index];
    QSet<QString> titles;
    for (const QString &path : headings) {
        for (const QString &title : path.split(QStringLiteral(" › ")))
            titles += title;
    }
    const qsizetype from = source.sentenceStart >= 0 ? passageStart + source.sentenceStart : passageStart;
    const qsizetype to = source.sentenceStart >= 0 ? passageStart + source.sentenceEnd : passageEnd;
    m_text->setUpdatesEnabled(false);
    m_text->clear();
    QTextCursor cursor(m_text->document());
    QTextBlockFormat block;
    block.setLineHeight(145, QTextBlockFormat::ProportionalHeight);
    block.setBottomMargin(Theme::Gap);
    QTextCharFormat plain, passage, mark;
    passage.setBackground(Theme::faint(palette()));
    mark.setBackground(Theme::mark(palette()));
    int markAt = -1;
    bool first = true;
    for (qsizetype at = 0; at < text.size();) {
        qsizetype end = text.indexOf(QLatin1String("\n\n"), at);
        if (end < 0)
            end = text.size();
        if (!first)
            cursor.insertBlock(block);
        else
            cursor.setBlockFormat(block);
        first = false;
        const bool title = titles.contains(text.mid(at, end - at));
        // The paragraph in up to five pieces: before, passage, sentence, passage, after.
        qsizetype piece = at;
        for (const auto &[limit, format] : { std::pair(passageStart, &plain), { from, &passage }, { to, &mark }, { passageEnd, &passage },
                 { qsizetype(text.size()), &plain } }) {
            const qsizetype until = std::clamp(limit, piece, end);
            if (until > piece) {
                if (format == &mark && markAt < 0)
                    markAt = cursor.position();
                QTextCharFormat use = *format;
                if (title)
                    use.setFontWeight(QFont::Bold);
                cursor.insertText(text.mid(piece, until - piece).replace(QLatin1Char('\n'), QChar(QChar::LineSeparator)), use);
            }
            piece = until;
        }
        at = end;
        while (at < text.size() && text[at] == QLatin1Char('\n'))
            ++at;
    }
    m_text->setUpdatesEnabled(true);
    m_stack->setCurrentWidget(m_text);
    QTextCursor place(m_text->document());
    place.setPosition(std::max(0, markAt));
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
        m_find->say(tr("searching…"));
        m_pdf->find(text, backward);
        return;
    }
    const QTextDocument::FindFlags flags = backward ? QTextDocument::FindBackward : QTextDocument::FindFlags();
    bool found = m_text->find(text, flags);
    if (!found) { // once around
        m_text->moveCursor(backward ? QTextCursor::End : QTextCursor::Start);
        found = m_text->find(text, flags);
    }
    m_find->say(found ? QString() : tr("not found"));
}

void SourcePanel::openOutside()
{
    QDesktopServices::openUrl(QUrl::fromLocalFile(m_sources.value(m_index).path));
}

} // namespace Heddle::Ui
