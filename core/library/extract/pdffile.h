// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/library/extract/filemapping.h"
#include "core/library/extract/pagelayout.h"
#include "core/library/extract/pdfium.h"
#include <QSizeF>
#include <QStringList>
#include <memory>
#include <optional>

namespace Heddle::Library {

//! \brief What a page shows as text.
struct PdfText {
    QList<PageWord> words; //!< without those that can't be read
    QList<QList<QRectF>> characters; //!< for each word a box for each UTF-16 unit of its text
    int unreadable = 0; //!< letters that have no character, or one that means nothing outside of this document
};

//! \brief How a page's own coordinates (origin at the bottom left, before it is turned) become those of the page as it is shown.
struct PdfGeometry {
    QRectF box; //!< its visible part; top() is the smaller y, which lies at the bottom
    int rotation = 0; //!< quarter turns clockwise

    QSizeF size() const { return rotation % 2 == 0 ? box.size() : box.size().transposed(); }
    QPointF shown(double x, double y) const;
    QRectF shown(const Pdfium::RectF &part) const;
};

//! \brief A page of a PdfFile, which it must not outlive. Boxes are in points from the top left of the page as it is shown.
class PdfPage {
public:
    PdfPage(const Pdfium::Functions &library, Pdfium::Form *form, Pdfium::Page *page);
    ~PdfPage();
    PdfPage(const PdfPage &) = delete;
    PdfPage &operator=(const PdfPage &) = delete;

    QSizeF size() const { return m_geometry.size(); }
    const PdfGeometry &geometry() const { return m_geometry; }
    //! \brief The words of the page and the values of its form fields, which stand at their places.
    //! \param fonts Names of fonts; PageWord::font is an index into them. Those of the page are added.
    PdfText text(QStringList &fonts) const;
    //! \brief What readers wrote: the texts of annotations, from top to bottom.
    QStringList comments() const;
    //! \brief Draws the whole page on white: `memory` has rows of 4 × width bytes, 0xffRRGGBB.
    bool draw(const QSize &pixels, unsigned char *memory) const;

private:
    void addFields(PdfText &text) const;

    const Pdfium::Functions &m_library;
    Pdfium::Form *m_form;
    Pdfium::Page *m_page;
    PdfGeometry m_geometry;
};

//! \brief A PDF that is open for reading, with what belongs to the whole document. The document reader and whatever draws pages
//! build on it. For one thread: PDFium knows one at a time.
class PdfFile {
public:
    struct OutlineEntry {
        QString title;
        int depth = 1;
        int page = -1; //!< from 0
        std::optional<QPointF> place; //!< in the page's own coordinates, either may be NaN: not given
    };

    //! \brief Errors: Unreadable, in words for the user; also where PDFium isn't there.
    static Result<std::unique_ptr<PdfFile>> open(const InputFile &file);
    ~PdfFile();
    PdfFile(const PdfFile &) = delete;
    PdfFile &operator=(const PdfFile &) = delete;

    int pages() const;
    bool mayBeCopied() const;
    //! \brief An entry of the document's properties: "Title", "Author", "Subject", "Keywords".
    QString property(const char *name) const;
    //! \brief The bookmarks in their order. A loop in them ends.
    QList<OutlineEntry> outline() const;
    //! \brief Null where the page can't be loaded.
    std::unique_ptr<PdfPage> page(int index) const;

private:
    PdfFile(const Pdfium::Functions &library, std::unique_ptr<FileMapping> mapping, Pdfium::Document *document);
    void collectOutline(Pdfium::Bookmark *parent, int depth, QList<OutlineEntry> &entries) const;

    const Pdfium::Functions &m_library;
    std::unique_ptr<FileMapping> m_mapping;
    Pdfium::Document *m_document;
    mutable Pdfium::FormCallbacks m_callbacks;
    Pdfium::Form *m_form = nullptr;
};

} // namespace Heddle::Library
