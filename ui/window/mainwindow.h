// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/common/services.h"
#include <QMainWindow>
#include <QPointer>
#include <QTimer>

class QDockWidget;
class QLabel;
class QProgressBar;
class QSplitter;
class QStackedWidget;

namespace Heddle::Ui {

class ActivityPanel;
class ChatPage;
class ConversationList;
class Heartbeat;
class LibraryPage;
class MapPlaces;
class Rail;
class SettingsPage;

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
    void makeActivity();
    void makeMap();
    void makeShortcuts();
    void chooseFolder();
    void addSample();
    void showProgress();
    void showBanner(const QString &text);
    void showLibrary(const QList<Library::Collection> &collections);
    void showHeartbeat();
    void lookForChanges();
    void focusNextPart(bool forward);
    void refresh();
    void restoreState();
    void saveState() const;
    static QCoro::Task<void> lookForChanges(QPointer<MainWindow> window, Services services, std::stop_token stop);
    static QCoro::Task<void> purge(Services services, QDateTime before);
    static QCoro::Task<void> load(QPointer<MainWindow> window, Services services, std::stop_token stop);

    Services m_services;
    Heartbeat *m_heartbeat;
    ChatPage *m_chat;
    LibraryPage *m_library;
    SettingsPage *m_settings;
    ConversationList *m_list;
    QStackedWidget *m_pages;
    QSplitter *m_splitter;
    Rail *m_rail;
    ActivityPanel *m_activity;
    QDockWidget *m_dock;
    MapPlaces *m_map;
    QLabel *m_state, *m_banner, *m_gap;
    QWidget *m_bannerBar;
    QProgressBar *m_line;
    QTimer m_look; //!< for what other programs write
    bool m_looking = false;
    bool m_listWanted = true; //!< shown where there is room
};

} // namespace Heddle::Ui
