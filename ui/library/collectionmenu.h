// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/concurrency/taskgroup.h"
#include "core/library/catalog.h"
#include "core/library/libraryupkeep.h"
#include "core/privacy/sealkeeper.h"
#include <QMenu>
#include <optional>

namespace Heddle::Ui {

//! \brief What can be done with a collection: it gets another name, its folder and what is excluded from it are shown, it is marked "never
//! send", it is removed.
class CollectionMenu : public QMenu {
    Q_OBJECT
public:
    CollectionMenu(Library::Catalog *catalog, Library::LibraryUpkeep *upkeep, Privacy::SealKeeper *seals, Concurrency::TaskGroup *tasks,
        QWidget *parent);

    //! \brief The collection that it is about.
    void setCollection(const std::optional<Library::Collection> &collection);
    //! \brief Whether the collection is never sent.
    void setSealed(bool sealed);
    void showExclusions();

Q_SIGNALS:
    //! \brief It has this name from now on.
    void renamed(const QString &name, const QString &newName);
    //! \brief Collections have to be listed again.
    void changed();
    void failed(const QString &message);

private:
    void rename();
    void seal(bool sealed);
    void remove();

    Library::Catalog *m_catalog;
    Library::LibraryUpkeep *m_upkeep;
    Privacy::SealKeeper *m_seals;
    Concurrency::TaskGroup *m_tasks;
    std::optional<Library::Collection> m_collection;
    QAction *m_exclusions, *m_seal;
    bool m_sealed = false;
};

} // namespace Heddle::Ui
