// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/extract/htmlreader.h"
#include "core/library/extract/htmlelements.h"
#include "core/text/superscripts.h"
#include <QSet>

namespace Heddle::Library {
namespace {

using Attributes = HtmlTokenizer::Attributes;

constexpr qsizetype LongestParagraph = 1 << 16; //!< UTF-16 units; a page without any markup is handed on in parts
constexpr qsizetype LongestCell = 1000; //!< UTF-16 units; a longer one is text that was put into a table to place it
constexpr qsizetype MaxCells = 1000; //!< of a row
constexpr qsizetype LongestTitle = 250;

std::optional<int> numberIn(const Attributes &attributes, const QString &which)
{
    bool ok = false;
    const int value = attributes.value(which).trimmed().toInt(&ok);
    constexpr int Most = 100'000;
    return ok && value >= 0 && value < Most ? std::optional(value) : std::nullopt;
}

} // namespace

void HtmlReader::startTag(const QString &name, const Attributes &attributes, bool selfClosing)
{
    if (name == QLatin1String("html") || name == QLatin1String("head"))
        return;
    closeImplied(name);
    const bool empty = isEmpty(name) || (selfClosing && (isSkipped(name) || name.contains(QLatin1Char(':'))));
    if (!isHidden() && isHiddenElement(name, attributes)) {
        if (isBlock(name) || isBox(name))
            m_text += QLatin1Char(' ');
        if (!empty && m_open.size() < 2 * MaxDepth) {
            push({ name, true });
        }
        return;
    }
    if (isHidden()) {
        if (!empty && m_open.size() < MaxDepth)
            push({ name });
        return;
    }
    separateFrom(name);
    m_ended = false;
    open(name, attributes, empty);
}

//! A space where a reader sees one though none is written: beside boxes, and between neighbours that only a style sheet parts.
void HtmlReader::separateFrom(const QString &name)
{
    const bool neighbours = m_ended && !m_text.isEmpty() && m_pre == 0;
    if (isBox(name) || (neighbours && m_endedLink && name == QLatin1String("a")))
        m_text += QLatin1Char(' ');
    else if (neighbours && name != QLatin1String("sup") && name != QLatin1String("sub"))
        m_apart = true; // where a word ends in the one and begins in the other
}

void HtmlReader::open(const QString &name, const Attributes &attributes, bool empty)
{
    if (name == QLatin1String("br")) {
        m_text += QChar(QChar::LineSeparator);
    } else if (name == QLatin1String("img") || name == QLatin1String("area")) {
        if (!isDecoration(name, attributes))
            m_text += attributes.value(QStringLiteral("alt")) + QLatin1Char(' ');
    } else if (name == QLatin1String("input")) {
        static const QSet<QString> shown =
            setOf({ "", "text", "search", "submit", "button", "reset", "number", "email", "url", "tel", "date" });
        if (shown.contains(attributes.value(QStringLiteral("type")).toLower()))
            m_text += attributes.value(QStringLiteral("value")) + QLatin1Char(' ');
    } else if (name == QLatin1String("q")) {
        m_text += QChar(u'“');
    } else if (isOneOf(name, { "tr", "td", "th", "thead", "tbody", "tfoot" })) {
        openCell(name, attributes);
    } else if (name == QLatin1String("table")) {
        leaveTable();
        flush();
        m_table.begin();
        m_inTable = true;
        m_placing = attributes.value(QStringLiteral("role")) == QLatin1String("presentation");
    }
    Element element { name, false, isShownAsBlock(name, attributes), isDecoration(name, attributes), headingLevel(name, attributes) };
    if (element.heading > 0)
        leaveTable();
    if (element.block && name != QLatin1String("table"))
        flush();
    if (empty || (m_open.size() >= MaxDepth && !isOneOf(name, { "title" })))
        return;
    element.hidden = element.decoration && isDrawn(attributes);
    if (name == QLatin1String("ol"))
        element.next = numberIn(attributes, QStringLiteral("start")).value_or(1);
    else if (name == QLatin1String("li"))
        element.mark = markOf(attributes);
    m_headings += element.heading > 0;
    m_items += name == QLatin1String("li");
    m_pre += isPreformatted(name);
    m_inTitle = m_inTitle || (name == QLatin1String("title") && m_title.isEmpty());
    element.textStart = m_text.size();
    push(element);
}

void HtmlReader::openCell(const QString &name, const Attributes &attributes)
{
    static constexpr int MaxSpan = 1000;
    if (name == QLatin1String("td") || name == QLatin1String("th")) {
        endCell();
        if (!m_inTable) // a page that goes on with the rest of a table
            return flush();
        m_inCell = true;
        const auto span = [&attributes](const QString &which, int least) {
            bool ok = false;
            const int value = attributes.value(which).toInt(&ok);
            return ok ? std::clamp(value, least, MaxSpan) : 1;
        };
        const bool hasRows = attributes.contains(QStringLiteral("rowspan"));
        m_cell = { {}, name == QLatin1String("th"), span(QStringLiteral("colspan"), 1), hasRows ? span(QStringLiteral("rowspan"), 0) : 1 };
    } else {
        endRow();
        if (name == QLatin1String("tr"))
            return;
        m_inHead = name == QLatin1String("thead");
        m_table.endPart();
    }
}

void HtmlReader::endTag(const QString &name)
{
    m_endedLink = name == QLatin1String("a");
    m_ended = true;
    if (name == QLatin1String("br") || name == QLatin1String("p")) {
        if (!closeInScope({ name.toLatin1().constData() }, { "td", "th", "table" }) && !isHidden())
            name == QLatin1String("br") ? void(m_text += QChar(QChar::LineSeparator)) : flush();
        return;
    }
    closeNamed(name);
    if (!isHidden() && isBox(name))
        m_text += QLatin1Char(' ');
}

void HtmlReader::push(const Element &element)
{
    m_hidden += element.hidden;
    m_paragraphs += element.name == QLatin1String("p");
    m_open += element;
}

void HtmlReader::pop()
{
    const Element element = m_open.last();
    m_hidden -= element.hidden;
    m_paragraphs -= element.name == QLatin1String("p");
    if (!isHidden() && !element.hidden)
        closeElement(element);
    m_open.removeLast();
}

void HtmlReader::closeElement(const Element &element)
{
    const QString &name = element.name;
    const bool whole = element.textStart <= m_text.size();
    const QStringView inside = whole ? QStringView(m_text).mid(element.textStart) : QStringView();
    if (element.decoration && std::none_of(inside.begin(), inside.end(), [](QChar c) { return c.isLetterOrNumber(); })) {
        m_text.truncate(std::min(element.textStart, m_text.size()));
    } else if (name == QLatin1String("sup") || name == QLatin1String("sub")) {
        const QString text = inside.trimmed().toString();
        if (const QString changed = name == QLatin1String("sup") ? Text::raised(text) : Text::lowered(text); changed != text)
            m_text = m_text.left(element.textStart) + changed;
    } else if (name == QLatin1String("rt")) { // the word stays whole, how it is read comes behind it
        m_reading += inside.trimmed();
        m_text.truncate(std::min(element.textStart, m_text.size()));
    } else if (name == QLatin1String("ruby") && !m_reading.isEmpty()) {
        m_text += QLatin1Char('(') + std::exchange(m_reading, {}) + QLatin1Char(')');
    } else if (name == QLatin1String("q")) {
        m_text += QChar(u'”');
    } else if (name == QLatin1String("title")) {
        m_inTitle = false;
    } else if (name == QLatin1String("td") || name == QLatin1String("th")) {
        endCell();
    } else if (name == QLatin1String("tr")) {
        endRow();
    } else if (isOneOf(name, { "thead", "tbody", "tfoot" })) {
        endRow();
        m_inHead = false;
        m_table.endPart();
    } else if (name == QLatin1String("table")) {
        endTable();
    }
    if (element.block)
        flush();
    m_headings -= element.heading > 0;
    m_items -= name == QLatin1String("li");
    m_pre -= isPreformatted(name);
}

void HtmlReader::characters(const QString &text)
{
    if (isHidden())
        return;
    if (m_inTitle) {
        m_title = (m_title + text).left(LongestTitle);
        return;
    }
    if (m_apart && !m_text.isEmpty() && m_text.back().isLower() && text.front().isUpper())
        m_text += QLatin1Char(' ');
    m_ended = m_apart = false;
    m_text += text;
    if (m_text.size() > LongestParagraph && (m_text.back().isSpace() || m_text.size() > 2 * LongestParagraph))
        flush();
}

void HtmlReader::finish()
{
    while (!m_open.isEmpty())
        pop();
    endTable();
    flush();
}

QString HtmlReader::title() const
{
    const QString title = m_title.simplified();
    return title.isEmpty() ? m_writer.title() : title;
}

//! The bullet or the number of an item that begins, as its list has them.
QString HtmlReader::markOf(const Attributes &item)
{
    const auto list = std::find_if(m_open.rbegin(), m_open.rend(), [](const Element &one) { return isOneOf(one.name, { "ol", "ul", "menu", "dir" }); });
    if (list == m_open.rend() || list->name != QLatin1String("ol"))
        return QStringLiteral("• ");
    const int number = numberIn(item, QStringLiteral("value")).value_or(list->next);
    list->next = number + 1;
    return QString::number(number) + QLatin1String(". ");
}

//! The mark of the innermost item, for the first text in it; what stands in an item of a list in an item has only the inner one's.
QString HtmlReader::takeMark()
{
    QString mark;
    for (qsizetype at = m_open.size() - 1, left = m_items; at >= 0 && left > 0; --at) {
        if (m_open[at].name != QLatin1String("li"))
            continue;
        if (left-- == m_items)
            mark = m_open[at].mark;
        m_open[at].mark.clear();
    }
    return mark;
}

QString HtmlReader::take()
{
    const QString text = std::exchange(m_text, {});
    for (Element &element : m_open)
        element.textStart = 0;
    if (m_pre > 0)
        return QString(text).replace(QChar(QChar::LineSeparator), QLatin1Char('\n')).trimmed();
    // Blanks fold to one; a line break in the page's source is a blank, one that <br> made stays.
    QString folded;
    for (const QChar c : text) {
        const bool line = c == QChar::LineSeparator;
        if (!c.isSpace() && c.unicode() != 0xfeff)
            folded += c;
        else if (line && !folded.isEmpty() && folded.back() == QLatin1Char(' '))
            folded.back() = QLatin1Char('\n');
        else if (!folded.isEmpty() && !folded.back().isSpace())
            folded += line ? QLatin1Char('\n') : QLatin1Char(' ');
    }
    return folded.trimmed();
}

//! A heading without the sign of the link to itself that generators of documentation put behind it.
QString HtmlReader::withoutPermalink(QString heading)
{
    static const QString signs = QStringLiteral("\u00b6\u00a7#");
    constexpr int MostSigns = 2;
    for (int i = 0; i < MostSigns && heading.size() > 1 && signs.contains(heading.back()); ++i) {
        const QChar before = heading[heading.size() - 2];
        if (heading.back() != QChar(0xb6) && !before.isSpace())
            break; // "C#" is a name
        heading.chop(1);
        heading = heading.trimmed();
    }
    return heading;
}

void HtmlReader::flush()
{
    if (m_inCell && m_text.size() <= LongestParagraph) {
        m_text += QLatin1Char(' ');
        return;
    }
    leaveTable();
    const QString text = take();
    if (text.isEmpty() || !m_go)
        return;
    const QString mark = m_items > 0 ? takeMark() : QString();
    int level = 0;
    for (auto element = m_open.crbegin(); m_headings > 0 && element != m_open.crend() && level == 0; ++element)
        level = element->heading;
    if (level > 0)
        m_go = m_writer.heading(level, withoutPermalink(text.simplified()));
    else if (m_pre > 0)
        m_go = m_writer.hand(Block::Kind::Code, text);
    else
        m_go = m_writer.hand(m_items > 0 ? Block::Kind::ListItem : Block::Kind::Paragraph, mark + text);
}

void HtmlReader::endCell()
{
    if (!m_inCell)
        return;
    m_inCell = false;
    m_cell.text = take().simplified();
    m_cells += m_cell;
    if (m_cells.size() >= MaxCells) {
        endRow();
        m_longRow = true;
    }
}

void HtmlReader::endRow()
{
    endCell();
    const QList<TableWriter::Cell> cells = std::exchange(m_cells, {});
    const bool rest = std::exchange(m_longRow, false);
    if (cells.isEmpty() || !m_go)
        return;
    const bool placed = m_placing || std::any_of(cells.cbegin(), cells.cend(), [](const TableWriter::Cell &cell) {
        return !cell.header && cell.text.size() > LongestCell;
    });
    if (!placed && !rest) {
        m_go = m_table.row(cells, m_inHead);
        return;
    }
    for (const TableWriter::Cell &cell : cells)
        m_go = m_go && m_writer.hand(placed ? Block::Kind::Paragraph : Block::Kind::TableRow, cell.text);
}

//! A heading or another table inside a cell: the table only places things, its cells are paragraphs.
void HtmlReader::leaveTable()
{
    if (!m_inCell)
        return;
    endCell();
    for (const TableWriter::Cell &cell : std::exchange(m_cells, {}))
        m_go = m_go && m_writer.hand(Block::Kind::Paragraph, cell.text);
    m_inTable = false;
}

void HtmlReader::endTable()
{
    endRow();
    if (m_inTable)
        m_go = m_go && m_table.end();
    m_inTable = m_inHead = m_placing = false;
}

} // namespace Heddle::Library
