// SPDX-License-Identifier: GPL-3.0-or-later
// The words of a PdfView: searching and selecting them.
#include "ui/common/deliver.h"
#include "ui/viewer/pdfview.h"
#include <QMouseEvent>
#include <QScrollBar>

namespace Heddle::Ui {

void PdfView::connectSearch()
{
    connect(&m_finder, &PdfSearch::moved, this, &PdfView::showMatch);
    connect(&m_finder, &PdfSearch::progressed, this, [this] {
        viewport()->update();
        if (m_finder.isComplete())
            Q_EMIT searched(m_finder.number(), m_finder.count());
        else
            Q_EMIT searchProgressed(m_finder.count());
    });
    connect(&m_finder, &PdfSearch::failed, this, [this] { Q_EMIT searchFailed(tr("stopped at a page that can't be read")); });
}

void PdfView::find(const QString &text, bool backward)
{
    if (!m_pdf.reader)
        return;
    if (text != m_finder.text() || (m_finder.count() == 0 && !m_finder.isComplete()))
        return m_finder.start(m_pdf.reader, pageCount(), text, currentPage(), backward, m_work.token());
    if (m_finder.isInterrupted())
        m_finder.resume(m_work.token());
    if (const int page = m_finder.page(); page >= 0 && (page < firstVisible() || page > lastVisible()))
        m_finder.moveTo(currentPage()); // the reader has moved on: start from what is visible
    else
        m_finder.move(backward);
    if (m_finder.isComplete())
        Q_EMIT searched(m_finder.number(), m_finder.count());
}

void PdfView::endFind()
{
    m_finder.clear();
    viewport()->update();
}

void PdfView::showMatch()
{
    showBoxes(m_finder.page(), m_finder.matches(m_finder.page()).value(m_finder.index()));
    viewport()->update();
}

//! The page at a position of the viewport and the place on it in points, if there is one.
std::optional<std::pair<int, QPointF>> PdfView::placeAt(QPoint position) const
{
    if (pageCount() == 0)
        return std::nullopt;
    const int page = pageAt(verticalScrollBar()->value() + position.y());
    return std::pair(page, (QPointF(position) - pageRect(page).topLeft()) / scale(page));
}

void PdfView::readLetters(int page)
{
    if (!m_pdf.reader || m_selection.knows(page) || m_reading.contains(page) || page < 0 || page >= pageCount())
        return;
    m_reading += page;
    const std::stop_token stop = m_work.token();
    deliver(m_tasks, this, m_pdf.reader->letters(page, stop), [this, page, stop](const Result<Library::PageLetters> &letters) {
        if (stop.stop_requested() || stop != m_work.token())
            return;
        m_reading -= page;
        if (!letters)
            return;
        m_selection.setLetters(page, *letters);
        viewport()->update();
        if (page >= m_selection.firstPage() && page <= m_selection.lastPage())
            Q_EMIT selectionChanged();
    });
}

void PdfView::readSelection()
{
    for (const int page : m_selection.unknownPages())
        readLetters(page);
}

QCoro::Task<PdfSelection> PdfView::wholeSelection(std::stop_token stop)
{
    PdfSelection selection = m_selection;
    const auto reader = m_pdf.reader;
    for (const int page : selection.unknownPages()) {
        auto reading = reader->letters(page, stop);
        if (const auto letters = co_await std::move(reading))
            selection.setLetters(page, *letters);
    }
    co_return selection;
}

void PdfView::mousePressEvent(QMouseEvent *event)
{
    const auto at = placeAt(event->pos());
    if (event->button() != Qt::LeftButton || !at)
        return;
    m_selecting = true;
    if (event->modifiers() & Qt::ShiftModifier)
        m_selection.extend(at->first, at->second);
    else
        m_selection.begin(at->first, at->second);
    readLetters(at->first);
    readSelection();
    viewport()->update();
    Q_EMIT selectionChanged();
}

void PdfView::mouseMoveEvent(QMouseEvent *event)
{
    const auto at = placeAt(event->pos());
    if (!at)
        return;
    readLetters(at->first);
    if (!m_selecting) {
        viewport()->setCursor(m_selection.isText(at->first, at->second) ? Qt::IBeamCursor : Qt::ArrowCursor);
        return;
    }
    m_selection.extend(at->first, at->second);
    readSelection();
    const int above = std::min(0, event->pos().y()), below = std::max(0, event->pos().y() - viewport()->height());
    if (above + below != 0)
        scrollTo(verticalScrollBar()->value() + above + below);
    viewport()->update();
    Q_EMIT selectionChanged();
}

void PdfView::mouseReleaseEvent(QMouseEvent *)
{
    m_selecting = false;
}

void PdfView::mouseDoubleClickEvent(QMouseEvent *event)
{
    const auto at = placeAt(event->pos());
    if (event->button() != Qt::LeftButton || !at)
        return;
    m_selection.selectWord(at->first, at->second);
    viewport()->update();
    Q_EMIT selectionChanged();
}

} // namespace Heddle::Ui
