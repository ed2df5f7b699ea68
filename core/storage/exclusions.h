// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/storage/database.h"
#include <QByteArray>
#include <QList>

namespace Heddle::Storage {

//! \brief A file or folder that is not read though it lies in a folder of a collection.
struct ExclusionRow {
    qint64 rootId = 0;
    QByteArray root; //!< absolute
    QByteArray path; //!< relative to the root, as the file system names it; ends in a slash for a folder
};

// What the user excluded from a collection. It stays with the place of a file, so it outlives the document. Blocking, as
// LibraryRepository.

//! \brief The exclusions of a collection, by path.
Result<QList<ExclusionRow>> exclusions(const Database &library, qint64 collectionId);
//! \brief The excluded paths below one folder of a collection.
Result<QList<QByteArray>> excludedPaths(const Database &library, qint64 rootId);
Status addExclusion(const Database &library, qint64 rootId, const QByteArray &path);
//! \brief Whether there was such an exclusion.
Result<bool> removeExclusion(const Database &library, qint64 rootId, const QByteArray &path);

} // namespace Heddle::Storage
