// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QList>

namespace Heddle::Library {

//! \brief Words of a line that stand near each other, in coordinates in which their text runs from left to right.
struct PagePiece {
    QList<int> words;
    double left = 0, right = 0, top = 0, bottom = 0, size = 0;
    int order = 0; //!< of its first word in the file; below 0: it stands at its place whatever the order
    int letters = 0;
    bool fixedPitch = false; //!< its first word
};

//! \brief Pieces that are read as one line, from left to right.
struct PageRow {
    QList<int> pieces;
    int column = 0;
};

//! \brief Puts the pieces of a page in the order in which they are read. Columns are told from tables by what stands in them and
//! by the order in which the file writes them: tables are read row by row.
QList<PageRow> readingOrder(const QList<PagePiece> &pieces);

} // namespace Heddle::Library
