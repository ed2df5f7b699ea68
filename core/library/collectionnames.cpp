// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/collectionnames.h"

namespace Heddle::Library {

struct CollectionName::Shared {
    std::shared_ptr<std::mutex> mutex;
    QString name; //!< guarded by the mutex
};

CollectionName::CollectionName(const QString &name)
    : m_shared(std::make_shared<Shared>(Shared { std::make_shared<std::mutex>(), name }))
{ }

QString CollectionName::text() const
{
    const std::lock_guard lock(*m_shared->mutex);
    return m_shared->name;
}

Result<Storage::CollectionRow> CollectionName::resolve(
    const std::function<Result<Storage::CollectionRow>(const QString &name)> &lookUp) const
{
    const std::lock_guard lock(*m_shared->mutex);
    return lookUp(m_shared->name);
}

CollectionNames::CollectionNames() : m_mutex(std::make_shared<std::mutex>()) { }

CollectionName CollectionNames::follow(const QString &name)
{
    CollectionName follower;
    follower.m_shared = std::make_shared<CollectionName::Shared>(CollectionName::Shared { m_mutex, name });
    const std::lock_guard lock(*m_mutex);
    std::erase_if(m_followers, [](const auto &one) { return one.expired(); });
    m_followers.push_back(follower.m_shared);
    return follower;
}

Status CollectionNames::rename(const Storage::LibraryRepository &library, const QString &name, const QString &newName)
{
    const std::lock_guard lock(*m_mutex);
    HEDDLE_TRY(library.renameCollection(name, newName));
    for (const auto &one : m_followers) {
        if (const auto follower = one.lock(); follower && follower->name == name)
            follower->name = newName;
    }
    return Done {};
}

} // namespace Heddle::Library
