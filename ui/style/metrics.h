// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

//! \brief Lengths of the window in device-independent pixels.
namespace Heddle::Ui::Metrics {

constexpr int Gap = 8; //!< inside rows
constexpr int CardGap = 12; //!< between cards
constexpr int WideGap = 16; //!< in panes
constexpr int SectionGap = 24;
constexpr int TextWidth = 720; //!< the widest column of text
constexpr int NarrowChat = 600; //!< below it cards stand one below the other
constexpr int ControlHeight = 32, SmallControlHeight = 28;
constexpr int HeaderHeight = 48;
constexpr int RowHeight = 34, TwoLineRowHeight = 52;
constexpr int RailWidth = 68, ListWidth = 252, PanelWidth = 372;
constexpr int ControlRadius = 7, CardRadius = 10, ComposerRadius = 14;
constexpr int IconSize = 18, RailIconSize = 20, SmallIconSize = 16;
constexpr int FocusRing = 2;

} // namespace Heddle::Ui::Metrics
