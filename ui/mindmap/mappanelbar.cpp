// SPDX-License-Identifier: GPL-3.0-or-later
// The bar above the map: search, zoom, place, and the menu.
#include "core/mindmap/outline.h"
#include "ui/common/plaintext.h"
#include "ui/mindmap/mappanel.h"
#include "ui/mindmap/mapview.h"
#include "ui/style/metrics.h"
#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QMenu>
#include <QToolButton>

namespace Heddle::Ui {
namespace {

QToolButton *makeButton(const QString &text, const QString &hint)
{
    auto *button = new QToolButton;
    button->setText(text);
    setPlainToolTip(button, hint);
    button->setAccessibleName(hint);
    button->setAutoRaise(true);
    return button;
}

} // namespace

QWidget *MapPanel::makeBar()
{
    m_search->setObjectName(QStringLiteral("mapSearch"));
    m_search->setPlaceholderText(tr("Find in the map"));
    m_search->setAccessibleName(tr("Find in the map"));
    m_search->setClearButtonEnabled(true);
    m_search->setMinimumWidth(40);
    m_make->setObjectName(QStringLiteral("mapAgain"));
    m_make->setAutoRaise(true);
    connect(m_make, &QToolButton::clicked, this, &MapPanel::makeOrStop);
    m_place->setObjectName(QStringLiteral("mapPlace"));
    m_place->setAutoRaise(true);
    connect(m_place, &QToolButton::clicked, this, &MapPanel::placementToggled);
    setBeside(false);
    auto *bar = new QWidget;
    auto *row = new QHBoxLayout(bar);
    row->setContentsMargins(Metrics::Gap, Metrics::Gap / 2, Metrics::Gap, 0);
    row->addWidget(m_make);
    row->addWidget(m_search, 1);
    for (QToolButton *button : makeZoomButtons())
        row->addWidget(button);
    row->addWidget(m_place);
    row->addWidget(makeMenuButton());
    return bar;
}

QList<QToolButton *> MapPanel::makeZoomButtons()
{
    constexpr double Step = 1.25;
    auto *smaller = makeButton(QStringLiteral("−"), tr("Smaller")), *larger = makeButton(QStringLiteral("+"), tr("Larger")),
         *fit = makeButton(tr("Fit"), tr("See all of it (0)"));
    connect(smaller, &QToolButton::clicked, m_view, [this] { m_view->zoomBy(1 / Step); });
    connect(larger, &QToolButton::clicked, m_view, [this] { m_view->zoomBy(Step); });
    connect(fit, &QToolButton::clicked, m_view, &MapView::fit);
    return { smaller, larger, fit };
}

QToolButton *MapPanel::makeMenuButton()
{
    auto *button = makeButton(tr("More"), tr("Change, copy and save the map"));
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
