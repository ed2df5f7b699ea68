// SPDX-License-Identifier: GPL-3.0-or-later
// The pages of the window, and how the user gets from one to another.
#include "ui/activity/activitypanel.h"
#include "ui/chat/chatpage.h"
#include "ui/library/librarypage.h"
#include "ui/mindmap/mappanel.h"
#include "ui/settings/settingspage.h"
#include "ui/window/conversationlist.h"
#include "ui/window/mainwindow.h"
#include "ui/window/mapplaces.h"
#include "ui/window/rail.h"
#include "ui/window/shortcuts.h"
#include <QApplication>
#include <QDockWidget>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>

namespace Heddle::Ui {

//! The table of pages: rail, shortcuts, F6, Ctrl+F and what is kept in window.ini follow from it.
QList<MainWindow::Place> MainWindow::makePlaces()
{
    return {
        { .page = ChatPlace,
            .title = tr("Chat"),
            .objectName = QStringLiteral("placeChat"),
            .icon = QStringLiteral("message-square"),
            .key = 1,
            .widget = m_splitter,
            .parts = [this] { return QWidgetList { m_list->focusProxy() } + m_chat->parts(); },
            .find = [this] { m_chat->focusFind(); } },
        { .page = LibraryPlace,
            .title = tr("Library"),
            .objectName = QStringLiteral("placeLibrary"),
            .icon = QStringLiteral("library"),
            .key = 2,
            .widget = m_library,
            .parts = [this] { return m_library->parts(); },
            .find = [this] { m_library->focusFind(); } },
        { .page = MapPlace,
            .title = tr("Map"),
            .objectName = QStringLiteral("placeMap"),
            .icon = QStringLiteral("network"),
            .key = 3,
            .widget = m_map->page(),
            .parts = [this] { return QWidgetList { m_map->panel() }; },
            .aboutToShow = [this] { m_map->fill(); } },
        { .page = SettingsPlace,
            .title = tr("Settings"),
            .objectName = QStringLiteral("placeSettings"),
            .icon = QStringLiteral("settings"),
            .key = 5,
            .widget = m_settings,
            .aboutToShow = [this] { m_settings->load(); } },
    };
}

Rail *MainWindow::makeRail() const
{
    QList<Rail::Place> buttons;
    for (const Place &place : m_places)
        buttons += Rail::Place { place.page, place.title, place.objectName, place.icon, place.key, place.page == SettingsPlace };
    return new Rail(buttons);
}

const MainWindow::Place &MainWindow::currentPlace() const
{
    const auto shown = [this](const Place &place) { return place.widget == m_pages->currentWidget(); };
    return *std::find_if(m_places.cbegin(), m_places.cend(), shown);
}

void MainWindow::makeShortcuts()
{
    const auto on = [this](const QKeySequence &key, const auto &action) {
        connect(new QShortcut(key, this), &QShortcut::activated, this, action);
    };
    on(Qt::CTRL | Qt::Key_L, [this] {
        goTo(ChatPlace);
        m_chat->focusQuestion();
    });
    on(QKeySequence(QKeySequence::Find), [this] {
        if (const auto &find = currentPlace().find)
            find();
    });
    on(QKeySequence(QKeySequence::New), [this] {
        goTo(ChatPlace);
        m_chat->newConversation();
    });
    for (const Place &place : m_places)
        on(QKeySequence(Qt::CTRL | Qt::Key(Qt::Key_0 + place.key)), [this, page = place.page] { goTo(page); });
    on(Qt::CTRL | Qt::Key_4, [this] {
        m_dock->setVisible(!m_dock->isVisible());
        if (m_dock->isVisible())
            m_activity->setFocus();
    });
    on(Qt::CTRL | Qt::Key_B, [this] {
        m_listWanted = !m_list->isVisible();
        m_list->setVisible(m_listWanted);
    });
    on(Qt::CTRL | Qt::SHIFT | Qt::Key_R, [this] { m_chat->answerAgain(); });
    on(Qt::CTRL | Qt::SHIFT | Qt::Key_C, [this] { m_chat->copyAnswer(); });
    on(Qt::Key_F6, [this] { focusNextPart(true); });
    on(Qt::SHIFT | Qt::Key_F6, [this] { focusNextPart(false); });
    on(Qt::Key_F1, [this] { showShortcuts(this); });
    for (int n = 1; n <= 9; ++n)
        on(QKeySequence(Qt::ALT | Qt::Key(Qt::Key_0 + n)), [this, n] { m_chat->openCitation(n); });
    for (const QKeySequence &key : { QKeySequence(Qt::Key_Escape), QKeySequence(Qt::CTRL | Qt::Key_Period) })
        on(key, [this] { m_chat->stop(); });
}

void MainWindow::focusNextPart(bool forward)
{
    QWidgetList parts;
    if (const auto &partsOfPage = currentPlace().parts)
        parts = partsOfPage();
    if (m_map->isBeside())
        parts += m_map->panel();
    parts += m_activity;
    parts.removeIf([](const QWidget *part) { return !part->isVisible(); });
    if (parts.isEmpty())
        return;
    const auto holds = [](const QWidget *part) { return part->hasFocus() || part->isAncestorOf(QApplication::focusWidget()); };
    const qsizetype at = std::find_if(parts.cbegin(), parts.cend(), holds) - parts.cbegin(), count = parts.size();
    const qsizetype next = at == count ? 0 : (at + (forward ? 1 : count - 1)) % count;
    parts[next]->setFocus(Qt::TabFocusReason);
}

void MainWindow::goTo(Page page)
{
    const auto isPage = [page](const Place &place) { return place.page == page; };
    const auto found = std::find_if(m_places.cbegin(), m_places.cend(), isPage);
    const Place &place = found == m_places.cend() ? m_places.first() : *found;
    m_pages->setCurrentWidget(place.widget);
    m_rail->setPlace(place.page);
    if (place.aboutToShow)
        place.aboutToShow();
}

} // namespace Heddle::Ui
