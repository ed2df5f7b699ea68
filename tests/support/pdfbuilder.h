// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/library/extract/pdfium.h"
#include <QByteArrayList>
#include <QList>
#include <QTest>

//! \brief Leaves a test where PDF files can't be read.
#define HEDDLE_NEEDS_PDFIUM()                                                                                                              \
    if (!Heddle::Library::Pdfium::load())                                                                                                  \
    QSKIP("PDFium is missing, so PDF files are not read; tools/fetch-components brings it, then build again")

namespace Heddle::TestSupport {

//! \brief A PDF file from the bodies of its objects, number 1 first; object 1 is the catalogue.
QByteArray pdfOf(const QByteArrayList &objects, const QByteArray &trailer = {});

//! \brief Builds PDF files for tests, page by page, as other programs write them: A4, fonts /F (Helvetica), /B (bold) and /M
//! (Courier) in WinAnsi, and more of one's own.
class PdfBuilder {
public:
    struct Entry {
        QByteArray title;
        int page = 0; //!< from 0
        int y = -1; //!< from the bottom; -1: the whole page
        int depth = 1;
    };

    //! \brief Adds a page. \param more Further entries of its dictionary, such as "/Annots[…]".
    void addPage(const QByteArray &content, const QByteArray &more = {});
    //! \brief Adds an object that other parts refer to. \return "N 0 R"
    QByteArray addObject(const QByteArray &body);
    //! \brief A font for pages, such as "/C 12 0 R".
    void addFont(const QByteArray &entry) { m_fonts += entry; }
    void addOutline(const Entry &entry) { m_outline += entry; }
    //! \brief The document's properties, such as "/Title(…)".
    void setInfo(const QByteArray &info) { m_info = info; }
    //! \brief Further entries of the catalogue.
    void addToCatalog(const QByteArray &more) { m_catalog += more; }
    QByteArray build() const;

private:
    QByteArrayList m_objects; //!< from number FirstOwn on
    QByteArrayList m_pages; //!< contents and dictionaries, two for each
    QList<Entry> m_outline;
    QByteArray m_fonts, m_info, m_catalog;
};

//! \brief Text at a place (points from the bottom left), one line each `leading` points.
QByteArray textAt(double x, double y, const QByteArrayList &lines, double size = 11, const QByteArray &font = "F", double leading = 14);

} // namespace Heddle::TestSupport
