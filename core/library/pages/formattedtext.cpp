// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/pages/formattedtext.h"
#include "core/text/listnumbers.h"
#include <QJsonArray>

namespace Heddle::Library {
namespace {

//! Where the letters of the passage begin, as the number of a block; -1: nowhere.
qsizetype blockOf(const FormattedText &text, const QString &passage)
{
    constexpr qsizetype Anchor = 60; // letters that tell a passage from others
    const auto addLetters = [](QString &letters, const QString &from) {
        for (const QChar c : from) {
            if (c.isLetterOrNumber() || c.isSurrogate())
                letters += c.toCaseFolded();
        }
    };
    QString letters;
    QList<qsizetype> starts; // of each block
    for (const FormattedBlock &block : text.blocks) {
        starts += letters.size();
        addLetters(letters, block.text);
    }
    // Its beginning may be a table's row, which reads otherwise in the passage: then a later line of it decides.
    for (const QString &line : passage.split(QLatin1Char('\n'), Qt::SkipEmptyParts)) {
        for (const QString &form : { line, Text::withoutListNumber(line).toString() }) {
            QString wanted;
            addLetters(wanted, form);
            const qsizetype at = wanted.size() < 4 ? -1 : letters.indexOf(wanted.left(Anchor));
            if (at >= 0)
                return std::upper_bound(starts.cbegin(), starts.cend(), at) - starts.cbegin() - 1;
        }
    }
    return -1;
}

qsizetype linksOf(const FormattedBlock &block)
{
    qsizetype size = 0;
    for (const FormattedSpan &span : block.spans)
        size += span.link.size();
    return size;
}

bool isCell(const FormattedBlock &block)
{
    return block.kind == FormattedBlock::Kind::Cell || block.kind == FormattedBlock::Kind::HeaderCell;
}

bool isLink(const QString &link)
{
    return link.startsWith(QLatin1String("https://")) || link.startsWith(QLatin1String("http://"))
        || link.startsWith(QLatin1String("mailto:"));
}

//! Tables are laid out place by place: those that would need too many are taken apart.
void boundTables(QList<FormattedBlock> &blocks)
{
    qsizetype places = 0;
    for (qsizetype i = 0; i < blocks.size();) {
        if (!isCell(blocks[i])) {
            ++i;
            continue;
        }
        const TableExtent table = tableAt(blocks, i);
        const qsizetype size = qsizetype(table.rows) * table.columns;
        const bool fits = size <= FormattedText::MaxPlaces - places;
        places += fits ? size : 0;
        for (; i < table.end; ++i) {
            if (!fits)
                blocks[i] = { FormattedBlock::Kind::Paragraph, 0, 0, 0, 1, blocks[i].text, blocks[i].spans };
        }
    }
    blocks.removeIf([](const FormattedBlock &block) { return block.kind == FormattedBlock::Kind::Paragraph && block.text.isEmpty(); });
}

qsizetype placesOf(const QList<FormattedBlock> &blocks)
{
    qsizetype places = 0;
    for (qsizetype i = 0; i < blocks.size();) {
        const TableExtent table = isCell(blocks[i]) ? tableAt(blocks, i) : TableExtent { i + 1 };
        places += qsizetype(table.rows) * table.columns;
        i = table.end;
    }
    return places;
}

std::optional<FormattedBlock> decodeBlock(const QJsonArray &fields)
{
    FormattedBlock block;
    const int kind = fields[0].toInt(-1);
    if (fields.size() != 7 || kind < 0 || kind > int(FormattedBlock::Kind::Rule))
        return std::nullopt;
    block.kind = FormattedBlock::Kind(kind);
    block.level = fields[1].toInt(-1);
    block.number = fields[2].toInt(-1);
    block.column = fields[3].toInt(-1);
    block.columns = fields[4].toInt(-1);
    block.text = fields[5].toString();
    qsizetype covered = 0;
    for (const QJsonValue &one : fields[6].toArray()) {
        const FormattedSpan span { one[0].toInt(-1), one[1].toInt(-1), one[2].toString() };
        if (span.length < 1 || span.length > block.text.size() - covered || span.styles < 0 || span.styles > FormattedSpan::AllStyles
            || span.link.size() > FormattedText::MaxLink || (!span.link.isEmpty() && !isLink(span.link)))
            return std::nullopt;
        covered += span.length;
        block.spans += span;
    }
    const bool placed = block.level >= 0 && block.level <= FormattedText::MaxLevel && block.number >= 0 && block.column >= 0
        && block.columns >= 1 && block.column + block.columns <= FormattedText::MaxColumns;
    return placed && covered == block.text.size() ? std::optional(block) : std::nullopt;
}

} // namespace

TableExtent tableAt(const QList<FormattedBlock> &blocks, qsizetype first)
{
    TableExtent table { first, 0, 0 };
    const auto begins = [&blocks](qsizetype i) { // another table
        return blocks[i].number == 0 && (blocks[i - 1].number > 0 || blocks[i].column <= blocks[i - 1].column);
    };
    for (qsizetype &end = table.end; end < blocks.size() && isCell(blocks[end]) && (end == first || !begins(end)); ++end) {
        table.rows = blocks[end].number + 1;
        table.columns = std::max(table.columns, blocks[end].column + blocks[end].columns);
    }
    return table;
}

FormattedText formattedPart(const FormattedText &text, const QString &passage)
{
    constexpr qsizetype Before = FormattedText::MaxText / 3;
    const qsizetype at = std::max<qsizetype>(0, blockOf(text, passage));
    qsizetype first = at;
    for (qsizetype before = 0; first > 0 && at - first < FormattedText::MaxBlocks / 3; --first) {
        before += text.blocks[first - 1].text.size();
        if (before > Before)
            break;
    }
    FormattedText part { text.title, {}, first > 0 };
    qsizetype size = 0, spans = 0, links = 0;
    int row = 0, shift = 0; // a table that is cut begins with its first row that is left
    for (qsizetype i = first; i < text.blocks.size(); ++i) {
        FormattedBlock block = text.blocks[i];
        size += block.text.size();
        spans += block.spans.size();
        links += linksOf(block);
        if (size > FormattedText::MaxText || spans > FormattedText::MaxSpans || links > FormattedText::MaxLinks
            || part.blocks.size() >= FormattedText::MaxBlocks) {
            part.more = true;
            break;
        }
        if (isCell(block)) {
            if (part.blocks.isEmpty())
                shift = block.number;
            if (block.number < row)
                shift = 0;
            row = block.number;
            block.number -= shift;
        } else {
            row = shift = 0;
        }
        part.blocks += block;
    }
    boundTables(part.blocks);
    return part;
}

QJsonObject encodeFormatted(const FormattedText &text)
{
    QJsonArray blocks;
    for (const FormattedBlock &block : text.blocks) {
        QJsonArray spans;
        for (const FormattedSpan &span : block.spans)
            spans += QJsonArray { span.length, span.styles, span.link };
        blocks += QJsonArray { int(block.kind), block.level, block.number, block.column, block.columns, block.text, spans };
    }
    return { { QStringLiteral("title"), text.title }, { QStringLiteral("blocks"), blocks }, { QStringLiteral("more"), text.more } };
}

std::optional<FormattedText> decodeFormatted(const QJsonValue &value)
{
    const QJsonArray blocks = value[QLatin1String("blocks")].toArray();
    FormattedText text { value[QLatin1String("title")].toString(), {}, value[QLatin1String("more")].toBool() };
    if (!value[QLatin1String("blocks")].isArray() || blocks.size() > FormattedText::MaxBlocks)
        return std::nullopt;
    qsizetype size = text.title.size(), spans = 0, links = 0;
    for (const QJsonValue &one : blocks) {
        const auto block = decodeBlock(one.toArray());
        if (!block)
            return std::nullopt;
        size += block->text.size();
        spans += block->spans.size();
        links += linksOf(*block);
        if (isCell(*block)) {
            // Rows of a table come one after the other; one begins at 0.
            const FormattedBlock *before = text.blocks.isEmpty() || !isCell(text.blocks.last()) ? nullptr : &text.blocks.last();
            const int last = before ? before->number : -1;
            const bool same = before && block->number == last && block->column >= before->column + before->columns;
            if (!same && block->number != last + 1 && block->number != 0)
                return std::nullopt;
        }
        text.blocks += *block;
    }
    if (size > FormattedText::MaxText + FormattedText::MaxLink || spans > FormattedText::MaxSpans || links > FormattedText::MaxLinks
        || placesOf(text.blocks) > FormattedText::MaxPlaces)
        return std::nullopt;
    return text;
}

} // namespace Heddle::Library
