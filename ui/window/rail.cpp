// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/rail.h"
#include "ui/common/plaintext.h"
#include "ui/style/icons.h"
#include "ui/style/metrics.h"
#include <QAction>
#include <QButtonGroup>
#include <QMenu>
#include <QToolButton>
#include <QVBoxLayout>

namespace Heddle::Ui {

Rail::Rail(const QList<Place> &places, QMenu *menu, QWidget *parent) : QWidget(parent), m_places(new QButtonGroup(this))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(Metrics::Gap / 2, Metrics::Gap, Metrics::Gap / 2, Metrics::Gap);
    column->setSpacing(Metrics::Gap / 2);
    setObjectName(QStringLiteral("rail"));
    setAttribute(Qt::WA_StyledBackground);
    setFixedWidth(Metrics::RailWidth);
    for (const Place &place : places) {
        if (!place.atBottom)
            m_places->addButton(addButton(place), place.id);
    }
    connect(m_places, &QButtonGroup::idClicked, this, &Rail::placeChosen);
    constexpr int ActivityKey = 4;
    m_activity = addButton({ -1, tr("Activity"), QStringLiteral("placeActivity"), QStringLiteral("activity"), ActivityKey });
    connect(m_activity, &QToolButton::clicked, this, &Rail::activityToggled);
    column->addStretch(1);
    for (const Place &place : places) {
        if (place.atBottom)
            m_places->addButton(addButton(place), place.id);
    }
    auto *more = new QToolButton;
    more->setText(QStringLiteral("⋯"));
    more->setIcon(Style::icon(QStringLiteral("ellipsis")));
    more->setAutoRaise(true);
    more->setAccessibleName(tr("More"));
    more->setPopupMode(QToolButton::InstantPopup);
    more->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    more->setMenu(menu);
    column->addWidget(more);
}

QToolButton *Rail::addButton(const Place &place)
{
    auto *button = new QToolButton;
    button->setText(place.text);
    button->setIcon(Style::icon(place.icon));
    button->setIconSize({ Metrics::RailIconSize, Metrics::RailIconSize });
    button->setToolButtonStyle(Qt::ToolButtonTextUnderIcon);
    setPlainToolTip(button, tr("%1 (Ctrl+%2)").arg(place.text).arg(place.key));
    button->setCheckable(true);
    button->setAutoRaise(true);
    button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    button->setObjectName(place.objectName);
    layout()->addWidget(button);
    return button;
}

void Rail::setPlace(int id)
{
    QAbstractButton *button = m_places->button(id);
    if (button)
        return button->setChecked(true);
    m_places->setExclusive(false); // a page without a button
    for (QAbstractButton *one : m_places->buttons())
        one->setChecked(false);
    m_places->setExclusive(true);
}

void Rail::setActivityShown(bool shown)
{
    m_activity->setChecked(shown);
}

} // namespace Heddle::Ui
