// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/library/extract/inputfile.h"
#include "core/library/extract/pagelayout.h"
#include <QSizeF>
#include <memory>

namespace Heddle::Library {

//! \brief The words of a page and the box of each of their characters, in points from the page's top left.
struct PageText {
    QList<PageWord> words;
    QList<QList<QRectF>> characters; //!< of each word: one box for each UTF-16 unit
};

//! \brief An entry of a document's table of contents.
struct PageOutlineEntry {
    QString title;
    int depth = 1; //!< from 1
    int page = -1; //!< from 0; -1: it leads to no page
    double top = 0; //!< points from the top of that page
    bool operator==(const PageOutlineEntry &) const = default;
};

//! \brief A document whose pages can be drawn. Implemented over a PDF library, which no other part of Heddle sees: it lives in the
//! locked helper process. Pages are counted from 0; a page that is damaged has a size, and no text.
class PageDocument {
public:
    virtual ~PageDocument() = default;
    virtual int pageCount() const = 0;
    //! \brief In points, as the page is shown. Empty for a damaged page.
    virtual QSizeF size(int page) const = 0;
    virtual PageText text(int page) const = 0;
    //! \brief The document's table of contents, in its order.
    virtual QList<PageOutlineEntry> outline() const { return {}; }
    //! \brief Draws a whole page on white: `size` pixels, rows of 4 × width bytes without a gap, 0xffRRGGBB.
    //! \return False when the page can't be drawn.
    virtual bool draw(int page, QSize size, uchar *pixels) const = 0;
};

//! \brief Opens a PDF; the file may be closed afterwards. Null when it is damaged, or protected by a password.
std::unique_ptr<PageDocument> openPages(const InputFile &file);

} // namespace Heddle::Library
