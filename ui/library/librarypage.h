// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/concurrency/taskgroup.h"
#include "core/library/catalog.h"
#include "core/library/libraryupkeep.h"
#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QListWidget;
class QPushButton;
class QSortFilterProxyModel;
class QTableView;

namespace Heddle::Ui {

class DocumentsModel;

//! \brief What Heddle knows: collections, progress, and every file with its state and the reason for it.
class LibraryPage : public QWidget {
    Q_OBJECT
public:
    LibraryPage(Library::Catalog *catalog, Library::LibraryUpkeep *upkeep, Concurrency::TaskGroup *tasks, QWidget *parent = nullptr);

    void setCollections(const QList<Library::Collection> &collections);
    //! \brief What F6 goes to, in this order.
    QWidgetList parts() const;
    void focusFind();

Q_SIGNALS:
    void chooseFolder();

private:
    void fillTable();
    void layOut();
    void connectParts();
    void showProgress();
    void loadDocuments();
    void filter();
    void openCurrent();
    void removeCollection();
    QString currentCollection() const;

    Library::Catalog *m_catalog;
    Library::LibraryUpkeep *m_upkeep;
    Concurrency::TaskGroup *m_tasks;
    std::stop_source m_loadStop;
    QListWidget *m_collections;
    DocumentsModel *m_model;
    QSortFilterProxyModel *m_names, *m_states;
    QTableView *m_table;
    QComboBox *m_state;
    QLineEdit *m_find;
    QLabel *m_progress, *m_empty;
    QPushButton *m_add, *m_rescan, *m_remove, *m_pause, *m_stop;
};

} // namespace Heddle::Ui
