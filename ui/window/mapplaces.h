// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QObject>

class QDockWidget;
class QMainWindow;
class QWidget;

namespace Heddle::Ui {

class ChatPage;
class MapPanel;

//! \brief Moves the window's map panel between its two places: a page of its own, and a dock beside the chat.
class MapPlaces : public QObject {
    Q_OBJECT
public:
    //! \brief Takes the panel into the window.
    MapPlaces(QMainWindow *window, MapPanel *panel, ChatPage *chat);

    QWidget *page() const { return m_page; }
    QDockWidget *dock() const { return m_dock; }
    MapPanel *panel() const { return m_panel; }
    bool isBeside() const;
    //! \brief Opens the map of an answer: beside the chat if there is room, otherwise as a page.
    void open(const QString &conversation, const QString &message);
    //! \brief Clears the map if it belongs to a conversation that has been deleted.
    void forget(const QString &conversation);
    void showBeside();
    void showAsPage();
    //! \brief Prepares the page that is about to be shown: if it has no map, opens that of the last answer.
    void fill();

Q_SIGNALS:
    void failed(const QString &message);
    void pageRequested();
    void chatRequested();

private:
    void ask(const QString &conversation, const QString &question);

    QMainWindow *m_window;
    ChatPage *m_chat;
    MapPanel *m_panel;
    QWidget *m_page;
    QDockWidget *m_dock;
};

} // namespace Heddle::Ui
