// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/base/result.h"
#include "core/library/extract/pagelayout.h"
#include <QImage>
#include <memory>
#include <mutex>
#include <stop_token>

namespace Poppler {
class Document;
}

namespace Heddle::Ui {

//! \brief The words of a page and the box of each of their characters, in points from the page's top left.
struct PageText {
    QList<Library::PageWord> words;
    QList<QList<QRectF>> characters;
};

//! \brief A PDF file to be shown. Blocking: for the render pool. One caller at a time; others wait.
class PdfDocument {
public:
    //! \brief Errors: Unreadable, in words.
    static Result<std::shared_ptr<PdfDocument>> open(const QString &path);
    ~PdfDocument();

    //! \brief Sizes of all pages in points, as they are shown.
    const QList<QSizeF> &sizes() const { return m_sizes; }
    //! \brief A page (from 0) at `scale` pixels per point. At most 6 million pixels: a larger one comes smaller.
    Result<QImage> render(int page, double scale, std::stop_token stop);
    PageText text(int page);

private:
    explicit PdfDocument(std::unique_ptr<Poppler::Document> document);
    std::mutex m_mutex;
    std::unique_ptr<Poppler::Document> m_document;
    QList<QSizeF> m_sizes;
};

} // namespace Heddle::Ui
