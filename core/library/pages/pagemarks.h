// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/library/pages/pagedocument.h"
#include <QHash>
#include <chrono>

namespace Heddle::Library {

//! \brief Where a quoted sentence stands.
struct PageMarks {
    int page = -1; //!< from 0, of the first mark; -1: not found
    QHash<int, QList<QRectF>> boxes; //!< by page, in points; one box for the words of a line that stand together
};

//! \brief Finds a sentence of a passage on the pages from `firstPage` on (a passage begins there and may go on); letters and
//! digits alone are compared. Where the sentence occurs more than once, the passage around it decides.
PageMarks findMarks(const PageDocument &document, int firstPage, const QString &passage, const QString &sentence);

//! \brief One occurrence of a text in a document.
struct PageMatch {
    int page = -1; //!< from 0; -1: none
    int index = 0; //!< which of the page's occurrences
    QList<QRectF> boxes {}; //!< of its words, in points
};

//! \brief A search for the next occurrence of a text after (or before) another one, once around the document. It is made in
//! steps, so that pages can be drawn in between.
struct PageSearch {
    QString text; //!< its letters and digits alone are compared
    PageMatch from;
    bool backward = false;
    int step = 0; //!< the page of `from`; then the others in order; the last step is this page again, up to `from`

    struct Found {
        PageMatch match;
        int next = -1; //!< the step to go on with; -1: the search has ended
    };
    //! \brief Searches at least one page, and more until `time` is over.
    Found run(const PageDocument &document, std::chrono::milliseconds time) const;
};

} // namespace Heddle::Library
