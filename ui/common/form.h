// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>

class QFormLayout;
class QLabel;

namespace Heddle::Ui {

//! \brief A form of labels beside fields, above them where the page is narrow.
QFormLayout *formLayout();
//! \brief Text as trouble or as a quiet note, in the theme's colours.
void colorLabel(QLabel *label, bool trouble, bool quiet);

} // namespace Heddle::Ui
