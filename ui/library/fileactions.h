// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/concurrency/taskgroup.h"
#include "core/library/catalog.h"
#include "core/library/libraryupkeep.h"
#include <QObject>

class QPoint;
class QWidget;

namespace Heddle::Ui {

//! \brief Does with a file of the library what its menu offers.
class FileActions : public QObject {
    Q_OBJECT
public:
    //! \param page what menus and messages belong to.
    FileActions(Library::Catalog *catalog, Library::LibraryUpkeep *upkeep, Concurrency::TaskGroup *tasks, QWidget *page);

    //! \brief The collections as they are called now.
    void setCollections(const QList<Library::Collection> &collections) { m_collections = collections; }
    //! \brief Opens a file (absolute, as the file system names it) with the program for it.
    void open(const QByteArray &file);
    //! \param problem whether it could not be read, or has no text.
    //! \param at where the menu opens, on the screen.
    void showMenu(const Library::Collection &collection, const QByteArray &file, bool problem, const QPoint &at);

Q_SIGNALS:
    void previewRequested();
    //! \brief Collections have to be listed again.
    void changed();
    void failed(const QString &message);

private:
    void exclude(qint64 collection, const QByteArray &path);
    void includeAgain(qint64 collection, const QByteArray &path);
    bool apply(qint64 collection, const Result<Library::Exclusion> &change);
    void forget(qint64 collection, const QByteArray &file);
    void chooseEncoding(const QByteArray &file, const QByteArray &name);

    Library::Catalog *m_catalog;
    Library::LibraryUpkeep *m_upkeep;
    Concurrency::TaskGroup *m_tasks;
    QWidget *m_page;
    QList<Library::Collection> m_collections;
};

} // namespace Heddle::Ui
