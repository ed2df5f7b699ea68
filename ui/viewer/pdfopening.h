// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/concurrency/workpool.h"
#include "core/library/pages/pagereader.h"

namespace Heddle::Ui {

//! \brief A PDF whose pages can be shown.
struct OpenPdf {
    std::shared_ptr<Library::PageReader> reader;
    Library::FileIdentity file;
    QList<QSizeF> sizes; //!< of all pages in points, as they are shown
};

//! \brief Opens a PDF in a process of its own, or returns `known` if it is the same file, unchanged. `files` opens it.
//! Errors: Unreadable, for the user.
QCoro::Task<Result<OpenPdf>> openPdf(
    Concurrency::WorkPool *files, Library::PageLimits limits, OpenPdf known, QString path, std::stop_token stop);

} // namespace Heddle::Ui
