// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QColor>

namespace Heddle::Ui::Style {

// Grounds on a page of a PDF, which is white in both themes; they are multiplied with what is printed there, as pageMark() is.

//! \brief Of the found words that are shown, among others that were found.
QColor pageFound();
//! \brief Of what is selected.
QColor pageSelection();

} // namespace Heddle::Ui::Style
