// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/rail.h"
#include "ui/common/plaintext.h"
#include "ui/common/theme.h"
#include <QAction>
#include <QButtonGroup>
#include <QMenu>
#include <QToolButton>
#include <QVBoxLayout>

namespace Heddle::Ui {

Rail::Rail(const QList<Place> &places, QWidget *parent) : QWidget(parent), m_places(new QButtonGroup(this))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(Theme::Gap / 2, Theme::Gap, Theme::Gap / 2, Theme::Gap);
    column->setSpacing(Theme::Gap / 2);
    for (const Place &place : places)
        m_places->addButton(addButton(place.text, place.objectName, place.key), place.id);
    connect(m_places, &QButtonGroup::idClicked, this, &Rail::placeChosen);
    constexpr int ActivityKey = 4;
    m_activity = addButton(tr("Activity"), QStringLiteral("placeActivity"), ActivityKey);
    connect(m_activity, &QToolButton::clicked, this, &Rail::activityToggled);
    column->addStretch(1);
    auto *more = new QToolButton;
    more->setText(QStringLiteral("⋯"));
    more->setAutoRaise(true);
    more->setAccessibleName(tr("More"));
    more->setPopupMode(QToolButton::InstantPopup);
    more->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    auto *menu = new QMenu(more);
    connect(menu->addAction(tr("Keyboard shortcuts…")), &QAction::triggered, this, &Rail::shortcutsRequested);
    QAction *gap = menu->addAction(tr("Show UI stalls"));
    gap->setObjectName(QStringLiteral("showGap"));
    gap->setCheckable(true);
    connect(gap, &QAction::toggled, this, &Rail::stallsToggled);
    more->setMenu(menu);
    column->addWidget(more);
}

QToolButton *Rail::addButton(const QString &text, const QString &objectName, int key)
{
    auto *button = new QToolButton;
    button->setText(text);
    setPlainToolTip(button, tr("%1 (Ctrl+%2)").arg(text).arg(key));
    button->setCheckable(true);
    button->setAutoRaise(true);
    button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    button->setObjectName(objectName);
    layout()->addWidget(button);
    return button;
}

void Rail::setPlace(int id)
{
    m_places->button(id)->setChecked(true);
}

void Rail::setActivityShown(bool shown)
{
    m_activity->setChecked(shown);
}

} // namespace Heddle::Ui
