// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/search/searchengine.h"

namespace Heddle::Search {

//! \brief Reciprocal rank fusion over the legs a hit was found by: sum of 1 / (60 + rank)
//! (Cormack, Clarke, Büttcher 2009). Sorts hits by it; ties keep the text leg's order.
void fuse(SearchResult &result);

} // namespace Heddle::Search
