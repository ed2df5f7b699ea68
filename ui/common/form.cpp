// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/common/form.h"
#include "ui/style/tokens.h"
#include <QApplication>
#include <QLabel>

namespace Heddle::Ui {

void colorLabel(QLabel *label, bool trouble, bool quiet)
{
    QPalette base = QApplication::palette(label); // not the parent's: while a theme changes, that one still has the old colours
    base.setCurrentColorGroup(QPalette::Active); // the page may be at work, and disabled, just now
    QPalette colors = base;
    colors.setColor(QPalette::WindowText,
        trouble     ? Style::tokensOf(base).signal
            : quiet ? Style::tokensOf(base).thirdText
                    : base.color(QPalette::WindowText));
    label->setPalette(colors);
}

} // namespace Heddle::Ui
