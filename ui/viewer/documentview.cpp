// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/documentview.h"
#include "ui/common/deliver.h"
#include "ui/common/findbar.h"
#include "ui/common/openoutside.h"
#include "ui/common/plaintext.h"
#include "ui/common/sources.h"
#include "ui/common/textview.h"
#include "ui/style/viewermetrics.h"
#include "ui/style/tokens.h"
#include "ui/viewer/pdfsidebar.h"
#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QLabel>
#include <QLocale>
#include <QMenu>
#include <QScrollBar>
#include <QStackedWidget>
#include <QTextBlock>
#include <QTextDocumentFragment>
#include <QVBoxLayout>

namespace Heddle::Ui {
namespace {

constexpr int WideView = 620; //!< pixels; from here on the contents stand beside the pages

bool hasSentence(const Dialog::Source &source)
{
    return source.sentenceStart >= 0 && source.sentenceEnd > source.sentenceStart;
}

} // namespace

DocumentView::DocumentView(Library::Catalog *catalog, Concurrency::WorkPool *files, Concurrency::TaskGroup *tasks, DocumentStates *states,
    QWidget *parent)
    : QWidget(parent), m_catalog(catalog), m_files(files), m_tasks(tasks), m_states(states), m_notice(plainLabel({}, this)),
      m_find(new FindBar(tr("Find in this document…"), this)), m_stack(new QStackedWidget(this)), m_text(new TextView),
      m_pdf(new PdfView(files, tasks)), m_sidebar(new PdfSidebar(m_pdf, tasks, m_stack))
{
    m_notice->setWordWrap(true);
    m_notice->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_notice->setObjectName(QStringLiteral("sourceNotice"));
    m_notice->hide();
    m_text->setObjectName(QStringLiteral("source"));
    m_text->setAccessibleName(tr("Source text"));
    m_text->setFrameShape(QFrame::NoFrame);
    m_text->document()->setDocumentMargin(Metrics::SectionGap);
    m_text->document()->setIndentWidth(Metrics::WideGap);
    m_stack->addWidget(m_text);
    m_stack->addWidget(m_pdf);
    m_sidebar->hide();
    m_find->setFindsAsTyped(true);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_find);
    column->addWidget(m_notice);
    column->addWidget(m_stack, 1);
    connectParts();
}

DocumentView::~DocumentView()
{
    remember();
}

void DocumentView::connectParts()
{
    connect(m_find, &FindBar::find, this, &DocumentView::find);
    connect(m_find, &FindBar::closed, this, [this] {
        m_pdf->endFind();
        m_text->setExtraSelections({});
        view()->setFocus();
    });
    connect(m_pdf, &PdfView::searchProgressed, this, [this](int found) {
        m_find->showResult(found == 0 ? tr("searching…") : tr("searching… %1 found").arg(QLocale().toString(found)));
    });
    connect(m_pdf, &PdfView::searched, this, [this](int number, int count) {
        const QLocale locale;
        const QString all = locale.toString(count) + (m_pdf->search().isCut() ? QStringLiteral("+") : QString());
        QString result = count == 0 ? tr("not found") : tr("%1 of %2").arg(locale.toString(number), all);
        if (const int unread = m_pdf->search().unreadPages())
            result += QStringLiteral(" · ") + (unread == 1 ? tr("1 page can't be read") : tr("%1 pages can't be read").arg(locale.toString(unread)));
        m_find->showResult(result);
    });
    connect(m_pdf, &PdfView::searchFailed, m_find, &FindBar::showResult);
    connect(m_pdf, &PdfView::failed, this, &DocumentView::showPassage);
    connect(m_pdf, &PdfView::shown, this, &DocumentView::showPages);
    connect(m_text, &TextView::anchorClicked, this, &DocumentView::openLink);
    connect(m_sidebar, &PdfSidebar::chosen, this, [this] {
        if (width() < WideView)
            setContentsShown(false);
        m_pdf->setFocus();
    });
    for (QWidget *one : { static_cast<QWidget *>(m_text), static_cast<QWidget *>(m_pdf), static_cast<QWidget *>(m_stack) })
        one->installEventFilter(this);
    m_text->viewport()->installEventFilter(this);
    m_pdf->viewport()->installEventFilter(this);
}

QWidget *DocumentView::view() const
{
    return m_stack->currentWidget();
}

bool DocumentView::showsPages() const
{
    return m_stack->currentWidget() == m_pdf && m_pdf->pageCount() > 0;
}

void DocumentView::showSource(const Dialog::Source &source, bool resume)
{
    remember();
    const bool another = source.path != m_source.path;
    m_source = source;
    m_resume = resume;
    m_loading.restart(m_tasks->token());
    if (another)
        m_find->clearResult();
    m_notice->hide();
    if (source.page > 0 && source.path.endsWith(QLatin1String(".pdf"), Qt::CaseInsensitive))
        loadPages();
    else
        loadText();
}

void DocumentView::setContentsShown(bool shown)
{
    const bool held = m_sidebar->isAncestorOf(QApplication::focusWidget());
    m_sidebar->setVisible(shown && showsPages());
    if (held && m_sidebar->isHidden())
        view()->setFocus();
    placeSidebar();
    Q_EMIT contentsShown(m_sidebar->isVisible());
    if (m_sidebar->isVisible() && width() < WideView)
        m_sidebar->setFocus();
}

//! Beside the pages the sidebar takes its room from them, in a narrow view it lies over them.
void DocumentView::placeSidebar()
{
    const bool wide = width() >= WideView, mirrored = layoutDirection() == Qt::RightToLeft;
    m_sidebar->setThumbnailsShown(wide);
    QRect room = m_stack->rect();
    m_sidebar->setGeometry(wide && mirrored ? QRect(room.right() + 1 - Metrics::SidebarWidth, 0, Metrics::SidebarWidth, room.height())
            : wide                          ? QRect(0, 0, Metrics::SidebarWidth, room.height())
                                            : room);
    m_sidebar->raise();
    const int taken = wide && !m_sidebar->isHidden() ? Metrics::SidebarWidth : 0;
    m_stack->setContentsMargins(mirrored ? 0 : taken, 0, mirrored ? taken : 0, 0);
}

void DocumentView::showNotice(const QString &notice)
{
    m_notice->setText(notice);
    m_notice->show();
}

void DocumentView::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && isVisible() && !m_source.path.isEmpty())
        showSource(m_source, true); // its marks are mixed from the palette
}

void DocumentView::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    placeSidebar();
}

void DocumentView::hideEvent(QHideEvent *event)
{
    remember();
    QWidget::hideEvent(event);
}

void DocumentView::remember()
{
    if (!m_states || !m_loaded || m_source.path.isEmpty())
        return;
    DocumentState &state = (*m_states)[m_source.path];
    state.chunk = m_source.chunk;
    if (showsPages()) {
        state.place = m_pdf->place();
        state.fit = m_pdf->fit();
        state.zoom = m_pdf->zoom();
    } else {
        const QScrollBar *bar = m_text->verticalScrollBar();
        state.place = bar->maximum() > 0 ? double(bar->value()) / bar->maximum() : 0;
    }
}

//! What is loaded is shown at the place where it was left.
void DocumentView::restore()
{
    m_loaded = true;
    const DocumentState *state = knownState();
    if (!state || !m_resume || state->chunk != m_source.chunk)
        return;
    if (showsPages())
        return m_pdf->setPlace(state->place);
    m_text->document()->size(); // lays out all of it
    m_text->verticalScrollBar()->setValue(int(state->place * m_text->verticalScrollBar()->maximum()));
}

const DocumentState *DocumentView::knownState() const
{
    if (!m_states)
        return nullptr;
    const auto state = m_states->constFind(m_source.path);
    return state == m_states->cend() ? nullptr : &*state;
}

void DocumentView::openFind()
{
    m_find->open();
}

bool DocumentView::closeFind()
{
    if (!m_sidebar->isHidden() && width() < WideView) {
        setContentsShown(false);
        return true;
    }
    if (!m_find->isVisible())
        return false;
    m_find->close();
    return true;
}

void DocumentView::find(const QString &text, bool backward)
{
    if (m_stack->currentWidget() == m_pdf)
        m_pdf->find(text, backward);
    else
        findInText(text, backward);
}

void DocumentView::findInText(const QString &text, bool backward)
{
    constexpr int MaxMarked = 2'000;
    const QTextDocument::FindFlags flags = backward ? QTextDocument::FindBackward : QTextDocument::FindFlags();
    if (!m_text->find(text, flags)) { // once around
        m_text->moveCursor(backward ? QTextCursor::End : QTextCursor::Start);
        m_text->find(text, flags);
    }
    int count = 0, shown = 0;
    QList<QTextEdit::ExtraSelection> marks;
    QTextCharFormat format;
    format.setBackground(Style::tokensOf(palette()).mark);
    for (QTextCursor at = m_text->document()->find(text, 0); !at.isNull(); at = m_text->document()->find(text, at)) {
        ++count;
        if (at.selectionStart() == m_text->textCursor().selectionStart())
            shown = count;
        if (count <= MaxMarked)
            marks += { at, format };
    }
    m_text->setExtraSelections(marks);
    m_find->showResult(count == 0 ? tr("not found") : tr("%1 of %2").arg(QLocale().toString(shown), QLocale().toString(count)));
}

QString DocumentView::markedWords() const
{
    return hasSentence(m_source) ? m_source.text.mid(m_source.sentenceStart, m_source.sentenceEnd - m_source.sentenceStart) : m_source.text;
}

QString DocumentView::quotation() const
{
    return Ui::quotation(markedWords(), m_source);
}

QString DocumentView::selectionWithPlace() const
{
    if (showsPages())
        return withPlace(m_pdf->selection());
    const QString words = m_text->textCursor().selection().toPlainText();
    return words.trimmed().isEmpty() ? QString() : Ui::quotation(words, m_source);
}

//! The focus stays with the document, whichever way it is shown.
void DocumentView::showWidget(QWidget *widget)
{
    const bool focused = m_stack->currentWidget()->hasFocus();
    m_stack->setCurrentWidget(widget);
    if (focused)
        widget->setFocus();
}

bool DocumentView::event(QEvent *event)
{
    if (event->type() == QEvent::ShortcutOverride) { // the window has an action of these keys
        const auto *key = static_cast<QKeyEvent *>(event);
        if (key->key() == Qt::Key_C && key->modifiers() == (Qt::ControlModifier | Qt::ShiftModifier)) {
            event->accept();
            return true;
        }
    }
    return QWidget::event(event);
}

void DocumentView::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_C && event->modifiers() == (Qt::ControlModifier | Qt::ShiftModifier))
        return copySelection(true);
    if (event->matches(QKeySequence::Copy) && showsPages())
        return copySelection(false);
    QWidget::keyPressEvent(event);
}

bool DocumentView::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::ContextMenu && watched != m_stack) {
        showMenu(static_cast<QContextMenuEvent *>(event)->globalPos());
        return true;
    }
    if (event->type() == QEvent::Resize && watched == m_stack)
        placeSidebar();
    if (event->type() == QEvent::KeyPress && watched == m_text) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (key->key() == Qt::Key_C && key->modifiers() == (Qt::ControlModifier | Qt::ShiftModifier)) {
            keyPressEvent(static_cast<QKeyEvent *>(event));
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void DocumentView::openLink(const QUrl &address)
{
    if (const auto known = webAddress(address.toString(QUrl::FullyEncoded)))
        openAddress(this, *known);
}

} // namespace Heddle::Ui
