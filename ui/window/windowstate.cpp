// SPDX-License-Identifier: GPL-3.0-or-later
// How the window looked when it was closed.
#include "core/library/libraryupkeep.h"
#include "ui/chat/chatpage.h"
#include "ui/window/mainwindow.h"
#include "ui/window/mapplaces.h"
#include <QDockWidget>
#include <QScreen>
#include <QSettings>
#include <QSplitter>

namespace Heddle::Ui {

void MainWindow::restoreState()
{
    if (m_services.stateFile.isEmpty())
        return;
    const QSettings state(m_services.stateFile, QSettings::IniFormat);
    restoreGeometry(state.value(QStringLiteral("geometry")).toByteArray());
    if (const QScreen *there = screen(); there && !isMaximized() && !isFullScreen()) { // it may have been larger, or at another scale
        const QRect room = there->availableGeometry();
        resize(size().boundedTo(room.size()));
        move(std::clamp(x(), room.left(), std::max(room.left(), room.right() + 1 - width())),
            std::clamp(y(), room.top(), std::max(room.top(), room.bottom() + 1 - height())));
    }
    QMainWindow::restoreState(state.value(QStringLiteral("window")).toByteArray());
    m_map->dock()->hide(); // it holds no map yet
    m_splitter->restoreState(state.value(QStringLiteral("splitter")).toByteArray());
    m_chat->restoreSplitter(state.value(QStringLiteral("chat_splitter")).toByteArray());
    m_listWanted = state.value(QStringLiteral("list"), true).toBool();
    m_services.upkeep->setPaused(state.value(QStringLiteral("paused"), false).toBool());
    if (const QString conversation = state.value(QStringLiteral("conversation")).toString(); !conversation.isEmpty())
        m_chat->openConversation(conversation);
    goTo(Page(state.value(QStringLiteral("page")).toInt()));
}

void MainWindow::saveState() const
{
    if (m_services.stateFile.isEmpty())
        return;
    QSettings state(m_services.stateFile, QSettings::IniFormat);
    state.setValue(QStringLiteral("geometry"), saveGeometry());
    state.setValue(QStringLiteral("window"), QMainWindow::saveState());
    state.setValue(QStringLiteral("splitter"), m_splitter->saveState());
    state.setValue(QStringLiteral("chat_splitter"), m_chat->splitterState());
    state.setValue(QStringLiteral("list"), m_listWanted);
    state.setValue(QStringLiteral("paused"), m_services.upkeep->isPaused());
    state.setValue(QStringLiteral("conversation"), m_chat->conversation());
    state.setValue(QStringLiteral("page"), int(currentPlace().page));
}

} // namespace Heddle::Ui
