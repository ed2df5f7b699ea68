// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/extract/extractor.h"
#include "core/library/extract/format.h"

namespace Heddle::Library {

const Extractor *extractorFor(const QString &type)
{
    static const auto plain = makePlainTextExtractor();
    static const auto markdown = makeMarkdownExtractor();
    static const auto html = makeHtmlExtractor();
    static const auto pdf = makePdfExtractor();
    const auto format = formatOf(type);
    if (!format)
        return nullptr;
    switch (*format) {
    case Format::PlainText: return plain.get();
    case Format::Markdown: return markdown.get();
    case Format::Html: return html.get();
    case Format::Pdf: return pdf.get();
    }
    return nullptr;
}

} // namespace Heddle::Library
