// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/text/markdownlines.h"
#include <QRegularExpression>

namespace Heddle::Text {
namespace {

bool isFence(QStringView line)
{
    const QStringView trimmed = line.trimmed();
    return trimmed.startsWith(QLatin1String("```")) || trimmed.startsWith(QLatin1String("~~~"));
}

bool matches(const QRegularExpression &pattern, QStringView line)
{
    return pattern.match(line).hasMatch();
}

//! Marks the rows of tables: a line with bars above a delimiter row begins one, a line without bars ends it.
void markTables(QList<MarkdownLine> &lines)
{
    static const QRegularExpression delimiter(QStringLiteral("^\\s*\\|?\\s*:?-{1,}:?\\s*(\\|\\s*:?-{1,}:?\\s*)+\\|?\\s*$"));
    bool table = false;
    for (qsizetype i = 0; i < lines.size(); ++i) {
        MarkdownLine &line = lines[i];
        const bool code = line.kind == MarkdownLine::Kind::Code, bars = line.text.contains(QLatin1Char('|'));
        if (!code && bars && i + 1 < lines.size() && matches(delimiter, lines[i + 1].text))
            table = true;
        else if (!bars)
            table = false;
        if (table && !code)
            line.kind = MarkdownLine::Kind::Table;
    }
}

} // namespace

QList<MarkdownLine> markdownLines(QStringView text)
{
    using Kind = MarkdownLine::Kind;
    static const QRegularExpression item(QStringLiteral("^\\s*([-*+]|\\d{1,9}[.)])(\\s|$)")),
        rule(QStringLiteral("^\\s*([-*_=]\\s*){3,}$")), heading(QStringLiteral("^\\s{0,3}#{1,6}(\\s|$)"));
    QList<MarkdownLine> lines;
    bool fenced = false, indented = false, blank = true, list = false;
    for (qsizetype from = 0; from <= text.size();) {
        qsizetype to = text.indexOf(QLatin1Char('\n'), from);
        if (to < 0)
            to = text.size();
        MarkdownLine line { Kind::Prose, from, text.mid(from, to - from) };
        const bool empty = line.text.trimmed().isEmpty();
        line.fence = isFence(line.text);
        line.listItem = matches(item, line.text);
        if (!empty) {
            const bool deep = line.text.startsWith(QLatin1String("    ")) || line.text.startsWith(QLatin1Char('\t'));
            list = line.listItem || (list && (deep || !blank || line.text.startsWith(QLatin1Char(' '))));
            indented = !fenced && deep && !list && (blank || indented);
        }
        if (fenced || line.fence || indented)
            line.kind = Kind::Code;
        else if (empty)
            line.kind = Kind::Blank;
        else if (matches(heading, line.text))
            line.kind = Kind::Heading;
        else if (matches(rule, line.text))
            line.kind = Kind::Rule;
        if (line.fence)
            fenced = !fenced;
        blank = empty;
        lines += line;
        from = to + 1;
    }
    markTables(lines);
    return lines;
}

QList<TextSpan> codeSpans(const QString &text)
{
    QList<TextSpan> spans;
    for (const MarkdownLine &markdownLine : markdownLines(text)) {
        const qsizetype from = markdownLine.start;
        const QStringView line = markdownLine.text;
        if (markdownLine.kind == MarkdownLine::Kind::Code) {
            spans += { from, from + line.size() };
            continue;
        }
        for (qsizetype i = 0; i < line.size(); ++i) {
            if (line[i] != QLatin1Char('`'))
                continue;
            qsizetype ticks = 1;
            while (i + ticks < line.size() && line[i + ticks] == QLatin1Char('`'))
                ++ticks;
            const qsizetype close = line.indexOf(QString(ticks, QLatin1Char('`')), i + ticks);
            if (close < 0) {
                i += ticks - 1;
                continue;
            }
            spans += { from + i, from + close + ticks };
            i = close + ticks - 1;
        }
    }
    return spans;
}

} // namespace Heddle::Text
