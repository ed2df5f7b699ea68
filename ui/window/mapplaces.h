// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QObject>

class QDockWidget;
class QMainWindow;
class QWidget;

namespace Heddle::Ui {

class ChatPage;
class MapPanel;

//! \brief The one mind map of the window and its two places: a page of its own, and a panel beside the chat.
class MapPlaces : public QObject {
    Q_OBJECT
public:
    //! \brief Takes the panel into the window.
    MapPlaces(QMainWindow *window, MapPanel *panel, ChatPage *chat);

    QWidget *page() const { return m_page; }
    QDockWidget *dock() const { return m_dock; }
    MapPanel *panel() const { return m_panel; }
    bool isBeside() const;
    //! \brief The map of an answer, beside the chat where there is room, else as a page.
    void open(const QString &conversation, const QString &message);
    //! \brief The conversation is deleted: its map is shown no longer.
    void forget(const QString &conversation);
    void showBeside();
    void showAsPage();
    //! \brief As the page is gone to: the last answer's map where there is none yet.
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
