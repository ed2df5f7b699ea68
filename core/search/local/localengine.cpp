// SPDX-License-Identifier: GPL-3.0-or-later
#include <xapian.h>
// Xapian before any Qt header
#include "core/base/files.h"
#include "core/search/explanation.h"
#include "core/search/fusion.h"
#include "core/search/librarytexts.h"
#include "core/search/local/localengine.h"
#include "core/search/local/matcher.h"
#include "core/search/local/shards.h"
#include "core/search/local/vectors/vectorleg.h"
#include "core/search/local/xapianindex.h"
#include "core/text/sentences.h"
#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QSaveFile>
#include <QSet>
#include <cmath>
#include <memory>
#include <mutex>

namespace Heddle::Search {
namespace {

constexpr int MaxShards = 16;

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Search", text);
}

} // namespace

struct LocalEngine::Private {
    Private(const QString &path, Storage::LibraryRepository repository, int count)
        : library(std::move(repository)), shards(path, library, count), matcher(count), vectors(path + QLatin1String("/vectors"), library)
    { }
    RankingParameters rankingNow()
    {
        const std::lock_guard lock(rankingMutex);
        return ranking;
    }
    //! What writing met, in words. A shard that is damaged is marked, so that it is built anew. Call it with the writer's mutex held.
    Error writingFailed(int shard, const Xapian::Error &error)
    {
        shards.writer(shard).db.reset();
        if (Shards::isLost(error))
            shards.markDamaged(shard);
        return fromXapian(error, shards.path(shard));
    }
    //! The text leg; tries again where the index changed under it.
    Result<SearchResult> searchText(const SearchRequest &request, const std::stop_token &stop);
    Result<SearchResult> searchWords(OpenShards &reader, const SearchRequest &request);
    void weighByFilters(OpenShards &reader, const BuiltQuery &built, QList<QueryTerm> &terms);
    Status readTexts(SearchResult &result, int limit);
    //! How many of the passages the shards hold.
    qint64 countIndexed(const QList<qint64> &chunkRows);

    Storage::LibraryRepository library;
    Shards shards;
    Matcher matcher;
    VectorLeg vectors;
    std::mutex rankingMutex;
    RankingParameters ranking;
};

LocalEngine::LocalEngine(std::unique_ptr<Private> p) : d(std::move(p)) { }
LocalEngine::~LocalEngine() = default;

Result<std::unique_ptr<LocalEngine>> LocalEngine::open(const QString &folder, Storage::LibraryRepository library, int newShards)
{
    const QString path = folder + QLatin1String("/shards");
    int shards = 0;
    if (QFile file(path); file.open(QIODevice::ReadOnly)) {
        shards = file.readAll().trimmed().toInt();
    }
    if (shards < 1 || shards > MaxShards) {
        shards = std::clamp(newShards, 1, MaxShards);
        QSaveFile file(path);
        if (!QDir().mkpath(folder) || !file.open(QIODevice::WriteOnly) || file.write(QByteArray::number(shards)) < 0 || !file.commit()) {
            return Error { ErrorCode::StorageReadOnly,
                tr("%1 can't be written. Give your user the right to write there, or choose another data folder (--data).")
                    .arg(QDir::toNativeSeparators(folder)),
                file.errorString(), false };
        }
    }
    makePrivate(folder);
    return std::unique_ptr<LocalEngine>(new LocalEngine(std::make_unique<Private>(folder, std::move(library), shards)));
}

int LocalEngine::shards() const
{
    return d->shards.count();
}

void LocalEngine::setRanking(const RankingParameters &parameters)
{
    const std::lock_guard lock(d->rankingMutex);
    d->ranking = parameters;
}

Result<std::optional<Storage::LogPosition>> LocalEngine::position(int shard)
{
    try {
        return d->shards.position(shard);
    } catch (const Xapian::Error &error) {
        return fromXapian(error, d->shards.path(shard));
    }
}

Status LocalEngine::index(int shard, const IndexBatch &batch, std::stop_token stop)
{
    Shards::Writer &writer = d->shards.writer(shard);
    const std::lock_guard lock(writer.mutex);
    const int titleWeight = d->rankingNow().titleWeight;
    try {
        Xapian::WritableDatabase &db = d->shards.open(shard);
        for (const qint64 row : batch.removals) {
            try {
                db.delete_document(Xapian::docid(row));
            } catch (const Xapian::DocNotFoundError &) { } // applied before a crash, or never there
        }
        for (const IndexChunk &chunk : batch.additions) {
            if (stop.stop_requested())
                return Error::cancelled(); // upTo stays behind: the whole batch is applied again
            db.replace_document(Xapian::docid(chunk.chunkRow), toXapian(chunk, titleWeight));
        }
        writer.upTo = batch.upTo;
        return Done {};
    } catch (const Xapian::Error &error) {
        return d->writingFailed(shard, error);
    }
}

Status LocalEngine::commit(int shard)
{
    Shards::Writer &writer = d->shards.writer(shard);
    const std::lock_guard lock(writer.mutex);
    if (!writer.upTo)
        return Done {};
    try {
        Xapian::WritableDatabase &db = d->shards.open(shard);
        db.set_metadata("library", writer.upTo->library.toStdString());
        db.set_metadata("generation", writer.upTo->generation.toStdString());
        db.set_metadata("applied_seq", std::to_string(writer.upTo->seq));
        db.set_metadata("format", Shards::Format);
        Shards::noteSize(db);
        db.commit();
        writer.upTo.reset();
        return Done {};
    } catch (const Xapian::Error &error) {
        return d->writingFailed(shard, error);
    }
}

Status LocalEngine::beginRebuild(int shard)
{
    Shards::Writer &writer = d->shards.writer(shard);
    const std::lock_guard lock(writer.mutex);
    try {
        d->shards.recreate(shard);
        return Done {};
    } catch (const Xapian::Error &error) {
        return d->writingFailed(shard, error);
    }
}

Status LocalEngine::finishRebuild(int shard, const Storage::LogPosition &upTo)
{
    Shards::Writer &writer = d->shards.writer(shard);
    {
        const std::lock_guard lock(writer.mutex);
        try {
            d->shards.open(shard).set_metadata("rebuilding", "");
        } catch (const Xapian::Error &error) {
            return d->writingFailed(shard, error);
        }
        writer.upTo = upTo;
    }
    return commit(shard);
}

void LocalEngine::closeWriters()
{
    d->shards.closeWriters();
}

Status LocalEngine::compact(int shard, std::stop_token stop)
{
    Shards::Writer &writer = d->shards.writer(shard);
    const std::lock_guard lock(writer.mutex);
    writer.db.reset();
    try {
        return d->shards.compact(shard, stop);
    } catch (const Xapian::Error &error) {
        return d->writingFailed(shard, error);
    }
}

Result<SearchResult> LocalEngine::Private::searchWords(OpenShards &reader, const SearchRequest &request)
{
    SearchResult result;
    result.partial = reader.partial;
    const RankingParameters parameters = rankingNow();
    const auto languages = languagesOf(reader.all);
    const ParsedQuestion question = parseQuestion(request.question, languages.empty() ? std::vector<std::string> { "en" } : languages);
    if (question.cut && !question.words.empty())
        result.notices += tr("The question is very long; its first %1 different words were searched.").arg(question.words.size());
    const BuiltQuery built = buildQuery(question, languages, request.filters, parameters, reader.all, request.allWords);
    result.terms = built.terms;
    if (reader.shardOf.empty())
        return result;
    result.suggestion = spellingSuggestion(request.question, built.terms, languages, reader.all);
    if (built.empty)
        return result;
    // Hits past the limit are needed only where a second leg may lift them.
    const bool fuses = request.limit == 0 || (request.legs == Leg::Both && request.vector);
    const Matcher::Matches found = matcher.match(reader, built, parameters, fuses ? request.depth : std::min(request.depth, request.limit));
    result.total = found.total;
    weighByFilters(reader, built, result.terms);
    for (const Matcher::Match &match : found.best) {
        Hit hit;
        hit.chunkRow = match.chunkRow;
        hit.textLeg = LegScore { int(result.hits.size()) + 1, match.weight };
        result.hits += hit;
    }
    return result;
}

//! How rare words are, and whether they occur at all, is told of what is searched: a word of another collection says nothing here.
void LocalEngine::Private::weighByFilters(OpenShards &reader, const BuiltQuery &built, QList<QueryTerm> &terms)
{
    if (built.filters.empty() || terms.size() > qsizetype(MaxBriefQuestion))
        return;
    std::vector<std::vector<std::string>> forms;
    for (const QueryTerm &term : std::as_const(terms)) {
        forms.emplace_back();
        for (const QString &form : term.forms) {
            forms.back().push_back(form.toStdString());
            forms.back().push_back("N" + form.toStdString());
        }
    }
    const Matcher::Frequencies found = matcher.frequencies(reader, built.filters, forms);
    for (qsizetype i = 0; i < terms.size(); ++i) {
        const auto with = double(found.withTerm[std::size_t(i)]);
        const bool cjk = !terms[i].word.isEmpty() && Text::isCjk(terms[i].word.toUcs4().first()); // parts of a run are no words
        terms[i].known = terms[i].known && (with > 0 || cjk);
        terms[i].idf = std::max(0.0, std::log((double(found.chunks) + 1) / (with + 0.5)));
    }
}

Status LocalEngine::Private::readTexts(SearchResult &result, int limit)
{
    QList<qint64> rows;
    for (const Hit &hit : std::as_const(result.hits))
        rows += hit.chunkRow;
    if (limit < rows.size())
        rows.resize(limit);
    auto chunks = library.chunks(rows);
    if (!chunks)
        return chunks.error();
    QList<Hit> complete;
    for (Hit &hit : result.hits) {
        const auto it = chunks->constFind(hit.chunkRow);
        if (it == chunks->cend())
            continue; // removed since, or past the limit
        fillFrom(hit, *it);
        if (hit.vectorLeg && hit.vectorName != stableNumber(hit.chunk)) {
            hit.vectorLeg.reset(); // of a passage that had this row in another copy of the library
            if (!hit.textLeg)
                continue;
        }
        complete += hit;
    }
    result.hits = complete;
    return Done {};
}

Result<SearchResult> LocalEngine::Private::searchText(const SearchRequest &request, const std::stop_token &stop)
{
    constexpr int Attempts = 3;
    for (int attempt = 1;; ++attempt) {
        if (stop.stop_requested())
            return Error::cancelled();
        std::unique_ptr<OpenShards> reader;
        try {
            reader = shards.takeReader();
            auto found = searchWords(*reader, request);
            if (found)
                shards.giveBack(std::move(reader));
            return found;
        } catch (const Xapian::DatabaseModifiedError &error) {
            if (attempt == Attempts)
                return fromXapian(error, shards.folder());
        } catch (const Xapian::DatabaseCorruptError &error) {
            if (attempt < Attempts && (!reader || !shards.isCurrent(*reader)))
                continue; // a shard was replaced while it was read
            shards.markDamage();
            return fromXapian(error, shards.folder());
        } catch (const Xapian::Error &error) {
            return fromXapian(error, shards.folder());
        }
    }
}

Result<SearchResult> LocalEngine::search(const SearchRequest &request, Concurrency::Context context)
{
    SearchResult result;
    if (request.legs != Leg::Vector && request.textLeg) {
        result = *request.textLeg;
    } else if (request.legs != Leg::Vector) {
        HEDDLE_TRY_VALUE(result, d->searchText(request, context.stop));
    }
    if (context.stop_requested())
        return Error::cancelled();
    if (request.vector && request.legs != Leg::Text) {
        HEDDLE_TRY(d->vectors.search(result, request, context.stop));
    }
    if (request.limit == 0)
        return result;
    fuse(result, request.textWeight, request.vectorWeight);
    if (context.stop_requested())
        return Error::cancelled();
    HEDDLE_TRY(d->readTexts(result, request.limit));
    if (result.partial)
        result.notices += tr("A part of the index is being built anew; some passages are missing until it is done.");
    return result;
}

qint64 LocalEngine::Private::countIndexed(const QList<qint64> &chunkRows)
{
    const auto reader = shards.takeReader();
    qint64 count = 0;
    for (const qint64 row : chunkRows) {
        const auto holds = [row](const Xapian::Database &part) {
            try {
                part.get_doclength(Xapian::docid(row));
                return true;
            } catch (const Xapian::DocNotFoundError &) {
                return false;
            }
        };
        count += std::any_of(reader->parts.begin(), reader->parts.end(), holds) ? 1 : 0;
    }
    return count;
}

Result<Explanation> LocalEngine::explain(const SearchRequest &request, const QList<qint64> &chunkRows, Concurrency::Context context)
{
    SearchRequest deep = request;
    deep.textLeg.reset();
    deep.limit = 0; // no texts
    deep.depth = std::numeric_limits<int>::max();
    HEDDLE_TRY_VALUE(auto found, search(deep, context));
    const QSet<qint64> rows(chunkRows.cbegin(), chunkRows.cend());
    Explanation explanation =
        explanationOf(std::move(found), request, [&rows](const Hit &hit) { return rows.contains(hit.chunkRow) ? hit.chunkRow : 0; });
    try {
        explanation.indexed = d->countIndexed(chunkRows);
    } catch (const Xapian::Error &error) {
        return fromXapian(error, d->shards.folder());
    }
    if (explanation.vectorSearched) {
        HEDDLE_TRY_VALUE(explanation.embedded, d->vectors.countEmbedded(chunkRows, context.stop));
    }
    return explanation;
}

QString LocalEngine::vectorModel()
{
    return d->vectors.model();
}

Status LocalEngine::dropStaleVectors(const QString &model, std::stop_token stop)
{
    return d->vectors.dropStale(model, stop);
}

Result<QList<qint64>> LocalEngine::chunksWithoutVector(const QString &model, std::stop_token stop)
{
    return d->vectors.chunksWithout(model, stop);
}

std::optional<std::vector<float>> LocalEngine::cachedVector(const QString &model, const QString &text)
{
    return d->vectors.known(model, text);
}

Status LocalEngine::putVectors(const QString &model, const QList<VectorRow> &rows, std::stop_token stop)
{
    return d->vectors.put(model, rows, stop);
}

Status LocalEngine::activateModel(const QString &model)
{
    return d->vectors.activate(model);
}

Result<Health> LocalEngine::health(int shard)
{
    Health health;
    health.server = d->shards.path(shard);
    try {
        const Xapian::Database db(d->shards.file(shard));
        health.documents = db.get_doccount();
        const auto errors = Xapian::Database::check(d->shards.file(shard), 0, nullptr);
        const bool followed = d->shards.isOfLibrary(db);
        health.ok = errors == 0 && followed;
        health.message = health.ok ? tr("%1 passages").arg(health.documents)
            : errors == 0          ? tr("This part of the index is not complete, or holds another copy of the library.")
                                   : tr("This part of the index is damaged.");
    } catch (const Xapian::Error &error) {
        health.ok = false;
        health.message = tr("This part of the index can't be opened: %1").arg(QString::fromStdString(error.get_msg()));
    }
    if (shard == 0 && health.ok && d->vectors.damaged() > 0) { // vectors are not parted
        health.ok = false;
        health.message = tr("A file of vectors is damaged; what it holds is not found by meaning.");
    }
    if (!health.ok)
        health.fix = tr("Run heddle-cli collections rescan NAME: it builds this part anew from the library.");
    return health;
}

} // namespace Heddle::Search
