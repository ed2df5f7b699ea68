// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/search/searchengine.h"

namespace Heddle::Search {

//! \brief Reciprocal rank fusion over the legs a hit was found by: sum of weight / (60 + rank)
//! (Cormack, Clarke, Büttcher 2009). Sorts hits by it; ties keep the text leg's order.
void fuse(SearchResult &result, double textWeight = 1, double vectorWeight = 1);

} // namespace Heddle::Search
