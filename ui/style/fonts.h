// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QFont>

class QWidget;

namespace Heddle::Ui::Style {

//! \brief What a text is, by which it is sized; the interface's own text is 13 pixels high at 96 dpi.
enum class TextRole { Caption, Small, Interface, Answer, Section, PageTitle, Welcome, BigNumber };

//! \brief The font of a role, scaled like the application's text.
QFont font(TextRole role);
//! \brief Gives a widget the font of a role, now and whenever the application's text gets another size.
void setTextRole(QWidget *widget, TextRole role);
//! \brief Gives all widgets the fonts of their roles again, once the application's text has another size.
void renewTextRoles();

} // namespace Heddle::Ui::Style
