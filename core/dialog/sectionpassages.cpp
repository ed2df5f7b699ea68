// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialog/sectionpassages.h"
#include "core/mindmap/headings.h"
#include "core/search/librarytexts.h"
#include <algorithm>

namespace Heddle::Dialog {
namespace {

constexpr int Around = 6; //!< passages of a document on each side that are looked at

//! The passages around one that stand under the same headings without a gap.
QList<Storage::ChunkRow> sectionAround(const Storage::ChunkRow &chunk, const QList<Storage::ChunkRow> &near)
{
    const auto differs = [&chunk](const Storage::ChunkRow &one) { return one.heading != chunk.heading; };
    const auto here = std::find_if(near.cbegin(), near.cend(), [&chunk](const auto &one) { return one.ordinal == chunk.ordinal; });
    const auto end = std::find_if(here, near.cend(), differs);
    const auto begin = std::find_if(std::make_reverse_iterator(here), near.crend(), differs).base();
    return QList<Storage::ChunkRow>(begin, end);
}

} // namespace

QList<Retrieval::Passage> restOfSections(const Storage::LibraryRepository &library, const Evidence::AskedQuestion &question,
    const QList<Retrieval::Passage> &found, qsizetype most, std::stop_token stop)
{
    QSet<QString> known;
    for (const Retrieval::Passage &passage : found)
        known += passage.hit.chunk;
    QList<Retrieval::Passage> rest;
    for (const Retrieval::Passage &passage : found) {
        if (rest.size() >= most || stop.stop_requested())
            break;
        const Search::Hit &hit = passage.hit;
        if (MindMap::questionShareOfPath(question, hit.heading, hit.language.toStdString()) < MindMap::NamesIt)
            continue;
        const auto place = library.chunkByPublicId(hit.chunk);
        if (!place)
            continue;
        const auto near = library.chunksOfDocument(place->documentId, std::max(0, place->chunk.ordinal - Around), 2 * Around + 1);
        if (!near)
            continue;
        for (const Storage::ChunkRow &chunk : sectionAround(place->chunk, *near)) {
            if (known.contains(chunk.publicId) || rest.size() >= most)
                continue;
            known += chunk.publicId;
            Storage::ChunkInDocument other = *place;
            other.chunk = chunk;
            Retrieval::Passage more;
            Search::fillFrom(more.hit, other);
            more.hit.collections = hit.collections;
            more.rank = int(found.size() + rest.size()) + 1;
            more.score = passage.score;
            rest += more;
        }
    }
    return rest;
}

} // namespace Heddle::Dialog
