// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rerank/truncate.h"
#include "core/library/chunk/sentences.h"

namespace Heddle::Rerank {
namespace {

constexpr int QuartersOfAToken = 4; // a byte of UTF-8 is one

int quarters(QChar c)
{
    if (Library::isCjk(c.unicode()))
        return QuartersOfAToken;
    if (c.isSurrogate())
        return 2; // half of four bytes
    return c.unicode() < 0x80 ? 1 : c.unicode() < 0x800 ? 2 : 3;
}

} // namespace

int estimateTokens(const QString &text)
{
    qsizetype sum = 0;
    for (const QChar c : text)
        sum += quarters(c);
    return int((sum + QuartersOfAToken - 1) / QuartersOfAToken);
}

QString cutToTokens(const QString &text, int tokens)
{
    qint64 left = qint64(std::max(tokens, 0)) * QuartersOfAToken;
    qsizetype end = 0;
    while (end < text.size() && left >= quarters(text[end]))
        left -= quarters(text[end++]);
    if (end == text.size())
        return text;
    while (end > 0 && (text[end].isLowSurrogate() || text[end].isMark())) // it belongs to the character before
        --end;
    return text.left(end);
}

} // namespace Heddle::Rerank
