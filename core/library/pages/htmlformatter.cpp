// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/pages/htmlformatter.h"
#include "core/library/extract/htmlcharset.h"
#include "core/library/extract/textfile.h"

namespace Heddle::Library {
namespace {

using Attributes = HtmlTokenizer::Attributes;
using Kind = FormattedBlock::Kind;

constexpr qsizetype LongestCell = 1000; //!< UTF-16 units; a longer one is text that was put into a table to place it
constexpr qsizetype MaxRows = 4'000; //!< of a table
constexpr qsizetype LongestBlock = 1 << 16; //!< UTF-16 units
constexpr qsizetype LongestTitle = 250;

int stylesOf(const QString &name)
{
    static const QHash<QString, int> styles {
        { QStringLiteral("b"), FormattedSpan::Bold },
        { QStringLiteral("strong"), FormattedSpan::Bold },
        { QStringLiteral("th"), FormattedSpan::Bold },
        { QStringLiteral("dt"), FormattedSpan::Bold },
        { QStringLiteral("i"), FormattedSpan::Italic },
        { QStringLiteral("em"), FormattedSpan::Italic },
        { QStringLiteral("cite"), FormattedSpan::Italic },
        { QStringLiteral("dfn"), FormattedSpan::Italic },
        { QStringLiteral("var"), FormattedSpan::Italic },
        { QStringLiteral("code"), FormattedSpan::Code },
        { QStringLiteral("kbd"), FormattedSpan::Code },
        { QStringLiteral("samp"), FormattedSpan::Code },
        { QStringLiteral("tt"), FormattedSpan::Code },
        { QStringLiteral("u"), FormattedSpan::Underlined },
        { QStringLiteral("ins"), FormattedSpan::Underlined },
        { QStringLiteral("s"), FormattedSpan::StruckOut },
        { QStringLiteral("strike"), FormattedSpan::StruckOut },
        { QStringLiteral("del"), FormattedSpan::StruckOut },
        { QStringLiteral("sup"), FormattedSpan::Raised },
        { QStringLiteral("sub"), FormattedSpan::Lowered },
    };
    return styles.value(name);
}

//! An address that may be followed; all others (of this page, of files, of scripts) are no links.
QString linkOf(const Attributes &attributes)
{
    QString link = attributes.value(QStringLiteral("href")).trimmed();
    for (const char *scheme : { "https://", "http://", "mailto:" }) {
        const QLatin1String begin(scheme);
        if (link.startsWith(begin, Qt::CaseInsensitive) && link.size() <= FormattedText::MaxLink)
            return begin + link.mid(begin.size());
    }
    return {};
}

//! What a text document would take for its own structure, and control characters.
bool isForeign(QChar c)
{
    return (c.category() == QChar::Other_Control && c != QLatin1Char('\n') && c != QLatin1Char('\t')) || c == QChar::ObjectReplacementCharacter
        || c == QChar::ParagraphSeparator || c == QChar::LineSeparator || (c >= QChar(0xfdd0) && c <= QChar(0xfdef)) || c == QChar(0xfeff);
}

bool isCellTag(const QString &name)
{
    return isOneOf(name, { "tr", "td", "th", "thead", "tbody", "tfoot" });
}

} // namespace

const HtmlFormatter::Element &HtmlFormatter::innermost() const
{
    static const Element none;
    return m_open.isEmpty() ? none : m_open.last();
}

void HtmlFormatter::startTag(const QString &name, const Attributes &attributes, bool selfClosing)
{
    if (name == QLatin1String("html") || name == QLatin1String("head"))
        return;
    closeImplied(name);
    const bool empty = isEmpty(name) || (selfClosing && (isSkipped(name) || name.contains(QLatin1Char(':'))));
    const bool hidden = m_hidden > 0 || isHiddenElement(name, attributes) || (isDecoration(name, attributes) && isDrawn(attributes));
    if (!hidden)
        open(name, attributes);
    else if (m_hidden == 0 && isBox(name))
        append(QStringLiteral(" "));
    if (empty || m_open.size() >= (hidden ? 2 : 1) * MaxDepth)
        return;
    if (hidden)
        push({ name, true });
    else
        beginElement(name, attributes);
}

void HtmlFormatter::open(const QString &name, const Attributes &attributes)
{
    if (name == QLatin1String("br")) {
        breakLine();
    } else if (name == QLatin1String("hr")) {
        dissolveTable();
        flush();
        m_result.blocks += FormattedBlock { Kind::Rule };
    } else if (name == QLatin1String("img")) {
        const QString description = attributes.value(QStringLiteral("alt")).simplified();
        if (!description.isEmpty())
            append(QLatin1Char('[') + description + QLatin1Char(']'));
    } else if (name == QLatin1String("input") || name == QLatin1String("button")) {
        append(QLatin1Char(' ') + attributes.value(QStringLiteral("value")) + QLatin1Char(' '));
    } else if (name == QLatin1String("q")) {
        append(QStringLiteral("“"));
    } else if (isCellTag(name)) {
        openCell(name, attributes);
    } else if (name == QLatin1String("table")) {
        dissolveTable(); // the one around it only places this one
        flush();
        if (attributes.value(QStringLiteral("role")) != QLatin1String("presentation"))
            m_table.emplace();
    }
    if (headingLevel(name, attributes) > 0)
        dissolveTable();
    if (isShownAsBlock(name, attributes) && name != QLatin1String("table"))
        flush();
}

//! Has what is inside of the element know of it.
void HtmlFormatter::beginElement(const QString &name, const Attributes &attributes)
{
    Element element = innermost();
    element.name = name;
    element.hidden = false;
    element.block = isShownAsBlock(name, attributes);
    element.styles |= stylesOf(name);
    if (const int level = headingLevel(name, attributes))
        element.heading = std::min(level, 6);
    if (name == QLatin1String("a"))
        element.link = linkOf(attributes);
    if (name == QLatin1String("ul") || name == QLatin1String("ol") || name == QLatin1String("menu") || name == QLatin1String("dir")) {
        const int start = attributes.contains(QStringLiteral("start")) ? attributes.value(QStringLiteral("start")).toInt() : 1;
        m_lists += List { name == QLatin1String("ol"), std::clamp(start, 0, 1 << 30) };
    }
    m_item = m_item || name == QLatin1String("li");
    m_quotes += name == QLatin1String("blockquote");
    m_pre += isPreformatted(name);
    m_inTitle = m_inTitle || (name == QLatin1String("title") && m_result.title.isEmpty());
    push(std::move(element));
}

void HtmlFormatter::push(Element element)
{
    m_hidden += element.hidden;
    m_paragraphs += element.name == QLatin1String("p");
    m_open += std::move(element);
}

void HtmlFormatter::pop()
{
    const Element element = m_open.last();
    const QString &name = element.name;
    m_paragraphs -= name == QLatin1String("p");
    if (element.hidden) {
        --m_hidden;
        m_open.removeLast();
        return;
    }
    if (m_hidden == 0) {
        if (name == QLatin1String("q"))
            append(QStringLiteral("”"));
        else if (name == QLatin1String("td") || name == QLatin1String("th"))
            endCell();
        else if (name == QLatin1String("table"))
            endTable();
        if (element.block)
            flush();
        else if (isBox(name))
            append(QStringLiteral(" "));
    }
    if (!m_lists.isEmpty() && isOneOf(name, { "ul", "ol", "menu", "dir" }))
        m_lists.removeLast();
    m_item = m_item && name != QLatin1String("li");
    m_quotes -= name == QLatin1String("blockquote");
    m_pre -= isPreformatted(name);
    m_inTitle = m_inTitle && name != QLatin1String("title");
    m_open.removeLast();
}

void HtmlFormatter::endTag(const QString &name)
{
    if (name == QLatin1String("br") || name == QLatin1String("p")) {
        if (!closeInScope({ name.toLatin1().constData() }, { "td", "th", "table" }) && m_hidden == 0)
            name == QLatin1String("br") ? breakLine() : flush();
        return;
    }
    closeNamed(name);
}

void HtmlFormatter::characters(const QString &text)
{
    if (m_hidden > 0)
        return;
    if (m_inTitle)
        m_result.title = (m_result.title + text).simplified().left(LongestTitle);
    else
        append(text);
}

//! Blanks fold to one, but where the text is preformatted.
void HtmlFormatter::append(const QString &text)
{
    QString folded;
    folded.reserve(text.size());
    for (const QChar c : text) {
        if (isForeign(c))
            continue;
        const QString &before = folded.isEmpty() ? m_block.text : folded;
        if (m_pre > 0)
            folded += c;
        else if (!c.isSpace())
            folded += c;
        else if (!before.isEmpty() && !before.back().isSpace())
            folded += QLatin1Char(' ');
    }
    appendSpan(folded);
    if (m_block.text.size() > LongestBlock) {
        dissolveTable();
        flush();
    }
}

void HtmlFormatter::appendSpan(const QString &text)
{
    if (text.isEmpty() || !goesOn())
        return;
    m_size += text.size();
    m_block.text += text;
    const FormattedSpan span { int(text.size()), innermost().styles, innermost().link };
    if (!m_block.spans.isEmpty() && m_block.spans.last().styles == span.styles && m_block.spans.last().link == span.link)
        m_block.spans.last().length += span.length;
    else
        m_block.spans += span;
}

void HtmlFormatter::breakLine()
{
    if (!m_block.text.isEmpty())
        appendSpan(QStringLiteral("\n"));
}

//! What was written since the last block, without blanks at its ends.
FormattedBlock HtmlFormatter::take()
{
    FormattedBlock block = std::exchange(m_block, {});
    while (!block.text.isEmpty() && block.text.back().isSpace()) {
        block.text.chop(1);
        if (--block.spans.last().length == 0)
            block.spans.removeLast();
    }
    qsizetype blank = 0;
    while (m_pre > 0 && blank < block.text.size() && block.text[blank] == QLatin1Char('\n'))
        ++blank;
    block.text.remove(0, blank);
    for (; blank > 0; --blank) {
        if (--block.spans.first().length == 0)
            block.spans.removeFirst();
    }
    return block;
}

void HtmlFormatter::flush()
{
    if (m_table && m_table->cell) { // a paragraph in a cell is a line of it
        if (!m_block.text.isEmpty() && m_block.text.back() != QLatin1Char('\n'))
            breakLine();
        return;
    }
    FormattedBlock block = take();
    if (block.text.isEmpty())
        return;
    const auto level = [](qsizetype depth) { return int(std::min<qsizetype>(depth, FormattedText::MaxLevel)); };
    block.level = level(m_lists.size());
    if (innermost().heading > 0) {
        block.kind = Kind::Heading;
        block.level = innermost().heading;
    } else if (m_pre > 0) {
        block.kind = Kind::Code;
    } else if (m_item) {
        block.level = std::max(1, block.level);
        block.kind = !m_lists.isEmpty() && m_lists.last().numbered ? Kind::Number : Kind::Bullet;
        if (block.kind == Kind::Number)
            block.number = m_lists.last().next++;
    } else if (m_quotes > 0) {
        block.kind = Kind::Quote;
        block.level = level(m_quotes);
    }
    m_item = false;
    m_result.blocks += block;
}

void HtmlFormatter::openCell(const QString &name, const Attributes &attributes)
{
    if (!m_table) // of a table that only places things
        return flush();
    if (name == QLatin1String("thead") || name == QLatin1String("tbody") || name == QLatin1String("tfoot")) {
        m_table->covered.clear();
        m_table->head = name == QLatin1String("thead");
        return;
    }
    if (name == QLatin1String("tr"))
        return openRow();
    if (!m_table->cell)
        flush(); // what stood between cells
    endCell();
    if (!m_table) // it had too many cells
        return;
    if (m_table->rows.isEmpty())
        openRow();
    const auto span = [&attributes](const QString &which, int most) {
        return std::clamp(attributes.contains(which) ? attributes.value(which).toInt() : 1, 1, most);
    };
    QList<int> &covered = m_table->covered;
    const QList<FormattedBlock> &row = m_table->rows.last();
    int column = row.isEmpty() ? 0 : row.last().column + row.last().columns;
    while (column < covered.size() && covered[column] > 0)
        ++column;
    const int columns = span(QStringLiteral("colspan"), std::max(1, FormattedText::MaxColumns - column));
    const int rows = span(QStringLiteral("rowspan"), 1000);
    if (column + columns > FormattedText::MaxColumns)
        return dissolveTable();
    if (covered.size() < column + columns)
        covered.resize(column + columns);
    for (int i = column; i < column + columns; ++i)
        covered[i] = rows;
    m_cell = { name == QLatin1String("th") || m_table->head ? Kind::HeaderCell : Kind::Cell, 0, int(m_table->rows.size()) - 1, column,
        columns };
    m_table->cell = true;
}

void HtmlFormatter::openRow()
{
    endCell();
    if (!m_table)
        return;
    for (int &rows : m_table->covered)
        rows = std::max(0, rows - 1);
    if (m_table->rows.isEmpty() || !m_table->rows.last().isEmpty())
        m_table->rows.emplace_back();
}

void HtmlFormatter::endCell()
{
    if (!m_table || !m_table->cell)
        return;
    m_table->cell = false;
    const FormattedBlock written = take();
    m_cell.text = written.text;
    m_cell.spans = written.spans;
    m_table->rows.last() += std::exchange(m_cell, {});
    if (written.text.size() > LongestCell || m_table->rows.size() > MaxRows)
        dissolveTable();
}

void HtmlFormatter::endTable()
{
    endCell();
    if (!m_table)
        return;
    int widest = 0;
    for (const QList<FormattedBlock> &row : std::as_const(m_table->rows))
        widest = std::max(widest, row.isEmpty() ? 0 : row.last().column + row.last().columns);
    if (widest < 2)
        return dissolveTable(); // a frame around a text
    int number = 0;
    for (const QList<FormattedBlock> &row : std::as_const(m_table->rows)) {
        for (FormattedBlock cell : row) {
            cell.number = number;
            m_result.blocks += cell;
        }
        number += !row.isEmpty();
    }
    m_table.reset();
}

//! The table only places things: its cells are paragraphs.
void HtmlFormatter::dissolveTable()
{
    if (!m_table)
        return;
    const Table table = *std::exchange(m_table, {});
    FormattedBlock writing = std::exchange(m_block, {});
    for (const QList<FormattedBlock> &row : table.rows) {
        for (FormattedBlock cell : row) {
            cell.kind = Kind::Paragraph;
            cell.number = cell.column = 0;
            cell.columns = 1;
            if (!cell.text.isEmpty())
                m_result.blocks += cell;
        }
    }
    m_block = writing;
}

FormattedText HtmlFormatter::finish()
{
    while (!m_open.isEmpty())
        pop();
    endTable();
    flush();
    return std::exchange(m_result, {});
}

Result<FormattedText> formatHtml(const InputFile &file, const QString &passage)
{
    HtmlFormatter formatter;
    HtmlTokenizer tokenizer(formatter);
    HEDDLE_TRY(file.rewind()); // a process before this one shares the position
    const auto charset = readTextFile(file, declaredCharset, [&](const QString &text) {
        constexpr qsizetype Piece = 1 << 15;
        for (qsizetype at = 0; at < text.size() && formatter.goesOn(); at += Piece)
            tokenizer.add(text.mid(at, Piece));
        return formatter.goesOn();
    });
    if (!charset && !charset.error().isCancelled())
        return charset.error();
    tokenizer.finish();
    return formattedPart(formatter.finish(), passage);
}

} // namespace Heddle::Library
