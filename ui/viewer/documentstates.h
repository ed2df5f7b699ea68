// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/viewer/pdfview.h"

namespace Heddle::Ui {

//! \brief How and where a document was read.
struct DocumentState {
    QString chunk; //!< the passage that it was opened at
    double place = 0; //!< of a PDF: PdfView::place(); of a text: the part of it that lies above
    PdfView::Fit fit = PdfView::Fit::Width;
    double zoom = 1; //!< of a PDF without a fit
};

//! \brief Those of the documents that were read since the program was started, by path.
using DocumentStates = QHash<QString, DocumentState>;

} // namespace Heddle::Ui
