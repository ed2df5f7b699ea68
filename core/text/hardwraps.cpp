// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/hardwraps.h"
#include "core/text/sentences.h"
#include <QList>
#include <algorithm>

namespace Heddle::Text {
namespace {

constexpr qsizetype WideLine = 45; //!< UTF-16 units; lines that are cut at less are as often verses as prose
constexpr qsizetype NarrowestLine = 20; //!< no prose is wrapped to less
constexpr qsizetype NarrowestCjkLine = 10;
constexpr qsizetype ManyLines = 4; //!< that all begin with capitals: verses

struct Line {
    qsizetype start = 0, end = 0; //!< with indentation and quote marks, without the line break
    qsizetype from = 0, to = 0; //!< what is written there
    qsizetype indent = 0; //!< of what is written, behind the quote marks
    int quotes = 0; //!< depth, of a mail
    qsizetype mark = 0; //!< UTF-16 units of the mark of a list's item with the blanks behind it; 0: none
    bool named = false; //!< "Name: value", perhaps one of several
    bool fixed = false; //!< a row of a table or a line of a program
};

bool isCjkMark(QChar c)
{
    return (c.unicode() >= 0x3000 && c.unicode() <= 0x303f) || (c.unicode() >= 0xff00 && c.unicode() <= 0xff65);
}

bool isWide(QChar c)
{
    return isCjk(c.unicode()) || isCjkMark(c);
}

bool endsSentence(QChar c)
{
    static const QString ends = QStringLiteral(".!?:;…。！？：；؟۔।");
    return ends.contains(c);
}

bool isCloser(QChar c)
{
    static const QString closers = QStringLiteral(")]}\"'”’»“」』）】*_");
    return closers.contains(c);
}

//! Units of "- ", "12. " or "(a) " at the beginning; 0 where there is none.
qsizetype listMark(QStringView line)
{
    static const QString bullets = QStringLiteral("-*+•·‣◦▪■●○–—→►✓☐☑");
    constexpr qsizetype MaxDigits = 3;
    qsizetype at = 0;
    if (line.isEmpty())
        return 0;
    if (bullets.contains(line.front())) {
        at = 1;
    } else {
        const bool bracket = line.front() == u'(';
        at += bracket;
        const qsizetype from = at;
        while (at < line.size() && at - from < MaxDigits && line[at].isDigit())
            ++at;
        if (at == from && at < line.size() && line[at].isLetter())
            ++at;
        if (at == from || at >= line.size() || (line[at] != u')' && (bracket || line[at] != u'.')))
            return 0;
        ++at;
    }
    const qsizetype blank = at;
    while (at < line.size() && line[at].isSpace())
        ++at;
    return at > blank && at < line.size() ? at : 0;
}

//! Cells with bars, tabs or wide gaps between them.
bool isRow(QStringView line)
{
    if (line.count(u'|') >= 2 || line.contains(u'\t'))
        return true;
    int gaps = 0;
    for (qsizetype i = 1; i + 3 < line.size(); ++i)
        gaps += !line[i - 1].isSpace() && line[i] == u' ' && line[i + 1] == u' ' && line[i + 2] == u' ';
    return gaps > 0;
}

bool isProgram(QStringView line)
{
    static const QString signs = QStringLiteral("{}[]()<>=;&|#@$\\/*_^~`+%");
    constexpr qsizetype Share = 8; // one sign in so many
    if (line.endsWith(u'{') || line.endsWith(u'}') || line.startsWith(u'}') || (line.endsWith(u';') && line.contains(u'=')))
        return true;
    const auto count = std::count_if(line.begin(), line.end(), [](QChar c) { return signs.contains(c); });
    return count > 2 && count * Share > line.size();
}

//! "===" below a heading.
bool isRule(QStringView line)
{
    return std::none_of(line.begin(), line.end(), [](QChar c) { return c.isLetterOrNumber(); });
}

//! "Name: value".
bool isNamed(QStringView line)
{
    constexpr qsizetype LongestName = 24;
    const qsizetype colon = line.indexOf(u':');
    return colon > 0 && colon < LongestName && colon + 1 < line.size() && line[colon + 1].isSpace() && line.front().isUpper()
        && line.left(colon).count(u' ') < 2;
}

QList<Line> linesOf(QStringView text)
{
    QList<Line> lines;
    for (qsizetype start = 0; start <= text.size();) {
        qsizetype end = text.indexOf(u'\n', start);
        if (end < 0)
            end = text.size();
        Line line;
        line.start = line.from = start;
        line.end = line.to = end;
        qsizetype indentFrom = start;
        while (line.from < end && (text[line.from].isSpace() || text[line.from] == u'>')) {
            if (text[line.from] == u'>') {
                ++line.quotes;
                indentFrom = line.from + 1;
            }
            ++line.from;
        }
        while (line.to > line.from && text[line.to - 1].isSpace())
            --line.to;
        line.indent = line.from - indentFrom;
        const QStringView written = text.mid(line.from, line.to - line.from);
        line.mark = listMark(written);
        line.fixed = isRow(written) || isProgram(written) || isRule(written);
        line.named = isNamed(written);
        lines += line;
        start = end + 1;
    }
    return lines;
}

//! Lines that follow each other without an empty one.
class Paragraph {
public:
    Paragraph(QStringView text, const QList<Line> &lines, qsizetype first, qsizetype last)
        : m_text(text), m_lines(lines), m_first(first), m_last(last)
    {
        qsizetype breaks = 0, full = 0, capitals = 0, open = 0;
        for (qsizetype i = first; i <= last; ++i)
            m_width = std::max(m_width, width(lines[i]));
        for (qsizetype i = first; i < last; ++i) {
            if (lines[i + 1].mark > 0)
                continue;
            ++breaks;
            full += isFull(i);
            if (endsAt(lines[i]))
                continue;
            ++open;
            capitals += startsWithCapital(lines[i + 1]);
        }
        m_filled = full * 4 >= breaks * 3;
        m_verses = open >= ManyLines && capitals == open;
        m_runsOn = open > 0 && capitals * 2 <= open;
    }

    //! The line break behind line `i` is one of wrapped prose.
    bool wrapsAfter(qsizetype i) const
    {
        const Line &line = m_lines[i], &next = m_lines[i + 1];
        if (line.fixed || next.fixed || line.quotes != next.quotes || m_verses)
            return false;
        if (next.mark > 0 || (next.named && (line.named || endsAt(line) || !isFull(i))))
            return false;
        const QChar last = m_text[line.to - 1], first = m_text[next.from];
        if (isWide(last) && isWide(first))
            return !endsAt(line) && (last == QChar(0xff0c) || last == QChar(0x3001) || (width(line) >= NarrowestCjkLine && isFull(i)));
        if (const Line *const item = itemOf(i); item && next.indent >= item->indent + 2)
            return true; // an item of a list goes on below its text
        if (m_width < NarrowestLine)
            return false;
        const bool goesOn = !endsAt(line) && !startsWithCapital(next);
        if (!m_filled)
            return goesOn && width(line) >= WideLine;
        return m_width >= WideLine ? isFull(i) || goesOn : m_runsOn && (isFull(i) || goesOn);
    }

private:
    static qsizetype width(const Line &line) { return line.to - line.start; }
    bool endsAt(const Line &line) const
    {
        qsizetype at = line.to;
        while (at > line.from + 1 && isCloser(m_text[at - 1]))
            --at;
        return endsSentence(m_text[at - 1]);
    }
    bool startsWithCapital(const Line &line) const
    {
        qsizetype at = line.from;
        while (at < line.to && m_text[at].isPunct())
            ++at;
        return at < line.to && m_text[at].isUpper();
    }
    //! The next word would not have fitted into the line.
    bool isFull(qsizetype i) const
    {
        const Line &next = m_lines[i + 1];
        qsizetype word = next.from;
        if (isWide(m_text[word]))
            ++word;
        else
            while (word < next.to && !m_text[word].isSpace())
                ++word;
        constexpr qsizetype Ragged = 2; // editors differ by a blank
        return width(m_lines[i]) + 1 + (word - next.from) + Ragged >= m_width;
    }
    const Line *itemOf(qsizetype i) const
    {
        while (i > m_first && m_lines[i].mark == 0)
            --i;
        return m_lines[i].mark > 0 ? &m_lines[i] : nullptr;
    }

    const QStringView m_text;
    const QList<Line> &m_lines;
    const qsizetype m_first, m_last;
    qsizetype m_width = 0; //!< of the longest line
    bool m_filled = false; //!< most lines are as long as the next word lets them be
    bool m_verses = false;
    bool m_runsOn = false; //!< most lines that end no sentence are followed by small letters
};

} // namespace

QString withoutHardWraps(QStringView text)
{
    QString unwrapped = text.toString();
    if (!text.contains(u'\n'))
        return unwrapped;
    const QList<Line> lines = linesOf(text);
    const auto isBlank = [&lines](qsizetype i) { return lines[i].from >= lines[i].to; };
    for (qsizetype first = 0; first < lines.size();) {
        if (isBlank(first)) {
            ++first;
            continue;
        }
        qsizetype last = first;
        while (last + 1 < lines.size() && !isBlank(last + 1))
            ++last;
        const Paragraph paragraph(text, lines, first, last);
        for (qsizetype i = first; i < last; ++i) {
            if (paragraph.wrapsAfter(i))
                std::fill(unwrapped.begin() + lines[i].end, unwrapped.begin() + lines[i + 1].from, QLatin1Char(' '));
        }
        first = last + 1;
    }
    return unwrapped;
}

} // namespace Heddle::Text
