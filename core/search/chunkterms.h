// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/search/searchengine.h"
#include <functional>
#include <string>

namespace Heddle::Search {

//! \brief The terms that a chunk is found by, in every engine alike. `extra` 0: the next word or bigram of the text, in
//! order, as phrases need it. Above 0: a term that counts so often without a place: the stem of an inflected word on top of
//! the word, a single character of a CJK run, stems of title and headings (`titleWeight` times each).
void chunkTerms(const IndexChunk &chunk, int titleWeight, const std::function<void(const std::string &term, int extra)> &sink);

} // namespace Heddle::Search
