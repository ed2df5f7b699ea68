// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>

class QFormLayout;
class QLabel;
class QLayout;
class QWidget;

namespace Heddle::Ui {

//! \brief A form of labels beside fields, above them where the page is narrow.
QFormLayout *formLayout();
//! \brief A scrolling page with a title, what it is for, a form, buttons, and the result of the last action.
QWidget *formPage(const QString &title, const QString &purpose, QFormLayout *form, QLayout *buttons, QWidget *result);
//! \brief Text as trouble or as a quiet note, in the theme's colours.
void colorLabel(QLabel *label, bool trouble, bool quiet);

} // namespace Heddle::Ui
