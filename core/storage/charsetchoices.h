// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/storage/database.h"
#include <QByteArray>
#include <QList>

namespace Heddle::Storage {

//! \brief A file that a collection knows, by its place on the disk.
struct FilePlace {
    qint64 rootId = 0;
    QByteArray root, path; //!< the folder, absolute, and the file's path below it
    QString collection;
    QByteArray charset; //!< that was chosen for it; empty: none
};

// The character sets that the user chose for files. They stay with the place of a file, so they outlive reading it again and the
// absence of its drive. Blocking, as LibraryRepository.

//! \brief The character set that was chosen for a file of a folder; empty: none.
Result<QByteArray> chosenCharset(const Database &library, qint64 rootId, const QByteArray &path);
//! \brief Where a file (its absolute path) is known: once in each collection that has it.
Result<QList<FilePlace>> filePlaces(const Database &library, const QByteArray &path);
//! \brief Keeps a choice, or forgets it where `charset` is empty, and has the next run read the file again.
Status chooseCharset(const Database &library, const FilePlace &file, const QByteArray &charset);

} // namespace Heddle::Storage
