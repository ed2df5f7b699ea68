// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/library/catalog.h"
#include "core/library/libraryupkeep.h"
#include <QSet>
#include <QWidget>
#include <optional>

class QLabel;
class QListWidget;
class QListWidgetItem;
class QProgressBar;

namespace Heddle::Ui {

class IconButton;

//! \brief The column beside the files: a button that adds a folder, the collections, and what is being read.
class CollectionsPanel : public QWidget {
    Q_OBJECT
public:
    explicit CollectionsPanel(Library::LibraryUpkeep *upkeep, QWidget *parent = nullptr);

    void setCollections(const QList<Library::Collection> &collections);
    //! \brief The names of collections that are never sent: they get a lock.
    void setSealed(const QSet<QString> &names);
    const QList<Library::Collection> &collections() const { return m_all; }
    //! \brief The one that is chosen.
    std::optional<Library::Collection> current() const;
    //! \brief Chooses a collection, at once or as soon as there is one of that name.
    void choose(const QString &name);
    QListWidget *list() const { return m_list; }

Q_SIGNALS:
    void currentChanged();
    void chooseFolder();
    //! \brief Somebody clicked a collection, chosen or not.
    void picked();
    void menuRequested(const QPoint &global);

private:
    QWidget *makeProgress();
    void fill(QListWidgetItem *item, const Library::Collection &collection) const;
    void showProgress();

    Library::LibraryUpkeep *m_upkeep;
    QList<Library::Collection> m_all;
    QSet<QString> m_sealed;
    QString m_wanted; //!< is chosen once it is there
    QString m_idle; //!< what is said while nothing is read
    QListWidget *m_list;
    QWidget *m_progress;
    QLabel *m_stage, *m_state;
    QProgressBar *m_bar;
    IconButton *m_pause, *m_stop;
};

} // namespace Heddle::Ui
