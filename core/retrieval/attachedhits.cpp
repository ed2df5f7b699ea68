// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/retrieval/attachedhits.h"
#include "core/search/copies.h"
#include <algorithm>

namespace Heddle::Retrieval {
namespace {

using Search::Hit;

constexpr double FusionK = 60; //!< as Search::fuse() has it

//! What the passage at a place would be worth in the library's order.
void weigh(Hit &hit, qsizetype place, const QList<Hit> &library)
{
    if (library.isEmpty()) {
        hit.fused = 1 / (FusionK + double(place) + 1);
        return;
    }
    const Hit &peer = library[std::min(place, library.size() - 1)];
    const double beyond = double(std::min(place, library.size() - 1) + 1) / double(place + 1);
    hit.fused = peer.fused * beyond;
    if (peer.textLeg)
        hit.textLeg->score = peer.textLeg->score * beyond;
}

} // namespace

Search::SearchResult withAttached(Search::SearchResult library, const Search::SearchResult &attached)
{
    QList<Hit> hits;
    const qsizetype most = std::max(library.hits.size(), attached.hits.size());
    for (qsizetype i = 0; i < most; ++i) {
        if (i < attached.hits.size()) {
            hits += attached.hits[i];
            weigh(hits.last(), i, library.hits);
            hits.last().textLeg->rank = 2 * attached.hits[i].textLeg->rank - 1;
        }
        if (i < library.hits.size()) {
            hits += library.hits[i];
            if (hits.last().textLeg)
                hits.last().textLeg->rank *= 2;
        }
    }
    Search::foldCopies(hits);
    library.hits = hits;
    library.total += attached.total;
    if (library.terms.isEmpty())
        library.terms = attached.terms;
    bool allKnown = !library.terms.isEmpty();
    for (Search::QueryTerm &term : library.terms) {
        const auto same = std::find_if(
            attached.terms.cbegin(), attached.terms.cend(), [&term](const Search::QueryTerm &one) { return one.word == term.word; });
        if (same != attached.terms.cend() && same->known)
            term.known = true;
        allKnown = allKnown && term.known;
    }
    if (allKnown)
        library.suggestion.clear(); // the word that the library lacks is in the attached file
    return library;
}

} // namespace Heddle::Retrieval
