// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>
#include <QStringView>

namespace Heddle::Text {

//! Stands for each unit of a line break that wrapped prose, so that it differs from the blanks that were written.
constexpr QChar Wrap { u'\v' };

//! \brief The same text, unit by unit, in which the line breaks of wrapped prose are `Wrap`, with the indentation and the quote marks of
//! mails behind them. Line breaks that part something stay: between paragraphs, items of lists, rows of tables, lines of programs and
//! addresses, and where a verse ends a sentence.
//! \param language ISO 639-1; "" where it isn't known
QString withoutHardWraps(QStringView text, const QString &language);

} // namespace Heddle::Text
