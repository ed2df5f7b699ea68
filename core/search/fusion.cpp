// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/fusion.h"
#include <algorithm>

namespace Heddle::Search {

void fuse(SearchResult &result, double textWeight, double vectorWeight)
{
    constexpr double K = 60;
    for (Hit &hit : result.hits) {
        hit.fused = 0;
        if (hit.textLeg)
            hit.fused += textWeight / (K + hit.textLeg->rank);
        if (hit.vectorLeg)
            hit.fused += vectorWeight / (K + hit.vectorLeg->rank);
    }
    const auto textRank = [](const Hit &hit) { return hit.textLeg ? hit.textLeg->rank : std::numeric_limits<int>::max(); };
    std::stable_sort(result.hits.begin(), result.hits.end(),
        [&](const Hit &a, const Hit &b) { return a.fused != b.fused ? a.fused > b.fused : textRank(a) < textRank(b); });
}

} // namespace Heddle::Search
