// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/search/searchengine.h"
#include "core/storage/libraryrepository.h"

namespace Heddle::Dialog {

//! \brief A file that may hold an answer and that could not be searched.
struct UnreadFile {
    QString path, state, reason; //!< state: as the library calls it; reason: what it says of the file
    bool operator==(const UnreadFile &) const = default;
};

//! \brief The files of the collections asked that were not read or have no text, and whose name fits a question: it has all words of
//! the name, or two of them. Those that fit best come first; at most three. Blocking: for the search pool.
Result<QList<UnreadFile>> unreadFilesFor(
    const Storage::LibraryRepository &library, const QString &question, const Search::Filters &filters, std::stop_token stop = {});

//! \brief One sentence about it, with the library's reason: "contract-duarte.docx": not read: docx.
QString unreadText(const UnreadFile &file);

} // namespace Heddle::Dialog
