// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>
#include <functional>

class QLabel;
class QWidget;

namespace Heddle::Ui {

//! Qt guesses from the text itself whether a label or a tooltip holds markup, and markup loads files. Names of files, texts of
//! documents, replies of servers and answers of models must never get that far, so every label and every tooltip of the window
//! is made with these functions; a test looks for others.

//! \brief A label whose text is shown letter by letter, whatever is set later.
QLabel *plainLabel(const QString &text = {}, QWidget *parent = nullptr);
//! \brief A plain label that wraps and can be selected.
QLabel *wrappedLabel(const QString &text = {});
//! \brief A label of markup that Heddle wrote itself; what is put into it must be escaped.
QLabel *markupLabel(const QString &html, QWidget *parent = nullptr);
//! \brief The text for a tooltip: escaped, wrapped, cut at 4,000 characters, its control characters visible. Empty stays empty.
QString plainToolTip(const QString &text);
//! \brief Sets a tooltip of foreign text, and the text itself as what assistive programs read.
void setPlainToolTip(QWidget *widget, const QString &text);

//! \brief A message over the window that waits for nobody: plain text, and a button to close it.
void showMessage(QWidget *parent, const QString &title, const QString &text);
//! \brief The same with a choice: title, plain text, and a button beside Close that does `action`.
void showChoice(QWidget *parent, const QString &title, const QString &text, const QString &button, const std::function<void()> &action);

} // namespace Heddle::Ui
