// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QIcon>
#include <QString>

namespace Heddle::Ui::Style {

enum class IconTint {
    Second, //!< as secondary text; with the accent where it is chosen
    Accent,
    OnAccent, //!< on a ground of the accent
    Signal,
    Good,
};

//! \brief An icon of Lucide by its name there, drawn sharply at any scale in the colours of the theme that is current when it is
//! drawn. Null where the program was built without icons: buttons then show their text.
QIcon icon(const QString &name, IconTint tint = IconTint::Second);
//! \brief The program's own icon.
QIcon programIcon();

} // namespace Heddle::Ui::Style
