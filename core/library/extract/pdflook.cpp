// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/extract/pdflook.h"
#include "core/library/extract/pdffile.h"
#include <algorithm>

namespace Heddle::Library {

Result<Extracted> lookIntoPdf(const InputFile &file, int most, const BlockSink &sink)
{
    HEDDLE_TRY_VALUE(const auto pdf, PdfFile::open(file));
    const int pages = pdf->pages(), looks = std::min(most, pages);
    Extracted seen;
    QStringList fonts;
    for (int i = 0; i < looks; ++i) {
        if (!sink({})) // says that it goes on
            return Error::cancelled();
        const std::unique_ptr<PdfPage> page = pdf->page(int(qint64(i) * pages / looks));
        const PdfText text = page ? page->text(fonts) : PdfText();
        ++seen.pages;
        if (!text.words.isEmpty() || text.unreadable > 0)
            break;
        ++seen.pagesWithoutText;
    }
    return seen;
}

} // namespace Heddle::Library
