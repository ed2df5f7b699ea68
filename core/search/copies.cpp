// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/copies.h"
#include <QHash>

namespace Heddle::Search {
namespace {

constexpr int DeepestSearch = 4096; //!< hits; a text with more copies than that may hide others

} // namespace

void foldCopies(QList<Hit> &hits)
{
    QHash<QString, qsizetype> firsts;
    QList<Hit> different;
    for (Hit &hit : hits) {
        const QString text = hit.text.simplified();
        const auto first = firsts.constFind(text);
        if (text.isEmpty() || first == firsts.cend()) {
            firsts.insert(text, different.size());
            different += std::move(hit);
        } else {
            Hit &kept = different[*first];
            kept.copies += Copy { hit.chunk, hit.document, hit.path, hit.page };
            if (hit.collections.isEmpty())
                kept.collections.clear(); // of one of them nobody knows
            else if (!kept.collections.isEmpty())
                kept.collections += hit.collections;
            kept.collections.removeDuplicates();
        }
    }
    hits = std::move(different);
}

Result<SearchResult> searchFolded(Searcher &engine, SearchRequest request, Concurrency::Context context)
{
    for (;;) {
        HEDDLE_TRY_VALUE(auto result, engine.search(request, context));
        if (request.limit == 0)
            return result;
        const bool all = result.hits.size() < request.limit && result.hits.size() < request.depth;
        foldCopies(result.hits);
        if (all || result.hits.size() * 2 >= request.limit || request.limit >= DeepestSearch)
            return result;
        request.limit = std::min(4 * request.limit, DeepestSearch);
        request.depth = std::max(request.depth, request.limit);
        request.textLeg.reset(); // it does not reach as deep
    }
}

} // namespace Heddle::Search
