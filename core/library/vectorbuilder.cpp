// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/vectorbuilder.h"
#include "core/concurrency/sleep.h"
#include "core/library/indexlock.h"
#include <QElapsedTimer>
#include <QSet>

namespace Heddle::Library {
namespace {

// Vectors are written when there are so many, or after so long: what a crash may cost.
constexpr qsizetype FlushRows = 2000;
constexpr qint64 FlushMs = 20'000;

//! Passages as they go to the embedder; `missing` are those whose text was never embedded.
struct Batch {
    QList<Search::VectorRow> rows;
    QList<qsizetype> missing;
    Concurrency::Contents contents; //!< of the missing ones
};

Result<Batch> prepare(const Storage::LibraryRepository &library, Search::VectorStore &store, const QString &model,
    const QList<qint64> &chunkRows, const Net::SendGuard *guard)
{
    HEDDLE_TRY_VALUE(const Net::Sealed sealed, guard ? guard->sealed() : Result<Net::Sealed>(Net::Sealed()));
    auto chunks = library.chunks(chunkRows);
    if (!chunks)
        return chunks.error();
    Batch batch;
    for (const qint64 row : chunkRows) {
        const auto it = chunks->constFind(row);
        if (it == chunks->cend())
            continue; // removed since
        if (sealed.holds(it->collection))
            continue;
        Search::VectorRow next { row, it->chunk.publicId, it->collectionId, it->documentId, it->type,
            Embedding::passageText(it->title, it->chunk.heading, it->chunk.text), {} };
        if (auto known = store.cachedVector(model, next.text)) {
            next.vector = std::move(*known);
        } else {
            batch.missing += batch.rows.size();
            batch.contents.collections.insert(it->collection.toStdString());
            ++batch.contents.texts;
        }
        batch.rows += std::move(next);
    }
    return batch;
}

} // namespace

Result<QList<qint64>> chunksToEmbed(const Storage::LibraryRepository &library, Search::VectorStore &store, const QString &model,
    const Net::Sealed &sealed, std::stop_token stop)
{
    HEDDLE_TRY_VALUE(QList<qint64> missing, store.chunksWithoutVector(model, stop));
    HEDDLE_TRY_VALUE(const auto kept, library.chunkIdsOfCollections(sealed.names.keys()));
    const QSet<qint64> keptHere(kept.cbegin(), kept.cend());
    missing.removeIf([&keptHere](qint64 row) { return keptHere.contains(row); });
    return missing;
}

//! State of one run, on the event loop's thread only; lanes share it.
struct VectorBuilder::Run {
    std::shared_ptr<Embedding::Embedder> embedder;
    std::shared_ptr<Search::VectorStore> store;
    std::stop_token stop;
    ProgressSink progress;
    QList<qint64> chunks;
    qsizetype next = 0;
    QList<Search::VectorRow> finished; //!< not written yet
    bool writing = false;
    WorkClock clock;
    QElapsedTimer sinceWrite;
    EmbeddingReport report;
    EmbeddingProgress shown;
    Status status = Done {};

    void fail(const Error &error)
    {
        if (status)
            status = error;
    }
    bool goesOn() const { return status && !stop.stop_requested(); }
    void reportProgress()
    {
        const double seconds = clock.workedSeconds();
        shown.passagesPerSecond = seconds > 0 ? double(shown.done) / seconds : 0;
        shown.secondsLeft = shown.passagesPerSecond > 0 ? double(shown.passages - shown.done) / shown.passagesPerSecond : -1;
        if (progress)
            progress(shown);
    }
};

void VectorBuilder::setPaused(bool paused)
{
    if (!m_pausing.set(paused))
        return;
    const auto run = m_run.lock();
    if (!run)
        return;
    run->clock.setPaused(paused);
    run->shown.paused = paused;
    run->reportProgress();
}

QCoro::Task<Status> VectorBuilder::flush(std::shared_ptr<Run> run)
{
    if (run->writing)
        co_return Done {}; // whoever writes takes what came meanwhile as well
    run->writing = true;
    Status written = Done {};
    while (written && !run->finished.isEmpty()) {
        // What is made stays, also when the run is stopped.
        auto task = m_pools->indexing.submit([store = run->store, model = run->embedder->model(), rows = std::exchange(run->finished, {})](
                                                 std::stop_token stop) { return store->putVectors(model, rows, stop); },
            std::stop_token(), QStringLiteral("write vectors"));
        written = co_await std::move(task);
    }
    run->writing = false;
    run->sinceWrite.start();
    co_return written;
}

QCoro::Task<void> VectorBuilder::lane(std::shared_ptr<Run> run)
{
    while (run->goesOn() && run->next < run->chunks.size()) {
        if (m_pausing.isPaused()) {
            auto flushing = flush(run); // a pause may be long
            const Status written = co_await std::move(flushing);
            if (!written)
                run->fail(written.error());
            auto resuming = m_pausing.whilePaused(run->stop, this);
            co_await std::move(resuming);
            continue;
        }
        const QList<qint64> rows = run->chunks.mid(run->next, run->embedder->batchSize());
        run->next += rows.size();
        auto batchTask = m_pools->indexing.submit([library = m_library, store = run->store, model = run->embedder->model(), rows,
                                                      guard = run->embedder->sendsElsewhere() ? m_guard : nullptr](
                                                      std::stop_token) { return prepare(library, *store, model, rows, guard.get()); },
            run->stop, QStringLiteral("read passages"));
        auto batch = co_await std::move(batchTask);
        if (!batch) {
            run->fail(batch.error());
            break;
        }
        QStringList texts;
        qint64 bytes = 0;
        for (const qsizetype i : std::as_const(batch->missing)) {
            texts += batch->rows[i].text;
            bytes += texts.last().toUtf8().size();
        }
        if (!texts.isEmpty()) {
            auto vectorsTask = run->embedder->embedPassages(texts, Concurrency::Context(run->stop).carrying(batch->contents));
            auto vectors = co_await std::move(vectorsTask);
            if (!vectors && vectors.error().code == ErrorCode::Withheld) { // sealed a moment ago; the others come with the next run
                run->shown.done += rows.size();
                continue;
            }
            if (!vectors) {
                run->fail(vectors.error());
                break;
            }
            for (qsizetype i = 0; i < batch->missing.size(); ++i)
                batch->rows[batch->missing[i]].vector = std::move((*vectors)[i]);
            if (!run->embedder->host().isEmpty())
                run->report.bytesSent += bytes;
        }
        run->report.embedded += texts.size();
        run->report.reused += batch->rows.size() - texts.size();
        run->finished += batch->rows;
        run->shown.done += rows.size();
        run->reportProgress();
        if (run->finished.size() >= FlushRows || run->sinceWrite.elapsed() >= FlushMs) {
            auto flushTask = flush(run);
            const Status written = co_await std::move(flushTask);
            if (!written)
                run->fail(written.error());
        }
    }
}

QCoro::Task<Result<EmbeddingReport>> VectorBuilder::run(
    std::shared_ptr<Embedding::Embedder> embedder, std::shared_ptr<Search::VectorStore> store, ProgressSink progress, std::stop_token stop)
{
    const auto run = std::make_shared<Run>();
    m_run = run;
    run->embedder = embedder;
    run->store = store;
    run->stop = stop;
    run->progress = progress;
    run->shown.paused = m_pausing.isPaused();
    if (m_pausing.isPaused() && progress)
        progress(run->shown);
    auto resuming = m_pausing.whilePaused(stop, this);
    co_await std::move(resuming);
    const auto held = IndexLock::take(m_dataFolder);
    if (!held)
        co_return held.error();
    auto missingTask = m_pools->indexing.submit(
        [library = m_library, store = run->store, model = embedder->model(), guard = embedder->sendsElsewhere() ? m_guard : nullptr](
            std::stop_token token) -> Result<QList<qint64>> {
            HEDDLE_TRY(store->dropStaleVectors(model, token));
            HEDDLE_TRY_VALUE(const Net::Sealed sealed, guard ? guard->sealed() : Result<Net::Sealed>(Net::Sealed()));
            return chunksToEmbed(library, *store, model, sealed, token);
        },
        stop, QStringLiteral("look for passages without vector"));
    auto missing = co_await std::move(missingTask);
    if (!missing)
        co_return missing.error();
    run->chunks = std::move(*missing);
    run->report.model = embedder->name();
    run->report.passages = run->shown.passages = run->chunks.size();
    run->clock.start(m_pausing.isPaused());
    run->sinceWrite.start();
    if (!run->chunks.isEmpty())
        run->reportProgress();
    std::vector<QCoro::Task<void>> lanes;
    for (int i = 0; i < embedder->lanes(); ++i)
        lanes.push_back(lane(run));
    for (auto &task : lanes)
        co_await std::move(task);
    auto flushTask = flush(run);
    const Status written = co_await std::move(flushTask);
    if (!run->status)
        co_return run->status.error();
    if (!written)
        co_return written.error();
    if (stop.stop_requested())
        co_return Error::cancelled();
    auto activateTask =
        m_pools->indexing.submit([store = run->store, model = embedder->model()](std::stop_token) { return store->activateModel(model); },
            std::stop_token(), QStringLiteral("activate vectors"));
    const Status activated = co_await std::move(activateTask);
    if (!activated)
        co_return activated.error();
    embedder->releaseMemory();
    run->report.ms = run->clock.elapsedMs();
    co_return run->report;
}

} // namespace Heddle::Library
