// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/library/extract/pagelayout.h"
#include <QSizeF>

namespace Heddle::Library {

//! \brief The lines of a page.
struct PageLines {
    int number = 0; //!< 1-based
    QSizeF size;
    QList<PageLine> lines;
};

//! \brief Removes running heads and feet and page numbers: lines at the upper and lower edge that stand at the same place on
//! several pages, with the same words, or with numbers that count the pages; and watermarks.
void removeRunningHeads(QList<PageLines> &pages);

} // namespace Heddle::Library
