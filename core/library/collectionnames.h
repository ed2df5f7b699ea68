// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/base/result.h"
#include "core/storage/libraryrepository.h"
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

namespace Heddle::Library {

class CollectionNames;

//! \brief The name of a collection in work that waits: it follows where the collection gets another one meanwhile. Thread-safe; copies
//! share the name. One that no CollectionNames made stays as it is.
class CollectionName {
public:
    CollectionName() : CollectionName(QString()) { }
    CollectionName(const QString &name); // NOLINT(google-explicit-constructor): a plain name that nobody changes

    QString text() const;
    //! \brief Looks the collection up, or makes it, while no collection can be renamed.
    Result<Storage::CollectionRow> resolve(const std::function<Result<Storage::CollectionRow>(const QString &name)> &lookUp) const;

private:
    friend class CollectionNames;
    struct Shared;
    std::shared_ptr<Shared> m_shared;
};

//! \brief Renames collections, and has the names follow that waiting work holds. Thread-safe.
class CollectionNames {
public:
    CollectionNames();
    //! \brief A name that follows.
    CollectionName follow(const QString &name);
    //! \brief Gives a collection another name. Blocking: for the library's pool. Errors as LibraryRepository::renameCollection().
    Status rename(const Storage::LibraryRepository &library, const QString &name, const QString &newName);

private:
    std::shared_ptr<std::mutex> m_mutex;
    std::vector<std::weak_ptr<CollectionName::Shared>> m_followers;
};

} // namespace Heddle::Library
