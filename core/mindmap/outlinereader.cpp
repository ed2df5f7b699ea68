// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/mindmap/outlinereader.h"
#include <QRegularExpression>

namespace Heddle::MindMap {
namespace {

constexpr int TabWidth = 4;

struct Line {
    QString text; //!< without indentation
    int indent = 0; //!< columns
};

bool isCjk(QChar c)
{
    switch (c.script()) {
    case QChar::Script_Han:
    case QChar::Script_Hiragana:
    case QChar::Script_Katakana: return true;
    default: return c.unicode() >= 0x3000 && c.unicode() <= 0x303f;
    }
}

//! Two lines of one paragraph.
void join(QString &text, const QString &more)
{
    if (!text.isEmpty() && !more.isEmpty() && !(isCjk(text.back()) && isCjk(more.front())))
        text += QLatin1Char(' ');
    text += more;
}

//! The start of a text, never half of a character: half of one matches nothing.
QString head(const QString &text, qsizetype length)
{
    return text.left(length > 0 && length < text.size() && text[length - 1].isHighSurrogate() ? length - 1 : length);
}

//! A heading may end with hashes behind a space. By hand: a pattern for it takes time with the square of a line's length.
QString withoutClosingHashes(const QString &text)
{
    qsizetype end = text.size();
    while (end > 0 && text[end - 1] == QLatin1Char('#'))
        --end;
    if (end == text.size() || end == 0 || !text[end - 1].isSpace())
        return text;
    return text.left(end).trimmed();
}

Line lineOf(QStringView raw)
{
    static const QRegularExpression quote(QStringLiteral("^\\s{0,3}(?:>\\s?)+"));
    Line line;
    qsizetype at = 0;
    if (raw.contains(QLatin1Char('>'))) {
        if (const auto match = quote.match(raw.toString()); match.hasMatch())
            at = match.capturedEnd();
    }
    for (; at < raw.size() && raw[at].isSpace(); ++at)
        line.indent += raw[at] == QLatin1Char('\t') ? TabWidth - line.indent % TabWidth : 1;
    line.text = raw.mid(at).trimmed().toString();
    return line;
}

//! Reads line by line into a flat list of items with their parents.
class Reader {
public:
    Reader(QList<Line> lines, std::stop_token stop) : m_lines(std::move(lines)), m_stop(std::move(stop))
    {
        static const QRegularExpression mark(
            QStringLiteral("^(?:#|[-*+•‣◦▪]\\s|\\p{Nd}{1,3}[.)、．）])"), QRegularExpression::UseUnicodePropertiesOption);
        bool marks = false, indents = false;
        for (const Line &line : std::as_const(m_lines)) {
            marks = marks || mark.match(head(line.text, 8)).hasMatch();
            indents = indents || line.indent > 1;
        }
        m_plainOutline = indents && !marks; // nothing but indentation tells what belongs to what
    }

    //! After read(): whether anything was more than prose.
    bool hasStructure() const { return m_structure > 0 || m_plainOutline; }

    std::vector<OutlineItem> read()
    {
        while (m_at < m_lines.size() && !m_stop.stop_requested()) {
            const Line &line = m_lines[m_at];
            if (line.text.isEmpty()) {
                m_open = -1;
                ++m_at;
            } else if (!fence(line) && !table() && !underline(line) && !heading(line) && !listItem(line)) {
                paragraph(line);
                ++m_at;
            }
        }
        return std::move(m_items);
    }

private:
    struct Level {
        int level, item;
    };

    int add(const QString &text, int parent, bool isHeading = false)
    {
        m_items.push_back({ text, parent, isHeading });
        return int(m_items.size()) - 1;
    }
    int above() const { return m_headings.empty() ? -1 : m_headings.back().item; }

    //! ``` or ~~~: code is a leaf; a fence around the whole outline is seen through.
    bool fence(const Line &line)
    {
        static const QRegularExpression opening(QStringLiteral("^(`{3,}|~{3,})\\s*([\\w+-]*)\\s*$"));
        const auto match = line.text.size() < 100 ? opening.match(line.text) : QRegularExpressionMatch();
        if (!match.hasMatch())
            return false;
        const QString marks = match.captured(1), language = match.captured(2).toLower();
        if (m_around.size() > 0 && language.isEmpty() && marks.size() >= m_around.size() && marks[0] == m_around[0]) {
            m_around.clear();
            m_open = -1;
            ++m_at;
            return true;
        }
        const bool markdown = language == QLatin1String("markdown") || language == QLatin1String("md");
        if (m_around.isEmpty() && (markdown || (m_structure == 0 && (language.isEmpty() || language == QLatin1String("text"))))) {
            m_around = marks;
            m_open = -1;
            ++m_at;
            return true;
        }
        QString code;
        for (++m_at; m_at < m_lines.size(); ++m_at) {
            const QString &text = m_lines[m_at].text;
            if (text.startsWith(marks) && text.count(marks[0]) == text.size()) {
                ++m_at;
                break;
            }
            join(code, text);
        }
        if (!code.isEmpty())
            m_items[std::size_t(add(code, m_list.empty() || line.indent == 0 ? above() : m_list.back().item))].code = true;
        m_open = -1;
        return true;
    }

    bool table()
    {
        static const QRegularExpression rule(QStringLiteral("^\\|?\\s*:?-+:?\\s*(?:\\|\\s*:?-+:?\\s*)*\\|?$")),
            bar(QStringLiteral("(?<!\\\\)\\|"));
        constexpr qsizetype Longest = 4000;
        const QString &first = m_lines[m_at].text;
        if (first.size() > Longest || !first.contains(bar) || m_at + 1 >= m_lines.size())
            return false;
        const QString &second = m_lines[m_at + 1].text;
        if (!second.contains(QLatin1Char('-')) || !second.contains(QLatin1Char('|')) || second.size() > Longest
            || !rule.match(second).hasMatch())
            return false;
        const auto cells = [](QString row) {
            if (row.startsWith(QLatin1Char('|')))
                row.remove(0, 1);
            QStringList texts;
            for (const QString &cell : row.split(bar)) {
                if (!cell.trimmed().isEmpty())
                    texts += cell.trimmed();
            }
            return texts.join(QStringLiteral(" \\| "));
        };
        m_list.clear();
        const int header = add(cells(first), above());
        for (m_at += 2; m_at < m_lines.size() && m_lines[m_at].text.contains(bar); ++m_at) {
            if (const QString row = cells(m_lines[m_at].text); !row.isEmpty())
                add(row, header);
        }
        m_open = -1;
        ++m_structure;
        return true;
    }

    //! A line of = or -: the paragraph above is a heading; else it parts nothing that matters here.
    bool underline(const Line &line)
    {
        const QString &text = line.text;
        const QChar c = text[0];
        if (c == QLatin1Char('=') || c == QLatin1Char('-')) {
            if (text.size() > 1 && text.count(c) == text.size() && m_open >= 0 && m_openIsParagraph && line.indent < TabWidth) {
                m_atx = c == QLatin1Char('=') ? 1 : 2;
                begin(2 * m_atx, m_open);
                ++m_at;
                return true;
            }
        }
        static const QRegularExpression rule(QStringLiteral("^([-*_])(?:\\s*\\1){2,}$"));
        if ((c == QLatin1Char('-') || c == QLatin1Char('*') || c == QLatin1Char('_')) && text.size() < 200 && rule.match(text).hasMatch()) {
            m_open = -1;
            ++m_at;
            return true;
        }
        return false;
    }

    //! An item becomes the heading of what follows.
    void begin(int level, int item)
    {
        while (!m_headings.empty() && m_headings.back().level >= level)
            m_headings.pop_back();
        m_items[std::size_t(item)].parent = above();
        m_items[std::size_t(item)].heading = true;
        m_headings.push_back({ level, item });
        m_list.clear();
        m_open = -1;
        ++m_structure;
    }

    bool heading(const Line &line)
    {
        static const QRegularExpression hashes(QStringLiteral("^(#{1,12})(\\s+|$|(?=[^#\\s]))"));
        const auto match = line.text.startsWith(QLatin1Char('#')) ? hashes.match(line.text) : QRegularExpressionMatch();
        if (!match.hasMatch())
            return false;
        QString text = line.text.mid(match.capturedEnd());
        if (match.capturedLength(1) == 1 && match.capturedLength(2) == 0 && !text.isEmpty() && text[0].isDigit())
            return false; // "#1 of all"
        text = withoutClosingHashes(text);
        if (!text.isEmpty()) {
            m_atx = int(match.capturedLength(1));
            begin(2 * m_atx, add(text, -1));
        }
        ++m_at;
        return true;
    }

    bool listItem(const Line &line)
    {
        static const QRegularExpression marker(QStringLiteral("^(?:[-*+–•‣◦▪](?:\\s+|$)|[•‣◦▪]|[-+](?=\\p{L})|\\(?\\p{Nd}{1,3}[.)](?:\\s+|$"
                                                              ")|[(（]?\\p{Nd}{1,3}[、．）]\\s*|[a-z]\\)\\s+)"),
            QRegularExpression::UseUnicodePropertiesOption);
        const auto match = marker.match(head(line.text, 16) + (line.text.size() > 16 ? QStringLiteral("x") : QString()));
        if (!match.hasMatch())
            return false;
        QString text = line.text.mid(std::min<qsizetype>(match.capturedEnd(), line.text.size()));
        static const QRegularExpression before(QStringLiteral("^(?:\\[[ xX]\\]\\s+)?(?:#{1,12}\\s+)?"));
        text.remove(0, before.match(head(text, 40)).capturedLength());
        constexpr int Nested = 2; // columns further in
        while (!m_list.empty() && line.indent < m_list.back().level + Nested)
            m_list.pop_back();
        const int item = add(text, m_list.empty() ? above() : m_list.back().item);
        m_list.push_back({ line.indent, item });
        m_open = item;
        m_openIsParagraph = false;
        ++m_structure;
        ++m_at;
        return true;
    }

    void paragraph(const Line &line)
    {
        if (m_plainOutline) {
            while (!m_list.empty() && line.indent <= m_list.back().level)
                m_list.pop_back();
            const int item = add(line.text, m_list.empty() ? above() : m_list.back().item);
            m_list.push_back({ line.indent, item });
            return;
        }
        if (m_open >= 0) {
            join(m_items[std::size_t(m_open)].text, line.text);
            return;
        }
        while (!m_list.empty() && line.indent <= m_list.back().level)
            m_list.pop_back();
        static const QRegularExpression bold(QStringLiteral("^(\\*\\*|__)((?:(?!\\1).)+)\\1\\s*[:：]?$"));
        constexpr qsizetype LongestHeading = 200;
        if (m_list.empty() && line.text.size() < LongestHeading && bold.match(line.text).hasMatch()) {
            begin(2 * m_atx + 1, add(line.text, -1));
            return;
        }
        m_open = add(line.text, m_list.empty() ? above() : m_list.back().item);
        m_openIsParagraph = m_list.empty();
    }

    QList<Line> m_lines;
    std::stop_token m_stop;
    std::vector<OutlineItem> m_items;
    std::vector<Level> m_headings; //!< # is 2, ## is 4; a bold line is one deeper than the heading above it
    std::vector<Level> m_list; //!< level: columns
    QString m_around; //!< the fence around the outline
    qsizetype m_at = 0;
    int m_open = -1; //!< the item that a further line goes on with
    bool m_openIsParagraph = false, m_plainOutline = false;
    int m_atx = 0, m_structure = 0; //!< headings and list items so far
};

//! The lines behind a model's thinking.
QList<Line> linesOf(const QString &markdown)
{
    static const QRegularExpression thinking(QStringLiteral("^\\s*<think(?:ing)?>.*?</think(?:ing)?>"),
        QRegularExpression::DotMatchesEverythingOption | QRegularExpression::CaseInsensitiveOption);
    QStringView text(markdown);
    if (const auto match = thinking.match(markdown); match.hasMatch())
        text = text.mid(match.capturedEnd());
    QList<Line> lines;
    for (qsizetype from = 0; from <= text.size();) {
        qsizetype end = from;
        while (end < text.size() && text[end] != QLatin1Char('\n') && text[end] != QLatin1Char('\r'))
            ++end;
        lines += lineOf(text.mid(from, end - from));
        from = end + 1 + (end + 1 < text.size() && text[end] == QLatin1Char('\r') && text[end + 1] == QLatin1Char('\n') ? 1 : 0);
    }
    return lines;
}

} // namespace

OutlineItems readOutline(const QString &markdown, std::stop_token stop)
{
    Reader reader(linesOf(markdown), std::move(stop));
    OutlineItems outline { reader.read(), false };
    outline.hasStructure = reader.hasStructure();
    return outline;
}

} // namespace Heddle::MindMap
