// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/elastic/elasticengine.h"
#include "core/base/log.h"
#include "core/search/elastic/indexsearcher.h"
#include "core/search/elastic/librarycomparison.h"
#include "core/search/elastic/servererror.h"
#include "core/search/elastic/sharedindex.h"
#include "core/search/explanation.h"
#include <QCoreApplication>
#include <QSet>
#include <cmath>

namespace Heddle::Search {
using namespace Elastic;
namespace {

constexpr std::chrono::seconds RestAfterTimeout { 20 };

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Search", text);
}

QJsonObject clause(const char *kind, const char *field, const QJsonValue &value)
{
    return { { QLatin1String(kind), QJsonObject { { QLatin1String(field), value } } } };
}

} // namespace

struct ElasticEngine::Private {
    Private(Configuration configuration, Net::BlockingHttp *http, Storage::LibraryRepository repository, const QString &folder,
        std::shared_ptr<SearchEngine> other)
        : client(std::move(configuration), http), library(std::move(repository)),
          shared(&client, library, folder + QLatin1String("/remote.json")), searcher(&client, &shared, library),
          comparator(&shared, library), local(std::move(other))
    { }

    Client client;
    const Storage::LibraryRepository library;
    SharedIndex shared;
    IndexSearcher searcher;
    Comparator comparator;
    const std::shared_ptr<SearchEngine> local;
    std::optional<Storage::LogPosition> upTo; //!< written, not yet noted as applied
    std::mutex mutex;
    std::chrono::steady_clock::time_point restUntil; //!< it kept silent: until then it is not asked
    std::optional<Error> silence;

    //! Where this library's part is: the index, made where it is missing, and the library's id.
    struct Part {
        Current index;
        QString library;
    };
    Result<Part> part();
    //! Whether the server still holds what was written: it may have been put back from a backup of its own.
    Result<bool> holdsWhatWasWritten(const Part &part, const State &noted);
    //! Hands the status on; a failure is noted, so that searches say that passages are missing.
    Status noteFailure(Status status) const;
    Status write(const IndexBatch &batch, std::stop_token stop);
    Status noteApplied(const Storage::LogPosition &position);
    Status releaseGoneRows(bool largerToo);
};

ElasticEngine::ElasticEngine(Configuration configuration, Net::BlockingHttp *http, Storage::LibraryRepository library,
    const QString &folder, std::shared_ptr<SearchEngine> local)
    : d(std::make_unique<Private>(std::move(configuration), http, std::move(library), folder, std::move(local)))
{ }
ElasticEngine::~ElasticEngine() = default;

const Configuration &ElasticEngine::configuration() const
{
    return d->client.configuration();
}

// Writing ------------------------------------------------------------------------------------------------------------

Result<ElasticEngine::Private::Part> ElasticEngine::Private::part()
{
    auto index = shared.ensure({});
    if (!index)
        return index.error();
    auto id = library.libraryId();
    if (!id)
        return id.error();
    return Part { *index, *id };
}

Result<std::optional<Storage::LogPosition>> ElasticEngine::position(int)
{
    const auto part = d->part();
    if (!part)
        return part.error();
    const State state = d->shared.state();
    if (state.rebuilding || state.index != part->index.uuid || state.library != part->library || !state.applied)
        return std::optional<Storage::LogPosition>();
    HEDDLE_TRY_VALUE(const bool holds, d->holdsWhatWasWritten(*part, state));
    if (!holds)
        return std::optional<Storage::LogPosition>();
    return std::optional(Storage::LogPosition { state.library, state.generation, *state.applied });
}

Result<bool> ElasticEngine::Private::holdsWhatWasWritten(const Part &part, const State &noted)
{
    HEDDLE_TRY_VALUE(const Storage::LogPosition end, library.logEnd());
    HEDDLE_TRY_VALUE(const auto removals, library.begunRemovals());
    if (*noted.applied != end.seq || !removals.isEmpty())
        return true; // what is to be written next changes the numbers
    HEDDLE_TRY_VALUE(const Comparison comparison, comparator.compare(part.index.name, {}));
    if (comparison.size() <= noted.refused)
        return true;
    qCInfo(logSearch) << "the search server holds" << comparison.there << "of" << comparison.here << "passages; they are compared anew";
    return false;
}

Status ElasticEngine::Private::noteFailure(Status status) const
{
    State state = shared.state();
    if (!status && !status.error().isCancelled() && !std::exchange(state.interrupted, true)) {
        const Status noted = shared.setState(state); // what failed is worth more than this
        Q_UNUSED(noted)
    }
    return status;
}

Status ElasticEngine::index(int, const IndexBatch &batch, std::stop_token stop)
{
    return d->noteFailure(d->write(batch, stop));
}

Status ElasticEngine::Private::write(const IndexBatch &batch, std::stop_token stop)
{
    QList<qint64> rows;
    for (const IndexChunk &chunk : batch.additions)
        rows += chunk.chunkRow;
    auto chunks = library.chunks(rows);
    if (!chunks)
        return chunks.error();
    // Additions first: a passage that only got another row keeps its vector. A row is never used twice.
    HEDDLE_TRY_VALUE(const Net::Sealed sealed, client.sealed());
    QList<qint64> removals = batch.removals;
    QList<Storage::ChunkInDocument> wanted;
    for (const auto &chunk : std::as_const(*chunks)) {
        if (sealed.holds(chunk.collection))
            removals += chunk.chunk.id; // it may be there from before
        else
            wanted += chunk;
    }
    HEDDLE_TRY(shared.put(wanted, stop));
    if (!removals.isEmpty()) {
        auto names = shared.names();
        if (!names)
            return names.error();
        QStringList gone;
        for (const qint64 row : std::as_const(removals))
            gone += names->holder(row);
        const QSet<QString> going(gone.cbegin(), gone.cend());
        HEDDLE_TRY(shared.release(
            clause("terms", "holders", QJsonArray::fromStringList(gone)),
            [&going](const QString &holder) { return going.contains(holder); }, stop));
    }
    upTo = batch.upTo;
    return Done {};
}

Status ElasticEngine::Private::noteApplied(const Storage::LogPosition &position)
{
    const auto here = part();
    if (!here)
        return here.error();
    HEDDLE_TRY(shared.refresh(here->index.name, {}));
    State state = shared.state();
    if (!state.rebuilding && state.index != here->index.uuid)
        return Done {}; // another computer has switched to a new index meanwhile: compared anew next time
    state.library = here->library;
    state.index = here->index.uuid;
    state.generation = position.generation;
    state.applied = position.seq;
    state.rebuilding = state.interrupted = false;
    return shared.setState(state);
}

Status ElasticEngine::commit(int)
{
    if (!d->upTo)
        return Done {};
    HEDDLE_TRY(d->noteFailure(d->noteApplied(*d->upTo)));
    d->upTo.reset();
    return Done {};
}

Status ElasticEngine::beginRebuild(int)
{
    const auto part = d->part();
    if (!part)
        return part.error();
    State state = d->shared.state();
    if (!state.library.isEmpty() && state.library != part->library) {
        // The library in this data folder was begun anew: what the old one held goes.
        const QString old = Names(state.library, {}).prefix();
        HEDDLE_TRY(
            d->shared.release(clause("prefix", "holders", old), [&old](const QString &holder) { return holder.startsWith(old); }, {}));
    }
    const bool wasHere = state.library == part->library && state.index == part->index.uuid;
    state.library = part->library;
    state.index = part->index.uuid;
    state.applied.reset();
    state.rebuilding = true;
    state.refused = 0;
    state.refusedReason.clear();
    d->upTo.reset();
    HEDDLE_TRY(d->shared.setState(state));
    // Before the library gives their numbers to other passages: it may have been put back from a backup.
    return wasHere ? d->releaseGoneRows(true) : Done {};
}

//! Rows of this library that are gone from it, whatever happened to the log. Those that come in meanwhile have larger numbers.
Status ElasticEngine::Private::releaseGoneRows(bool largerToo)
{
    HEDDLE_TRY_VALUE(const Names names, shared.names());
    HEDDLE_TRY_VALUE(const auto ids, library.allChunkIds());
    HEDDLE_TRY_VALUE(const Net::Sealed sealed, client.sealed());
    HEDDLE_TRY_VALUE(const auto kept, library.chunkIdsOfCollections(sealed.names.keys()));
    QSet<qint64> there(ids.cbegin(), ids.cend());
    there.subtract(QSet<qint64>(kept.cbegin(), kept.cend())); // they belong on no other computer
    const auto goes = [&](const QString &holder) {
        const QList<qint64> rows = names.rows({ holder });
        return !rows.isEmpty() && !there.contains(rows.first()) && (largerToo || ids.isEmpty() || rows.first() <= ids.last());
    };
    return shared.release(clause("prefix", "holders", names.prefix()), goes, {});
}

Status ElasticEngine::finishRebuild(int, const Storage::LogPosition &upTo)
{
    HEDDLE_TRY(d->releaseGoneRows(false));
    d->upTo.reset();
    return d->noteFailure(d->noteApplied(upTo));
}

// Vectors ------------------------------------------------------------------------------------------------------------

QString ElasticEngine::vectorModel()
{
    const auto index = d->shared.current({});
    if (index)
        return *index ? (*index)->model : QString();
    return d->local ? d->local->vectorModel() : QString(); // the one that will be searched
}

Result<QList<qint64>> ElasticEngine::chunksWithoutVector(const QString &model, std::stop_token stop)
{
    auto now = d->shared.ensure(stop);
    if (!now)
        return now.error();
    const State state = d->shared.state();
    if (!now->model.isEmpty() && now->model != model && state.model != now->model) {
        // Not this computer's change: the others search with that model.
        return Error { ErrorCode::IndexUnavailable,
            tr("The shared index is embedded with another model (%1). Choose that model on this computer as well; until then words are "
               "searched.")
                .arg(now->model),
            {}, false };
    }
    auto all = d->library.allChunkIds();
    if (!all)
        return all.error();
    HEDDLE_TRY_VALUE(const Net::Sealed sealed, d->client.sealed());
    HEDDLE_TRY_VALUE(const auto kept, d->library.chunkIdsOfCollections(sealed.names.keys()));
    const QSet<qint64> keptHere(kept.cbegin(), kept.cend());
    all->removeIf([&keptHere](qint64 row) { return keptHere.contains(row); });
    auto index = d->shared.indexOfModel(model, stop);
    if (!index)
        return index.error();
    if (!*index)
        return *all;
    auto names = d->shared.names();
    if (!names)
        return names.error();
    HEDDLE_TRY(d->shared.refresh(**index, stop));
    // Few lack one in the index that is searched, few may have one in the index that is being built.
    const bool searched = **index == now->name;
    const QJsonObject embedded = clause("term", "embedded", true), mine = clause("prefix", "holders", names->prefix());
    const QJsonObject query { { QStringLiteral("bool"),
        searched ? QJsonObject { { QStringLiteral("filter"), mine }, { QStringLiteral("must_not"), embedded } }
                 : QJsonObject { { QStringLiteral("filter"), QJsonArray { mine, embedded } } } } };
    QSet<qint64> found;
    HEDDLE_TRY(d->client.forEachPage(
        **index, query, QJsonArray { QStringLiteral("holders") },
        [&](const QJsonArray &hits) -> Status {
            for (const QJsonValue &hit : hits) {
                for (const qint64 row : names->rows(versionOf(hit.toObject()).holders))
                    found.insert(row);
            }
            return Done {};
        },
        Concurrency::Context(stop)));
    QList<qint64> missing;
    for (const qint64 row : std::as_const(*all)) {
        if (found.contains(row) == searched)
            missing += row;
    }
    return missing;
}

std::optional<std::vector<float>> ElasticEngine::cachedVector(const QString &model, const QString &text)
{
    return d->local ? d->local->cachedVector(model, text) : std::nullopt;
}

Status ElasticEngine::putVectors(const QString &model, const QList<VectorRow> &rows, std::stop_token stop)
{
    if (rows.isEmpty())
        return Done {};
    auto names = d->shared.names();
    if (!names)
        return names.error();
    QList<qint64> ids;
    for (const VectorRow &row : rows)
        ids += row.chunkRow;
    auto chunks = d->library.chunks(ids);
    if (!chunks)
        return chunks.error();
    HEDDLE_TRY_VALUE(const Net::Sealed sealed, d->client.sealed());
    Concurrency::Contents contents;
    QHash<QString, QJsonObject> fields;
    for (const VectorRow &row : rows) {
        const auto chunk = chunks->constFind(row.chunkRow);
        if (chunk == chunks->cend() || sealed.holds(chunk->collection))
            continue; // removed or sealed since
        contents.collections.insert(chunk->collection.toStdString());
        QJsonArray numbers;
        double length = 0;
        for (const float value : row.vector) {
            numbers += double(value);
            length += double(value) * double(value);
        }
        QJsonObject field { { QStringLiteral("embedded"), true } };
        if (length > 0) // a vector without a direction is near to nothing, and no server takes it
            field.insert(QStringLiteral("vector"), numbers);
        fields.insert(names->key(*chunk), field);
    }
    auto index = d->shared.indexOfModel(model, stop);
    if (!index)
        return index.error();
    if (*index)
        return d->shared.setVectors(**index, fields, contents, stop);
    auto built = d->shared.buildBeside(model, int(rows.first().vector.size()), stop);
    if (!built)
        return built.error();
    return d->shared.setVectors(*built, fields, contents, stop);
}

Status ElasticEngine::activateModel(const QString &model)
{
    auto index = d->shared.indexOfModel(model, {});
    if (!index)
        return index.error();
    auto before = d->shared.ensure({});
    if (!before)
        return before.error();
    State state = d->shared.state();
    if (*index && **index != before->name) {
        HEDDLE_TRY(d->shared.switchTo(**index, {}));
    } else if (*index) {
        HEDDLE_TRY(d->shared.refresh(**index, {}));
    }
    if (*index) // without any passage there is no such index, and nothing to be searched
        state.model = model;
    return d->shared.setState(state);
}

// Searching ----------------------------------------------------------------------------------------------------------

Result<SearchResult> ElasticEngine::search(const SearchRequest &request, Concurrency::Context context)
{
    std::optional<Error> trouble;
    {
        const std::lock_guard lock(d->mutex);
        if (d->silence && std::chrono::steady_clock::now() < d->restUntil)
            trouble = d->silence;
    }
    if (!trouble) {
        auto result = d->searcher.search(request, context);
        if (result || result.error().isCancelled())
            return result;
        trouble = result.error();
        if (trouble->code == ErrorCode::Timeout) {
            const std::lock_guard lock(d->mutex);
            d->silence = trouble;
            d->restUntil = std::chrono::steady_clock::now() + RestAfterTimeout;
        }
    }
    if (!d->local)
        return *trouble;
    auto result = d->local->search(request, context);
    if (!result || result->hits.isEmpty())
        return *trouble;
    result->notices.prepend(
        tr("The search server can't be used, so the index on this computer was searched, which may be older. %1").arg(trouble->message));
    return result;
}

Result<Explanation> ElasticEngine::explain(const SearchRequest &request, const QList<qint64> &chunkRows, Concurrency::Context context)
{
    SearchRequest deep = request;
    deep.textLeg.reset();
    deep.limit = 0; // no texts
    deep.depth = ExplainedHits;
    HEDDLE_TRY_VALUE(auto found, search(deep, context));
    HEDDLE_TRY_VALUE(const Names names, d->shared.names());
    HEDDLE_TRY_VALUE(const auto chunks, d->library.chunks(chunkRows));
    QHash<QString, qint64> rows; // by the server's name for them
    for (const auto &[row, chunk] : chunks.asKeyValueRange())
        rows.insert(names.key(chunk), row);
    const bool onServer = !found.host.isEmpty(); // else the index on this computer stood in, which names its hits by row
    Explanation explanation = explanationOf(std::move(found), request, [&](const Hit &hit) {
        return onServer ? rows.value(hit.chunk) : chunks.contains(hit.chunkRow) ? hit.chunkRow : 0;
    });
    explanation.reach = ExplainedHits;
    explanation.indexed = explanation.embedded = chunkRows.size();
    HEDDLE_TRY_VALUE(const auto index, d->shared.current(context.stop));
    if (!onServer || !index)
        return explanation;
    const QJsonObject theseRows = clause("ids", "values", QJsonArray::fromStringList(rows.keys()));
    HEDDLE_TRY_VALUE(const qint64 indexed, d->shared.count(index->name, theseRows, context.stop));
    // Passages with the same text are one on the server.
    explanation.indexed = indexed == rows.size() ? chunkRows.size() : indexed;
    if (!explanation.vectorSearched)
        return explanation;
    const QJsonArray both { theseRows, clause("exists", "field", QStringLiteral("vector")) };
    HEDDLE_TRY_VALUE(const qint64 embedded, d->shared.count(index->name, clause("bool", "filter", both), context.stop));
    explanation.embedded = embedded == rows.size() ? chunkRows.size() : embedded;
    return explanation;
}

// ---------------------------------------------------------------------------------------------------------------------

Result<Health> ElasticEngine::health(int)
{
    return checkHealth(&d->client, &d->shared, &d->comparator, d->library);
}

} // namespace Heddle::Search
