// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/base/result.h"
#include "ui/window/pages.h"
#include <QDateTime>
#include <QMainWindow>
#include <QTimer>

class QDockWidget;
class QLabel;
class QProgressBar;
class QSplitter;
class QStackedWidget;

namespace Heddle::Library {
struct Collection;
}

namespace Heddle::Ui {

class Banner;
class Heartbeat;
class MapPlaces;
class Rail;

//! \brief The application's window: puts the pages together and carries their signals from one to the other.
class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    enum Page { ChatPlace, LibraryPlace, SettingsPlace, MapPlace };
    explicit MainWindow(Services services);
    ~MainWindow() override;

    //! \brief Adds a folder as a collection of its own name and reads it.
    void addFolder(const QString &folder, const QString &collection);
    void goTo(Page page);
    Heartbeat *heartbeat() const { return m_heartbeat; }
    //! \brief Brings the window to the front, for a second start of the program.
    void bringToFront();

Q_SIGNALS:
    //! \brief The user closed the window; the application shuts down in order.
    void closed();

protected:
    void closeEvent(QCloseEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void makeStatus();
    void layOut();
    void connectPages();
    void connectServices();
    void makeActivity();
    void makeMap();
    void makeShortcuts();
    void chooseFolder();
    void addSample();
    void showProgress();
    void showLibrary(const QList<Library::Collection> &collections);
    void showCollections(const Result<QList<Library::Collection>> &collections);
    void showHeartbeat();
    void lookForChanges();
    void showChanges(bool changed);
    void purge(const QDateTime &before);
    void focusNextPart(bool forward);
    void refresh();
    void restoreState();
    void saveState() const;

    const Services m_services;
    Heartbeat *m_heartbeat;
    const Pages m_parts;
    ChatPage *m_chat;
    LibraryPage *m_library;
    SettingsPage *m_settings;
    ConversationList *m_list;
    ActivityPanel *m_activity;
    QStackedWidget *m_pages;
    QSplitter *m_splitter;
    Rail *m_rail;
    QDockWidget *m_dock;
    MapPlaces *m_map;
    QLabel *m_state, *m_gap;
    Banner *m_banner;
    QProgressBar *m_line;
    QTimer m_look; //!< for what other programs write
    bool m_looking = false;
    bool m_listWanted = true; //!< shown where there is room
};

} // namespace Heddle::Ui
