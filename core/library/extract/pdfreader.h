// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/library/extract/blockwriter.h"
#include "core/library/extract/linehyphens.h"
#include "core/library/extract/pdfheadings.h"
#include "core/library/extract/readablefonts.h"
#include "core/library/extract/runningheads.h"

namespace Heddle::Library {

//! \brief Reads all pages of a PDF and hands their text over as blocks. Pages are taken in batches: what repeats from page to
//! page, which fonts are text, and how words are written is known only once many pages have been seen.
class PdfReader {
public:
    PdfReader(const PdfFile &file, const BlockSink &sink);
    //! \brief Errors: cancelled by the sink.
    Result<Extracted> read();

private:
    struct Page {
        PageLines lines;
        QList<PageWord> words;
        QStringList comments;
        QList<PageBlock> blocks;
        QMultiMap<qsizetype, PdfHeadings::Section> sections;
        int unreadable = 0; //!< letters
        PdfGeometry geometry;
    };
    //! A block that waits for what may follow on the next page.
    struct Pending {
        PageBlock block;
        int page = 0;
    };

    void take(int index, Page &page);
    bool finishBatch();
    void layOut(Page &page);
    bool emitPage(Page &page);
    bool emitBlock(const PageBlock &block, int page);
    bool emitPending();
    bool emitComments(const Page &page);
    bool emitProperties(int page);
    QString properties() const;
    QString title() const;

    const PdfFile &m_file;
    const BlockSink &m_sink;
    BlockWriter m_writer;
    PdfHeadings m_headings;
    LineEndHyphens m_hyphens;
    ReadableFonts m_readable;
    QStringList m_fonts;
    QList<Page> m_batch;
    qsizetype m_words = 0; //!< of the batch
    QList<Pending> m_pending; //!< the first one may go on, the others stand below it
    QString m_start; //!< letters of the first pages
    PageBlock m_largest; //!< on the first page: the title, most likely
    Extracted m_extracted;
    bool m_anyText = false, m_propertiesDone = false, m_languageKnown = false;
};

} // namespace Heddle::Library
