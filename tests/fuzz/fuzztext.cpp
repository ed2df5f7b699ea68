// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/decoder.h"
#include "core/text/sentences.h"
#include "tests/fuzz/fuzzdocument.h"

namespace Heddle::Fuzz {

void text(const QByteArray &bytes)
{
    readDocument(QStringLiteral("txt"), bytes);
    const auto decoded = Text::decodeText(bytes, {});
    if (!decoded)
        return;
    require(!decoded->text.contains(QChar(u'\0')));
    qsizetype before = 0;
    for (const auto &[from, to] : Text::sentenceRanges(decoded->text)) {
        require(from >= before && from < to && to <= decoded->text.size());
        before = to;
    }
    // However the file is cut into pieces, its text is the same.
    Text::Decoder decoder(decoded->charset.name);
    QString pieces;
    for (qsizetype at = 0; at < bytes.size(); at += 7)
        pieces += decoder.decode(bytes.mid(at, 7), false);
    pieces += decoder.decode({}, true);
    require(pieces == decoded->text);
}

} // namespace Heddle::Fuzz
