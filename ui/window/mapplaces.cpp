// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/mapplaces.h"
#include "ui/chat/chatpage.h"
#include "ui/mindmap/mappanel.h"
#include <QDockWidget>
#include <QMainWindow>
#include <QVBoxLayout>

namespace Heddle::Ui {
namespace {

constexpr int RoomForBoth = 900; //!< pixels of the window

} // namespace

MapPlaces::MapPlaces(QMainWindow *window, MapPanel *panel, ChatPage *chat)
    : QObject(window), m_window(window), m_chat(chat), m_panel(panel), m_page(new QWidget), m_dock(new QDockWidget(tr("Mind map"), window))
{
    auto *column = new QVBoxLayout(m_page);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_panel);
    m_dock->setObjectName(QStringLiteral("mapDock"));
    window->addDockWidget(Qt::RightDockWidgetArea, m_dock);
    m_dock->hide();
    connect(m_panel, &MapPanel::failed, this, &MapPlaces::failed);
    connect(m_panel, &MapPanel::placementToggled, this, [this] { isBeside() ? showAsPage() : showBeside(); });
    connect(m_panel, &MapPanel::askRequested, this, &MapPlaces::ask);
    connect(m_panel, &MapPanel::sourceRequested, this, [this](const QString &, const QList<Dialog::Source> &sources, int index) {
        Q_EMIT chatRequested();
        m_chat->showSource(sources, index);
    });
    connect(m_chat, &ChatPage::mapRequested, this, &MapPlaces::open);
}

bool MapPlaces::isBeside() const
{
    return m_dock->widget() == m_panel;
}

void MapPlaces::open(const QString &conversation, const QString &message)
{
    m_panel->open(conversation, message);
    if (m_window->width() >= RoomForBoth)
        showBeside();
    else
        showAsPage();
}

void MapPlaces::forget(const QString &conversation)
{
    if (conversation == m_panel->conversation())
        m_panel->clear();
}

void MapPlaces::showBeside()
{
    m_dock->setWidget(m_panel);
    m_panel->setBeside(true);
    m_panel->show();
    if (!m_dock->isVisible()) {
        m_dock->show();
        m_window->resizeDocks({ m_dock }, { m_window->width() * 45 / 100 }, Qt::Horizontal);
    }
    Q_EMIT chatRequested();
}

void MapPlaces::showAsPage()
{
    m_dock->hide();
    m_page->layout()->addWidget(m_panel);
    m_panel->setBeside(false);
    m_panel->show();
    Q_EMIT pageRequested();
}

void MapPlaces::fill()
{
    if (isBeside())
        showAsPage();
    if (m_panel->message().isEmpty() && !m_panel->isWorking() && !m_chat->conversation().isEmpty())
        m_panel->open(m_chat->conversation(), QString());
    m_panel->setFocus();
}

void MapPlaces::ask(const QString &conversation, const QString &question)
{
    Q_EMIT chatRequested();
    m_chat->ask(conversation, question);
}

} // namespace Heddle::Ui
