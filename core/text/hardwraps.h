// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>
#include <QStringView>

namespace Heddle::Text {

//! \brief The same text, unit by unit, in which the line breaks of wrapped prose are blanks, with the indentation and the quote marks of
//! mails behind them. Line breaks that part something stay: between paragraphs, items of lists, rows of tables, lines of programs,
//! verses and addresses.
QString withoutHardWraps(QStringView text);

} // namespace Heddle::Text
