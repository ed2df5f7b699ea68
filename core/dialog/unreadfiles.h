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
    const Storage::LibraryRepository &library, const QString &question, const Search::Filters &filters);

//! \brief One sentence about it: "contract-duarte.docx was not read: this type of file is not read."
QString unreadText(const UnreadFile &file);

} // namespace Heddle::Dialog
