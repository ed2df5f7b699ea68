// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QChar>
#include <QStringView>
#include <algorithm>
#include <unicode/uchar.h>

namespace Heddle::Text {

inline bool isOneOf(QChar c, QStringView signs)
{
    return signs.contains(c);
}

inline bool areDigits(QStringView word)
{
    return !word.isEmpty() && std::all_of(word.begin(), word.end(), [](QChar c) { return c.isDigit(); });
}

//! \brief Ends sentences in any script: "." and "?", but also "。", "।" and "…".
inline bool isTerminator(QChar c)
{
    return c == u'…' || (c.unicode() < 0x80 ? QStringView(u".!?").contains(c) : u_hasBinaryProperty(c.unicode(), UCHAR_S_TERM) != 0);
}

//! \brief "。", "！": the next sentence may follow without a blank.
inline bool isWideMark(QChar c)
{
    return QStringView(u"。！？｡．").contains(c);
}

inline bool isWideComma(QChar c)
{
    return QStringView(u"，、；：）」』》】,;:)").contains(c);
}

inline bool isCloser(QChar c)
{
    return QStringView(u")]}\"'”’»›」』》）】*_").contains(c);
}

inline bool isOpener(QChar c)
{
    return QStringView(u"([{\"'„“‘«»‹¿¡「『（《【*_").contains(c);
}

//! \brief Ends the line or the paragraph.
inline bool isLineEnd(QChar c)
{
    return c == u'\n' || c == QChar::ParagraphSeparator;
}

} // namespace Heddle::Text
