// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/base/result.h"
#include <QLockFile>
#include <memory>

namespace Heddle::Library {

//! \brief index.lock of a data folder: its holder is the only scanner, indexer and vector writer.
class IndexLock {
public:
    //! \brief Takes the lock at once, or Error Locked that names the holder ("Heddle (pid 12) is indexing here …").
    //! Other errors: StorageReadOnly, StorageFull, Storage. Waiting helps with Locked alone.
    static Result<std::shared_ptr<IndexLock>> take(const QString &dataFolder);
    //! \brief Whether somebody indexes there now.
    static bool isHeld(const QString &dataFolder);

private:
    explicit IndexLock(const QString &path) : m_file(path) { }
    //! \brief Takes a file that names no holder: of a program that was killed between making the file and naming itself.
    bool takeNameless(const QString &path);
    QLockFile m_file;
};

} // namespace Heddle::Library
