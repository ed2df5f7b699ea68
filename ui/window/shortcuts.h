// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
class QWidget;

namespace Heddle::Ui {

//! \brief Shows the list of keys, beside the window; it does not block it.
void showShortcuts(QWidget *window);

} // namespace Heddle::Ui
