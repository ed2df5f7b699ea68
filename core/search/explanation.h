// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/search/searchengine.h"
#include <functional>

namespace Heddle::Search {

//! \brief Hits of each leg that an engine looks through where it can't look through all of them.
constexpr int ExplainedHits = 10'000;

//! \brief How far the hits that are asked about come: their ranks in both legs of `found`, which may reach deeper than `request`
//! does, and their place in the order that the search itself would give them.
//! \param rowAskedAbout The row id of a hit that is asked about; 0 for any other hit.
Explanation explanationOf(SearchResult found, const SearchRequest &request, const std::function<qint64(const Hit &)> &rowAskedAbout);

} // namespace Heddle::Search
