// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>

class QLabel;

namespace Heddle::Ui {

//! \brief Text as trouble or as a quiet note, in the theme's colours.
void colorLabel(QLabel *label, bool trouble, bool quiet);

} // namespace Heddle::Ui
