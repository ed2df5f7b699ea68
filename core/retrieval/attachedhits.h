// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/search/searchengine.h"

namespace Heddle::Retrieval {

//! \brief Puts the passages of attached files among those of the library, in turn, an attached one first: scores of two indexes say
//! nothing about each other, so that a passage counts as much as the library's of the same rank. The same text in both is one hit.
Search::SearchResult withAttached(Search::SearchResult library, const Search::SearchResult &attached);

} // namespace Heddle::Retrieval
