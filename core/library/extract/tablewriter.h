// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/library/extract/blockwriter.h"

namespace Heddle::Library {

//! \brief Writes the rows of a table so that each reads by itself: a value stands with the names of the column and the row that it
//! is shown under ("Ship: Alma | Draught: 7 m"), and alone where there is no name for it. Rows are written as they end.
class TableWriter {
public:
    struct Cell {
        QString text;
        bool header = false;
        int columns = 1, rows = 1; //!< that it spans; rows 0: all that follow in its part of the table
    };
    explicit TableWriter(BlockWriter &writer) : m_writer(writer) { }

    void begin();
    //! \brief `head`: the row is one of column names, whatever its cells are. False once the sink asked to stop.
    bool row(const QList<Cell> &cells, bool head);
    //! \brief A part of the table (its head, a body) ends: no cell spans beyond it.
    void endPart() { m_spans.clear(); }
    //! \brief The table ends. Names without values below them are written as a row.
    bool end();

private:
    struct Span { //!< a cell from above that goes on
        Cell cell;
        int left = 0; //!< rows
        bool first = false; //!< its first column
    };
    struct Placed {
        Cell cell;
        int column = 0;
        bool above = false; //!< goes on from a row above
    };
    QList<Placed> place(const QList<Cell> &cells);
    void addNames(const QList<Placed> &cells);
    QString nameOf(const Placed &placed) const;
    bool write(const QList<Placed> &cells);

    BlockWriter &m_writer;
    QList<QStringList> m_names; //!< of each column, from the top
    QList<Span> m_spans; //!< by column
    bool m_naming = false; //!< the row above was one of names
};

} // namespace Heddle::Library
