// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/pdfview.h"
#include "ui/common/deliver.h"
#include "ui/style/metrics.h"
#include <QKeyEvent>
#include <QScrollBar>
#include <QWheelEvent>

namespace Heddle::Ui {
namespace {

constexpr int CacheKilobytes = 128 * 1024; //!< at least what can be visible at once, with its neighbours
constexpr double Margin = Metrics::WideGap; //!< pixels around and between pages
constexpr double MinZoom = 0.25, MaxZoom = 6;
constexpr double MaxHeight = 1e9; //!< pixels of all pages that can be scrolled to

} // namespace

PdfView::PdfView(Concurrency::WorkPool *files, Concurrency::TaskGroup *tasks, const Library::PageLimits &limits, QWidget *parent)
    : QAbstractScrollArea(parent), m_files(files), m_tasks(tasks), m_limits(limits), m_images(CacheKilobytes)
{
    setAccessibleName(tr("Pages of the document"));
    setFrameShape(QFrame::NoFrame);
    viewport()->setBackgroundRole(QPalette::Window);
    verticalScrollBar()->setSingleStep(40);
    m_patience.setSingleShot(true);
    connect(&m_patience, &QTimer::timeout, this, &PdfView::drawNext);
}

void PdfView::open(const QString &path, int page, const QString &passage, const QString &sentence)
{
    if (path != m_path)
        closeDocument();
    const std::stop_token stop = m_work.restart(m_tasks->token());
    stopDrawing();
    m_search.stop();
    m_path = path;
    m_wanted = page;
    m_marks = {};
    m_match = {};
    auto opening = openPdf(m_files, m_limits, m_pdf, path, stop);
    deliver(m_tasks, this, load(std::move(opening), { page, passage, sentence }, stop), [this, stop](const Result<Loaded> &loaded) {
        if (!stop.stop_requested())
            showDocument(loaded);
    });
}

void PdfView::closeDocument()
{
    m_work.stop();
    m_search.stop();
    stopDrawing();
    setPdf({});
    m_path.clear();
    layOut();
}

QCoro::Task<Result<PdfView::Loaded>> PdfView::load(QCoro::Task<Result<OpenPdf>> opening, Quotation quotation, std::stop_token stop)
{
    HEDDLE_CO_TRY_VALUE(OpenPdf pdf, co_await std::move(opening));
    auto marking = pdf.reader->marks(quotation.page, quotation.passage, quotation.sentence, stop);
    const auto marks = co_await std::move(marking);
    // Where the words of the page can't be read, the page may still be drawn.
    co_return Loaded { pdf, marks ? *marks : Library::PageMarks() };
}

void PdfView::showDocument(const Result<Loaded> &loaded)
{
    if (!loaded) {
        closeDocument();
        Q_EMIT failed(loaded.error().message);
        return;
    }
    setPdf(loaded->pdf);
    m_marks = loaded->marks;
    layOut();
    showMark();
    drawNext();
    Q_EMIT shown();
    if (!isVisible())
        m_pdf.reader->rest();
}

void PdfView::setPdf(const OpenPdf &pdf)
{
    if (pdf.reader == m_pdf.reader)
        return;
    m_pdf = pdf;
    m_images.clear();
    m_failures.clear();
    m_retried.clear();
}

void PdfView::find(const QString &text, bool backward)
{
    if (!m_pdf.reader)
        return;
    Library::PageMatch from = m_match;
    if (from.page < firstVisible() || from.page > lastVisible()) // the reader has moved on: start from what is visible
        from = { currentPage(), backward ? std::numeric_limits<int>::max() : -1, {} };
    const std::stop_token stop = m_search.restart(m_work.token());
    deliver(m_tasks, this, m_pdf.reader->find(text, from, backward, stop), [this, stop](const Result<Library::PageMatch> &match) {
        if (stop.stop_requested())
            return;
        if (match)
            showMatch(*match);
        else
            Q_EMIT searchFailed(tr("stopped at a page that can't be read"));
    });
}

void PdfView::showMatch(const Library::PageMatch &match)
{
    if (match.page >= 0) {
        m_match = match;
        m_marks = { match.page, {} };
        m_marks.boxes.insert(match.page, match.boxes);
        showMark();
        viewport()->update();
    }
    Q_EMIT searched(match.page >= 0);
}

double PdfView::scale(int page) const
{
    const double width = m_pdf.sizes[page].width();
    return (viewport()->width() - 2 * Margin) * m_zoom / std::max(1.0, width);
}

void PdfView::layOut()
{
    m_tops.clear();
    double y = Margin;
    for (int page = 0; page < pageCount(); ++page) {
        m_tops += y;
        y += m_pdf.sizes[page].height() * scale(page) + Margin;
    }
    m_tops += y;
    const double width = (viewport()->width() - 2 * Margin) * m_zoom + 2 * Margin;
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setRange(0, std::max(0, int(std::min(y, MaxHeight)) - viewport()->height()));
    horizontalScrollBar()->setPageStep(viewport()->width());
    horizontalScrollBar()->setRange(0, pageCount() == 0 ? 0 : std::max(0, int(width) - viewport()->width()));
    placeButtons();
    viewport()->update();
}

int PdfView::pageAt(double y) const
{
    const auto after = std::upper_bound(m_tops.cbegin(), m_tops.cend(), y);
    return std::clamp(int(after - m_tops.cbegin()) - 1, 0, std::max(0, pageCount() - 1));
}

int PdfView::firstVisible() const
{
    return pageAt(verticalScrollBar()->value());
}

int PdfView::lastVisible() const
{
    return pageAt(verticalScrollBar()->value() + viewport()->height());
}

QRectF PdfView::pageRect(int page) const
{
    const QSizeF size = m_pdf.sizes[page] * scale(page);
    return { Margin - horizontalScrollBar()->value(), m_tops[page] - verticalScrollBar()->value(), size.width(), size.height() };
}

int PdfView::currentPage() const
{
    return pageAt(verticalScrollBar()->value() + viewport()->height() / 2.0);
}

void PdfView::scrollTo(double y)
{
    verticalScrollBar()->setValue(int(std::clamp(y, 0.0, MaxHeight)));
}

void PdfView::goToPage(int page)
{
    if (page >= 0 && page < pageCount())
        scrollTo(m_tops[page] - Margin);
}

void PdfView::showMark()
{
    if (m_marks.page < 0) {
        goToPage(m_wanted);
        return;
    }
    const QRectF first = m_marks.boxes.value(m_marks.page).first();
    scrollTo(m_tops[m_marks.page] + first.top() * scale(m_marks.page) - viewport()->height() / 3.0);
    horizontalScrollBar()->setValue(int(first.left() * scale(m_marks.page) - viewport()->width() / 3.0));
}

void PdfView::setZoom(double zoom)
{
    zoom = std::clamp(zoom, MinZoom, MaxZoom);
    if (pageCount() == 0 || qFuzzyCompare(zoom, m_zoom))
        return;
    const int page = currentPage();
    const double place = (verticalScrollBar()->value() + viewport()->height() / 2.0 - m_tops[page]) / (m_tops[page + 1] - m_tops[page]);
    m_zoom = zoom;
    layOut();
    scrollTo(m_tops[page] + place * (m_tops[page + 1] - m_tops[page]) - viewport()->height() / 2.0);
    drawNext();
}

void PdfView::resizeEvent(QResizeEvent *)
{
    const int page = currentPage();
    layOut();
    if (pageCount() > 0) {
        if (m_marks.page == page)
            showMark();
        else
            goToPage(page);
        drawNext();
    }
}

void PdfView::showEvent(QShowEvent *event)
{
    QAbstractScrollArea::showEvent(event);
    drawNext();
}

void PdfView::hideEvent(QHideEvent *event)
{
    QAbstractScrollArea::hideEvent(event);
    if (event->spontaneous() || !m_pdf.reader)
        return;
    stopDrawing();
    m_search.stop();
    m_pdf.reader->rest();
}

void PdfView::scrollContentsBy(int, int)
{
    placeButtons();
    viewport()->update();
    drawNext();
}

void PdfView::wheelEvent(QWheelEvent *event)
{
    if (event->modifiers() & Qt::ControlModifier)
        setZoom(m_zoom * (event->angleDelta().y() > 0 ? 1.1 : 1 / 1.1));
    else
        QAbstractScrollArea::wheelEvent(event);
}

void PdfView::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Plus:
    case Qt::Key_Equal: return setZoom(m_zoom * 1.25);
    case Qt::Key_Minus: return setZoom(m_zoom / 1.25);
    case Qt::Key_0: return setZoom(1);
    case Qt::Key_Home: return goToPage(0);
    case Qt::Key_End: return goToPage(pageCount() - 1);
    default: QAbstractScrollArea::keyPressEvent(event);
    }
}

} // namespace Heddle::Ui
