// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>
#include <QStorageInfo>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace Heddle {
namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle", text);
}

} // namespace

Result<QByteArray> loadFile(const QString &path, qint64 limit)
{
    const auto unreadable = [&path](const QString &reason) {
        return Error { ErrorCode::Unreadable, tr("%1 could not be read: %2.").arg(path, reason), {}, false };
    };
    // Not waiting: a named pipe would wait for somebody who writes to it.
    const int descriptor = ::open(QFile::encodeName(path).constData(), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (descriptor < 0)
        return unreadable(QString::fromLocal8Bit(std::strerror(errno)));
    struct stat info { };
    const bool regular = fstat(descriptor, &info) == 0 && S_ISREG(info.st_mode);
    QFile file;
    if (!regular || !file.open(descriptor, QIODevice::ReadOnly, QFile::AutoCloseHandle)) {
        ::close(descriptor);
        return unreadable(tr("it is a folder, a pipe or a device"));
    }
    const QByteArray bytes = file.read(limit + 1);
    if (file.error() != QFileDevice::NoError)
        return unreadable(file.errorString());
    if (bytes.size() > limit)
        return unreadable(tr("it is larger than %1 MB").arg(limit >> 20));
    return bytes;
}

Status saveFile(const QString &path, const QByteArray &bytes)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        return Error { ErrorCode::StorageReadOnly, tr("%1 could not be written: %2. Choose another place.").arg(path, file.errorString()),
            {}, false };
    return Done {};
}

bool isDiskFull(const QString &path)
{
    constexpr qint64 OnePage = 64 << 10; // of a database, and what the file system needs for it
    const QFileInfo file(path);
    const QStorageInfo disk(file.isDir() ? path : file.path());
    return disk.isValid() && disk.bytesAvailable() < OnePage;
}

void makePrivate(const QString &path)
{
    constexpr auto Others = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup | QFile::ReadOther | QFile::WriteOther | QFile::ExeOther;
    const QFile::Permissions now = QFile::permissions(path);
    if ((now & Others) != 0)
        QFile::setPermissions(path, now & ~Others);
}

} // namespace Heddle
