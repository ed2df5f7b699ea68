// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <xapian.h>
// Xapian before any Qt header
#include "core/search/local/localengine.h"
#include "core/search/query.h"
#include "core/search/searchengine.h"
#include <string>

namespace Heddle::Search {

// Terms of a chunk: its words and n-grams with their positions; the stems of inflected words, counted on top of the
// word of that form where there is one, so that a stem counts all its forms and most words cost one posting, not two;
// «N…» words of the names of file and folders; «F…» the file's name as a whole, «F.…» its type; and boolean «R…» stems of
// languages that join words, backwards; «XC» collection, «XD» document, «XT» type, «XL» language.

//! \brief Builds the Xapian document of a chunk. `titleWeight`: how often words of title and headings count.
Xapian::Document toXapian(const IndexChunk &chunk, int titleWeight);

//! \brief The languages that hold at least 2 % of the chunks, as ISO codes; "" when some have none.
std::vector<std::string> languagesOf(const Xapian::Database &db);

struct BuiltQuery {
    Xapian::Query query;
    std::vector<std::string> anyOf; //!< a chunk matches with any of these terms …
    std::vector<std::vector<std::string>> allOf; //!< … or with all terms of one of these …
    std::vector<std::vector<std::string>> filters; //!< … that has one term of each filter …
    bool hasPhrase = false; //!< … and the phrases of `query`, or all of its words
    QList<QueryTerm> terms;
    bool empty = true;
};
//! \brief The query of a parsed question over a database, with filters. `allWords`: a passage has to have every word of it.
BuiltQuery buildQuery(const ParsedQuestion &question, const std::vector<std::string> &languages, const Filters &filters,
    const RankingParameters &weights, const Xapian::Database &db, bool allWords = false);

//! \brief The question with the words that occur nowhere replaced by likely ones; empty when nothing is better.
//! \param languages Of the index, as languagesOf() has them.
QString spellingSuggestion(
    const QString &question, const QList<QueryTerm> &terms, const std::vector<std::string> &languages, const Xapian::Database &db);

//! \brief A Xapian error in words.
Error fromXapian(const Xapian::Error &error, const QString &folder);

} // namespace Heddle::Search
