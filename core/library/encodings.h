// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/storage/libraryrepository.h"

namespace Heddle::Library {

//! \brief An encoding that a text file may be in, and what a line of the file would be with it.
struct Encoding {
    QByteArray name; //!< as Text::charsetFor() gives it
    QString title; //!< for people
    QString line;
};

struct FileEncodings {
    QByteArray chosen; //!< by the user; empty: the file is looked at
    QByteArray detected; //!< empty: its bytes are no text
    bool certain = true; //!< what is detected
    QList<Encoding> likely; //!< the detected one first; few
};

//! \brief The encodings that a file (its absolute path) of the library is likely in. Its first bytes are decoded in this process.
//! Blocking, for the library's pool. Errors: NotFound, Unreadable.
Result<FileEncodings> encodingsOf(const Storage::LibraryRepository &library, const QByteArray &path, std::stop_token stop = {});

//! \brief Keeps an encoding for a file, or forgets it where `name` is empty, and returns the collections that have to be
//! scanned for it. Blocking. Errors: NotFound (the file), Input (the name).
Result<QStringList> chooseEncoding(const Storage::LibraryRepository &library, const QByteArray &path, const QByteArray &name);

} // namespace Heddle::Library
