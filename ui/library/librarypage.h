// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/concurrency/stopscope.h"
#include "core/concurrency/taskgroup.h"
#include "core/library/catalog.h"
#include "core/library/libraryupkeep.h"
#include "core/privacy/sealkeeper.h"
#include <QWidget>
#include <functional>

class QHBoxLayout;
class QLabel;
class QLineEdit;
class QPushButton;
class QStackedWidget;

namespace Heddle::Ui {

class CollectionMenu;
class CollectionsPanel;
class DocumentsModel;
class DocumentsTable;
class FileActions;
class FilePreview;
class FilterBar;
class IconButton;
class ProblemsBanner;
class SourcePanel;

//! \brief What Heddle knows: collections, progress, and every file with its state and the reason for it.
class LibraryPage : public QWidget {
    Q_OBJECT
public:
    //! \param makePreview makes the panel that shows a file, once there is one to be shown; the page owns it.
    LibraryPage(Library::Catalog *catalog, Library::LibraryUpkeep *upkeep, Privacy::SealKeeper *seals,
        std::function<SourcePanel *()> makePreview, Concurrency::TaskGroup *tasks, QWidget *parent = nullptr);

    void setCollections(const QList<Library::Collection> &collections);
    //! \brief Chooses a collection, at once or as soon as it is there.
    void chooseCollection(const QString &name);
    //! \brief Chooses a file of a collection; `path` as the file system names it.
    void showFile(const QString &collection, const QByteArray &path);
    //! \brief What F6 goes to, in this order.
    QWidgetList parts() const;
    void focusFind();
    //! \brief Closes the preview, or the search in it.
    void closeTop();

Q_SIGNALS:
    void chooseFolder();
    //! \brief A collection has another name now.
    void changed();
    void collectionRenamed(const QString &name, const QString &newName);
    void failed(const QString &message);

protected:
    void showEvent(QShowEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    QWidget *makeHead();
    void layOut();
    void connectParts();
    void showCollection();
    void showRoom();
    void loadSeals();
    void showSeals();
    void loadDocuments();
    void showDocuments(const Library::Documents &documents);
    void arrange();
    void showArranged(const Library::Documents &documents, std::vector<qint32> places);
    void openCurrent();
    void previewCurrent();
    void showFileMenu(const QPoint &at);
    QString currentName() const;

    Library::Catalog *m_catalog;
    Library::LibraryUpkeep *m_upkeep;
    Privacy::SealKeeper *m_seals;
    Concurrency::TaskGroup *m_tasks;
    Concurrency::StopScope m_loading, m_arranging, m_loadingSeals;
    QSet<QString> m_sealed; //!< the names of collections that are never sent
    Library::Documents m_documents; //!< all of the collection
    qint64 m_shown = 0; //!< the collection whose filters are set
    QByteArray m_wanted; //!< a file that is chosen once it is listed
    bool m_outdated = false; //!< what is shown: it is loaded once somebody looks
    bool m_choosing = false; //!< a narrow page shows the collections
    CollectionsPanel *m_panel;
    DocumentsModel *m_model;
    DocumentsTable *m_table;
    QStackedWidget *m_body; //!< the files, or that none matches
    FilterBar *m_filters;
    QLineEdit *m_find;
    QLabel *m_title;
    ProblemsBanner *m_problems;
    IconButton *m_back, *m_more;
    QPushButton *m_check;
    CollectionMenu *m_menu;
    FileActions *m_actions;
    FilePreview *m_preview;
    QWidget *m_content, *m_empty;
};

} // namespace Heddle::Ui
