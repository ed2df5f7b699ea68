// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/base/result.h"
#include <QByteArray>
#include <QString>

namespace Heddle {

//! \brief Reads a whole file. Blocking: call it in a pool.
//! \return Unreadable if the file can't be opened or has more than `limit` bytes.
Result<QByteArray> loadFile(const QString &path, qint64 limit);

//! \brief Writes a whole file, or leaves the one that was there as it is. Blocking: call it in a pool.
//! \return StorageReadOnly, with what to do, if it can't be written.
Status saveFile(const QString &path, const QByteArray &bytes);

//! \brief Whether the disk of a file or folder has no room left, not even for a page of a database.
bool isDiskFull(const QString &path);

//! \brief Takes the rights of others away: 0700 for a folder, 0600 for a file. Nothing where it isn't there.
void makePrivate(const QString &path);

} // namespace Heddle
