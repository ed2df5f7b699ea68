// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/scan.h"
#include "core/library/extract/format.h"
#include "core/library/reach.h"
#include <QCoreApplication>
#include <algorithm>
#include <cerrno>
#include <dirent.h>
#include <map>
#include <set>

namespace Heddle::Library {
namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Library", text);
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
        std::sort(m_scan.files.begin(), m_scan.files.end(), [](const auto &a, const auto &b) { return a.path < b.path; });
        return std::move(m_scan);
    }

private:
    std::filesystem::path full(const QByteArray &path) const { return m_root / path.toStdString(); }

    QByteArray absolute(const QByteArray &path) const { return path.isEmpty() ? m_rootPath : m_rootPath + '/' + path; }

    //! False for what is known to be out of reach.
    bool enter(const QByteArray &path)
    {
        const Status within = m_watch->enter(absolute(path));
        if (!within)
            m_scan.unread += { path, within.error().message };
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
            errno = 0;
            while (const dirent *entry = readdir(handle)) {
                const QByteArray name(entry->d_name);
                if (!name.startsWith('.')) {
                    take(folder.isEmpty() ? name : folder + '/' + name);
                    m_watch->moveTo(place);
                }
                errno = 0;
            }
            if (errno)
                m_scan.unread += { folder, fileError(path, errno).message };
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

    void take(const QByteArray &path)
    {
        struct stat info { };
        if (!enter(path))
            return;
        if (lstat(full(path).c_str(), &info) != 0)
            tellUnread(path, errno);
        else if (S_ISLNK(info.st_mode))
            m_links.push_back(path);
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
                refuse(link, info, outsideLinkReason());
        } else if (stat(full(link).c_str(), &info) == 0) {
            add(link, info, true);
        } else if (errno == ENOENT || errno == ELOOP) {
            if (lstat(full(link).c_str(), &info) == 0)
                refuse(link, info, tr("a link that leads nowhere"));
        } else {
            tellUnread(link, errno);
        }
    }

    void add(const QByteArray &path, const struct stat &info, bool byLink)
    {
        if (S_ISDIR(info.st_mode)) {
            m_folders.push_back(path);
            if (!byLink && info.st_dev != m_listed)
                m_scan.mounts += path;
        } else if (!S_ISREG(info.st_mode))
            refuse(path, info, specialFileReason(info.st_mode));
        else if (m_seenFiles.insert({ info.st_dev, info.st_ino }).second || !byLink)
            m_scan.files += { path, typeOf(path.toStdString()), stampOf(info), {} };
    }

    void refuse(const QByteArray &path, const struct stat &info, const QString &reason)
    {
        m_scan.files += { path, typeOf(path.toStdString()), stampOf(info), reason };
    }

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
    std::set<std::pair<dev_t, ino_t>> m_seen, m_seenFiles;
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
