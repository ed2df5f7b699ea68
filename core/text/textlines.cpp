// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/textlines.h"
#include "core/text/abbreviations.h"
#include "core/text/sentences.h"
#include "core/text/sentencesigns.h"
#include <algorithm>

namespace Heddle::Text {
namespace {

bool isWide(QChar c)
{
    return isCjk(c.unicode()) || (c.unicode() >= 0x3000 && c.unicode() <= 0x303f) || (c.unicode() >= 0xff00 && c.unicode() <= 0xff65);
}

qsizetype widthOf(QStringView text)
{
    return text.size() + std::count_if(text.begin(), text.end(), isWide);
}

//! "[^1]: ", "^[1] " or "[1] " at the beginning, as footnotes have them.
qsizetype noteMark(QStringView line)
{
    constexpr qsizetype Longest = 60;
    const qsizetype open = line.startsWith(u'^') ? 1 : 0;
    if (open >= line.size() || line[open] != u'[')
        return 0;
    const qsizetype close = line.left(Longest).indexOf(u']');
    if (close < 0)
        return 0;
    if (open == 0 && !(line.mid(1, 1) == QLatin1String("^") && line.mid(close + 1, 1) == QLatin1String(":")))
        return 0;
    return close + (open == 0 ? 2 : 1);
}

//! "12." or "(a)" at the beginning; "3. May" is a date.
qsizetype numberMark(QStringView line)
{
    constexpr qsizetype MaxDigits = 3;
    const bool bracket = line.front() == u'(';
    qsizetype at = bracket;
    const qsizetype from = at;
    while (at < line.size() && at - from < MaxDigits && line[at].isDigit())
        ++at;
    if (at == from && at < line.size() && line[at].isLetter())
        ++at;
    if (at == from || at >= line.size() || (line[at] != u')' && (bracket || line[at] != u'.')))
        return 0;
    const QStringView rest = line.mid(at + 1).trimmed();
    const auto wordEnd = std::find_if(rest.begin(), rest.end(), [](QChar c) { return !c.isLetter(); });
    return line[from].isDigit() && isMonth(rest.left(wordEnd - rest.begin())) ? 0 : at + 1;
}

//! Units of "- ", "12. " or "(a) " at the beginning; 0 where there is none.
qsizetype listMark(QStringView line)
{
    qsizetype at = isOneOf(line.front(), u"-*+•·‣◦▪■●○–—→►✓☐☑") ? 1 : std::max(noteMark(line), numberMark(line));
    const qsizetype blank = at;
    while (at < line.size() && line[at].isSpace())
        ++at;
    return blank > 0 && at > blank && at < line.size() ? at : 0;
}

//! Cells with bars, tabs or wide gaps between them. Lines that were filled up to the margin have wide gaps as well, but all alike.
bool isRow(QStringView line)
{
    constexpr qsizetype Wide = 3, Many = 3;
    if (line.count(u'|') >= 2 || line.contains(u'\t'))
        return true;
    qsizetype gaps = 0, widest = 0, narrowest = line.size();
    for (qsizetype i = 1; i < line.size(); ++i) {
        if (line[i] != u' ')
            continue;
        const bool stop = isTerminator(line[i - 1]); // typists leave two blanks behind it
        const qsizetype from = i;
        while (i < line.size() && line[i] == u' ')
            ++i;
        const qsizetype gap = i - from - (stop && i - from > 1);
        widest = std::max(widest, gap);
        narrowest = std::min(narrowest, gap);
        ++gaps;
    }
    return widest >= Wide && (gaps < Many || widest > narrowest + (narrowest > 1 ? 2 : 1));
}

//! Units of a note such as "[12]" or "^[12]" at a place; 0 where there is none.
qsizetype noteAt(QStringView text, qsizetype at)
{
    const qsizetype open = text[at] == u'^' ? at + 1 : at;
    if (open >= text.size() || text[open] != u'[')
        return 0;
    qsizetype close = open + 1;
    while (close < text.size() && text[close].isDigit())
        ++close;
    return close > open + 1 && close < text.size() && text[close] == u']' ? close + 1 - at : 0;
}

//! Signs that prose has few of. Addresses, notes, brackets behind a blank and the sections of manuals, "ls(1)", are prose.
qsizetype countSigns(QStringView line)
{
    qsizetype signs = 0, brackets = 0;
    for (const QStringView word : line.split(u' ')) {
        const qsizetype call = word.indexOf(u'(');
        const bool section = call >= 0 && word.mid(call + 2, 1) == QLatin1String(")") && word[call + 1].isDigit();
        if (word.contains(QLatin1String("://")) || (word.contains(u'@') && word.contains(u'.')) || section)
            continue;
        brackets += word.startsWith(u'(');
        for (qsizetype i = word.startsWith(u'('); i < word.size(); ++i) {
            if (const qsizetype note = noteAt(word, i); note > 0) {
                i += note - 1;
                continue;
            }
            const bool closes = word[i] == u')' && brackets > 0;
            brackets -= closes;
            signs += !closes && isOneOf(word[i], u"{}[]()<>=;&|#@$\\*_^~`+%");
        }
    }
    return signs;
}

//! "print(name)"
bool isCall(QStringView line)
{
    constexpr qsizetype LongestSection = 3; // ls(1)
    const qsizetype open = line.indexOf(u'(');
    return open > 0 && line.endsWith(u')') && line.size() - open > LongestSection
        && std::all_of(line.begin(), line.begin() + open, [](QChar c) { return c.isLetterOrNumber() || isOneOf(c, u"._:"); });
}

bool isProgram(QStringView line)
{
    constexpr qsizetype Share = 8; // one sign in so many
    if (line.endsWith(u'{') || line.endsWith(u'}') || line.startsWith(u'}') || (line.endsWith(u';') && line.contains(u'=')))
        return true;
    if (line.startsWith(QLatin1String("$ ")) || line.startsWith(QLatin1String("# ")) || line.startsWith(QLatin1String("##")))
        return true; // typed at a prompt; or a heading in Markdown
    const qsizetype signs = countSigns(line);
    return isCall(line) || (signs > 2 && signs * Share > line.size());
}

//! "2031-05-03 10:00:01 …", "[10:00:01] …".
bool isDated(QStringView line)
{
    constexpr qsizetype MaxDigits = 4;
    qsizetype at = line.front() == u'[', groups = 0;
    for (; groups < 3; ++groups, ++at) {
        const qsizetype from = at;
        while (at < line.size() && at - from < MaxDigits && line[at].isDigit())
            ++at;
        if (at == from || (groups < 2 && (at >= line.size() || !isOneOf(line[at], u"-:./"))))
            return false;
    }
    return true;
}

//! "===" below a heading.
bool isRule(QStringView line)
{
    return std::none_of(line.begin(), line.end(), [](QChar c) { return c.isLetterOrNumber() || c.isSurrogate() || isWide(c); });
}

//! "Name: value", "<name> value".
bool isNamed(QStringView line)
{
    constexpr qsizetype LongestName = 24;
    const QStringView head = line.left(LongestName + 1);
    if (line.front() == u'<')
        return head.contains(QLatin1String("> "));
    const qsizetype colon = head.indexOf(u':');
    return colon > 0 && colon + 1 < line.size() && line[colon + 1].isSpace()
        && (line.front().isUpper() || std::all_of(line.begin(), line.begin() + colon, [](QChar c) { return c.isLetterOrNumber(); }))
        && line.left(colon).count(u' ') < 2;
}

//! The column of the text behind "term  "; 0 where there is no gap.
qsizetype columnBehindTerm(QStringView line)
{
    constexpr qsizetype LongestTerm = 30;
    const qsizetype gap = line.left(LongestTerm).indexOf(QLatin1String("  "));
    if (gap <= 0)
        return 0;
    qsizetype at = gap;
    while (at < line.size() && line[at].isSpace())
        ++at;
    return widthOf(line.left(at));
}

} // namespace

TextLines::TextLines(QStringView text) : m_text(text)
{
    constexpr qsizetype WidestWrapped = 120;
    qsizetype item = -1;
    for (qsizetype start = 0; start <= text.size();) {
        qsizetype end = text.indexOf(u'\n', start);
        if (end < 0)
            end = text.size();
        Line line = read(start, end);
        item = line.isEmpty() ? -1 : line.mark > 0 ? m_lines.size() : item;
        line.item = item;
        if (!line.isEmpty() && !m_lines.isEmpty() && !m_lines.last().fixed && m_lines.last().width <= WidestWrapped)
            m_wrapWidth = std::max(m_wrapWidth, m_lines.last().width);
        m_lines += line;
        start = end + 1;
    }
}

Line TextLines::read(qsizetype start, qsizetype end) const
{
    Line line;
    line.start = line.from = start;
    line.end = line.to = end;
    qsizetype indentFrom = start;
    while (line.from < end && (m_text[line.from].isSpace() || m_text[line.from] == u'>')) {
        if (m_text[line.from] == u'>') {
            ++line.quotes;
            indentFrom = line.from + 1;
        }
        ++line.from;
    }
    while (line.to > line.from && m_text[line.to - 1].isSpace())
        --line.to;
    line.indent = widthOf(m_text.mid(indentFrom, line.from - indentFrom));
    if (line.isEmpty())
        return line;
    const QStringView written = m_text.mid(line.from, line.to - line.from);
    line.width = line.from - start + widthOf(written);
    line.mark = listMark(written);
    line.dash = line.mark > 0 && isOneOf(written.front(), u"-–—→");
    line.fixed = isRow(written.mid(line.mark)) || (isProgram(written) && line.mark == 0) || isRule(written);
    line.named = isNamed(written);
    line.dated = isDated(written);
    line.attribution = written.startsWith(QLatin1String("--")) || written.startsWith(u'—');
    if (const qsizetype column = columnBehindTerm(written.mid(line.mark)); column > 0)
        line.column = line.indent + widthOf(written.left(line.mark)) + column;
    readBeginning(line);
    readEnding(line);
    return line;
}

void TextLines::readBeginning(Line &line) const
{
    const QStringView written = m_text.mid(line.from, line.to - line.from);
    const QChar first = written.front();
    const QStringView word = firstWord(line);
    const bool shouts = std::none_of(written.begin(), written.end(), [](QChar c) { return c.isLower(); }); // capitals say nothing then
    line.beginsWide = isWide(first);
    line.lower = first.isLower();
    line.quoted = written.size() > 1 && isOneOf(first, u"\"„“«»‘「『") && !written[1].isSpace();
    line.address = isOneOf(first, u"<⟨");
    line.closes =
        isOneOf(first, u"。，、；：？！）」』》】”’") || (isOneOf(first, u",;!?)»…") && (written.size() == 1 || written[1].isSpace()));
    qsizetype width = 0;
    for (const QChar c : written) {
        if (c.isSpace() || (width > 0 && isWide(c) && !isOneOf(c, u"。，、；：？！）」』》】")))
            break;
        width += isWide(c) ? 2 : 1;
    }
    line.firstWidth = width;
    if (word.isEmpty()) {
        line.small = !line.beginsWide;
        return;
    }
    const QChar letter = word.front();
    line.capital = letter.isUpper() && !(shouts && word.size() > 1);
    line.small = !line.capital && !isWide(letter);
}

void TextLines::readEnding(Line &line) const
{
    const QStringView written = m_text.mid(line.from, line.to - line.from);
    qsizetype at = written.size();
    line.endsWide = isWide(written.back());
    line.continued = written.endsWith(QLatin1String(" \\"));
    for (qsizetype closed = at; closed > 1 && isOneOf(written[closed - 1], u")]}\"'”’»“」』）】*_");) {
        --closed;
        const bool spaced = written[closed - 1].isSpace(); // as in French, behind a mark
        if (spaced && (closed < 2 || !isTerminator(written[closed - 2])))
            break;
        closed -= spaced;
        at = closed;
    }
    const QChar last = written[at - 1];
    line.ended = isOneOf(last, u".!?…。！？؟۔।");
    line.stopped = last == u'.' && at == written.size();
    line.colon = isOneOf(last, u":：");
    line.comma = isOneOf(last, u",;，；、،-‐\u00ad–—^([{«„&") || (last == u'/' && written.contains(u' '));
    line.openBracket = written.lastIndexOf(u'(') > written.lastIndexOf(u')') || written.lastIndexOf(u'（') > written.lastIndexOf(u'）');
    line.openQuote = line.endsWide && written.lastIndexOf(u'“') > written.lastIndexOf(u'”');
    line.words = int(written.count(u' ')) + 1;
    for (qsizetype i = 1; i + 2 < written.size() && !line.stops; ++i)
        line.stops = isOneOf(written[i], u".!?") && written[i + 1].isSpace() && (written[i + 2].isUpper() || written[i + 2].isSpace());
}

QStringView TextLines::firstWord(const Line &line) const
{
    qsizetype from = line.from + line.mark;
    while (from < line.to && m_text[from].isPunct())
        ++from;
    qsizetype to = from;
    while (to < line.to && (m_text[to].isLetterOrNumber() || m_text[to].isMark()))
        ++to;
    return m_text.mid(from, to - from);
}

QStringView TextLines::lastWord(const Line &line) const
{
    qsizetype from = line.to;
    while (from > line.from && (m_text[from - 1].isLetterOrNumber() || m_text[from - 1].isMark()))
        --from;
    return m_text.mid(from, line.to - from);
}

} // namespace Heddle::Text
