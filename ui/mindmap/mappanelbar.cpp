// SPDX-License-Identifier: GPL-3.0-or-later
// The bar above the map: search, zoom, place, and the menu.
#include "core/mindmap/outline.h"
#include "ui/mindmap/mappanel.h"
#include "ui/mindmap/mapview.h"
#include "ui/style/icons.h"
#include "ui/style/metrics.h"
#include "ui/widgets/iconbutton.h"
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QToolButton>

namespace Heddle::Ui {

QWidget *MapPanel::makeBar()
{
    m_search->setObjectName(QStringLiteral("mapSearch"));
    m_search->setPlaceholderText(tr("Find in the map"));
    m_search->setAccessibleName(tr("Find in the map"));
    m_search->setClearButtonEnabled(true);
    m_search->setMinimumWidth(40);
    m_search->setMaximumWidth(Metrics::FieldWidth);
    if (const QIcon icon = Style::icon(QStringLiteral("search")); !icon.isNull())
        m_search->addAction(icon, QLineEdit::LeadingPosition);
    m_make->setObjectName(QStringLiteral("mapAgain"));
    connect(m_make, &QToolButton::clicked, this, &MapPanel::makeOrStop);
    m_place->setObjectName(QStringLiteral("mapPlace"));
    connect(m_place, &QToolButton::clicked, this, &MapPanel::placementToggled);
    setBeside(false);
    auto *tools = new QHBoxLayout;
    tools->setSpacing(Metrics::Gap / 2);
    tools->addWidget(m_search, 1);
    for (QToolButton *button : makeZoomButtons())
        tools->addWidget(button);
    for (QToolButton *button : { static_cast<QToolButton *>(m_make), static_cast<QToolButton *>(m_place), makeMenuButton() })
        tools->addWidget(button);
    auto *bar = new QWidget;
    bar->setObjectName(QStringLiteral("mapHead"));
    bar->setProperty("pageHead", true);
    bar->setMinimumHeight(Metrics::HeaderHeight);
    m_head->setContentsMargins(Metrics::WideGap, Metrics::Gap, Metrics::CardGap, Metrics::Gap);
    m_head->setSpacing(Metrics::Gap);
    m_head->addWidget(m_title, 1);
    m_head->addLayout(tools, 1);
    bar->setLayout(m_head);
    return bar;
}

QList<QToolButton *> MapPanel::makeZoomButtons()
{
    constexpr double Step = 1.25;
    auto *smaller = new IconButton(QStringLiteral("zoom-out"), tr("Smaller")), *larger = new IconButton(QStringLiteral("zoom-in"), tr("Larger")),
         *fit = new IconButton(QStringLiteral("maximize"), tr("See all of it"), QKeySequence(Qt::Key_0));
    connect(smaller, &QToolButton::clicked, m_view, [this] { m_view->zoomBy(1 / Step); });
    connect(larger, &QToolButton::clicked, m_view, [this] { m_view->zoomBy(Step); });
    connect(fit, &QToolButton::clicked, m_view, &MapView::fit);
    return { smaller, larger, fit };
}

QToolButton *MapPanel::makeMenuButton()
{
    auto *button = new IconButton(QStringLiteral("ellipsis"), tr("Change, copy and save the map"));
    button->setObjectName(QStringLiteral("mapMore"));
    button->setPopupMode(QToolButton::InstantPopup);
    auto *menu = new QMenu(button);
    addEditActions(menu);
    menu->addSeparator();
    addFileActions(menu);
    button->setMenu(menu);
    return button;
}

void MapPanel::addEditActions(QMenu *menu)
{
    menu->addActions({ m_undo, m_redo });
    menu->addSeparator();
    menu->addActions({ m_add, m_rename, m_remove });
}

void MapPanel::addFileActions(QMenu *menu)
{
    connect(menu->addAction(tr("Copy as an outline")), &QAction::triggered, this,
        [this] { QApplication::clipboard()->setText(MindMap::printOutline(map())); });
    const std::pair<QString, const char *> formats[] = { { tr("Save a drawing (SVG)…"), "svg" }, { tr("Save an image (PNG)…"), "png" },
        { tr("Save a page (PDF)…"), "pdf" }, { tr("Save an outline (Markdown)…"), "md" }, { tr("Save for outliners (OPML)…"), "opml" },
        { tr("Save for Freeplane and FreeMind…"), "mm" }, { tr("Save the data (JSON)…"), "json" } };
    for (const auto &[text, name] : formats)
        connect(menu->addAction(text), &QAction::triggered, this, [this, format = QString::fromLatin1(name)] { chooseExport(format); });
    menu->addSeparator();
    connect(menu->addAction(tr("Open a file in its place…")), &QAction::triggered, this, &MapPanel::chooseImport);
}

void MapPanel::makeOrStop()
{
    if (m_working)
        m_opening.stop();
    else if (!m_message.isEmpty())
        open(m_conversation, m_message, true);
}

} // namespace Heddle::Ui
