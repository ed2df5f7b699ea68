// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/concurrency/stopscope.h"
#include "core/base/result.h"
#include "core/library/catalog.h"
#include "ui/window/pages.h"
#include "ui/window/palette.h"
#include <QDateTime>
#include <QMainWindow>
#include <QTimer>
#include <functional>

class QDockWidget;
class QLabel;
class QMenu;
class QProgressBar;
class QSplitter;
class QStackedWidget;

namespace Heddle::Ui {

class Banner;
class Heartbeat;
class MapPlaces;
class Rail;

//! \brief The application's window: puts the pages together and carries their signals from one to the other.
class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    //! \brief The pages that the rail leads to. The numbers are kept in window.ini, so a new one comes last.
    enum Page : int { ChatPlace, LibraryPlace, SettingsPlace, MapPlace, PassagesPlace };
    explicit MainWindow(Services services);
    ~MainWindow() override;

    //! \brief Adds a folder as a collection of its own name and reads it.
    void addFolder(const QString &folder, const QString &collection);
    //! \brief Shows a page; the chat where there is none of that number, as in the window.ini of a later version.
    void goTo(Page page);
    Heartbeat *heartbeat() const { return m_heartbeat; }
    //! \brief Brings the window to the front, for a second start of the program.
    void bringToFront();
    //! \brief Begins a conversation with these files attached; folders are offered to the library.
    void openPaths(const QStringList &paths);

Q_SIGNALS:
    //! \brief The user closed the window; the application shuts down in order.
    void closed();

protected:
    void closeEvent(QCloseEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    //! All that the window has to know of one of its pages.
    struct Place {
        Page page;
        QString title, objectName, icon; //!< of its button in the rail
        int key; //!< its shortcut is Ctrl and this digit
        QWidget *widget;
        std::function<QWidgetList()> parts {}; //!< that F6 goes through
        std::function<void()> find {}; //!< what Ctrl+F does
        std::function<void()> aboutToShow {};
    };
    QList<Place> makePlaces();
    Rail *makeRail();
    const Place &currentPlace() const;
    void makeStatus();
    void layOut();
    void connectPages();
    void connectServices();
    void makeActivity();
    void makeMap();
    // The table of commands and what is made from it: windowcommands.cpp
    QList<Command> makeCommands();
    void makeShortcuts();
    QMenu *makeMenu();
    void openPalette();
    void findConversations(const QString &text, const std::function<void(const QList<Palette::Entry> &)> &found);
    void findDocuments(const QString &text, const std::function<void(const QList<Palette::Entry> &)> &found);
    QList<Palette::Entry> findSettings(const QString &text);
    QWidget *makeNarrowBar();
    void showRoom();
    void closeTop();
    void toggleList();
    void chooseFolder();
    void offerFolder(const QString &folder);
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
    PassagesPage *m_passages;
    SettingsPage *m_settings;
    ConversationList *m_list;
    ActivityPanel *m_activity;
    QStackedWidget *m_pages;
    QSplitter *m_splitter;
    QDockWidget *m_dock;
    MapPlaces *m_map;
    const QList<Place> m_places; //!< in the order of the rail
    const QList<Command> m_commands;
    Rail *m_rail;
    QLabel *m_gap;
    Banner *m_banner;
    QProgressBar *m_line;
    QList<Library::Collection> m_collections;
    Palette *m_palette = nullptr;
    Concurrency::StopScope m_finding; //!< of documents, for the palette
    QWidget *m_narrowBar;
    QLabel *m_narrowTitle;
    QString m_trouble; //!< as LibraryUpkeep::trouble() was last told
    QTimer m_look; //!< for what other programs write
    bool m_looking = false;
    bool m_listWanted = true; //!< shown where there is room
    bool m_drawer = false; //!< a narrow window shows rail and list
};

} // namespace Heddle::Ui
