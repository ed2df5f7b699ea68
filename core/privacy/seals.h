// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/net/sendguard.h"
#include "core/storage/libraryrepository.h"
#include "core/storage/privacyrepository.h"

namespace Heddle::Privacy {

//! \brief Which collections are never sent. Kept by the collection's id, so that another name changes nothing; a new collection
//! under the name of one that was sealed and removed is sealed as well. Nothing is remembered between two calls, so that what another
//! program has changed holds at once. Blocking, from any thread; copyable.
class Seals {
public:
    struct Entry {
        QString name;
        bool sealed = false;
        bool removed = false; //!< its collection is gone; conversations may still have its text
    };
    Seals(Storage::Database conversations, Storage::LibraryRepository library)
        : m_repository(std::move(conversations)), m_library(std::move(library))
    { }

    //! \brief What is sealed now, by the ids of the collections. For Net::SendGuard.
    Result<Net::Sealed> read() const;
    //! \brief All collections, and sealed ones that were removed; by name.
    Result<QList<Entry>> list() const;
    //! \brief Errors: NotFound, where there is no such collection.
    Status seal(const QString &name) const;
    //! \brief Errors: NotFound, where nothing of this name is sealed.
    Status unseal(const QString &name) const;

private:
    const Storage::PrivacyRepository m_repository;
    const Storage::LibraryRepository m_library;
};

} // namespace Heddle::Privacy
