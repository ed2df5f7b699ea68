// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/extract/readerlocks.h"
#include <QCoreApplication>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <sys/resource.h>
#ifdef Q_OS_LINUX
#include <sys/prctl.h>
#endif

namespace Heddle::Library {
namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Library", text);
}

bool limit(int resource, rlim_t value)
{
    const rlimit both { value, value };
    return setrlimit(decltype(RLIMIT_CORE)(resource), &both) == 0;
}

ReaderLock lockMemory(qint64 bytes)
{
    ReaderLock lock { tr("memory"), false, {} };
#if defined(__SANITIZE_ADDRESS__)
    Q_UNUSED(bytes)
    lock.detail = tr("off in a build with the address sanitizer, which maps terabytes");
#else
    // A PDF is mapped, not read: its size comes on top of the data, and is at most 2 GB.
    constexpr qint64 LargestMapping = qint64(2) << 30;
    lock.active = limit(RLIMIT_AS, rlim_t(bytes + LargestMapping)) && limit(RLIMIT_DATA, rlim_t(bytes));
    lock.detail = lock.active ? tr("%1 MB").arg(bytes >> 20) : QString::fromLocal8Bit(std::strerror(errno));
#endif
    return lock;
}

ReaderLock lockOthers(qint64 cpuSeconds)
{
    constexpr rlim_t Descriptors = 64;
    ReaderLock lock { tr("processor time, open files, file size"), false, {} };
    std::signal(SIGXFSZ, SIG_IGN); // a line to a log fails then, and does not end the process
    lock.active =
        limit(RLIMIT_CPU, rlim_t(cpuSeconds)) && limit(RLIMIT_NOFILE, Descriptors) && limit(RLIMIT_FSIZE, 0) && limit(RLIMIT_CORE, 0);
    lock.detail =
        lock.active ? tr("%1 s, %2, none is written").arg(cpuSeconds).arg(Descriptors) : QString::fromLocal8Bit(std::strerror(errno));
    return lock;
}

ReaderLock lockPrivileges()
{
    ReaderLock lock { tr("no new privileges"), false, tr("not available on this system") };
#ifdef Q_OS_LINUX
    lock.active = prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
    lock.detail = lock.active ? QString() : QString::fromLocal8Bit(std::strerror(errno));
#endif
    return lock;
}

} // namespace

QList<ReaderLock> lockResourcesAndFiles(const ReaderLimits &limits, const QList<QByteArray> &folders)
{
    QList<ReaderLock> locks;
    locks += lockMemory(limits.memoryBytes);
    locks += lockOthers(limits.cpuSeconds);
    locks += lockPrivileges();
    locks += lockFiles(folders);
    return locks;
}

} // namespace Heddle::Library
