// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/library/chunk/chunker.h"
#include "core/library/extract/extractionprocess.h"
#include "core/library/extract/inputfile.h"

namespace Heddle::Library {

//! \brief A file that was read by itself, for no collection.
struct SingleFile {
    QByteArray path; //!< absolute, as the file system names it
    QString title, type, language, contentHash;
    QString reason; //!< what is to be said of it, though it could be read; most often empty
    FileStamp stamp;
    QList<Chunk> chunks; //!< at least one
};

//! \brief UTF-16 units of text that a file read by itself may have; that of a long book has 3 million.
constexpr qint64 LongestSingleFile = 8'000'000;

//! \brief Reads one file in the helper process, with the limits of any document. Blocking, for a pool. Errors, each with the file's
//! name: Input where it is a folder, of a type that isn't read, or longer than LongestSingleFile; NoText; Unreadable; Cancelled.
Result<SingleFile> readSingleFile(const QByteArray &path, const ExtractionLimits &limits, std::stop_token stop);

//! \brief Whether a folder lies there, looked at within reach; no where that can't be found out. Blocking, for a pool.
bool isFolderWithinReach(const QByteArray &path, std::stop_token stop);

//! \brief Whether a file is still what was read, looked at within reach. Blocking, for a pool.
enum class FileState { Same, Changed, Gone };
FileState stateOfFile(const QByteArray &path, qint64 size, qint64 mtimeNs, std::stop_token stop);

} // namespace Heddle::Library
