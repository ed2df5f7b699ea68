// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>

class QLabel;

namespace Heddle::Ui {

//! \brief Sets the text of a plain label on one line, cut at its end wherever there is no room for all of it: it never widens what it
//! is in. The whole text is the label's tooltip.
void setElidedText(QLabel *label, const QString &text);

} // namespace Heddle::Ui
