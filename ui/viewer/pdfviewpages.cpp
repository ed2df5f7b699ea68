// SPDX-License-Identifier: GPL-3.0-or-later
// The pages of a PdfView: how each is drawn, and what is shown where it could not be.
#include "ui/common/deliver.h"
#include "ui/style/metrics.h"
#include "ui/style/pagecolors.h"
#include "ui/style/tokens.h"
#include "ui/viewer/pdfview.h"
#include <QGuiApplication>
#include <QPainter>
#include <QPushButton>
#include <cmath>

namespace Heddle::Ui {
namespace {

constexpr double MaxImagePixels = 6e6; //!< a larger page is drawn smaller
constexpr int Retries = 3; //!< times the usual limit that a page may take once the user has asked again
constexpr int FailureFlags = Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap;
constexpr std::chrono::milliseconds Patience { 300 }; //!< with a page that is no longer visible

//! An image of the shared memory itself, which lives as long.
QImage toImage(const std::shared_ptr<Library::SharedPixels> &pixels)
{
    const QSize size = pixels->size();
    return QImage(
        pixels->data(), size.width(), size.height(), qsizetype(size.width()) * 4, QImage::Format_RGB32,
        [](void *kept) { delete static_cast<std::shared_ptr<Library::SharedPixels> *>(kept); },
        new std::shared_ptr<Library::SharedPixels>(pixels));
}

} // namespace

QSize PdfView::pixelsFor(QSizeF points, double scale)
{
    const double pixels = points.width() * points.height() * scale * scale;
    const double fit = pixels > MaxImagePixels ? scale * std::sqrt(MaxImagePixels / pixels) : scale;
    return { std::max(1, int(std::lround(points.width() * fit))), std::max(1, int(std::lround(points.height() * fit))) };
}

//! The visible pages, then a neighbour on each side, then one more: most people read on downwards.
QList<int> PdfView::wantedPages() const
{
    QList<int> wanted;
    for (int page = firstVisible(); page <= lastVisible(); ++page)
        wanted += page;
    for (const int page : { lastVisible() + 1, firstVisible() - 1, lastVisible() + 2 }) {
        if (page >= 0 && page < pageCount())
            wanted += page;
    }
    return wanted;
}

//! Draws one page at a time. One that was scrolled away is kept when it comes, but is not waited for when it takes long.
void PdfView::drawNext()
{
    if (!m_pdf.reader || !isVisible())
        return;
    const QList<int> wanted = wantedPages();
    if (m_drawing >= 0) {
        if (wanted.contains(m_drawing) || m_drawingTime.elapsed() < Patience.count())
            return;
        stopDrawing();
    }
    for (const int page : wanted) {
        if (m_failures.contains(page))
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
    m_drawingTime.start();
    m_patience.start(Patience);
    const std::stop_token stop = m_page.restart(m_work.token());
    auto drawing = m_pdf.reader->draw(page, pixelsFor(m_pdf.sizes[page], scale), m_retried.contains(page) ? Retries : 1, stop);
    deliver(m_tasks, this, std::move(drawing), [this, stop, page, scale](const Result<std::shared_ptr<Library::SharedPixels>> &pixels) {
        if (!stop.stop_requested())
            keepDrawn(page, scale, pixels);
    });
}

void PdfView::stopDrawing()
{
    m_page.stop();
    m_patience.stop();
    m_drawing = -1;
}

void PdfView::keepDrawn(int page, double scale, const Result<std::shared_ptr<Library::SharedPixels>> &pixels)
{
    m_drawing = -1;
    if (pixels) {
        const QImage image = toImage(*pixels);
        m_images.insert(page, new Drawn { image, scale }, std::max<qsizetype>(1, image.sizeInBytes() / 1024));
    } else {
        m_failures.insert(page, pixels.error());
        placeButtons();
    }
    viewport()->update();
    drawNext();
}

//! The process or the file may be another by now.
void PdfView::retry(int page)
{
    m_retried += page;
    deliver(m_tasks, this, openPdf(m_files, m_limits, m_pdf, m_path, m_work.token()),
        [this, page, stop = m_work.token()](const Result<OpenPdf> &pdf) {
            if (!stop.stop_requested())
                retryIn(page, pdf);
        });
}

void PdfView::retryIn(int page, const Result<OpenPdf> &pdf)
{
    if (!pdf) {
        m_failures.insert(page, { ErrorCode::Unreadable, tr("The file can't be opened any more."), pdf.error().message, true });
    } else if (pdf->reader == m_pdf.reader) {
        m_failures.remove(page);
    } else {
        m_wanted = page;
        stopDrawing();
        return showDocument(Loaded { *pdf, {} });
    }
    placeButtons();
    viewport()->update();
    drawNext();
}

//! One for each visible page that may be tried again.
void PdfView::placeButtons()
{
    QHash<int, QPushButton *> before = std::exchange(m_buttons, {});
    for (int page = firstVisible(); page <= lastVisible() && page < pageCount(); ++page) {
        if (!m_failures.value(page).retryable)
            continue;
        QPushButton *button = before.take(page);
        if (!button)
            button = makeButton(page);
        const QRectF text = failureRect(page);
        button->adjustSize();
        button->move(int(text.center().x() - button->width() / 2.0), int(text.bottom() + Metrics::Gap));
        m_buttons.insert(page, button);
    }
    for (QPushButton *button : std::as_const(before)) {
        button->hide();
        button->deleteLater();
    }
}

QPushButton *PdfView::makeButton(int page)
{
    auto *button = new QPushButton(tr("Try again"), viewport());
    button->setObjectName(QStringLiteral("retryPage"));
    button->setAccessibleName(tr("Draw page %1 again").arg(page + 1));
    connect(button, &QPushButton::clicked, this, [this, page] { retry(page); });
    button->show();
    return button;
}

QRectF PdfView::failureRect(int page) const
{
    const QRectF rect = pageRect(page).adjusted(Metrics::WideGap, Metrics::WideGap, -Metrics::WideGap, 0);
    return QFontMetricsF(font()).boundingRect(rect, FailureFlags, failure(page));
}

void PdfView::paintEvent(QPaintEvent *)
{
    QPainter painter(viewport());
    painter.fillRect(viewport()->rect(), palette().color(QPalette::Window));
    if (pageCount() == 0)
        return;
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    for (int page = firstVisible(); page <= lastVisible(); ++page)
        paintPage(painter, page);
    if (const int page = currentPage(); page != m_lastPage) {
        m_lastPage = page;
        QMetaObject::invokeMethod(
            this, [this, page] { Q_EMIT pageChanged(page); }, Qt::QueuedConnection);
    }
}

void PdfView::paintPage(QPainter &painter, int page)
{
    const QRectF rect = pageRect(page);
    const QColor shade = Style::shadow(Style::tokensOf(QGuiApplication::palette()));
    painter.fillRect(rect.adjusted(-1, -1, 1, 2), shade); // of a sheet that lies there
    painter.fillRect(rect, Qt::white);
    painter.setPen(Qt::darkGray);
    if (const Drawn *drawn = m_images.object(page))
        painter.drawImage(rect, drawn->image);
    else if (m_failures.contains(page))
        painter.drawText(failureRect(page), FailureFlags, failure(page));
    else
        painter.drawText(rect, Qt::AlignHCenter | Qt::AlignTop, tr("Page %1").arg(page + 1));
    painter.setCompositionMode(QPainter::CompositionMode_Multiply);
    const double s = scale(page);
    const auto onPage = [&](const QRectF &box) { return QRectF(rect.topLeft() + box.topLeft() * s, box.size() * s).adjusted(-1, -1, 1, 1); };
    if (m_finder.text().isEmpty()) {
        for (const QRectF &box : m_marks.boxes.value(page))
            painter.fillRect(onPage(box), Style::pageMark());
    }
    const QList<QList<QRectF>> matches = m_finder.matches(page);
    for (int i = 0; i < matches.size(); ++i) {
        const bool current = page == m_finder.page() && i == m_finder.index();
        for (const QRectF &box : matches[i])
            painter.fillRect(onPage(box), current ? Style::pageFound() : Style::pageMark());
    }
    for (const QRectF &box : m_selection.boxes(page))
        painter.fillRect(onPage(box), Style::pageSelection());
    painter.setCompositionMode(QPainter::CompositionMode_SourceOver);
}

QCoro::Task<QImage> PdfView::picture(int page, int pixels, std::stop_token stop)
{
    if (!m_pdf.reader || page < 0 || page >= pageCount())
        co_return {};
    const QSize size = pixelsFor(m_pdf.sizes[page], pixels / std::max(1.0, m_pdf.sizes[page].width()));
    auto drawing = m_pdf.reader->draw(page, size, 1, std::move(stop));
    const auto drawn = co_await std::move(drawing);
    co_return drawn ? toImage(*drawn).copy() : QImage();
}

} // namespace Heddle::Ui
