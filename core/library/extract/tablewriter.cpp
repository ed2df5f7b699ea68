// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/extract/tablewriter.h"
#include "core/library/extract/blocklimits.h"

namespace Heddle::Library {
namespace {

constexpr int MaxColumns = 1000; //!< further cells stand without names

bool isName(const TableWriter::Cell &cell)
{
    return cell.header || cell.text.isEmpty();
}

} // namespace

void TableWriter::begin()
{
    m_names.clear();
    m_spans.clear();
    m_naming = false;
}

//! Gives each cell its column. Cells from rows above that reach down here stand in their places.
QList<TableWriter::Placed> TableWriter::place(const QList<Cell> &cells)
{
    QList<Placed> placed;
    qsizetype repeated = 0;
    int column = 0;
    const auto takeSpans = [&] {
        for (; column < m_spans.size() && m_spans[column].left > 0; ++column) {
            Span &span = m_spans[column];
            if (span.first && repeated + span.cell.text.size() <= MaxColumnNamesOfRow) {
                repeated += span.cell.text.size();
                placed += { span.cell, column, true };
            }
            if (span.cell.rows != 0)
                --span.left;
        }
    };
    for (const Cell &cell : cells) {
        takeSpans();
        placed += { cell, column, false };
        const int width = std::clamp(cell.columns, 1, std::max(1, MaxColumns - column));
        placed.last().cell.columns = width;
        if (cell.rows != 1 && cell.text.size() <= MaxColumnName) {
            if (m_spans.size() < column + width)
                m_spans.resize(column + width);
            for (int i = 0; i < width; ++i)
                m_spans[column + i] = { placed.last().cell, cell.rows == 0 ? 1 : cell.rows - 1, i == 0 };
        }
        column += width;
    }
    while (column < m_spans.size()) {
        takeSpans();
        ++column;
    }
    return placed;
}

void TableWriter::addNames(const QList<Placed> &cells)
{
    if (!m_naming)
        m_names.clear();
    for (const Placed &placed : cells) {
        if (placed.above || placed.cell.text.isEmpty() || placed.column >= MaxColumns)
            continue;
        const int to = std::min(placed.column + placed.cell.columns, MaxColumns);
        if (m_names.size() < to)
            m_names.resize(to);
        for (int column = placed.column; column < to; ++column)
            m_names[column] += placed.cell.text.left(MaxColumnName);
    }
}

//! The names above a cell. One that spans columns of several names has them all, if they are few.
QString TableWriter::nameOf(const Placed &placed) const
{
    constexpr qsizetype MaxShared = 3;
    QStringList names;
    for (int column = placed.column; column < placed.column + placed.cell.columns && column < m_names.size(); ++column) {
        const QString name = m_names[column].join(QLatin1Char(' ')).left(MaxColumnName);
        if (!name.isEmpty() && !names.contains(name))
            names += name;
    }
    return names.size() > MaxShared ? QString() : names.join(QLatin1String(", ")).left(MaxColumnName);
}

bool TableWriter::write(const QList<Placed> &cells)
{
    QStringList texts;
    qsizetype namesSize = 0;
    bool rowNamed = false; // a name of the row stands before its first value
    for (const Placed &placed : cells) {
        const Cell &cell = placed.cell;
        if (cell.text.isEmpty())
            continue;
        QString name = nameOf(placed);
        namesSize += name.size();
        if (namesSize > MaxColumnNamesOfRow)
            name.clear();
        QString text = name.isEmpty() || name == cell.text ? cell.text : name + QLatin1String(": ") + cell.text;
        if (rowNamed)
            texts.last() += QLatin1String(": ") + text;
        else
            texts += text;
        rowNamed = cell.header && m_names.isEmpty();
    }
    return m_writer.hand(Block::Kind::TableRow, texts.join(QLatin1String(" | ")));
}

bool TableWriter::row(const QList<Cell> &cells, bool head)
{
    const QList<Placed> placed = place(cells); // an empty row, too, takes one from what spans it
    if (std::all_of(cells.cbegin(), cells.cend(), [](const Cell &cell) { return cell.text.isEmpty(); }))
        return true;
    const bool named = std::any_of(cells.cbegin(), cells.cend(), [](const Cell &cell) { return cell.header && !cell.text.isEmpty(); });
    const bool names = head || (named && std::all_of(cells.cbegin(), cells.cend(), isName));
    if (placed.size() == 1) // a title of the table, or of a part of it
        return m_writer.hand(Block::Kind::Paragraph, placed.first().cell.text);
    if (names)
        addNames(placed);
    m_naming = names;
    return names || write(placed);
}

bool TableWriter::end()
{
    QStringList names;
    for (const QStringList &column : std::as_const(m_names)) {
        const QString name = column.join(QLatin1Char(' ')).left(MaxColumnName);
        if (m_naming && !name.isEmpty() && !names.contains(name))
            names += name;
    }
    begin();
    return m_writer.hand(Block::Kind::TableRow, names.join(QLatin1String(" | ")));
}

} // namespace Heddle::Library
