// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/explanation.h"
#include "core/search/fusion.h"

namespace Heddle::Search {
namespace {

void keepBetter(std::optional<LegScore> &best, const std::optional<LegScore> &leg)
{
    if (leg && (!best || leg->rank < best->rank))
        best = leg;
}

} // namespace

Explanation explanationOf(SearchResult found, const SearchRequest &request, const std::function<qint64(const Hit &)> &rowAskedAbout)
{
    Explanation explanation;
    explanation.total = found.total;
    explanation.vectorSearched = found.vectorSearched;
    explanation.terms = found.terms;
    explanation.host = found.host;
    for (const Hit &hit : std::as_const(found.hits)) {
        if (rowAskedAbout(hit) == 0)
            continue;
        keepBetter(explanation.text, hit.textLeg);
        keepBetter(explanation.vector, hit.vectorLeg);
    }
    // What lies deeper in a leg than the search looks counts for nothing in its order.
    for (Hit &hit : found.hits) {
        for (auto *leg : { &hit.textLeg, &hit.vectorLeg }) {
            if (*leg && (*leg)->rank > request.depth)
                leg->reset();
        }
    }
    found.hits.removeIf([](const Hit &hit) { return !hit.textLeg && !hit.vectorLeg; });
    fuse(found, request.textWeight, request.vectorWeight);
    for (qsizetype i = 0; i < found.hits.size() && explanation.rank == 0; ++i) {
        explanation.chunkRow = rowAskedAbout(found.hits[i]);
        if (explanation.chunkRow != 0)
            explanation.rank = int(i) + 1;
    }
    return explanation;
}

} // namespace Heddle::Search
