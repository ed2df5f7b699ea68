// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QStringView>

namespace Heddle::Text {

//! \brief A line without the number that an item of a list begins with («12. Leave»), which a page that is shown as it looks draws itself.
inline QStringView withoutListNumber(QStringView line)
{
    qsizetype digits = 0;
    while (digits < line.size() && line[digits].isDigit())
        ++digits;
    const bool numbered = digits > 0 && line.mid(digits).startsWith(u". ");
    return numbered ? line.mid(digits + 2) : line;
}

} // namespace Heddle::Text
