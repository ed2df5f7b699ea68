// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/extract/plainheadings.h"
#include "core/text/abbreviations.h"
#include <QRegularExpression>
#include <algorithm>

namespace Heddle::Library {
namespace {

constexpr qsizetype LongestHeading = 100; //!< UTF-16 units
constexpr qsizetype MostWords = 14, MostWordsInCapitals = 10;
constexpr qsizetype ListIndent = 4; //!< blanks before a single number that make it an item of a list
constexpr int LargestNumber = 99; //!< of a section; larger ones are years, or parts of an address
constexpr qsizetype DeepestNumber = 6;

// Styles: part, chapter, then numbers by their depth; lines in capitals go with single numbers. Underlines have the number of their sign.
constexpr int PartStyle = 0, ChapterStyle = 1, NumberStyle = 2, FirstSign = 32;

bool isRule(QStringView line)
{
    static const QStringView signs = u"=-~^*#+\"'_";
    constexpr qsizetype Shortest = 3;
    return line.size() >= Shortest && signs.contains(line.front())
        && std::all_of(line.begin(), line.end(), [line](QChar c) { return c == line.front(); });
}

//! Whether a row of signs is as long as the line that it underlines.
bool underlines(QStringView rule, QStringView line)
{
    const qsizetype slack = std::max<qsizetype>(3, line.size() / 4);
    return isRule(rule) && std::abs(rule.size() - line.size()) <= slack;
}

bool isShort(QStringView line, qsizetype mostWords)
{
    return !line.isEmpty() && line.size() <= LongestHeading && line.count(QLatin1Char(' ')) < mostWords + line.count(QLatin1String("  "));
}

bool endsAsText(QStringView line)
{
    static const QStringView signs = u".,;:\u3002\uff0c\uff1a\u2026";
    return signs.contains(line.back());
}

//! A line of columns: a row of a table, or an entry of a table of contents with its page.
bool hasColumns(QStringView line)
{
    static const QRegularExpression gap(QStringLiteral("\\S(?:\\t|\\s{3,})\\S|\\.{4}|(?:\\. ){3}|\\|"));
    return gap.match(line).hasMatch();
}

bool isInCapitals(QStringView line)
{
    constexpr qsizetype FewestLetters = 4;
    qsizetype capitals = 0, others = 0;
    for (const QChar c : line) {
        if (c.isLower())
            return false;
        capitals += c.isUpper();
        others += !c.isLetter() && !c.isSpace();
    }
    return capitals >= FewestLetters && others <= capitals / 2 && line.front().isLetterOrNumber();
}

//! The number of the item that a paragraph begins with: «3. Pears»; 0 where it begins otherwise.
int itemNumber(QStringView paragraph)
{
    static const QRegularExpression item(QStringLiteral("^\\s*\\(?(\\d{1,2})[.)]\\s"));
    const QRegularExpressionMatch match = item.match(paragraph.left(LongestHeading));
    return match.hasMatch() ? match.capturedView(1).toInt() : 0;
}

//! The style of «Chapter 3», «Anhang A: Maße», «§ 4 Fristen»; nothing for other lines.
std::optional<int> namedStyle(QStringView line)
{
    static const QString number = QStringLiteral("\\s+(?:\\d{1,3}|[ivxlcIVXLC]{1,7}|[A-Z]|(?i:one|two|three|four|five|six|seven|eight|nine|ten))"
                                                 "(?:\\s*$|\\s*[.:)\u2013\u2014-]\\s|\\s+[\\p{Lu}\"\u201c\u201e])");
    static const QRegularExpression part(QStringLiteral("^(?i:part|book|teil|buch|partie|livre|parte|libro|deel|часть|книга)") + number,
        QRegularExpression::UseUnicodePropertiesOption),
        chapter(QStringLiteral("^(?i:chapter|kapitel|chapitre|cap[ií]tulo|capitolo|hoofdstuk|глава|appendix|anhang|annexe|anexo|allegato)") + number,
            QRegularExpression::UseUnicodePropertiesOption),
        section(QStringLiteral("^(?:(?i:section|article|abschnitt|artikel|secci[oó]n|art[ií]culo|sezione|articolo|раздел|статья)|\u00a7)") + number,
            QRegularExpression::UseUnicodePropertiesOption);
    if (part.match(line).hasMatch())
        return PartStyle;
    if (chapter.match(line).hasMatch())
        return ChapterStyle;
    return section.match(line).hasMatch() ? std::optional(NumberStyle) : std::nullopt;
}

//! How many numbers stand before the title of «5.1. Powers»; 0: it is no such line.
int numberDepth(QStringView line)
{
    static const QRegularExpression numbered(
        QStringLiteral("^((?:\\d{1,2}|[A-Z](?=\\.\\d))(?:\\.\\d{1,2})*)(\\.?)\\s+[\"'(\u00ab\u201c\u201e]?([\\p{L}][\\p{L}\\p{N}'-]*)"),
        QRegularExpression::UseUnicodePropertiesOption);
    const QRegularExpressionMatch match = numbered.match(line);
    if (!match.hasMatch())
        return 0;
    const QList<QStringView> numbers = match.capturedView(1).split(QLatin1Char('.'));
    const QStringView word = match.capturedView(3);
    const bool single = numbers.size() == 1;
    const bool isDate = Text::isMonth(word) || (single && match.capturedView(2).isEmpty());
    const bool isNumber = std::any_of(numbers.cbegin(), numbers.cend(),
        [](QStringView one) { return one.toInt() > LargestNumber || (one.size() > 1 && one.front() == QLatin1Char('0')); });
    return isDate || isNumber || word.front().isLower() || numbers.size() > DeepestNumber ? 0 : int(numbers.size());
}

bool isIndented(QStringView lines)
{
    const QList<QStringView> all = lines.split(QLatin1Char('\n'));
    return std::all_of(all.cbegin(), all.cend(), [](QStringView one) { return one.startsWith(u"  ") || one.startsWith(u'\t'); });
}

} // namespace

//! The heading that a line is which stands alone.
std::optional<PlainHeadings::Line> PlainHeadings::lineFrom(QStringView line, qsizetype indent, QStringView next)
{
    if (!isShort(line, MostWords) || endsAsText(line) || hasColumns(line))
        return {};
    if (const auto named = namedStyle(line))
        return Line { *named, line.toString() };
    if (const int depth = numberDepth(line); depth > 0) {
        const int number = itemNumber(line);
        const bool isItem = depth == 1 && (indent >= ListIndent || itemNumber(next) == number + 1 || (m_listed > 0 && m_listed == number - 1));
        return isItem ? std::nullopt : std::optional(Line { NumberStyle + depth - 1, line.toString() });
    }
    if (isShort(line, MostWordsInCapitals) && isInCapitals(line) && !line.endsWith(QLatin1Char('!')))
        return Line { NumberStyle, line.toString() };
    return {};
}

PlainHeadings::Heading PlainHeadings::place(const Line &line)
{
    if (m_order.isEmpty()) {
        for (int style = PartStyle; style < NumberStyle + int(DeepestNumber); ++style)
            m_order += style;
    }
    if (!m_order.contains(line.style)) // an underline that is new is that of a section below the present one
        m_order.insert(m_open.isEmpty() ? 0 : m_order.indexOf(m_open.last()) + 1, line.style);
    const qsizetype rank = m_order.indexOf(line.style);
    while (!m_open.isEmpty() && m_order.indexOf(m_open.last()) >= rank)
        m_open.removeLast();
    m_open += line.style;
    return { int(m_open.size()), line.text.simplified() };
}

QList<PlainHeadings::Part> PlainHeadings::partsOf(const QString &paragraph, QStringView next)
{
    QList<Part> parts;
    const auto add = [&](const Line &line) { parts += { place(line), {} }; };
    QStringView rest(paragraph);
    while (!rest.isEmpty()) {
        const qsizetype first = rest.indexOf(QLatin1Char('\n')), second = first < 0 ? -1 : rest.indexOf(QLatin1Char('\n'), first + 1);
        const auto behind = [rest](qsizetype end) { return end < 0 ? QStringView() : rest.mid(end + 1); };
        const QStringView whole = rest.left(first < 0 ? rest.size() : first), line = whole.trimmed();
        const QStringView below = behind(first).left(second < 0 ? -1 : second - first - 1).trimmed();
        const qsizetype indent = whole.indexOf(line);
        if (isRule(line) && !isRule(below) && underlines(line, below)) { // a row of signs over a heading that is underlined, too
            const qsizetype third = second < 0 ? -1 : rest.indexOf(QLatin1Char('\n'), second + 1);
            if (second >= 0 && behind(second).left(third < 0 ? -1 : third - second - 1).trimmed() == line) {
                rest = behind(first);
                continue;
            }
        }
        if (isShort(line, MostWords) && !isRule(line) && underlines(below, line) && !line.endsWith(QLatin1Char('.')) && !hasColumns(line)) {
            const auto known = lineFrom(line, 0, {});
            add(known && !isInCapitals(line) ? *known : Line { FirstSign + below.front().unicode(), line.toString() });
            rest = behind(second);
            continue;
        }
        const bool alone = parts.isEmpty() && first < 0;
        const bool overText = parts.isEmpty() && indent == 0 && isInCapitals(line) && isIndented(behind(first));
        if (const auto heading = alone || overText ? lineFrom(line, indent, alone ? next : QStringView()) : std::nullopt) {
            add(*heading);
            rest = behind(first);
            continue;
        }
        break;
    }
    m_listed = parts.isEmpty() ? itemNumber(paragraph) : 0;
    if (parts.isEmpty())
        parts += Part {};
    parts.last().text = rest.trimmed().toString();
    return parts;
}

} // namespace Heddle::Library
