// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/base/filedescriptor.h"
#include "core/base/result.h"
#include <QByteArray>
#include <filesystem>
#include <optional>
#include <sys/stat.h>

namespace Heddle::Library {

//! \brief What tells that a file changed.
struct FileStamp {
    qint64 size = 0;
    qint64 mtimeNs = 0;
    qint64 statusNs = 0; //!< change of the status: another one where the file was replaced, its time set back, or its rights changed
    bool operator==(const FileStamp &) const = default;
};

//! \brief What tells that a name stands for another file, or that the file changed.
struct FileIdentity {
    dev_t device = 0;
    ino_t number = 0;
    FileStamp stamp;
    bool operator==(const FileIdentity &) const = default;
};

//! \brief A document that is open for reading. The program opens it, and hands the descriptor to the helper process,
//! which can't open anything itself.
//!
//! Opening never waits for a pipe or a device, and only regular files of real file systems are opened. Not thread-safe;
//! the position belongs to the open file and is shared with whoever got the descriptor.
class InputFile {
public:
    //! \brief Opens `path`, the bytes of a name relative to `root`. Links are followed while they stay below `root`.
    //! Errors: Unreadable, with a reason for the user.
    static Result<InputFile> open(const std::filesystem::path &root, const QByteArray &path);
    //! \brief The same where neither the path nor a link in it leads to another drive than that of `root`. Nothing: it does, or it
    //! can't be told, or the file can't be opened; open() says why.
    static std::optional<InputFile> openOnSameDrive(const std::filesystem::path &root, const QByteArray &path);
    explicit InputFile(FileDescriptor descriptor) : m_descriptor(std::move(descriptor)) { }

    int descriptor() const { return m_descriptor.get(); }
    //! \brief Size and time of the last change, as they are now.
    Result<FileStamp> stamp() const;
    Result<FileIdentity> identity() const;
    //! \brief The character set that the user chose for it; empty: it is detected.
    const QByteArray &charset() const { return m_charset; }
    void setCharset(QByteArray charset) { m_charset = std::move(charset); }
    //! \brief Goes back to the start.
    Status rewind() const;
    //! \brief Reads up to `size` bytes; fewer only at the end of the file.
    Result<QByteArray> read(qint64 size) const;
    //! \brief Reads all of a file that has up to `limit` bytes.
    Result<QByteArray> readAll(qint64 limit) const;

private:
    FileDescriptor m_descriptor;
    QByteArray m_charset;
};

//! \brief The real path of `path` below `root`, relative to it and without links; nothing when it leads out of `root`.
//! Error when the path can't be resolved, such as a link that leads nowhere.
Result<std::optional<QByteArray>> pathBeneath(const std::filesystem::path &root, const QByteArray &path);

FileStamp stampOf(const struct stat &info);
//! \brief Why a file of this mode is never read ("a named pipe"); empty for regular files, folders and links.
QString specialFileReason(mode_t mode);
//! \brief Why a link out of its folder is not followed, and what to do instead.
QString outsideLinkReason();
//! \brief True below /proc, /sys and other places where the system shows itself as files.
bool isSystemFolder(int descriptor);

//! \brief The error of a file that can't be opened or read, in words (no permission, no such file, …).
Error fileError(const std::filesystem::path &file, int systemError);

} // namespace Heddle::Library
