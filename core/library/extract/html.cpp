// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/extract/htmlcharset.h"
#include "core/library/extract/htmlreader.h"
#include "core/library/extract/textfile.h"

namespace Heddle::Library {
namespace {

class Html : public Extractor {
public:
    Result<Extracted> extract(const InputFile &file, const BlockSink &sink) const override
    {
        HtmlReader reader(sink);
        HtmlTokenizer tokenizer(reader);
        HEDDLE_TRY_VALUE(const auto charset, readTextFile(file, declaredCharset, [&](const QString &text) {
            constexpr qsizetype Piece = 1 << 15;
            for (qsizetype at = 0; at < text.size() && reader.goesOn(); at += Piece)
                tokenizer.add(text.mid(at, Piece));
            return reader.goesOn() && sink({});
        }));
        tokenizer.finish();
        reader.finish();
        if (!reader.goesOn())
            return Error::cancelled();
        Extracted extracted;
        extracted.title = reader.title();
        extracted.charset = charset.name;
        extracted.charsetCertain = charset.certain;
        return extracted;
    }
};

} // namespace

std::unique_ptr<Extractor> makeHtmlExtractor()
{
    return std::make_unique<Html>();
}

} // namespace Heddle::Library
