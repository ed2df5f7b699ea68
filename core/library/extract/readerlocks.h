// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QList>
#include <QString>

namespace Heddle::Library {

//! \brief One of the locks that the helper process puts on itself before it reads a document.
struct ReaderLock {
    QString name;
    bool active = false;
    QString detail; //!< what it is limited to, or why it is missing here
};

//! \brief What the helper may use at most.
struct ReaderLimits {
    qint64 memoryBytes = qint64(2) << 30; //!< for data; mapped documents come on top of it
    qint64 cpuSeconds = 7200; //!< of the process, over all its documents
};

//! \brief Limits on resources, no new privileges, and no files but those that the parsers need and those below `folders`.
//! Irreversible, and for the calling thread and those that it starts: call it while there is only one.
QList<ReaderLock> lockResourcesAndFiles(const ReaderLimits &limits, const QList<QByteArray> &folders = {});
//! \brief Filters the system calls of all threads: no network, no programs, no new threads, nothing opened for writing.
//! Call it when the process has started all its threads and loaded all its libraries.
ReaderLock lockSystemCalls();

//! \brief Keeps this thread from all files but those below `folders`, which may be read. The kernel's Landlock.
ReaderLock lockFiles(const QList<QByteArray> &folders);

} // namespace Heddle::Library
