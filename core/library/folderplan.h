// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/library/collectionnames.h"
#include "core/library/documentreader.h"
#include "core/library/scan.h"
#include "core/storage/libraryrepository.h"
#include <QStringList>
#include <vector>

namespace Heddle::Library {

//! \brief What is to be done below one folder of a collection, by what lies there and what the library knows of it.
struct FolderPlan {
    DocumentReader::Target target;
    FileList toRead; //!< files that are new or have changed
    std::vector<qint64> documents; //!< the document of each of them; 0: new
    qint64 files = 0; //!< that were found and are not excluded
    qint64 excluded = 0; //!< that were found, and are not read because the user excluded them
    qint64 unchanged = 0; //!< of these: have been read, and are as they were
    QList<FileReport> settled; //!< of these: have no text, can't be read or are never read, as before
    QList<qint64> gone; //!< documents whose file does not exist any more or is excluded now
    QList<UnreadFolder> unseen; //!< what could not be looked at, and why: documents in it are kept
};

//! \brief Plans the reading of folders into a collection, which is made where it is new; with no folder named, of the
//! collection's own. What can't be seen is not gone: below a folder that can't be listed, on a drive that was taken away, in a
//! folder that is empty all at once. A file that could not be read, or had no text, is read again once it changes or
//! `readFailedAgain` asks for it. Blocking: for the indexing pool. Errors: Unreadable (a folder that was named, or all of
//! them), NotFound (the collection), storage, Cancelled.
Result<std::vector<FolderPlan>> planFolders(const Storage::LibraryRepository &library, const CollectionName &name,
    const QStringList &folders, std::stop_token stop, bool readFailedAgain = false);

} // namespace Heddle::Library
