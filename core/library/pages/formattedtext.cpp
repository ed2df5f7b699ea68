// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/pages/formattedtext.h"
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
        QString wanted;
        addLetters(wanted, line);
        const qsizetype at = wanted.size() < 4 ? -1 : letters.indexOf(wanted.left(Anchor));
        if (at >= 0)
            return std::upper_bound(starts.cbegin(), starts.cend(), at) - starts.cbegin() - 1;
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

//! Counts the places of tables that follow each other; tables without a paragraph between them count as one, as wide as the widest.
class Places {
public:
    //! \param index the block after, or before, the one that was added last
    void add(const QList<FormattedBlock> &blocks, qsizetype index)
    {
        const FormattedBlock &block = blocks[index];
        if (!isCell(block)) {
            m_before = total();
            m_rows = m_columns = 0;
            return;
        }
        const FormattedBlock *before = index > 0 && isCell(blocks[index - 1]) ? &blocks[index - 1] : nullptr;
        if (m_rows == 0 || !before || before->number != block.number || before->column >= block.column)
            ++m_rows;
        m_columns = std::max<qsizetype>(m_columns, block.column + block.columns);
    }
    qsizetype total() const { return m_before + m_rows * m_columns; }

private:
    qsizetype m_before = 0, m_rows = 0, m_columns = 0;
};

bool isLink(const QString &link)
{
    return link.startsWith(QLatin1String("https://")) || link.startsWith(QLatin1String("http://"))
        || link.startsWith(QLatin1String("mailto:"));
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

FormattedText formattedPart(const FormattedText &text, const QString &passage)
{
    constexpr qsizetype Before = FormattedText::MaxText / 3;
    const qsizetype at = std::max<qsizetype>(0, blockOf(text, passage));
    qsizetype first = at;
    Places above, places;
    for (qsizetype before = 0; first > 0 && at - first < FormattedText::MaxBlocks / 3; --first) {
        before += text.blocks[first - 1].text.size();
        above.add(text.blocks, first - 1);
        if (before > Before || above.total() > FormattedText::MaxPlaces / 3)
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
        places.add(text.blocks, i);
        if (size > FormattedText::MaxText || places.total() > FormattedText::MaxPlaces || spans > FormattedText::MaxSpans || links > FormattedText::MaxLinks
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
    Places places;
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
        places.add(text.blocks, text.blocks.size() - 1);
    }
    if (places.total() > FormattedText::MaxPlaces)
        return std::nullopt;
    if (size > FormattedText::MaxText + FormattedText::MaxLink || spans > FormattedText::MaxSpans || links > FormattedText::MaxLinks)
        return std::nullopt;
    return text;
}

} // namespace Heddle::Library
