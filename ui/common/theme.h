// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/style/metrics.h"
#include "ui/style/tokens.h"

namespace Heddle::Ui::Theme {

using Metrics::Gap;
using Metrics::TextWidth;
using Metrics::WideGap;
using Style::isDark;
using Style::pageMark;

//! \brief Actions and citations.
inline QColor accent(const QPalette &palette)
{
    return Style::tokensOf(palette).accent;
}
//! \brief Notices, and citations that the source contradicts.
inline QColor signal(const QPalette &palette)
{
    return Style::tokensOf(palette).signal;
}
//! \brief The faint ground of a question.
inline QColor faint(const QPalette &palette)
{
    return Style::tokensOf(palette).subtle;
}
//! \brief The ground behind the words that support a citation.
inline QColor mark(const QPalette &palette)
{
    return Style::tokensOf(palette).mark;
}
//! \brief Secondary text.
inline QColor quietText(const QPalette &palette)
{
    return Style::tokensOf(palette).thirdText;
}

} // namespace Heddle::Ui::Theme
