// SPDX-License-Identifier: GPL-3.0-or-later
#include <xapian.h>
// Xapian before any Qt header
#include "core/base/log.h"
#include "core/search/fusion.h"
#include "core/search/librarytexts.h"
#include "core/search/local/localengine.h"
#include "core/search/local/matcher.h"
#include "core/search/local/vectors/vectorleg.h"
#include "core/search/local/xapianindex.h"
#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QSaveFile>
#include <mutex>

namespace Heddle::Search {
namespace {

// Raised when terms change: an index of another format is rebuilt from the library.
const std::string Format = "4";
constexpr int MaxShards = 16;

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Search", text);
}

struct Writer {
    std::mutex mutex;
    std::unique_ptr<Xapian::WritableDatabase> db;
    qint64 upToSeq = -1;
};

} // namespace

struct LocalEngine::Private {
    Private(QString path, Storage::LibraryRepository repository, int count)
        : folder(std::move(path)), library(std::move(repository)), shards(count), writers(std::size_t(count)), matcher(count),
          vectors(folder + QLatin1String("/vectors"), library)
    { }

    QString shardPath(int shard) const { return QStringLiteral("%1/shard-%2").arg(folder).arg(shard); }
    QString damageMark(int shard) const { return shardPath(shard) + QLatin1String(".damaged"); }
    std::string shardFile(int shard) const { return QFile::encodeName(shardPath(shard)).toStdString(); }

    //! The shard's writer, opened when needed; call with its mutex held.
    Xapian::WritableDatabase &open(int shard)
    {
        auto &db = writers[std::size_t(shard)].db;
        if (!db)
            db = std::make_unique<Xapian::WritableDatabase>(shardFile(shard), Xapian::DB_CREATE_OR_OPEN | Xapian::DB_BACKEND_GLASS);
        return *db;
    }

    std::unique_ptr<OpenShards> takeReader()
    {
        std::unique_ptr<OpenShards> reader;
        {
            const std::lock_guard lock(readersMutex);
            if (!idleReaders.empty()) {
                reader = std::move(idleReaders.back());
                idleReaders.pop_back();
            }
        }
        if (reader && !reader->partial) {
            reader->all.reopen();
            return reader;
        }
        reader = std::make_unique<OpenShards>();
        for (int shard = 0; shard < shards; ++shard) {
            try {
                const Xapian::Database part(shardFile(shard));
                if (part.get_metadata("format") != Format || !part.get_metadata("rebuilding").empty())
                    reader->partial = true;
                if (part.get_metadata("format") != Format)
                    continue;
                reader->all.add_database(part);
                reader->parts.push_back(part);
                reader->shardOf.push_back(shard);
            } catch (const Xapian::DatabaseError &) { // not there, damaged, or of another version of Xapian
                reader->partial = reader->partial || QFile::exists(shardPath(shard)) || libraryHasChunks(shard);
            }
        }
        return reader;
    }
    void giveBack(std::unique_ptr<OpenShards> reader)
    {
        if (int(reader->shardOf.size()) < shards)
            return; // opened anew next time: the missing part may be there then
        const std::lock_guard lock(readersMutex);
        idleReaders.push_back(std::move(reader));
    }
    bool libraryHasChunks(int shard) const { return library.chunkCount(shard, shards).valueOr(0) > 0; }

    const QString folder;
    Storage::LibraryRepository library;
    const int shards;
    std::vector<Writer> writers;
    Matcher matcher;
    VectorLeg vectors;
    std::mutex readersMutex;
    std::vector<std::unique_ptr<OpenShards>> idleReaders;
    std::mutex rankingMutex;
    RankingParameters ranking;

    //! After a search met a damaged part: finds out which, so that the next indexing run builds it anew.
    void markDamage() const
    {
        for (int shard = 0; shard < shards; ++shard) {
            bool damaged = true;
            try {
                damaged = Xapian::Database::check(shardFile(shard), 0, nullptr) > 0;
            } catch (const Xapian::DatabaseOpeningError &) {
                damaged = false; // not there is no damage; it is built when there is something to index
            } catch (const Xapian::Error &) { }
            QFile mark(damageMark(shard));
            if (damaged && !mark.open(QIODevice::WriteOnly))
                qCWarning(logSearch) << "can't mark" << shardPath(shard) << "as damaged:" << mark.errorString();
        }
    }
    Result<SearchResult> searchWords(OpenShards &reader, const SearchRequest &request);
    Status readTexts(SearchResult &result, int limit);
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
    return std::unique_ptr<LocalEngine>(new LocalEngine(std::make_unique<Private>(folder, std::move(library), shards)));
}

int LocalEngine::shards() const
{
    return d->shards;
}

void LocalEngine::setRanking(const RankingParameters &parameters)
{
    const std::lock_guard lock(d->rankingMutex);
    d->ranking = parameters;
}

Result<std::optional<qint64>> LocalEngine::appliedSeq(int shard)
{
    if (QFile::exists(d->damageMark(shard)))
        return std::optional<qint64>();
    try {
        const Xapian::Database db(d->shardFile(shard));
        const QByteArray applied = QByteArray::fromStdString(db.get_metadata("applied_seq"));
        bool number = false;
        const qint64 seq = applied.toLongLong(&number);
        if (db.get_metadata("format") != Format || !number || !db.get_metadata("rebuilding").empty())
            return std::optional<qint64>();
        return std::optional<qint64>(seq);
    } catch (const Xapian::Error &) {
        return std::optional<qint64>(); // not there, or damaged: rebuilt
    }
}

Status LocalEngine::index(int shard, const IndexBatch &batch, std::stop_token stop)
{
    Writer &writer = d->writers[std::size_t(shard)];
    const std::lock_guard lock(writer.mutex);
    int titleWeight = 1;
    {
        const std::lock_guard rankingLock(d->rankingMutex);
        titleWeight = d->ranking.titleWeight;
    }
    try {
        Xapian::WritableDatabase &db = d->open(shard);
        for (const qint64 row : batch.removals) {
            try {
                db.delete_document(Xapian::docid(row));
            } catch (const Xapian::DocNotFoundError &) { } // applied before a crash, or never there
        }
        for (const IndexChunk &chunk : batch.additions) {
            if (stop.stop_requested())
                return Error::cancelled(); // upToSeq stays behind: the whole batch is applied again
            db.replace_document(Xapian::docid(chunk.chunkRow), toXapian(chunk, titleWeight));
        }
        writer.upToSeq = batch.upToSeq;
        return Done {};
    } catch (const Xapian::Error &error) {
        writer.db.reset();
        return fromXapian(error, d->shardPath(shard));
    }
}

Status LocalEngine::commit(int shard)
{
    Writer &writer = d->writers[std::size_t(shard)];
    const std::lock_guard lock(writer.mutex);
    if (writer.upToSeq < 0)
        return Done {};
    try {
        Xapian::WritableDatabase &db = d->open(shard);
        db.set_metadata("applied_seq", std::to_string(writer.upToSeq));
        db.set_metadata("format", Format);
        db.commit();
        writer.upToSeq = -1;
        return Done {};
    } catch (const Xapian::Error &error) {
        writer.db.reset();
        return fromXapian(error, d->shardPath(shard));
    }
}

Status LocalEngine::beginRebuild(int shard)
{
    Writer &writer = d->writers[std::size_t(shard)];
    const std::lock_guard lock(writer.mutex);
    try {
        writer.db.reset();
        QDir(d->shardPath(shard)).removeRecursively();
        QFile::remove(d->damageMark(shard));
        QDir().mkpath(d->shardPath(shard));
        writer.db =
            std::make_unique<Xapian::WritableDatabase>(d->shardFile(shard), Xapian::DB_CREATE_OR_OVERWRITE | Xapian::DB_BACKEND_GLASS);
        writer.db->set_metadata("rebuilding", "1");
        writer.db->set_metadata("format", Format);
        writer.db->commit();
        writer.upToSeq = -1;
        return Done {};
    } catch (const Xapian::Error &error) {
        writer.db.reset();
        return fromXapian(error, d->shardPath(shard));
    }
}

Status LocalEngine::finishRebuild(int shard, qint64 upToSeq)
{
    Writer &writer = d->writers[std::size_t(shard)];
    {
        const std::lock_guard lock(writer.mutex);
        try {
            d->open(shard).set_metadata("rebuilding", "");
        } catch (const Xapian::Error &error) {
            writer.db.reset();
            return fromXapian(error, d->shardPath(shard));
        }
        writer.upToSeq = upToSeq;
    }
    return commit(shard);
}

void LocalEngine::closeWriters()
{
    for (Writer &writer : d->writers) {
        const std::lock_guard lock(writer.mutex);
        try {
            writer.db.reset();
        } catch (const Xapian::Error &error) {
            qCWarning(logSearch) << "closing the index:" << error.get_description().c_str();
        }
        writer.upToSeq = -1;
    }
}

Result<SearchResult> LocalEngine::Private::searchWords(OpenShards &reader, const SearchRequest &request)
{
    SearchResult result;
    result.partial = reader.partial;
    RankingParameters parameters;
    {
        const std::lock_guard lock(rankingMutex);
        parameters = ranking;
    }
    const auto languages = languagesOf(reader.all);
    const ParsedQuestion question = parseQuestion(request.question, languages.empty() ? std::vector<std::string> { "en" } : languages);
    if (question.cut && !question.words.empty())
        result.notices += tr("The question is very long; its first %1 different words were searched.").arg(question.words.size());
    const BuiltQuery built =
        buildQuery(question, languages, request.filters, { parameters.exactWeight, parameters.fileNameWeight }, reader.all);
    result.terms = built.terms;
    if (reader.shardOf.empty())
        return result;
    result.suggestion = spellingSuggestion(request.question, built.terms, reader.all);
    if (built.empty)
        return result;
    // Hits past the limit are needed only where a second leg may lift them.
    const bool fuses = request.limit == 0 || (request.legs == Leg::Both && request.vector);
    const Matcher::Matches found = matcher.match(reader, built, parameters, fuses ? request.depth : std::min(request.depth, request.limit));
    result.total = found.total;
    for (const Matcher::Match &match : found.best) {
        Hit hit;
        hit.chunkRow = match.chunkRow;
        hit.textLeg = LegScore { int(result.hits.size()) + 1, match.weight };
        result.hits += hit;
    }
    return result;
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
        complete += hit;
    }
    result.hits = complete;
    return Done {};
}

Result<SearchResult> LocalEngine::search(const SearchRequest &request, Concurrency::Context context)
{
    constexpr int Attempts = 3;
    SearchResult result;
    for (int attempt = 1; request.legs != Leg::Vector; ++attempt) {
        if (context.stop_requested())
            return Error::cancelled();
        if (request.textLeg) {
            result = *request.textLeg;
            break;
        }
        try {
            auto reader = d->takeReader();
            auto found = d->searchWords(*reader, request);
            if (!found)
                return found;
            d->giveBack(std::move(reader));
            result = std::move(*found);
            break;
        } catch (const Xapian::DatabaseModifiedError &error) {
            if (attempt == Attempts)
                return fromXapian(error, d->folder);
        } catch (const Xapian::DatabaseCorruptError &error) {
            d->markDamage();
            return fromXapian(error, d->folder);
        } catch (const Xapian::Error &error) {
            return fromXapian(error, d->folder);
        }
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
    health.server = d->shardPath(shard);
    try {
        const Xapian::Database db(d->shardFile(shard));
        health.documents = db.get_doccount();
        const auto errors = Xapian::Database::check(d->shardFile(shard), 0, nullptr);
        health.ok = errors == 0 && db.get_metadata("format") == Format && db.get_metadata("rebuilding").empty();
        health.message = health.ok ? tr("%1 passages").arg(health.documents) : tr("This part of the index is damaged or not complete.");
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
