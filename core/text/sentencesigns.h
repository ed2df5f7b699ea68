// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QChar>
#include <QStringView>
#include <algorithm>
#include <unicode/uchar.h>

namespace Heddle::Text {

//! \brief True if one of the signs is `c`. A loop in place: the signs are few, and this is asked of nearly each character.
inline bool isOneOf(QChar c, QStringView signs)
{
    for (const QChar sign : signs) {
        if (sign == c)
            return true;
    }
    return false;
}

inline bool areDigits(QStringView word)
{
    return !word.isEmpty() && std::all_of(word.begin(), word.end(), [](QChar c) { return c.isDigit(); });
}

//! \brief Ends sentences in any script: "." and "?", but also "。", "।" and "…".
inline bool isTerminator(QChar c)
{
    return c == u'…' || (c.unicode() < 0x80 ? isOneOf(c, u".!?") : u_hasBinaryProperty(c.unicode(), UCHAR_S_TERM) != 0);
}

//! \brief "。", "！": the next sentence may follow without a blank.
inline bool isWideMark(QChar c)
{
    return isOneOf(c, u"。！？｡．");
}

inline bool isWideComma(QChar c)
{
    return isOneOf(c, u"，、；：）」』》】,;:)");
}

inline bool isCloser(QChar c)
{
    return isOneOf(c, u")]}\"'”’»›」』》）】*_");
}

inline bool isOpener(QChar c)
{
    return isOneOf(c, u"([{\"'„“‘«»‹¿¡「『（《【*_");
}

//! \brief Ends the line or the paragraph.
inline bool isLineEnd(QChar c)
{
    return c == u'\n' || c == QChar::ParagraphSeparator;
}

} // namespace Heddle::Text
