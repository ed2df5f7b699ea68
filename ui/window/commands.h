// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QIcon>
#include <QKeySequence>
#include <QList>
#include <functional>

class QWidget;

namespace Heddle::Ui {

//! \brief Something that the window can do. Shortcuts, the menu, the palette and the list of keys are all made from one table of these.
struct Command {
    QString title;
    QString icon {}; //!< a name for Style::icon(); empty: none
    QList<QKeySequence> keys {};
    std::function<void()> run {}; //!< null: done by the part that has the focus, and listed only
    bool inMenu = false;
    bool inPalette = true;
    QString keysText {}; //!< in place of `keys` in the list of keys, such as "Alt+1 … Alt+9"
};

//! \brief Shows the keys of commands, beside the window; it does not block it.
void showShortcuts(QWidget *window, const QList<Command> &commands);

} // namespace Heddle::Ui
