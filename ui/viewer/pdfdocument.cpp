// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/pdfdocument.h"
#include <QCoreApplication>
#include <QFileInfo>
#include <cmath>
#include <poppler-qt6.h>

namespace Heddle::Ui {
namespace {

constexpr double MaxImagePixels = 6e6;

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Ui", text);
}

bool isStopped(const QVariant &token)
{
    return static_cast<const std::stop_token *>(token.value<void *>())->stop_requested();
}

} // namespace

PdfDocument::PdfDocument(std::unique_ptr<Poppler::Document> document) : m_document(std::move(document))
{
    m_document->setRenderHint(Poppler::Document::Antialiasing);
    m_document->setRenderHint(Poppler::Document::TextAntialiasing);
    const QSizeF a4(595, 842);
    for (int i = 0; i < m_document->numPages(); ++i) {
        const std::unique_ptr<Poppler::Page> page(m_document->page(i));
        m_sizes += page && !page->pageSizeF().isEmpty() ? page->pageSizeF() : a4;
    }
}

PdfDocument::~PdfDocument() = default;

Result<std::shared_ptr<PdfDocument>> PdfDocument::open(const QString &path)
{
    const auto unreadable = [](const QString &message) { return Error { ErrorCode::Unreadable, message, {}, false }; };
    if (!QFileInfo::exists(path))
        return unreadable(tr("The file is no longer there. This is the passage as it was read."));
    Poppler::setDebugErrorFunction([](const QString &, const QVariant &) {}, {});
    std::unique_ptr<Poppler::Document> document = Poppler::Document::load(path);
    if (!document || document->isLocked())
        return unreadable(tr("The page can't be shown. This is the passage as it was read."));
    return std::shared_ptr<PdfDocument>(new PdfDocument(std::move(document)));
}

Result<QImage> PdfDocument::render(int index, double scale, std::stop_token stop)
{
    constexpr double PointsPerInch = 72;
    const std::lock_guard lock(m_mutex);
    if (stop.stop_requested())
        return Error::cancelled();
    const std::unique_ptr<Poppler::Page> page(m_document->page(index));
    const QSizeF size = m_sizes.value(index);
    const double pixels = size.width() * size.height() * scale * scale;
    const double fit = pixels > MaxImagePixels ? scale * std::sqrt(MaxImagePixels / pixels) : scale;
    QImage image;
    if (page) {
        image = page->renderToImage(fit * PointsPerInch, fit * PointsPerInch, -1, -1, -1, -1, Poppler::Page::Rotate0, nullptr, nullptr,
            &isStopped, QVariant::fromValue(static_cast<void *>(&stop)));
    }
    if (stop.stop_requested())
        return Error::cancelled();
    if (image.isNull())
        return Error { ErrorCode::Unreadable, tr("page %1 can't be drawn").arg(index + 1), {}, false };
    return image;
}

PageText PdfDocument::text(int index)
{
    const std::lock_guard lock(m_mutex);
    PageText result;
    const std::unique_ptr<Poppler::Page> page(m_document->page(index));
    if (!page)
        return result;
    for (const auto &box : page->textList()) {
        const QString text = box->text();
        QList<QRectF> characters;
        for (int i = 0; i < text.size(); ++i)
            characters += box->charBoundingBox(i);
        // Poppler's Qt interface does not say how a word is turned; one that runs down the page is higher than wide.
        const bool turned = characters.size() > 1 && std::abs(characters.last().center().x() - characters.first().center().x()) < 1
            && std::abs(characters.last().center().y() - characters.first().center().y()) > 1;
        const bool up = turned && characters.last().top() < characters.first().top();
        result.words += { text, box->boundingBox(), 0, up ? 3 : turned ? 1 : 0, box->hasSpaceAfter() };
        result.characters += characters;
    }
    return result;
}

} // namespace Heddle::Ui
