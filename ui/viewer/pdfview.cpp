// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/pdfview.h"
#include "ui/common/theme.h"
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <QWheelEvent>

namespace Heddle::Ui {
namespace {

constexpr int CacheKilobytes = 128 * 1024; //!< at least what can be visible at once, with its neighbours
constexpr double Margin = 8; //!< pixels around and between pages
constexpr int SearchedAtOnce = 16; //!< pages
constexpr double SmallestZoom = 0.25, LargestZoom = 6;

} // namespace

PdfView::PdfView(Flow::Pools *pools, Concurrency::TaskGroup *tasks, QWidget *parent)
    : QAbstractScrollArea(parent), m_pools(pools), m_tasks(tasks), m_images(CacheKilobytes)
{
    setAccessibleName(tr("Pages of the document"));
    setFrameShape(QFrame::NoFrame);
    viewport()->setBackgroundRole(QPalette::Mid);
    verticalScrollBar()->setSingleStep(40);
}

PdfView::~PdfView()
{
    m_searchStop.request_stop();
    m_stop.request_stop();
}

void PdfView::open(const QString &path, int page, const QString &passage, const QString &sentence)
{
    m_stop.request_stop();
    m_stop = std::stop_source();
    m_drawing = -1;
    if (path != m_path) {
        m_document.reset();
        m_images.clear();
        m_broken.clear();
    }
    m_path = path;
    m_wanted = page;
    m_marks = {};
    m_found = {};
    m_searchStop.request_stop();
    m_tasks->add(load(this, m_pools, m_document, path, page, passage, sentence, m_stop.get_token()));
}

QCoro::Task<void> PdfView::load(QPointer<PdfView> view, Flow::Pools *pools, std::shared_ptr<PdfDocument> known, QString path, int page,
    QString passage, QString sentence, std::stop_token stop)
{
    auto task = pools->render.submit(
        [known, path, page, passage, sentence](std::stop_token) -> Result<Opened> {
            auto document = known ? Result<std::shared_ptr<PdfDocument>>(known) : PdfDocument::open(path);
            if (!document)
                return document.error();
            const std::shared_ptr<PdfDocument> pdf = *document;
            return Opened { pdf,
                findMarks([pdf](int number) { return pdf->text(number); }, int(pdf->sizes().size()), page, passage, sentence) };
        },
        stop, QStringLiteral("open a PDF"));
    const auto opened = co_await std::move(task);
    if (!view || stop.stop_requested())
        co_return;
    if (!opened) {
        Q_EMIT view->failed(opened.error().message);
        co_return;
    }
    view->m_document = opened->document;
    view->m_marks = opened->marks;
    view->layOut();
    view->showMark();
    view->drawNext();
    Q_EMIT view->shown();
}

void PdfView::find(const QString &text, bool backward)
{
    if (!m_document)
        return;
    m_searchStop.request_stop();
    m_searchStop = std::stop_source();
    Found from = m_found;
    const int top = pageAt(verticalScrollBar()->value()), bottom = pageAt(verticalScrollBar()->value() + viewport()->height());
    if (from.page < top || from.page > bottom) // from what is seen
        from = { currentPage(), backward ? std::numeric_limits<int>::max() : -1, {} };
    m_tasks->add(search(this, m_pools, m_document, text, from, backward, m_searchStop.get_token()));
}

QCoro::Task<void> PdfView::search(QPointer<PdfView> view, Flow::Pools *pools, std::shared_ptr<PdfDocument> document, QString text,
    Found from, bool backward, std::stop_token stop)
{
    const int pages = int(document->sizes().size());
    // A few pages a job: what is to be drawn meanwhile comes in between. The first page comes twice: after the mark, and
    // at the end up to it.
    for (int first = 0; first <= pages; first += SearchedAtOnce) {
        auto task = pools->render.submit(
            [=](std::stop_token token) -> Result<Found> {
                for (int step = first; step < std::min(first + SearchedAtOnce, pages + 1) && !token.stop_requested(); ++step) {
                    const int page = (from.page + (backward ? pages - step % pages : step)) % pages;
                    const QList<QList<QRectF>> places = findOnPage(document->text(page), text);
                    const int last = int(places.size()) - 1;
                    const int index = step > 0 ? (backward ? last : 0) : backward ? std::min(from.index - 1, last) : from.index + 1;
                    if (index >= 0 && index <= last)
                        return Found { page, index, places[index] };
                }
                return Found {};
            },
            stop, QStringLiteral("search in a PDF"));
        const auto found = co_await std::move(task);
        if (!view || stop.stop_requested() || !found)
            co_return;
        if (found->page >= 0) {
            view->m_found = *found;
            view->m_marks = { found->page, {} };
            view->m_marks.boxes.insert(found->page, found->boxes);
            view->showMark();
            view->viewport()->update();
            Q_EMIT view->searched(true);
            co_return;
        }
    }
    Q_EMIT view->searched(false);
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
    zoom = std::clamp(zoom, SmallestZoom, LargestZoom);
    if (!m_document || qFuzzyCompare(zoom, m_zoom))
        return;
    const int page = currentPage();
    const double place = (verticalScrollBar()->value() + viewport()->height() / 2.0 - m_tops[page]) / (m_tops[page + 1] - m_tops[page]);
    m_zoom = zoom;
    layOut();
    verticalScrollBar()->setValue(int(m_tops[page] + place * (m_tops[page + 1] - m_tops[page]) - viewport()->height() / 2.0));
    drawNext();
}

//! One page at a time: the visible ones first, then a neighbour on each side.
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
        m_drawing = page;
        m_tasks->add(draw(this, m_pools, m_document, page, pixels, m_stop.get_token()));
        return;
    }
}

QCoro::Task<void> PdfView::draw(
    QPointer<PdfView> view, Flow::Pools *pools, std::shared_ptr<PdfDocument> document, int page, double scale, std::stop_token stop)
{
    auto task = pools->render.submit([document, page, scale](std::stop_token token) { return document->render(page, scale, token); }, stop,
        QStringLiteral("draw a page"));
    const auto image = co_await std::move(task);
    if (!view || stop.stop_requested())
        co_return;
    view->m_drawing = -1;
    if (image)
        view->m_images.insert(page, new Drawn { *image, scale }, std::max<qsizetype>(1, image->sizeInBytes() / 1024));
    else
        view->m_broken += page;
    view->viewport()->update();
    view->drawNext();
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
