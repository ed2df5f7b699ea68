// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/search/searchengine.h"
#include <functional>
#include <string>

namespace Heddle::Search {

//! \brief A term that a chunk is found by, in every engine alike.
struct ChunkTerm {
    enum class Kind {
        Placed, //!< the next word or bigram of the text, in order, as phrases need it
        Counted, //!< counts `count` times without a place: a stem on top of its word, what joins several words, words of title and headings
        Name, //!< a word or stem of the names of file and folders
        FullName, //!< the whole name of the file, as nameKeys() has it
        Ending, //!< a stem of a language that joins words, read backwards: what compounds that end in a word are found by
    };
    Kind kind;
    const std::string &term;
    int count = 1;
};

//! \brief Hands over the terms of a chunk. `titleWeight`: how often words of title and headings count.
void chunkTerms(const IndexChunk &chunk, int titleWeight, const std::function<void(const ChunkTerm &)> &sink);

} // namespace Heddle::Search
