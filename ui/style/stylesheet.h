// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "ui/style/tokens.h"
#include <QString>

namespace Heddle::Ui::Style {

//! \brief The application's style sheet.
//! \param textPixels height of the interface's text, before which captions and titles are sized.
QString styleSheet(const Tokens &tokens, double textPixels);

} // namespace Heddle::Ui::Style
