// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/scan.h"
#include "core/library/reach.h"
#include <QCoreApplication>
#include <algorithm>
#include <cerrno>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <map>
#include <set>
#include <sys/stat.h>

namespace Heddle::Library {
namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Library", text);
}

//! When a folder was made, in nanoseconds; 0 where its file system doesn't tell.
qint64 birthOf(int folder)
{
    struct statx info { };
    const bool known = statx(folder, "", AT_EMPTY_PATH, STATX_BTIME, &info) == 0 && (info.stx_mask & STATX_BTIME) != 0;
    return known ? info.stx_btime.tv_sec * 1'000'000'000 + info.stx_btime.tv_nsec : 0;
}

class Walk {
public:
    Walk(std::filesystem::path root, std::shared_ptr<Watch> watch, std::stop_token stop)
        : m_root(std::move(root)), m_watch(std::move(watch)), m_stop(std::move(stop))
    { }

    Result<Scan> run()
    {
        m_folders.push_back({});
        // Real folders first, links afterwards: a file keeps the path under its real folder.
        while (!m_folders.empty() || !m_links.empty()) {
            if (m_stop.stop_requested())
                return Error::cancelled();
            if (!m_folders.empty()) {
                const QByteArray folder = m_folders.back();
                m_folders.pop_back();
                list(folder);
            } else {
                const QByteArray link = m_links.back();
                m_links.pop_back();
                follow(link);
            }
        }
        for (const UnreadFolder &folder : std::as_const(m_scan.unread)) {
            if (folder.path.isEmpty())
                return Error { ErrorCode::Unreadable, folder.reason, {}, false };
        }
        m_scan.files.sort();
        return std::move(m_scan);
    }

private:
    using FileId = std::pair<dev_t, ino_t>;
    std::filesystem::path full(const QByteArray &path) const { return m_root / path.toStdString(); }

    QByteArray absolute(const QByteArray &path) const { return path.isEmpty() ? m_rootPath : m_rootPath + '/' + path; }

    //! False for what is known to be out of reach.
    bool enter(const QByteArray &path)
    {
        const Status within = m_watch->enter(absolute(path));
        if (!within)
            m_scan.unread += { QByteArray(path.constData(), path.size()), within.error().message }; // the path may be a view
        return within.ok();
    }

    void list(const QByteArray &folder)
    {
        if (!enter(folder))
            return;
        const std::filesystem::path path = full(folder);
        DIR *const handle = opendir(path.c_str());
        struct stat info { };
        if (!handle || fstat(dirfd(handle), &info) != 0) {
            if (errno != ENOENT || folder.isEmpty()) // else removed since it was listed
                m_scan.unread += { folder, fileError(path, errno).message };
        } else if (isOfTheSystem(dirfd(handle), info.st_dev)) {
            m_scan.unread += { folder, tr("a folder of the operating system, which is never read") };
        } else if (m_seen.insert({ info.st_dev, info.st_ino }).second) {
            const QByteArray place = absolute(folder);
            m_listed = info.st_dev;
            std::string name = folder.toStdString() + (folder.isEmpty() ? "" : "/");
            const std::size_t inside = name.size();
            bool empty = true;
            errno = 0;
            while (const dirent *entry = readdir(handle)) {
                empty = empty && (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0);
                if (entry->d_name[0] != '.') {
                    name.replace(inside, std::string::npos, entry->d_name);
                    take(dirfd(handle), entry->d_name, name);
                    m_watch->moveTo(place);
                }
                errno = 0;
            }
            if (errno)
                m_scan.unread += { folder, fileError(path, errno).message };
            else if (empty)
                m_scan.empty += { folder, birthOf(dirfd(handle)) };
        }
        if (handle)
            closedir(handle);
    }

    bool isOfTheSystem(int folder, dev_t device)
    {
        const auto known = m_systemDevices.find(device);
        if (known != m_systemDevices.end())
            return known->second;
        return m_systemDevices[device] = isSystemFolder(folder);
    }

    void take(int folder, const char *name, const std::string &path)
    {
        struct stat info { };
        if (!enter(QByteArray::fromRawData(path.data(), qsizetype(path.size()))))
            return;
        if (fstatat(folder, name, &info, AT_SYMLINK_NOFOLLOW) != 0)
            tellUnread(QByteArray::fromStdString(path), errno);
        else if (S_ISLNK(info.st_mode))
            m_links.push_back(QByteArray::fromStdString(path));
        else
            add(path, info, false);
    }

    //! A link is a way to what lies below the root, and nothing else.
    void follow(const QByteArray &link)
    {
        struct stat info { };
        if (!enter(link))
            return;
        const auto real = pathBeneath(m_root, link);
        if (real && !*real) {
            if (lstat(full(link).c_str(), &info) == 0)
                refuse(link.toStdString(), info, outsideLinkReason());
        } else if (stat(full(link).c_str(), &info) == 0) {
            add(link.toStdString(), info, true);
        } else if (errno == ENOENT || errno == ELOOP) {
            if (lstat(full(link).c_str(), &info) == 0)
                refuse(link.toStdString(), info, tr("a link that leads nowhere"));
        } else {
            tellUnread(link, errno);
        }
    }

    void add(const std::string &path, const struct stat &info, bool byLink)
    {
        if (S_ISDIR(info.st_mode)) {
            m_folders.push_back(QByteArray::fromStdString(path));
            if (!byLink && info.st_dev != m_listed)
                m_scan.mounts += m_folders.back();
        } else if (!S_ISREG(info.st_mode)) {
            refuse(path, info, specialFileReason(info.st_mode));
        } else if (isNew({ info.st_dev, info.st_ino }, byLink)) {
            m_scan.files.add(path, stampOf(info));
        }
    }

    //! Notes a file; false where it was listed already and only a link leads to it now.
    bool isNew(const FileId &file, bool byLink)
    {
        if (byLink && !m_sorted) {
            std::sort(m_files.begin(), m_files.end());
            m_sorted = true;
        }
        if (byLink && std::binary_search(m_files.begin(), m_files.end(), file))
            return false;
        if (!m_sorted) {
            m_files.push_back(file);
            return true;
        }
        return m_laterFiles.insert(file).second || !byLink;
    }

    void refuse(const std::string &path, const struct stat &info, const QString &reason) { m_scan.files.add(path, stampOf(info), reason); }

    void tellUnread(const QByteArray &path, int error)
    {
        if (error != ENOENT) // gone since it was listed
            m_scan.unread += { path, fileError(full(path), error).message };
    }

    std::filesystem::path m_root;
    const QByteArray m_rootPath = QByteArray::fromStdString(m_root.native());
    std::shared_ptr<Watch> m_watch;
    std::stop_token m_stop;
    Scan m_scan;
    std::vector<QByteArray> m_folders, m_links;
    std::set<FileId> m_seen; //!< folders
    std::deque<FileId> m_files; //!< sorted once the first link to a file is followed
    std::set<FileId> m_laterFiles; //!< files that were found after that
    bool m_sorted = false;
    dev_t m_listed = 0; //!< device of the folder that is listed
    std::map<dev_t, bool> m_systemDevices;
};

} // namespace

Result<Scan> scanFolder(const std::filesystem::path &root, std::stop_token stop)
{
    constexpr int MaxDrives = 16;
    for (int drives = 0;; ++drives) {
        const auto watch = std::make_shared<Watch>();
        auto scan = reach<Scan>(
            watch, [root, watch](std::stop_token token) { return Walk(root, watch, std::move(token)).run(); }, stop);
        // A drive below the folder gives no answer: the rest can be listed without it.
        const QByteArray place = watch->path();
        const bool below = !scan && isOutOfReach(place) && !isOutOfReach(QByteArray::fromStdString(root.native()));
        if (!below || drives == MaxDrives)
            return scan;
    }
}

} // namespace Heddle::Library
