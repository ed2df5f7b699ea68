// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/concurrency/workpool.h"
#include "ui/viewer/pagemarks.h"

namespace Heddle::Ui {

//! \brief One occurrence of a text in a PDF.
struct PdfMatch {
    int page = -1; //!< from 0; -1: none
    int index = 0; //!< which of the page's occurrences
    QList<QRectF> boxes {}; //!< of its words, in points
};

//! \brief Finds the next occurrence of a text after (or before) `from`, once around the document.
//!
//! Searches a few pages per job, so that the render pool can draw pages in between.
//! \return A match without a page if the text occurs nowhere. Errors: Cancelled.
QCoro::Task<Result<PdfMatch>> findInPdf(
    Concurrency::WorkPool *render, std::shared_ptr<PdfDocument> document, QString text, PdfMatch from, bool backward, std::stop_token stop);

} // namespace Heddle::Ui
