// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/library/extract/inputfile.h"
#include <QList>
#include <QString>
#include <stop_token>

namespace Heddle::Library {

struct ScannedFile {
    QByteArray path; //!< bytes of the name relative to the root, as the file system gives them
    QString type; //!< extension in lower case
    FileStamp stamp;
    QString refusal; //!< why it is never read: a pipe, a device, a link out of the folder; empty for what can be read
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

//! \brief Lists the files below a folder. Hidden names are left out. A link to a file or folder below the same root is followed
//! when nothing else led there, so that each real one is listed once and a loop ends. Links that lead elsewhere, named
//! pipes, sockets and devices are listed with a refusal; /proc, /sys and their like are not entered. Error when the root itself
//! can't be listed.
//!
//! A drive that gives no answer (reach.h) is left out and told, and costs ten seconds once.
Result<Scan> scanFolder(const std::filesystem::path &root, std::stop_token stop);

} // namespace Heddle::Library
