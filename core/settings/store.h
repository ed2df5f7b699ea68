// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/settings/keys.h"
#include "core/settings/values.h"
#include "core/storage/database.h"

namespace Heddle::Settings {

//! \brief The settings in conversations.db. Blocking: for the conversations pools; on the thread of the window use AsyncStore.
class Store {
public:
    explicit Store(Storage::Database database) : m_db(std::move(database)) { }

    Result<Values> read() const;
    //! \brief One setting as a text. Error Input for a name that is no setting, with the names that are.
    Result<QString> text(const QString &name) const;

    //! \brief Saves all changes in one transaction, or, when one of them can't be used, none of them: then Error Input says
    //! which, and what it must be.
    Status save(const Changes &changes) const;
    Status set(const QString &name, const QString &text) const;
    template <class T>
    Status set(const Key<T> &key, const std::type_identity_t<T> &value) const
    {
        Changes changes;
        changes.set(key, value);
        return save(changes);
    }

private:
    Storage::Database m_db;
};

//! \brief Settles what `changes` mean for settings that depend on each other, before they are saved: embedding.model names
//! a model of this program while embedding.kind is local, and a server's model otherwise. A change to local drops a server's
//! model, so that the default of this program takes its place; Error Input where `changes` name one that does not fit.
Result<Changes> reconcile(const Values &stored, Changes changes);

} // namespace Heddle::Settings
