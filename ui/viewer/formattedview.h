// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/concurrency/workpool.h"
#include "core/library/pages/documentformatter.h"
#include <QPalette>

class QTextDocument;

namespace Heddle::Ui {

//! \brief Opens a page of HTML and reads it as it looks, in a process of its own. `files` opens it.
//! Errors: as Library::formatDocument(), and those of opening a file.
QCoro::Task<Result<Library::FormattedText>> readFormatted(
    Concurrency::WorkPool *files, QString path, QString passage, std::stop_token stop);

//! \brief Fills an empty document with a text as it looks. It is made of plain letters and their formats: no markup is parsed, nothing is
//! loaded, and links are only names of addresses.
void insertFormatted(QTextDocument *document, const Library::FormattedText &text, const QPalette &palette);

} // namespace Heddle::Ui
