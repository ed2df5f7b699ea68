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

//! \brief A passage as rich text, with its supporting sentence in bold.
QString passageHtml(const Dialog::Source &source, const QPalette &palette);
//! \brief Which place it had among what was found: "Place 1 after reranking, 3 in the search"; empty where that isn't known.
QString rankText(const Dialog::Source &source);
//! \brief Words of a source in quotation marks, with their place, for pasting elsewhere.
QString quotation(const QString &words, const Dialog::Source &source);

} // namespace Heddle::Ui
