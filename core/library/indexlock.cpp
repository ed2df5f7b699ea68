// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/indexlock.h"
#include "core/base/files.h"
#include <QCoreApplication>
#include <QDateTime>
#include <QDeadlineTimer>
#include <QDir>
#include <QFileInfo>
#include <QSysInfo>
#include <QThread>
#include <cerrno>
#include <csignal>

namespace Heddle::Library {

namespace {

//! Of a holder that was killed while it started a helper the file stays locked until the helper is on its way.
constexpr int HelperStarts = 10'000;
//! A program names itself right after it made the file.
constexpr int NamesItself = 2'000;

} // namespace

Result<std::shared_ptr<IndexLock>> IndexLock::take(const QString &dataFolder)
{
    const auto tr = [](const char *text) { return QCoreApplication::translate("Heddle::Library", text); };
    const QString path = dataFolder + QLatin1String("/index.lock");
    const std::shared_ptr<IndexLock> lock(new IndexLock(path));
    lock->m_file.setStaleLockTime(0); // indexing takes hours; only a holder that is gone makes it stale
    if (lock->m_file.tryLock(0))
        return lock;
    const QString folder = QDir::toNativeSeparators(dataFolder);
    if (lock->m_file.error() == QLockFile::PermissionError) {
        return Error { ErrorCode::StorageReadOnly,
            tr("%1 can't be written. Give your user the right to write there, or choose another data folder (--data).").arg(folder), {},
            false };
    }
    if (lock->m_file.error() == QLockFile::UnknownError) { // nobody holds it: it could not be made
        if (isDiskFull(dataFolder))
            return Error { ErrorCode::StorageFull, tr("The disk that holds %1 is full. Free some space and try again.").arg(folder), {},
                true };
        return Error { ErrorCode::Storage,
            tr("The file index.lock can't be made in %1. Check that the folder is there and that its disk works.").arg(folder), {}, true };
    }
    qint64 pid = 0;
    QString host, program;
    lock->m_file.getLockInfo(&pid, &host, &program);
    const bool gone = pid > 0 && host == QSysInfo::machineHostName() && ::kill(pid_t(pid), 0) != 0 && errno == ESRCH;
    if (gone && lock->m_file.tryLock(HelperStarts))
        return lock;
    if (pid <= 0 && lock->takeNameless(path))
        return lock;
    if (pid <= 0)
        return Error { ErrorCode::Locked, tr("Another program is indexing here; wait for it with --wait."), {}, true };
    const QString name = program == QLatin1String("heddle-cli") ? program : QStringLiteral("Heddle");
    return Error { ErrorCode::Locked,
        tr("%1 (pid %2) is indexing here; add the folder there, or wait for it with --wait.").arg(name).arg(pid), {}, true };
}

bool IndexLock::takeNameless(const QString &path)
{
    QDeadlineTimer deadline(NamesItself + HelperStarts);
    do {
        const QFileInfo file(path);
        const qint64 age = file.lastModified().msecsTo(QDateTime::currentDateTime());
        // Removing takes the system's lock on the file first, which a living holder has.
        if (file.exists() && (age < 0 || age > NamesItself))
            m_file.removeStaleLockFile();
        if (m_file.tryLock(0))
            return true;
        qint64 pid = 0;
        QString host, program;
        if (m_file.getLockInfo(&pid, &host, &program))
            return false;
        QThread::msleep(20);
    } while (!deadline.hasExpired());
    return false;
}

bool IndexLock::isHeld(const QString &dataFolder)
{
    const auto taken = take(dataFolder);
    return !taken && taken.error().code == ErrorCode::Locked;
}

} // namespace Heddle::Library
