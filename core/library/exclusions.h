// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/storage/libraryrepository.h"
#include <QSet>
#include <string_view>

namespace Heddle::Library {

//! \brief Tells which paths below one folder of a collection are excluded from reading.
class ExcludedPaths {
public:
    ExcludedPaths() = default;
    //! \param paths relative to the folder, as the file system names them; those of folders end in a slash.
    explicit ExcludedPaths(const QList<QByteArray> &paths) : m_paths(paths.cbegin(), paths.cend()) { }

    bool isEmpty() const { return m_paths.isEmpty(); }
    //! \brief Whether a file is excluded by its own path or by a folder that it lies in.
    bool contains(std::string_view path) const;

private:
    QSet<QByteArray> m_paths;
};

//! \brief An exclusion for people.
struct Exclusion {
    QByteArray path; //!< absolute, as the file system names it; ends in a slash for a folder
    QString pattern; //!< as it is shown: relative to the folder of the collection, "reports/old/"
};

// What is excluded from a collection. A change takes effect with the next reading of the collection, which removes from library and
// index what is excluded now. Blocking: for the library's pool.

//! \brief The exclusions of a collection (CollectionRow::id), by path.
Result<QList<Exclusion>> exclusionsOf(const Storage::LibraryRepository &library, qint64 collection);
//! \brief Excludes a file, or a folder where `path` ends in a slash; absolute. Error: Input where it lies in no folder of the
//! collection, or is one of them.
Result<Exclusion> exclude(const Storage::LibraryRepository &library, qint64 collection, const QByteArray &path);
//! \brief Takes an exclusion back. Error: NotFound, with the exclusions that there are.
Result<Exclusion> include(const Storage::LibraryRepository &library, qint64 collection, const QByteArray &path);
//! \brief The documents of a collection that are this file (absolute), or lie in this folder where `path` ends in a slash.
Result<QList<qint64>> documentsAt(const Storage::LibraryRepository &library, qint64 collection, const QByteArray &path);

} // namespace Heddle::Library
