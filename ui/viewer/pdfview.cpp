// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/pdfview.h"
#include "ui/common/deliver.h"
#include "ui/style/metrics.h"
#include <QKeyEvent>
#include <QScrollBar>
#include <QWheelEvent>
#include <cmath>

namespace Heddle::Ui {
namespace {

constexpr int CacheKilobytes = 128 * 1024; //!< at least what can be visible at once, with its neighbours
constexpr double Margin = Metrics::WideGap; //!< pixels around and between pages
constexpr double MinZoom = 0.25, MaxZoom = 6;
constexpr double MaxHeight = 1e9; //!< pixels of all pages that can be scrolled to

} // namespace

PdfView::PdfView(Concurrency::WorkPool *files, Concurrency::TaskGroup *tasks, const Library::PageLimits &limits, QWidget *parent)
    : QAbstractScrollArea(parent), m_files(files), m_tasks(tasks), m_limits(limits), m_finder(tasks), m_images(CacheKilobytes)
{
    setAccessibleName(tr("Pages of the document"));
    setFrameShape(QFrame::NoFrame);
    viewport()->setBackgroundRole(QPalette::Window);
    verticalScrollBar()->setSingleStep(40);
    m_patience.setSingleShot(true);
    connect(&m_patience, &QTimer::timeout, this, &PdfView::drawNext);
    viewport()->setMouseTracking(true);
    connectSearch();
}

void PdfView::open(const QString &path, int page, const QString &passage, const QString &sentence)
{
    if (path != m_path)
        closeDocument();
    const std::stop_token stop = m_work.restart(m_tasks->token());
    stopDrawing();
    endFind();
    m_reading.clear();
    m_path = path;
    m_wanted = page;
    m_marks = {};
    auto opening = openPdf(m_files, m_limits, m_pdf, path, stop);
    deliver(m_tasks, this, load(std::move(opening), { page, passage, sentence }, stop), [this, stop](const Result<Loaded> &loaded) {
        if (!stop.stop_requested())
            showDocument(loaded);
    });
}

void PdfView::closeDocument()
{
    m_work.stop();
    endFind();
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
    m_reading.clear();
    m_selection.reset();
}

double PdfView::scale(int page) const
{
    const QSizeF size = m_pdf.sizes[page];
    const double width = std::max(1.0, viewport()->width() - 2 * Margin) / std::max(1.0, size.width());
    if (m_fit == Fit::Page)
        return std::min(width, std::max(1.0, viewport()->height() - 2 * Margin) / std::max(1.0, size.height()));
    return width * (m_fit == Fit::Width ? 1 : m_zoom);
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
    const double width = (viewport()->width() - 2 * Margin) * (m_fit == Fit::None ? m_zoom : 1) + 2 * Margin;
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
    const double left = std::max(Margin, (viewport()->width() - size.width()) / 2); // one that is narrower stands in the middle
    return { left - horizontalScrollBar()->value(), m_tops[page] - verticalScrollBar()->value(), size.width(), size.height() };
}

int PdfView::currentPage() const
{
    return pageAt(verticalScrollBar()->value() + viewport()->height() / 2.0);
}

void PdfView::scrollTo(double y)
{
    verticalScrollBar()->setValue(qRound(std::clamp(y, 0.0, MaxHeight)));
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
    showBoxes(m_marks.page, m_marks.boxes.value(m_marks.page));
    m_markTop = verticalScrollBar()->value();
}

void PdfView::showBoxes(int page, const QList<QRectF> &boxes)
{
    if (boxes.isEmpty() || page >= pageCount())
        return;
    const QRectF first = boxes.first();
    scrollTo(m_tops[page] + first.top() * scale(page) - viewport()->height() / 3.0);
    horizontalScrollBar()->setValue(int(first.left() * scale(page) - viewport()->width() / 3.0));
}

void PdfView::showPlace(int page, double top)
{
    if (page >= 0 && page < pageCount())
        scrollTo(m_tops[page] + top * scale(page) - Margin);
}

double PdfView::place() const
{
    const int page = pageAt(verticalScrollBar()->value() + Margin);
    return pageCount() == 0 ? 0 : page + (verticalScrollBar()->value() - m_tops[page]) / (m_tops[page + 1] - m_tops[page]);
}

void PdfView::setPlace(double place)
{
    if (pageCount() == 0)
        return;
    const int page = std::clamp(int(std::floor(place)), 0, pageCount() - 1);
    scrollTo(m_tops[page] + (place - page) * (m_tops[page + 1] - m_tops[page]));
}

double PdfView::zoom() const
{
    if (m_fit != Fit::Page || pageCount() == 0)
        return m_fit == Fit::Width ? 1 : m_zoom;
    const int page = currentPage();
    return scale(page) * m_pdf.sizes[page].width() / std::max(1.0, viewport()->width() - 2 * Margin);
}

//! Changes the size of pages around what is in the middle of the view.
void PdfView::keepPlace(const std::function<void()> &change)
{
    const int page = currentPage();
    const double place = pageCount() == 0
        ? 0
        : (verticalScrollBar()->value() + viewport()->height() / 2.0 - m_tops[page]) / (m_tops[page + 1] - m_tops[page]);
    change();
    layOut();
    if (pageCount() > 0)
        scrollTo(m_tops[page] + place * (m_tops[page + 1] - m_tops[page]) - viewport()->height() / 2.0);
    drawNext();
    Q_EMIT zoomChanged();
}

void PdfView::setZoom(double zoom)
{
    zoom = std::clamp(zoom, MinZoom, MaxZoom);
    if (m_fit == Fit::None && qFuzzyCompare(zoom, m_zoom))
        return;
    keepPlace([this, zoom] {
        m_zoom = zoom;
        m_fit = qFuzzyCompare(zoom, 1.0) ? Fit::Width : Fit::None;
    });
}

void PdfView::setFit(Fit fit)
{
    if (fit == m_fit)
        return;
    const int page = currentPage();
    keepPlace([this, fit] { m_fit = fit; });
    if (fit == Fit::Page)
        goToPage(page);
}

void PdfView::resizeEvent(QResizeEvent *)
{
    if (pageCount() == 0)
        return layOut();
    const bool atMark = m_marks.page >= 0 && verticalScrollBar()->value() == m_markTop;
    const double reached = place();
    layOut();
    if (atMark)
        showMark();
    else
        setPlace(reached);
    drawNext();
}

void PdfView::showEvent(QShowEvent *event)
{
    QAbstractScrollArea::showEvent(event);
    drawNext();
    if (m_finder.isInterrupted())
        m_finder.resume(m_work.token());
}

void PdfView::hideEvent(QHideEvent *event)
{
    QAbstractScrollArea::hideEvent(event);
    if (event->spontaneous() || !m_pdf.reader)
        return;
    stopDrawing();
    m_finder.stop();
    m_reading.clear();
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
        setZoom(zoom() * (event->angleDelta().y() > 0 ? 1.1 : 1 / 1.1));
    else
        QAbstractScrollArea::wheelEvent(event);
}

void PdfView::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Plus:
    case Qt::Key_Equal: return setZoom(zoom() * 1.25);
    case Qt::Key_Minus: return setZoom(zoom() / 1.25);
    case Qt::Key_0: return setFit(Fit::Width);
    case Qt::Key_9: return setFit(Fit::Page);
    case Qt::Key_A:
        if (event->modifiers() != Qt::ControlModifier)
            break;
        readLetters(currentPage());
        m_selection.selectPage(currentPage());
        viewport()->update();
        return Q_EMIT selectionChanged();
    case Qt::Key_Home: return goToPage(0);
    case Qt::Key_End: return goToPage(pageCount() - 1);
    default: break;
    }
    QAbstractScrollArea::keyPressEvent(event);
}

} // namespace Heddle::Ui
