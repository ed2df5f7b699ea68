// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/base/result.h"
#include <QByteArray>
#include <QList>
#include <QString>
#include <filesystem>
#include <stop_token>

namespace Heddle::Library {

//! \brief What tells that a file changed.
struct FileStamp {
    qint64 size = 0;
    qint64 mtimeNs = 0;
    bool operator==(const FileStamp &) const = default;
};

struct ScannedFile {
    QByteArray path; //!< bytes of the name relative to the root, as the file system gives them
    QString type; //!< extension in lower case
    FileStamp stamp;
};

//! \brief A file or folder that can't be looked at now, which is no sign that it is gone.
struct UnreadFolder {
    QByteArray path; //!< relative to the root, "" is the root itself
    QString reason;
};

struct Scan {
    QList<ScannedFile> files; //!< sorted by path
    QList<UnreadFolder> unread; //!< they, and what is below them, are unknown, not gone
    QList<QByteArray> mounts; //!< folders that lie on another device than the one above them: drives that may be taken away
};

//! \brief Lists the regular files below a folder. Hidden names are left out. A link to a file or folder is followed
//! when nothing else led there, so that each real one is listed once and a loop ends. Error when the root itself
//! can't be listed.
Result<Scan> scanFolder(const std::filesystem::path &root, std::stop_token stop);

//! \brief Size and time of last change of a file, links followed.
Result<FileStamp> stampOf(const std::filesystem::path &file);

} // namespace Heddle::Library
