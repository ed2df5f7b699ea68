// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QChar>

namespace Heddle::Text {

//! \brief Thai, Lao, Khmer and Burmese, which write no blanks between words.
inline bool isDictionaryScript(char32_t c)
{
    return (c >= 0x0e00 && c <= 0x0eff) || (c >= 0x1780 && c <= 0x17ff) || (c >= 0x1000 && c <= 0x109f);
}

inline bool isAsciiLetter(char16_t c)
{
    return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z');
}

inline bool isWordCharacter(char32_t c)
{
    if (c < 0x80)
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return QChar::isLetterOrNumber(c) || QChar::isMark(c) || c == 0x0640;
}

bool isSuperscriptDigit(char32_t c);
//! \brief ᵃ to ᵉ, the letters that mark notes.
bool isNoteLetter(char32_t c);
bool isHebrewLetter(QChar c);
bool isGershayim(QChar c);
bool isApostrophe(QChar c);
bool isCyrillic(QChar c);
bool isRegionalIndicator(char32_t c);
//! \brief Signs that people search for: currencies, sections, emoji and their like; not the bullets of lists and the lines of boxes.
bool isSymbol(char32_t c);

} // namespace Heddle::Text
