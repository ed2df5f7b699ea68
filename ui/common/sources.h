// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/dialog/citation.h"
#include <QPalette>

namespace Heddle::Ui {

//! \brief The file of a source and its page, for people.
QString fileOf(const Dialog::Source &source);
//! \brief The headings that it stands under; empty: none.
QString headingsOf(const Dialog::Source &source);
//! \brief Where a source stands, for people: file, page, headings.
QString placeOf(const Dialog::Source &source);

//! \brief A source as the rich text of the card over its citation: title, place, and the passage with its supporting
//! sentence in bold. What the check of `use` came to stands first.
QString cardHtml(const Dialog::Source &source, const Dialog::CitationUse &use, const QPalette &palette);

} // namespace Heddle::Ui
