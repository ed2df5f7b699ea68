// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/extract/inputfile.h"
#include <QCoreApplication>
#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <fcntl.h>
#include <memory>
#include <system_error>
#include <unistd.h>
#ifdef Q_OS_LINUX
#include <sys/syscall.h>
#include <sys/vfs.h>
#endif

namespace Heddle::Library {
namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Library", text);
}

Error unreadable(const QString &message)
{
    return { ErrorCode::Unreadable, message, {}, false };
}

//! Not waiting: a named pipe would wait for a writer, a device for whatever it waits for.
constexpr int ReadFlags = O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;

//! Opens a path without following a link, name by name.
int openWithoutLinks(int root, const QByteArray &path)
{
    int folder = dup(root);
    const QList<QByteArray> names = path.split('/');
    for (qsizetype i = 0; i < names.size() && folder >= 0; ++i) {
        const bool last = i + 1 == names.size();
        const int next = openat(folder, names[i].constData(), (last ? ReadFlags : ReadFlags | O_DIRECTORY) | O_NOFOLLOW);
        const int error = errno;
        close(folder);
        folder = next;
        errno = error;
    }
    return folder;
}

enum class Drives { Any, Same };

//! Opens a path whose links stay below `root`, in one step; -1 with errno EXDEV where it can't tell that they do.
int openBeneath(int root, const QByteArray &path, Drives drives)
{
#if defined(Q_OS_LINUX) && defined(SYS_openat2)
    struct { // as in linux/openat2.h, which older systems lack
        quint64 flags = ReadFlags;
        quint64 mode = 0;
        quint64 resolve = 0x08 /* RESOLVE_BENEATH */ | 0x02 /* RESOLVE_NO_MAGICLINKS */;
    } how;
    if (drives == Drives::Same)
        how.resolve |= 0x01; // RESOLVE_NO_XDEV
    const int file = int(syscall(SYS_openat2, root, path.constData(), &how, sizeof how));
    // A link with an absolute path is refused even if it leads below the root; older kernels and containers refuse the call.
    if (file < 0 && (errno == ENOSYS || errno == EPERM || errno == ELOOP || errno == EAGAIN))
        errno = EXDEV;
    return file;
#else
    Q_UNUSED(root)
    Q_UNUSED(path)
    Q_UNUSED(drives)
    errno = EXDEV;
    return -1;
#endif
}

FileDescriptor openFolder(const std::filesystem::path &folder)
{
    return FileDescriptor(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_NONBLOCK | O_CLOEXEC));
}

//! Only regular files of real file systems are read.
Status checkKind(int file, const std::filesystem::path &path)
{
    struct stat info { };
    if (fstat(file, &info) != 0)
        return fileError(path, errno);
    if (S_ISDIR(info.st_mode))
        return fileError(path, EISDIR);
    if (!S_ISREG(info.st_mode))
        return unreadable(specialFileReason(info.st_mode));
    if (isSystemFolder(file))
        return unreadable(tr("a file of the operating system"));
    return Done {};
}

} // namespace

Result<InputFile> InputFile::open(const std::filesystem::path &root, const QByteArray &path)
{
    const std::filesystem::path full = root / path.toStdString();
    const FileDescriptor folder = openFolder(root);
    if (!folder.isOpen())
        return fileError(root, errno);
    FileDescriptor file(openBeneath(folder.get(), path, Drives::Any));
    if (!file.isOpen() && errno == EXDEV) {
        HEDDLE_TRY_VALUE(const auto real, pathBeneath(root, path));
        if (!real)
            return unreadable(outsideLinkReason());
        file = FileDescriptor(openWithoutLinks(folder.get(), *real));
    }
    if (!file.isOpen())
        return errno == ENXIO ? unreadable(specialFileReason(S_IFSOCK)) : fileError(full, errno);
    HEDDLE_TRY(checkKind(file.get(), full));
    return InputFile(std::move(file));
}

std::optional<InputFile> InputFile::openOnSameDrive(const std::filesystem::path &root, const QByteArray &path)
{
    const FileDescriptor folder = openFolder(root);
    if (!folder.isOpen())
        return std::nullopt;
    FileDescriptor file(openBeneath(folder.get(), path, Drives::Same));
    if (!file.isOpen() || !checkKind(file.get(), {}))
        return std::nullopt;
    return InputFile(std::move(file));
}

Result<FileStamp> InputFile::stamp() const
{
    HEDDLE_TRY_VALUE(const FileIdentity file, identity());
    return file.stamp;
}

Result<FileIdentity> InputFile::identity() const
{
    struct stat info { };
    if (fstat(m_descriptor.get(), &info) != 0)
        return fileError({}, errno);
    return FileIdentity { info.st_dev, info.st_ino, stampOf(info) };
}

Status InputFile::rewind() const
{
    return lseek(m_descriptor.get(), 0, SEEK_SET) == 0 ? Status(Done {}) : Status(fileError({}, errno));
}

Result<QByteArray> InputFile::read(qint64 size) const
{
    QByteArray bytes(qsizetype(size), Qt::Uninitialized);
    qsizetype filled = 0;
    while (filled < bytes.size()) {
        const ssize_t got = ::read(m_descriptor.get(), bytes.data() + filled, size_t(bytes.size() - filled));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return fileError({}, errno);
        if (got == 0)
            break;
        filled += got;
    }
    bytes.resize(filled);
    return bytes;
}

Result<QByteArray> InputFile::readAll(qint64 limit) const
{
    constexpr qint64 Piece = 1 << 20;
    QByteArray bytes;
    while (true) {
        HEDDLE_TRY_VALUE(const QByteArray piece, read(std::min(Piece, limit + 1 - bytes.size())));
        bytes += piece;
        if (bytes.size() > limit)
            return unreadable(tr("it is larger than %1 MB, the limit for this type").arg(limit >> 20));
        if (piece.size() < Piece)
            return bytes;
    }
}

Result<std::optional<QByteArray>> pathBeneath(const std::filesystem::path &root, const QByteArray &path)
{
    const auto realPath = [](const std::filesystem::path &from) -> Result<QByteArray> {
        const std::unique_ptr<char, void (*)(void *)> real(realpath(from.c_str(), nullptr), &std::free);
        if (!real)
            return fileError(from, errno);
        return QByteArray(real.get());
    };
    HEDDLE_TRY_VALUE(QByteArray folder, realPath(root));
    HEDDLE_TRY_VALUE(const QByteArray file, realPath(root / path.toStdString()));
    if (file == folder)
        return std::optional(QByteArray("."));
    if (!folder.endsWith('/'))
        folder += '/';
    return file.startsWith(folder) ? std::optional(file.mid(folder.size())) : std::nullopt;
}

FileStamp stampOf(const struct stat &info)
{
    const auto nanoseconds = [](const timespec &time) { return qint64(time.tv_sec) * 1'000'000'000 + time.tv_nsec; };
    // Not the inode: on file systems without them it is another one each time the drive is connected. A file that was moved here, or
    // whose time was set back, has another time of its status.
    return { qint64(info.st_size), nanoseconds(info.st_mtim), nanoseconds(info.st_ctim) };
}

QString specialFileReason(mode_t mode)
{
    if (S_ISFIFO(mode))
        return tr("a named pipe");
    if (S_ISSOCK(mode))
        return tr("a socket");
    if (S_ISCHR(mode) || S_ISBLK(mode))
        return tr("a device");
    return {};
}

QString outsideLinkReason()
{
    return tr("a link that leads out of this folder; add the folder that it leads to");
}

bool isSystemFolder(int descriptor)
{
#ifdef Q_OS_LINUX
    // The numbers are those of linux/magic.h: proc, sysfs, cgroup, cgroup2, debugfs, tracefs, securityfs, bpf, configfs, pstore,
    // devpts, efivarfs, binfmt_misc, selinuxfs, smackfs, mqueue.
    static constexpr quint32 Types[] = { 0x9fa0, 0x62656572, 0x27e0eb, 0x63677270, 0x64626720, 0x74726163, 0x73636673, 0xcafe4a11,
        0x62656570, 0x6165676c, 0x1cd1, 0xde5e81e4, 0x42494e4d, 0xf97cff8c, 0x43415d53, 0x19800202 };
    struct statfs info { };
    return fstatfs(descriptor, &info) == 0 && std::find(std::begin(Types), std::end(Types), quint32(info.f_type)) != std::end(Types);
#else
    Q_UNUSED(descriptor)
    return false;
#endif
}

Error fileError(const std::filesystem::path &file, int systemError)
{
    const QString words = QString::fromStdString(std::generic_category().message(systemError));
    const QString detail = file.empty() ? words : QString::fromStdString(file.string()) + QLatin1String(": ") + words;
    switch (systemError) {
    case EACCES:
    case EPERM: return { ErrorCode::Unreadable, tr("no permission to read it"), detail, false };
    case ENOENT: return { ErrorCode::Unreadable, tr("it is no longer there"), detail, true };
    case EISDIR: return { ErrorCode::Unreadable, tr("it is a folder"), detail, false };
    case ELOOP: return { ErrorCode::Unreadable, tr("its links lead in a circle"), detail, false };
    default: return { ErrorCode::Unreadable, tr("the disk reported: %1").arg(words), detail, true };
    }
}

} // namespace Heddle::Library
