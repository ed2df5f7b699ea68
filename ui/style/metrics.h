// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

//! \brief Lengths of the window in device-independent pixels.
namespace Heddle::Ui::Metrics {

constexpr int Gap = 8; //!< inside rows
constexpr int CardGap = 12; //!< between cards
constexpr int WideGap = 16; //!< in panes
constexpr int SectionGap = 24;
constexpr int TextWidth = 720; //!< the widest column of text
constexpr int PageFieldWidth = 52;
constexpr int NarrowChat = 560; //!< below it cards stand one below the other
constexpr int ControlHeight = 32, SmallControlHeight = 28;
constexpr int HeaderHeight = 48;
constexpr int RowHeight = 34, TwoLineRowHeight = 52;
constexpr int RailWidth = 68, ListWidth = 252, PanelWidth = 372;
constexpr int ControlRadius = 7, CardRadius = 10, ComposerRadius = 14;
constexpr int IconSize = 18, RailIconSize = 20, SmallIconSize = 16;
constexpr int FocusRing = 2;
constexpr int IconButtonSize = 30, PillIconSize = 14;
constexpr int ChipPadding = 12, SmallChipHeight = 26;
constexpr int SwitchWidth = 34, SwitchHeight = 20;
constexpr int MarkSize = 56, MarkIconSize = 28; //!< the icon of an empty page
constexpr int EmptyStateWidth = 420;
constexpr int TableRowHeight = 40, TablePadding = 10, BarHeight = 5;
constexpr int FieldWidth = 300; //!< of a field beside its name
constexpr int NumberWidth = 160; //!< of a field for a number
constexpr int NarrowRow = 520; //!< below it fields stand under their names
constexpr int SettingsWidth = 680; //!< the widest card of settings
constexpr int ToastWidth = 480, ToastHeight = 36;
constexpr int PopoverRadius = 12, ShadowReach = 16;

// Times, in milliseconds.
constexpr int MotionMs = 140;
constexpr int ToastMs = 6000;

} // namespace Heddle::Ui::Metrics
