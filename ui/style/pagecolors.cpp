// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/style/pagecolors.h"

namespace Heddle::Ui::Style {

QColor pageFound()
{
    return QColor(0xff, 0xb0, 0x60);
}

QColor pageSelection()
{
    return QColor(0xb8, 0xd8, 0xf0);
}

} // namespace Heddle::Ui::Style
