// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/viewer/pdfdocument.h"
#include <functional>

namespace Heddle::Ui {

//! \brief Where a quoted sentence stands.
struct PageMarks {
    int page = -1; //!< from 0, of the first mark; -1: not found
    QHash<int, QList<QRectF>> boxes; //!< by page, in points; one box for the words of a line that stand together
};

//! \brief Finds a sentence of a passage on the pages from `firstPage` on (a passage begins there and may go on); letters and
//! digits alone are compared. Where the sentence occurs more than once, the passage around it decides.
PageMarks findMarks(
    const std::function<PageText(int page)> &pageText, int pages, int firstPage, const QString &passage, const QString &sentence);

//! \brief The places of a page where a text stands, in reading order; letters and digits alone are compared.
QList<QList<QRectF>> findOnPage(const PageText &page, const QString &text);

} // namespace Heddle::Ui
