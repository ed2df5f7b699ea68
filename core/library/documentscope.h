// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/concurrency/workpool.h"
#include "core/storage/libraryrepository.h"
#include <QCoroTask>
#include <stop_token>

namespace Heddle::Library {

//! \brief Some of the documents of the library, by where they lie and when they were changed.
struct DocumentScope {
    qint64 collection = 0; //!< 0: any
    QByteArray folder; //!< absolute, as the file system names it; with the folders in it. Empty: any
    qint64 changedFromMs = 0; //!< in ms since 1970; 0: any time

    //! \brief False where every document of the collection is in it.
    bool isLimited() const { return !folder.isEmpty() || changedFromMs > 0; }
};

//! \brief The public ids of the documents in a scope that can be searched. Blocking, for the library pool. Error: Cancelled.
Result<QStringList> documentsIn(const Storage::LibraryRepository &library, const DocumentScope &scope, const std::stop_token &stop);

//! \brief A folder and how many searchable documents lie in it, those in its folders included.
struct CountedFolder {
    QByteArray path; //!< absolute, as the file system names it
    QString name; //!< for people, from the folder that was added on
    int documents = 0;
};

//! \brief The folders of a collection (0: of all) that hold a part of the documents, by name: down to two levels below those that were
//! added, at most `limit`, the largest of them. Blocking, for the library pool. Error: Cancelled.
Result<QList<CountedFolder>> foldersOf(
    const Storage::LibraryRepository &library, qint64 collection, int limit, const std::stop_token &stop);

//! \brief Both of these, as tasks over the library's pool. Lives on the event loop's thread.
class DocumentScopes {
public:
    //! \brief `pool` outlives it.
    DocumentScopes(Storage::LibraryRepository library, Concurrency::WorkPool *pool) : m_library(std::move(library)), m_pool(pool) { }

    //! \brief See documentsIn().
    QCoro::Task<Result<QStringList>> documents(DocumentScope scope, std::stop_token stop) const;
    //! \brief See foldersOf().
    QCoro::Task<Result<QList<CountedFolder>>> folders(qint64 collection, int limit, std::stop_token stop) const;

private:
    Storage::LibraryRepository m_library;
    Concurrency::WorkPool *m_pool;
};

} // namespace Heddle::Library
