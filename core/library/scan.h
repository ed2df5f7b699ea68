// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/library/extract/inputfile.h"
#include <QHash>
#include <QList>
#include <QString>
#include <deque>
#include <stop_token>
#include <string_view>
#include <vector>

namespace Heddle::Library {

struct ScannedFile {
    QByteArray path; //!< bytes of the name relative to the root, as the file system gives them
    QString type; //!< extension in lower case
    FileStamp stamp;
    QString refusal; //!< why it is never read: a pipe, a device, a link out of the folder; empty for what can be read
};

//! \brief Files and what tells whether they changed. A library may have millions of them, so they are packed: about a hundred
//! bytes and the length of its path each.
class FileList {
public:
    qsizetype size() const { return qsizetype(m_entries.size()); }
    bool isEmpty() const { return m_entries.empty(); }
    //! \brief The path relative to the root; valid as long as the list.
    std::string_view path(qsizetype i) const { return m_entries[std::size_t(i)].path; }
    ScannedFile at(qsizetype i) const;

    void add(std::string_view path, const FileStamp &stamp, const QString &refusal = {});
    //! \brief Sorts by the bytes of the paths, as the library does.
    void sort();
    //! \brief Whether any file lies in this folder, or is it. For a sorted list.
    bool hasAnyIn(std::string_view folder) const;
    //! \brief Forgets all files but those whose place in the list has a true in `kept`.
    void keepOnly(const std::vector<bool> &kept);

private:
    struct Entry {
        std::string_view path; //!< in a block
        FileStamp stamp;
        quint32 refusal = 0; //!< place in m_refusals
    };
    std::deque<Entry> m_entries; // never copied to grow
    std::vector<std::shared_ptr<char[]>> m_blocks;
    std::size_t m_used = 0; //!< bytes of the last block
    QStringList m_refusals { QString() };
    QHash<QString, quint32> m_refusalAt;
};

//! \brief A file or folder that can't be looked at now, which is no sign that it is gone.
struct UnreadFolder {
    QByteArray path; //!< relative to the root, "" is the root itself
    QString reason;
};

//! \brief A folder that holds nothing at all.
struct EmptyFolder {
    QByteArray path; //!< relative to the root
    qint64 bornNs = 0; //!< when it was made, in nanoseconds since 1970; 0: its file system doesn't tell
};

struct Scan {
    FileList files; //!< sorted
    QList<EmptyFolder> empty;
    QList<UnreadFolder> unread; //!< they, and what is below them, are unknown, not gone
    QList<QByteArray> mounts; //!< folders that lie on another device than the one above them: drives that may be taken away
};

//! \brief Lists the files below a folder. Hidden names are left out. A link to a file or folder below the same root is followed
//! when nothing else led there, so that each real one is listed once and a loop ends. Links that lead elsewhere, named
//! pipes, sockets and devices are listed with a refusal; /proc, /sys and their like are not entered. Error when the root itself
//! can't be listed.
//!
//! A drive that gives no answer (reach.h) is left out and told, and costs ten seconds once.
Result<Scan> scanFolder(const std::filesystem::path &root, std::stop_token stop);

} // namespace Heddle::Library
