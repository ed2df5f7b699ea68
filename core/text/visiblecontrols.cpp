// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/visiblecontrols.h"
#include <QStringView>
#include <algorithm>

namespace Heddle::Text {
namespace {

constexpr char16_t Pictures = 0x2400, PictureOfDelete = 0x2421, Replacement = 0xfffd;
constexpr char32_t LineSeparator = 0x2028, ParagraphSeparator = 0x2029;

bool isBreak(char32_t c)
{
    return c == '\n' || c == '\t' || c == LineSeparator || c == ParagraphSeparator;
}

char16_t pictureOf(char32_t c)
{
    if (c < 0x20)
        return char16_t(Pictures + c);
    return c == 0x7f ? PictureOfDelete : c == LineSeparator || c == ParagraphSeparator ? char16_t(0x2424) : Replacement;
}

} // namespace

bool isControl(char32_t c)
{
    const bool ascii = (c < 0x20 && c != '\n' && c != '\t') || c == 0x7f;
    const bool c1 = c >= 0x80 && c <= 0x9f;
    const bool bidi = (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
    const bool hidden = (c >= 0xfff9 && c <= 0xfffb) || (c >= 0xe0000 && c <= 0xe007f);
    return ascii || c1 || bidi || hidden;
}

QString withVisibleControls(const QString &text, LineBreaks breaks)
{
    const auto replaced = [breaks](char32_t c) { return isControl(c) || (breaks == LineBreaks::Show && isBreak(c)); };
    const bool astral = text.contains(QChar(QChar::highSurrogate(0xe0000)));
    if (!astral && std::none_of(text.cbegin(), text.cend(), [&replaced](QChar c) { return replaced(c.unicode()); }))
        return text;
    QString shown;
    shown.reserve(text.size());
    for (qsizetype i = 0; i < text.size(); ++i) {
        char32_t c = text[i].unicode();
        const bool pair = text[i].isHighSurrogate() && i + 1 < text.size() && text[i + 1].isLowSurrogate();
        if (pair)
            c = QChar::surrogateToUcs4(text[i], text[i + 1]);
        if (c == '\r' && i + 1 < text.size() && text[i + 1] == QLatin1Char('\n') && breaks == LineBreaks::Keep)
            continue; // a line end of Windows is a line end
        if (replaced(c))
            shown += QChar(pictureOf(c));
        else
            shown += QStringView(text).mid(i, pair ? 2 : 1);
        i += pair ? 1 : 0;
    }
    return shown;
}

} // namespace Heddle::Text
