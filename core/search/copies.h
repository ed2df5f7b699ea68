// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/search/searchengine.h"

namespace Heddle::Search {

//! \brief Joins hits with the same text, white space aside: the first stays in its place, and names the others as its copies.
void foldCopies(QList<Hit> &hits);

//! \brief Searches, and folds what is the same text. Where copies take most of the places, it looks deeper, so that other texts
//! are found behind them. Blocking, like Searcher::search(); its errors. A limit of 0 folds
//! nothing: such hits have no text yet.
Result<SearchResult> searchFolded(Searcher &engine, SearchRequest request, Concurrency::Context context);

} // namespace Heddle::Search
