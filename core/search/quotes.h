// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QStringView>
#include <utility>
#include <vector>

namespace Heddle::Search {

//! \brief The ranges inside of quotation marks, in order. A mark opens only before a word and behind none, and closes only behind one:
//! the inch of 27" and the gershayim of צה"ל quote nothing, nor does a mark without its partner in the same line.
std::vector<std::pair<qsizetype, qsizetype>> quotesIn(QStringView text);

} // namespace Heddle::Search
