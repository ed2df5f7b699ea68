// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/extract/textfile.h"
#include "core/text/decoder.h"
#include <QCoreApplication>

namespace Heddle::Library {
namespace {

constexpr qsizetype SampleBytes = 4 << 20;
constexpr qsizetype PieceBytes = 1 << 20;
constexpr qsizetype MaxEmptyPieces = 64; //!< in a row; a longer hole is not part of a text

Error notText()
{
    return { ErrorCode::Unreadable, QCoreApplication::translate("Heddle::Library", "this is not a text file"), {}, false };
}

//! What is left of a text where each backspace takes back a character. An underline is not what is underlined.
QString withoutOverstrikes(const QString &text)
{
    QString plain;
    QChar struck;
    for (const QChar c : text) {
        const bool backspace = c == QLatin1Char('\b');
        if (backspace && !plain.isEmpty() && plain.back() != QLatin1Char('\n')) {
            struck = plain.back();
            plain.chop(1);
        } else if (!backspace) {
            plain += c == QLatin1Char('_') && !struck.isNull() ? struck : c;
            struck = {};
        }
    }
    return plain;
}

//! Feeds all of a file to a detector; `start` gets its first bytes, `whole` tells whether they are all.
Result<Text::DetectedCharset> detect(
    const InputFile &file, QByteArray &start, bool &whole, const std::function<bool(const QString &)> &sink)
{
    Text::CharsetDetector detector;
    HEDDLE_TRY_VALUE(start, file.read(SampleBytes));
    detector.add(start);
    whole = start.size() < SampleBytes;
    qsizetype emptyPieces = 0;
    while (!whole) {
        HEDDLE_TRY_VALUE(const QByteArray piece, file.read(PieceBytes));
        detector.add(piece);
        whole = piece.size() < PieceBytes;
        emptyPieces = piece.count('\0') == piece.size() ? emptyPieces + 1 : 0;
        if (emptyPieces > MaxEmptyPieces)
            return notText();
        if (!sink({}))
            return Error::cancelled();
    }
    whole = start.size() < SampleBytes;
    return detector.finish();
}

} // namespace

QString plainLines(QString text)
{
    text.replace(QLatin1String("\r\n"), QLatin1String("\n")).replace(QLatin1Char('\r'), QLatin1Char('\n'));
    return text.contains(QLatin1Char('\b')) ? withoutOverstrikes(text) : text;
}

Result<Text::DetectedCharset> readTextFile(
    const InputFile &file, const CharsetDeclaration &declaration, const std::function<bool(const QString &)> &sink)
{
    Text::DetectedCharset charset { file.charset() };
    QByteArray bytes;
    bool whole = false;
    if (charset.name.isEmpty()) {
        HEDDLE_TRY_VALUE(charset, detect(file, bytes, whole, sink));
        if (declaration)
            charset = declaration(bytes, charset);
        if (charset.name.isEmpty())
            return notText();
    }
    if (!whole) {
        HEDDLE_TRY(file.rewind());
        HEDDLE_TRY_VALUE(bytes, file.read(PieceBytes));
    }
    Text::Decoder decoder(charset.name);
    for (qsizetype emptyPieces = 0; !bytes.isEmpty();) {
        const QString text = plainLines(decoder.decode(bytes, false));
        emptyPieces = text.isEmpty() ? emptyPieces + 1 : 0;
        if (emptyPieces > MaxEmptyPieces)
            return notText();
        if (!sink(text))
            return Error::cancelled();
        HEDDLE_TRY_VALUE(bytes, file.read(PieceBytes));
    }
    if (!sink(decoder.decode({}, true)))
        return Error::cancelled();
    return charset;
}

} // namespace Heddle::Library
