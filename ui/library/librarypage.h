// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/concurrency/stopscope.h"
#include "core/concurrency/taskgroup.h"
#include "core/library/catalog.h"
#include "core/library/libraryupkeep.h"
#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QListWidget;
class QPushButton;
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
    void failed(const QString &message);

protected:
    void showEvent(QShowEvent *event) override;

private:
    void fillTable();
    void layOut();
    void connectParts();
    void showProgress();
    void loadDocuments();
    void arrange();
    void showArranged(const Library::Documents &documents, std::vector<qint32> places);
    void openCurrent();
    void showFileMenu(const QPoint &at);
    void chooseEncoding(const QByteArray &file, const QByteArray &name);
    void removeCollection();
    QString currentCollection() const;

    Library::Catalog *m_catalog;
    Library::LibraryUpkeep *m_upkeep;
    Concurrency::TaskGroup *m_tasks;
    Concurrency::StopScope m_loading, m_arranging;
    Library::Documents m_documents; //!< all of the collection
    bool m_outdated = false; //!< what is shown: it is loaded once somebody looks
    QListWidget *m_collections;
    DocumentsModel *m_model;
    QTableView *m_table;
    QComboBox *m_state;
    QLineEdit *m_find;
    QLabel *m_progress, *m_empty;
    QPushButton *m_add, *m_rescan, *m_remove, *m_pause, *m_stop;
};

} // namespace Heddle::Ui
