// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/library/documentreader.h"
#include "core/library/scan.h"
#include "core/storage/libraryrepository.h"
#include <QHash>
#include <QStringList>
#include <vector>

namespace Heddle::Library {

//! \brief What is to be done below one folder of a collection, by what lies there and what the library knows of it.
struct FolderPlan {
    DocumentReader::Target target;
    Scan scan;
    QHash<QByteArray, Storage::DocumentRow> known; //!< by path
    QList<FileTask> tasks; //!< files that are new or have changed, to be read
    QList<qint64> gone; //!< documents whose file does not exist any more
};

//! \brief Plans the reading of folders into a collection, which is made where it is new; with no folder named, of the
//! collection's own. What lies below a folder that can't be listed is not gone. Blocking: for the indexing pool. Errors:
//! Unreadable (a folder itself), NotFound (the collection), storage, Cancelled.
Result<std::vector<FolderPlan>> planFolders(
    const Storage::LibraryRepository &library, const QString &collectionName, const QStringList &folders, std::stop_token stop);

} // namespace Heddle::Library
