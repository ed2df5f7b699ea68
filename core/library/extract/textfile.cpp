// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/extract/textfile.h"
#include "core/text/decoder.h"
#include <QCoreApplication>

namespace Heddle::Library {
namespace {

constexpr qsizetype SampleBytes = 4 << 20;
constexpr qsizetype PieceBytes = 1 << 20;
constexpr int MaxEmptyPieces = 64; //!< in a row; a longer hole is not part of a text

Error notText()
{
    return { ErrorCode::Unreadable, QCoreApplication::translate("Heddle::Library", "this is not a text file"), {}, false };
}

} // namespace

Status readTextFile(const InputFile &file, const std::function<QByteArray(const QByteArray &, bool)> &charsetOf,
    const std::function<bool(const QString &)> &sink)
{
    HEDDLE_TRY_VALUE(QByteArray bytes, file.read(SampleBytes));
    const QByteArray charset = charsetOf(bytes, bytes.size() < SampleBytes);
    if (charset.isEmpty())
        return notText();
    Text::Decoder decoder(charset);
    for (int emptyPieces = 0; !bytes.isEmpty();) {
        QString text = decoder.decode(bytes, false);
        emptyPieces = text.isEmpty() ? emptyPieces + 1 : 0;
        if (emptyPieces > MaxEmptyPieces)
            return notText();
        text.replace(QLatin1String("\r\n"), QLatin1String("\n")).replace(QLatin1Char('\r'), QLatin1Char('\n'));
        if (!sink(text))
            return Error::cancelled();
        HEDDLE_TRY_VALUE(bytes, file.read(PieceBytes));
    }
    return sink(decoder.decode({}, true)) ? Status(Done {}) : Status(Error::cancelled());
}

} // namespace Heddle::Library
