// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/pdfview.h"
#include "ui/common/deliver.h"
#include "ui/common/theme.h"
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <QWheelEvent>

namespace Heddle::Ui {
namespace {

constexpr int CacheKilobytes = 128 * 1024; //!< at least what can be visible at once, with its neighbours
constexpr double Margin = 8; //!< pixels around and between pages
constexpr double MinZoom = 0.25, MaxZoom = 6;

} // namespace

PdfView::PdfView(Concurrency::WorkPool *render, Concurrency::TaskGroup *tasks, QWidget *parent)
    : QAbstractScrollArea(parent), m_render(render), m_tasks(tasks), m_images(CacheKilobytes)
{
    setAccessibleName(tr("Pages of the document"));
    setFrameShape(QFrame::NoFrame);
    viewport()->setBackgroundRole(QPalette::Mid);
    verticalScrollBar()->setSingleStep(40);
}

void PdfView::open(const QString &path, int page, const QString &passage, const QString &sentence)
{
    const std::stop_token stop = m_work.restart(m_tasks->token());
    m_search.stop();
    m_drawing = -1;
    if (path != m_path) {
        m_document.reset();
        m_images.clear();
        m_broken.clear();
    }
    m_path = path;
    m_wanted = page;
    m_marks = {};
    m_match = {};
    const auto load = [known = m_document, path, page, passage, sentence](std::stop_token) -> Result<LoadResult> {
        auto document = known ? Result<std::shared_ptr<PdfDocument>>(known) : PdfDocument::open(path);
        if (!document)
            return document.error();
        const std::shared_ptr<PdfDocument> pdf = *document;
        return LoadResult { pdf,
            findMarks([pdf](int number) { return pdf->text(number); }, int(pdf->sizes().size()), page, passage, sentence) };
    };
    deliver(m_tasks, this, m_render->submit(load, stop, QStringLiteral("open a PDF")), [this, stop](const Result<LoadResult> &loaded) {
        if (!stop.stop_requested())
            showDocument(loaded);
    });
}

void PdfView::showDocument(const Result<LoadResult> &loaded)
{
    if (!loaded) {
        Q_EMIT failed(loaded.error().message);
        return;
    }
    m_document = loaded->document;
    m_marks = loaded->marks;
    layOut();
    showMark();
    drawNext();
    Q_EMIT shown();
}

void PdfView::find(const QString &text, bool backward)
{
    if (!m_document)
        return;
    PdfMatch from = m_match;
    const int top = pageAt(verticalScrollBar()->value()), bottom = pageAt(verticalScrollBar()->value() + viewport()->height());
    if (from.page < top || from.page > bottom) // the reader has moved on: start from what is visible
        from = { currentPage(), backward ? std::numeric_limits<int>::max() : -1, {} };
    const std::stop_token stop = m_search.restart(m_tasks->token());
    deliver(m_tasks, this, findInPdf(m_render, m_document, text, from, backward, stop), [this, stop](const Result<PdfMatch> &match) {
        if (match && !stop.stop_requested())
            showMatch(*match);
    });
}

void PdfView::showMatch(const PdfMatch &match)
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
    const double width = m_document->sizes()[page].width();
    return (viewport()->width() - 2 * Margin) * m_zoom / std::max(1.0, width);
}

void PdfView::layOut()
{
    if (!m_document)
        return;
    m_tops.clear();
    double y = Margin;
    for (int page = 0; page < pageCount(); ++page) {
        m_tops += y;
        y += m_document->sizes()[page].height() * scale(page) + Margin;
    }
    m_tops += y;
    verticalScrollBar()->setPageStep(viewport()->height());
    verticalScrollBar()->setRange(0, std::max(0, int(y) - viewport()->height()));
    horizontalScrollBar()->setPageStep(viewport()->width());
    horizontalScrollBar()->setRange(0, std::max(0, int((viewport()->width() - 2 * Margin) * m_zoom + 2 * Margin) - viewport()->width()));
    viewport()->update();
}

int PdfView::pageAt(double y) const
{
    const auto after = std::upper_bound(m_tops.cbegin(), m_tops.cend(), y);
    return std::clamp(int(after - m_tops.cbegin()) - 1, 0, std::max(0, pageCount() - 1));
}

QRectF PdfView::pageRect(int page) const
{
    const QSizeF size = m_document->sizes()[page] * scale(page);
    return { Margin - horizontalScrollBar()->value(), m_tops[page] - verticalScrollBar()->value(), size.width(), size.height() };
}

int PdfView::currentPage() const
{
    return m_document ? pageAt(verticalScrollBar()->value() + viewport()->height() / 2.0) : 0;
}

void PdfView::goToPage(int page)
{
    if (m_document && page >= 0 && page < pageCount())
        verticalScrollBar()->setValue(int(m_tops[page] - Margin));
}

void PdfView::showMark()
{
    if (m_marks.page < 0) {
        goToPage(m_wanted);
        return;
    }
    const QRectF first = m_marks.boxes.value(m_marks.page).first();
    verticalScrollBar()->setValue(int(m_tops[m_marks.page] + first.top() * scale(m_marks.page) - viewport()->height() / 3.0));
    horizontalScrollBar()->setValue(int(first.left() * scale(m_marks.page) - viewport()->width() / 3.0));
}

void PdfView::setZoom(double zoom)
{
    zoom = std::clamp(zoom, MinZoom, MaxZoom);
    if (!m_document || qFuzzyCompare(zoom, m_zoom))
        return;
    const int page = currentPage();
    const double place = (verticalScrollBar()->value() + viewport()->height() / 2.0 - m_tops[page]) / (m_tops[page + 1] - m_tops[page]);
    m_zoom = zoom;
    layOut();
    verticalScrollBar()->setValue(int(m_tops[page] + place * (m_tops[page + 1] - m_tops[page]) - viewport()->height() / 2.0));
    drawNext();
}

//! Draws one page at a time: first the visible ones, then a neighbour on each side.
void PdfView::drawNext()
{
    if (!m_document || m_drawing >= 0 || !isVisible())
        return;
    const int first = pageAt(verticalScrollBar()->value()), last = pageAt(verticalScrollBar()->value() + viewport()->height());
    QList<int> wanted;
    for (int page = first; page <= last; ++page)
        wanted += page;
    wanted += { last + 1, first - 1 };
    for (const int page : std::as_const(wanted)) {
        if (page < 0 || page >= pageCount() || m_broken.contains(page))
            continue;
        const double pixels = scale(page) * devicePixelRatioF();
        const Drawn *drawn = m_images.object(page);
        if (drawn && std::abs(drawn->scale - pixels) < 0.01 * pixels)
            continue;
        draw(page, pixels);
        return;
    }
}

void PdfView::draw(int page, double scale)
{
    m_drawing = page;
    const std::stop_token stop = m_work.token();
    const auto render = [document = m_document, page, scale](std::stop_token token) { return document->render(page, scale, token); };
    deliver(m_tasks, this, m_render->submit(render, stop, QStringLiteral("draw a page")),
        [this, stop, page, scale](const Result<QImage> &image) {
            if (!stop.stop_requested())
                keepDrawn(page, scale, image);
        });
}

void PdfView::keepDrawn(int page, double scale, const Result<QImage> &image)
{
    m_drawing = -1;
    if (image)
        m_images.insert(page, new Drawn { *image, scale }, std::max<qsizetype>(1, image->sizeInBytes() / 1024));
    else
        m_broken += page;
    viewport()->update();
    drawNext();
}

void PdfView::paintEvent(QPaintEvent *)
{
    QPainter painter(viewport());
    painter.fillRect(viewport()->rect(), palette().color(QPalette::Mid));
    if (!m_document)
        return;
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    const int first = pageAt(verticalScrollBar()->value()), last = pageAt(verticalScrollBar()->value() + viewport()->height());
    for (int page = first; page <= last; ++page) {
        const QRectF rect = pageRect(page);
        painter.fillRect(rect, Qt::white);
        if (const Drawn *drawn = m_images.object(page)) {
            painter.drawImage(rect, drawn->image);
        } else {
            painter.setPen(Qt::darkGray);
            painter.drawText(rect, Qt::AlignHCenter | Qt::AlignTop,
                m_broken.contains(page) ? tr("Page %1 can't be drawn").arg(page + 1) : tr("Page %1").arg(page + 1));
        }
        painter.setCompositionMode(QPainter::CompositionMode_Multiply);
        for (const QRectF &box : m_marks.boxes.value(page)) {
            const double s = scale(page);
            painter.fillRect(QRectF(rect.topLeft() + box.topLeft() * s, box.size() * s).adjusted(-1, -1, 1, 1), Theme::pageMark());
        }
        painter.setCompositionMode(QPainter::CompositionMode_SourceOver);
    }
    if (const int page = currentPage(); page != m_lastPage) {
        m_lastPage = page;
        QMetaObject::invokeMethod(
            this, [this, page] { Q_EMIT pageChanged(page); }, Qt::QueuedConnection);
    }
}

void PdfView::resizeEvent(QResizeEvent *)
{
    const int page = currentPage();
    layOut();
    if (m_document) {
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

void PdfView::scrollContentsBy(int, int)
{
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
