// SPDX-License-Identifier: GPL-3.0-or-later
// The pages of the window, and how the user gets from one to another.
#include "ui/activity/activitypanel.h"
#include "ui/chat/chatpage.h"
#include "ui/library/librarypage.h"
#include "ui/mindmap/mappanel.h"
#include "ui/passages/passagespage.h"
#include "ui/settings/settingspage.h"
#include "ui/widgets/toast.h"
#include "ui/window/conversationlist.h"
#include "ui/window/mainwindow.h"
#include "ui/window/mapplaces.h"
#include "ui/window/rail.h"
#include <QApplication>
#include <QDockWidget>
#include <QListWidget>
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
        { .page = PassagesPlace,
            .title = tr("Passages"),
            .objectName = QStringLiteral("placePassages"),
            .icon = QStringLiteral("text-search"),
            .key = 0, // reached by its command
            .widget = m_passages,
            .parts = [this] { return m_passages->parts(); },
            .find = [this] { m_passages->focusFind(); } },
        { .page = SettingsPlace,
            .title = tr("Settings"),
            .objectName = QStringLiteral("placeSettings"),
            .icon = QStringLiteral("settings"),
            .key = 5,
            .widget = m_settings,
            .parts = [this] { return QWidgetList { m_settings->list() }; },
            .find = [this] { m_settings->focusFind(); },
            .aboutToShow = [this] { m_settings->load(); } },
    };
}

Rail *MainWindow::makeRail()
{
    QList<Rail::Place> buttons;
    for (const Place &place : m_places) {
        if (place.key == 0)
            continue; // reached by its command
        buttons += Rail::Place { place.page, place.title, place.objectName, place.icon, place.key, place.page == SettingsPlace };
    }
    return new Rail(buttons, makeMenu());
}

const MainWindow::Place &MainWindow::currentPlace() const
{
    const auto shown = [this](const Place &place) { return place.widget == m_pages->currentWidget(); };
    return *std::find_if(m_places.cbegin(), m_places.cend(), shown);
}

void MainWindow::focusNextPart(bool forward)
{
    if (Toast::of(this)->focusAction()) // what can be taken back goes soon
        return;
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
    const bool there = place.widget->isAncestorOf(QApplication::focusWidget());
    m_pages->setCurrentWidget(place.widget);
    m_rail->setPlace(place.page);
    if (place.aboutToShow)
        place.aboutToShow();
    m_drawer = false;
    showRoom();
    if (isVisible() && place.page != ChatPlace && !there && place.parts) {
        for (QWidget *part : place.parts()) {
            if (part->isVisible())
                return part->setFocus(Qt::OtherFocusReason);
        }
    }
}

} // namespace Heddle::Ui
