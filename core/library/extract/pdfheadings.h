// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/library/extract/pdffile.h"
#include <QHash>
#include <QMultiMap>

namespace Heddle::Library {

//! \brief Finds the headings of a PDF: where the outline (the bookmarks) says they are, by page and place; else, and where the
//! outline has few entries, by the size and weight of their letters.
class PdfHeadings {
public:
    //! \brief A section that begins at a block of a page.
    struct Section {
        int level = 0; //!< greater numbers are deeper
        QString heading;
        bool isBlock = false; //!< the block is the heading; else the section begins before it, and its heading is not on the page
    };

    PdfHeadings(QList<PdfFile::OutlineEntry> outline, int pages);

    //! \brief Takes note of a block's letters, for the size of the document's running text.
    void see(const PageBlock &block);
    //! \brief The sections that begin on a page (from 0), by the index of the block that they begin at; an index behind the last
    //! block: at the end of the page.
    QMultiMap<qsizetype, Section> sectionsOf(int page, const QList<PageBlock> &blocks, const PdfGeometry &geometry) const;
    double bodySize() const;

private:
    int levelByLayout(const PageBlock &block) const;
    qsizetype blockOf(const PdfFile::OutlineEntry &entry, const QList<PageBlock> &blocks, double top) const;

    QHash<int, QList<PdfFile::OutlineEntry>> m_outline; //!< by page
    bool m_sparse = true; //!< the outline alone says too little
    QHash<int, qint64> m_letters; //!< by size in half points
    qint64 m_bold = 0, m_all = 0;
};

} // namespace Heddle::Library
