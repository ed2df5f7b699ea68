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

//! \brief The letters of a page in the order in which they are read, and where each stands. Paragraphs are separated by line feeds.
struct PageLetters {
    QString text;
    QList<QRectF> boxes; //!< of each UTF-16 unit, in points; empty where nothing is drawn, such as between words
};

PageLetters lettersOf(const PageText &page);

//! \brief One occurrence of a text in a document.
struct PageMatch {
    int page = -1; //!< from 0
    QList<QRectF> boxes {}; //!< of its words, in points
};

//! \brief Finds all occurrences of a text, a part of the document at a time, so that pages can be drawn in between. Letters and digits
//! alone are compared.
struct PageSearch {
    QString text;
    int first = 0, end = 0; //!< the pages to search, `end` excluded

    struct Found {
        QList<PageMatch> matches; //!< in reading order
        int next = 0; //!< the page to go on with; `end`: all were searched
    };
    //! \brief Searches at least one page, and more until `time` is over.
    Found run(const PageDocument &document, std::chrono::milliseconds time) const;
};

} // namespace Heddle::Library
