// SPDX-License-Identifier: GPL-3.0-or-later
// What a DocumentView shows of a document, and what can be taken of it as a picture.
#include "core/library/reach.h"
#include "ui/common/choosefile.h"
#include "ui/common/deliver.h"
#include "ui/common/plaintext.h"
#include "ui/common/sources.h"
#include "ui/common/textview.h"
#include "ui/style/metrics.h"
#include "ui/viewer/documentview.h"
#include "ui/viewer/formattedview.h"
#include "ui/viewer/markedtext.h"
#include <QClipboard>
#include <QFile>
#include <QFileInfo>
#include <QGuiApplication>
#include <QMenu>
#include <QScrollBar>
#include <QStackedWidget>
#include <QStringDecoder>
#include <QTextDocumentFragment>

namespace Heddle::Ui {
namespace {

constexpr int PicturePixels = 1654; //!< of a page's width: A4 at 200 dots an inch

bool endsWith(const QString &path, std::initializer_list<const char *> endings)
{
    return std::any_of(endings.begin(), endings.end(),
        [&path](const char *ending) { return path.endsWith(QLatin1String(ending), Qt::CaseInsensitive); });
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

} // namespace

void DocumentView::loadPages()
{
    m_loaded = false;
    if (const DocumentState *state = knownState()) {
        if (state->fit == PdfView::Fit::None)
            m_pdf->setZoom(state->zoom);
        else
            m_pdf->setFit(state->fit);
    }
    m_pdf->open(m_source.path, m_source.page - 1, m_source.text, markedWords());
}

void DocumentView::showPages()
{
    showWidget(m_pdf);
    if (m_pdf->marks().page < 0)
        showNotice(tr("The sentence was not found on the page; the file may have changed since."));
    restore();
    Q_EMIT kindChanged();
}

void DocumentView::loadText()
{
    m_loaded = false;
    m_text->clear();
    m_pdf->closeDocument();
    setContentsShown(false);
    const std::stop_token stop = m_loading.token();
    deliver(m_tasks, this, m_catalog->textAround(m_source.chunk, stop), [this, stop](const Result<Library::DocumentText> &text) {
        if (!stop.stop_requested())
            showText(text);
    });
}

void DocumentView::showText(const Result<Library::DocumentText> &text)
{
    if (!text)
        showPassage(tr("The file has changed since. This is the passage as it was."));
    else if (endsWith(m_source.path, { ".md", ".markdown" }))
        showMarkdown(*text);
    else if (endsWith(m_source.path, { ".html", ".htm", ".xhtml" }))
        showHtml(*text);
    else
        showPlain(*text);
}

void DocumentView::showMarkdown(const Library::DocumentText &text)
{
    auto reading = m_files->submit([path = m_source.path](std::stop_token stop) { return readText(path, stop); },
        Concurrency::Context(m_loading.token()), QStringLiteral("read document"));
    deliver(m_tasks, this, std::move(reading), [this, text, shown = m_loading.token()](const Result<QString> &markdown) {
        if (shown.stop_requested())
            return;
        int markAt = -1;
        if (markdown) {
            m_text->clear();
            markAt = insertRendered(m_text->document(), *markdown, m_source.text, markedWords(), QGuiApplication::palette());
        }
        showAsItLooks(text, markAt, false);
    });
}

void DocumentView::showHtml(const Library::DocumentText &text)
{
    auto reading = readFormatted(m_files, m_source.path, m_source.text, m_loading.token());
    deliver(m_tasks, this, std::move(reading), [this, text, shown = m_loading.token()](const Result<Library::FormattedText> &page) {
        if (shown.stop_requested())
            return;
        int markAt = -1;
        if (page) {
            m_text->setUpdatesEnabled(false);
            m_text->clear();
            insertFormatted(m_text->document(), *page, QGuiApplication::palette());
            markAt = markWords(m_text->document(), m_source.text, markedWords(), QGuiApplication::palette());
            m_text->setUpdatesEnabled(true);
        }
        showAsItLooks(text, markAt, page && page->more);
    });
}

void DocumentView::showAsItLooks(const Library::DocumentText &text, int markAt, bool more)
{
    if (markAt < 0) // it is another file by now, or reads otherwise than it looks
        return showPlain(text);
    showWidget(m_text);
    showMark(markAt);
    if (more)
        showNotice(tr("A part of a long document; open the file for all of it."));
}

void DocumentView::showPlain(const Library::DocumentText &text)
{
    showMarked(text.text, text.passageStart, text.passageEnd, text.headings);
    if (text.more)
        showNotice(tr("A part of a long document; open the file for all of it."));
}

void DocumentView::showPassage(const QString &notice)
{
    showMarked(m_source.text, 0, m_source.text.size(), {});
    showNotice(notice);
}

void DocumentView::showMarked(const QString &text, qsizetype passageStart, qsizetype passageEnd, const QStringList &headings)
{
    MarkedText marked { text, { passageStart, passageEnd }, { passageStart, passageEnd }, headings };
    if (m_source.sentenceStart >= 0)
        marked.sentence = { passageStart + m_source.sentenceStart, passageStart + m_source.sentenceEnd };
    m_text->setUpdatesEnabled(false);
    m_text->clear();
    const int markAt = insertMarked(m_text->document(), marked, palette());
    m_text->setUpdatesEnabled(true);
    showWidget(m_text);
    showMark(markAt);
}

void DocumentView::showMark(int position)
{
    QTextCursor place(m_text->document());
    place.setPosition(position);
    m_text->setTextCursor(place);
    QScrollBar *bar = m_text->verticalScrollBar();
    bar->setValue(bar->value() + m_text->cursorRect().top() - m_text->viewport()->height() / 3);
    restore();
    Q_EMIT kindChanged();
}

void DocumentView::addActions(QMenu *menu)
{
    const bool selected = !selectionWithPlace().isEmpty();
    QAction *copying = menu->addAction(tr("Copy"), this, [this] { copySelection(false); });
    copying->setShortcut(QKeySequence::Copy);
    copying->setEnabled(selected);
    QAction *quoting =
        menu->addAction(selected ? tr("Copy with its place") : tr("Copy the passage with its place"), this, [this] { copySelection(true); });
    quoting->setShortcut(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C));
    if (!showsPages())
        return;
    menu->addSeparator();
    menu->addAction(tr("Copy the page as a picture"), this, &DocumentView::copyPage);
    menu->addAction(tr("Save the page as a picture…"), this, &DocumentView::savePage);
}

void DocumentView::showMenu(const QPoint &place)
{
    auto *menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("documentMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    addActions(menu);
    Q_EMIT menuRequested(menu);
    menu->popup(place);
}

QString DocumentView::withPlace(const PdfSelection &selection) const
{
    Dialog::Source place = m_source;
    place.page = selection.firstPage() + 1;
    if (place.page != m_source.page)
        place.heading.clear(); // it is known of the passage only
    const QString words = selection.text();
    return words.trimmed().isEmpty() ? QString() : Ui::quotation(words, place);
}

//! Copies what is selected, once the letters of all its pages are known; with its place, else the passage where nothing is selected.
void DocumentView::copySelection(bool quoted)
{
    const auto copy = [this, quoted](const QString &words) {
        if (quoted || !words.isEmpty())
            QGuiApplication::clipboard()->setText(words.isEmpty() ? quotation() : words);
    };
    if (!showsPages())
        return copy(quoted ? selectionWithPlace() : m_text->textCursor().selection().toPlainText());
    const auto copyPages = [this, copy, quoted](const PdfSelection &selection) {
        copy(quoted ? withPlace(selection) : selection.text());
        if (!selection.unknownPages().isEmpty())
            showNotice(tr("A part of the selection can't be read and was not copied."));
    };
    if (m_pdf->selection().unknownPages().isEmpty())
        return copyPages(m_pdf->selection());
    const std::stop_token stop = m_loading.token();
    deliver(m_tasks, this, m_pdf->wholeSelection(stop), [copyPages, stop](const PdfSelection &selection) {
        if (!stop.stop_requested())
            copyPages(selection);
    });
}

void DocumentView::copyPage()
{
    deliver(m_tasks, this, m_pdf->picture(m_pdf->currentPage(), PicturePixels, m_loading.token()), [this](const QImage &picture) {
        if (picture.isNull())
            showNotice(tr("The page can't be drawn."));
        else
            QGuiApplication::clipboard()->setImage(picture);
    });
}

void DocumentView::savePage()
{
    const int page = m_pdf->currentPage();
    const QString name = tr("%1, page %2").arg(QFileInfo(m_source.path).completeBaseName()).arg(page + 1);
    chooseFile(this, tr("Save the page as a picture"), name, QStringLiteral("png"), [this, page](const QString &path) {
        deliver(m_tasks, this, m_pdf->picture(page, PicturePixels, m_loading.token()), [this, path](const QImage &picture) {
            auto saving = m_files->submit(
                [picture, path](std::stop_token) -> Status {
                    if (!picture.isNull() && picture.save(path, "PNG"))
                        return Done {};
                    return Error { ErrorCode::Storage, tr("The picture could not be saved to %1.").arg(path), {}, true };
                },
                m_tasks->token(), QStringLiteral("save a picture"));
            deliver(m_tasks, this, std::move(saving), [this](const Status &saved) {
                if (!saved)
                    showNotice(saved.error().message);
            });
        });
    });
}

} // namespace Heddle::Ui
