// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>

namespace Heddle::Text {

enum class LineBreaks { Keep, Show };

//! \brief Returns a text of other people's making in a form that changes nothing about where it is shown.
//!
//! Characters that steer a terminal or the order of writing become visible: C0 as its picture (ESC as U+241B), DEL as U+2421,
//! C1, bidirectional embeddings, overrides and isolates, and tag characters as U+FFFD. Marks that belong to right-to-left text
//! (LRM, RLM, ALM) stay, as do tabs. With LineBreaks::Show line breaks and tabs become pictures as well, for names, which have
//! to stay on one line.
QString withVisibleControls(const QString &text, LineBreaks breaks = LineBreaks::Keep);

//! \brief Returns whether withVisibleControls() would replace the character for what it does, line breaks and tabs aside.
bool isControl(char32_t character);

} // namespace Heddle::Text
