// SPDX-License-Identifier: GPL-3.0-or-later
#include <xapian.h>
// Xapian before any Qt header
#include "core/base/filename.h"
#include "core/search/librarytexts.h"
#include "core/search/local/attachedtexts.h"
#include "core/search/local/xapianindex.h"
#include <mutex>

namespace Heddle::Search {
namespace {

IndexChunk indexChunkFrom(const Storage::ChunkInDocument &chunk, qint64 row)
{
    return { row, 0, chunk.documentPublicId, chunk.title, chunk.chunk.heading, chunk.chunk.text, chunk.type, chunk.language,
        displayName(chunk.path), chunk.mtimeNs };
}

} // namespace

struct AttachedTexts::Private {
    QList<Storage::ChunkInDocument> chunks; //!< that of Xapian's document i at i - 1
    std::mutex mutex; //!< Xapian's objects are for one thread at a time
    Xapian::WritableDatabase db { std::string(), Xapian::DB_BACKEND_INMEMORY };
    RankingParameters ranking;
};

AttachedTexts::AttachedTexts(std::unique_ptr<Private> p) : d(std::move(p)) { }
AttachedTexts::~AttachedTexts() = default;

Result<std::shared_ptr<AttachedTexts>> AttachedTexts::make(QList<Storage::ChunkInDocument> chunks)
{
    auto d = std::make_unique<Private>();
    d->chunks = std::move(chunks);
    try {
        for (qsizetype i = 0; i < d->chunks.size(); ++i)
            d->db.add_document(toXapian(indexChunkFrom(d->chunks[i], i + 1), d->ranking.titleWeight));
    } catch (const Xapian::Error &error) {
        return fromXapian(error, {});
    }
    return std::shared_ptr<AttachedTexts>(new AttachedTexts(std::move(d)));
}

Result<SearchResult> AttachedTexts::search(const SearchRequest &request, Concurrency::Context context)
{
    if (context.stop_requested())
        return Error::cancelled();
    const std::lock_guard lock(d->mutex);
    SearchResult result;
    try {
        const auto languages = languagesOf(d->db);
        const ParsedQuestion question =
            parseQuestion(request.question, languages.empty() ? std::vector<std::string> { "en" } : languages);
        const BuiltQuery built = buildQuery(question, languages, {}, d->ranking, d->db, request.allWords);
        result.terms = built.terms;
        if (built.empty || d->chunks.isEmpty())
            return result;
        Xapian::Enquire enquire(d->db);
        enquire.set_weighting_scheme(Xapian::BM25Weight(d->ranking.k1, 0, 1, d->ranking.b, 0.5));
        enquire.set_query(built.query);
        enquire.set_docid_order(Xapian::Enquire::ASCENDING);
        const Xapian::doccount all = d->db.get_doccount();
        const int wanted = request.limit > 0 ? std::min(request.depth, request.limit) : request.depth;
        const Xapian::MSet found = enquire.get_mset(0, std::min(Xapian::doccount(std::max(0, wanted)), all), all);
        result.total = found.get_matches_estimated(); // all were checked
        for (auto it = found.begin(); it != found.end(); ++it) {
            Hit hit;
            fillFrom(hit, d->chunks[qsizetype(*it) - 1]);
            hit.chunkRow = -qint64(*it); // no row of the library
            hit.textLeg = LegScore { int(result.hits.size()) + 1, it.get_weight() };
            result.hits += hit;
        }
    } catch (const Xapian::Error &error) {
        return fromXapian(error, {});
    }
    return result;
}

} // namespace Heddle::Search
