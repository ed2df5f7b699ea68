// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QColor>
#include <QPalette>

namespace Heddle::Ui::Theme {

constexpr int Gap = 8;
constexpr int WideGap = 16;
constexpr int TextWidth = 760; //!< pixels; the widest column of text

bool isDark(const QPalette &palette);
//! \brief Actions and citations.
QColor accent(const QPalette &palette);
//! \brief Notices, and citations that the source contradicts.
QColor signal(const QPalette &palette);
//! \brief The faint ground of a question, mixed from the window's own colours.
QColor faint(const QPalette &palette);
//! \brief The ground behind the words that support a citation.
QColor mark(const QPalette &palette);
//! \brief The same on a page of a PDF, which is white whatever the palette; it is multiplied with what is printed there.
QColor pageMark();
//! \brief Secondary text, at least 4.5:1 on the base colour.
QColor quietText(const QPalette &palette);

} // namespace Heddle::Ui::Theme
