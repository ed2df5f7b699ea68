// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/scan.h"
#include "core/library/extract/extractor.h"
#include <QCoreApplication>
#include <algorithm>
#include <cerrno>
#include <dirent.h>
#include <set>
#include <sys/stat.h>

namespace Heddle::Library {
namespace {

FileStamp stampFrom(const struct stat &info)
{
    return { qint64(info.st_size), qint64(info.st_mtim.tv_sec) * 1'000'000'000 + info.st_mtim.tv_nsec };
}

class Walk {
public:
    Walk(std::filesystem::path root, std::stop_token stop) : m_root(std::move(root)), m_stop(std::move(stop)) { }

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
                take(link, true);
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

    void list(const QByteArray &folder)
    {
        const std::filesystem::path path = full(folder);
        struct stat info { };
        DIR *const handle = stat(path.c_str(), &info) == 0 ? opendir(path.c_str()) : nullptr;
        if (!handle) {
            if (errno != ENOENT || folder.isEmpty()) // else removed since it was listed
                m_scan.unread += { folder, fileError(path, errno).message };
            return;
        }
        if (m_seen.insert({ info.st_dev, info.st_ino }).second) {
            m_listed = info.st_dev;
            errno = 0;
            while (const dirent *entry = readdir(handle)) {
                const QByteArray name(entry->d_name);
                if (!name.startsWith('.'))
                    take(folder.isEmpty() ? name : folder + '/' + name, false);
                errno = 0;
            }
            if (errno)
                m_scan.unread += { folder, fileError(path, errno).message };
        }
        closedir(handle);
    }

    void take(const QByteArray &path, bool follow)
    {
        struct stat info { };
        if ((follow ? stat : lstat)(full(path).c_str(), &info) != 0) {
            if (errno != ENOENT) // else gone since, or a link to nothing
                m_scan.unread += { path, fileError(full(path), errno).message };
            return;
        }
        if (S_ISLNK(info.st_mode))
            m_links.push_back(path);
        else if (S_ISDIR(info.st_mode)) {
            m_folders.push_back(path);
            if (!follow && info.st_dev != m_listed)
                m_scan.mounts += path;
        } else if (S_ISREG(info.st_mode) && (!follow || !m_seenFiles.contains({ info.st_dev, info.st_ino }))) {
            m_seenFiles.insert({ info.st_dev, info.st_ino });
            m_scan.files += { path, typeOf(path.toStdString()), stampFrom(info) };
        }
    }

    std::filesystem::path m_root;
    std::stop_token m_stop;
    Scan m_scan;
    std::vector<QByteArray> m_folders, m_links;
    std::set<std::pair<dev_t, ino_t>> m_seen, m_seenFiles;
    dev_t m_listed = 0; //!< device of the folder that is listed
};

} // namespace

Result<Scan> scanFolder(const std::filesystem::path &root, std::stop_token stop)
{
    return Walk(root, std::move(stop)).run();
}

Result<FileStamp> stampOf(const std::filesystem::path &file)
{
    struct stat info { };
    if (stat(file.c_str(), &info) != 0)
        return fileError(file, errno);
    return stampFrom(info);
}

} // namespace Heddle::Library
