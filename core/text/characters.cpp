// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/characters.h"
#include <unicode/uchar.h>

namespace Heddle::Text {

bool isSuperscriptDigit(char32_t c)
{
    return c == 0xb2 || c == 0xb3 || c == 0xb9 || c == 0x2070 || (c >= 0x2074 && c <= 0x2079);
}

bool isNoteLetter(char32_t c)
{
    return c == 0x1d43 || c == 0x1d47 || c == 0x1d48 || c == 0x1d49 || c == 0x1d9c;
}

bool isHebrewLetter(QChar c)
{
    return c.unicode() >= 0x05d0 && c.unicode() <= 0x05ea;
}

bool isGershayim(QChar c)
{
    return c == u'"' || c == u'\'' || c.unicode() == 0x05f3 || c.unicode() == 0x05f4 || c.unicode() == 0x201d || c.unicode() == 0x2019;
}

bool isApostrophe(QChar c)
{
    return c == u'\'' || c == u'`' || c.unicode() == 0xb4 || c.unicode() == 0x2018 || c.unicode() == 0x2019;
}

bool isCyrillic(QChar c)
{
    return c.unicode() >= 0x0400 && c.unicode() <= 0x052f;
}

bool isRegionalIndicator(char32_t c)
{
    return c >= 0x1f1e6 && c <= 0x1f1ff;
}

bool isSymbol(char32_t c)
{
    if (c < 0x80)
        return c == '$';
    const auto category = QChar::category(c);
    if (category == QChar::Symbol_Currency || c == 0xa7)
        return true;
    if (c < 0x2190 || category != QChar::Symbol_Other)
        return false;
    const bool bullet = c >= 0x25a0 && c <= 0x25ff;
    return c >= 0x1f000 || (c >= 0x2600 && c <= 0x27bf) || (!bullet && u_hasBinaryProperty(UChar32(c), UCHAR_EXTENDED_PICTOGRAPHIC));
}

} // namespace Heddle::Text
