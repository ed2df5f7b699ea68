// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/extract/htmlreader.h"
#include "core/library/extract/textfile.h"
#include "core/text/charsets.h"
#include <QRegularExpression>

namespace Heddle::Library {
namespace {

//! The page's own word for its character set, from its first bytes; it may be wrong.
QByteArray declaredCharset(const QByteArray &sample)
{
    constexpr qsizetype Head = 4096;
    static const QRegularExpression charset(QStringLiteral("(?:<meta[^>]+charset|<\\?xml[^>]+encoding)\\s*=\\s*[\"']?\\s*([\\w.:-]+)"),
        QRegularExpression::CaseInsensitiveOption);
    return charset.match(QString::fromLatin1(sample.left(Head))).captured(1).toLatin1().toLower();
}

//! What a page says of its character set counts unless its bytes say something else for sure.
Text::DetectedCharset declaredOr(const QByteArray &start, const Text::DetectedCharset &detected)
{
    const QByteArray declared = Text::charsetFor(declaredCharset(start));
    const bool plain = std::all_of(start.cbegin(), start.cend(), [](char c) { return quint8(c) < 0x80; });
    if (detected.name.isEmpty() || declared.isEmpty() || declared.startsWith("UTF-") || detected.name.startsWith("UTF-16")
        || detected.name.startsWith("UTF-32") || (detected.name == "UTF-8" && !plain))
        return detected;
    return { declared };
}

class Html : public Extractor {
public:
    Result<Extracted> extract(const InputFile &file, const BlockSink &sink) const override
    {
        HtmlReader reader(sink);
        HtmlTokenizer tokenizer(reader);
        HEDDLE_TRY_VALUE(const auto charset, readTextFile(file, declaredOr, [&](const QString &text) {
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
