// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/indexer.h"
#include "core/base/filename.h"
#include "core/concurrency/sleep.h"
#include "core/concurrency/taskgroup.h"
#include "core/library/indexerrun.h"
#include "core/library/indexlock.h"
#include <QCoreApplication>

namespace Heddle::Library {
namespace {

constexpr int FilesPerJob = 64;
constexpr qint64 BytesPerJob = 1 << 20;

} // namespace

void Indexer::setPaused(bool paused)
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

QCoro::Task<Result<std::shared_ptr<IndexLock>>> Indexer::lock(bool wait, ProgressSink progress, std::stop_token stop)
{
    while (true) {
        auto taken = IndexLock::take(m_dataFolder);
        if (taken || !wait || taken.error().code != ErrorCode::Locked)
            co_return taken;
        if (progress) {
            IndexProgress waiting;
            waiting.stage = IndexProgress::Stage::Waiting;
            progress(waiting);
        }
        co_await Concurrency::sleepFor(std::chrono::milliseconds(500), stop, this);
        if (stop.stop_requested())
            co_return Error::cancelled();
    }
}

void Indexer::account(Run &run, const FileReport &file, const QByteArray &root)
{
    IndexReport &report = run.report;
    const QString path = displayName(root + '/' + file.path);
    switch (file.outcome) {
    case FileOutcome::Indexed: ++report.indexed; break;
    case FileOutcome::Unchanged: ++report.unchanged; break;
    case FileOutcome::NoText:
        ++report.noText;
        report.failures += { path, file.reason };
        break;
    case FileOutcome::Failed:
        ++report.failed;
        report.failures += { path, file.reason };
        break;
    case FileOutcome::NotRead:
        ++report.notRead;
        report.skipped += { path, file.reason };
        break;
    }
}

//! The next files of the folder that is read; empty where all have been taken.
Indexer::Batch Indexer::nextBatch(Run &run)
{
    while (run.folder < run.folders.size() && run.next >= run.folders[run.folder].toRead.size()) {
        ++run.folder;
        run.next = 0;
    }
    Batch batch;
    if (run.folder >= run.folders.size())
        return batch;
    const FolderPlan &plan = run.folders[run.folder];
    batch.target = plan.target;
    const qsizetype most = run.shown.done == 0 ? 1 : FilesPerJob; // the first file alone: search works from there on
    for (qint64 bytes = 0; run.next < plan.toRead.size() && batch.files.size() < most && bytes < BytesPerJob; ++run.next) {
        batch.files.emplaceBack(plan.toRead.at(run.next), plan.documents[std::size_t(run.next)]);
        bytes += batch.files.last().first.stamp.size;
    }
    return batch;
}

QCoro::Task<void> Indexer::readLane(std::shared_ptr<Run> run)
{
    using Reports = QList<FileReport>;
    while (run->status && !run->stop.stop_requested()) {
        if (m_pausing.isPaused()) {
            auto resuming = m_pausing.whilePaused(run->stop, this);
            co_await std::move(resuming);
            continue;
        }
        const Batch batch = nextBatch(*run);
        if (batch.files.isEmpty())
            break;
        const DocumentReader reader(m_library, batch.target, run->writing, m_limits);
        auto reportsTask = m_pools->indexing.submit(
            [reader, files = batch.files](std::stop_token stop) -> Result<Reports> {
                Reports done;
                for (const auto &[file, document] : files) {
                    auto report = reader.read(file, document, stop);
                    if (!report)
                        return report.error();
                    done += *report;
                }
                return done;
            },
            run->stop, QStringLiteral("read files"));
        auto reports = co_await std::move(reportsTask);
        if (!reports) {
            run->fail(reports.error());
            break;
        }
        for (const FileReport &report : std::as_const(*reports)) {
            account(*run, report, batch.target.root.path);
            run->shown.chunks += report.chunks;
        }
        run->shown.done += reports->size();
        run->reportProgress();
    }
    --run->readers;
    run->writing->written.notify(); // the last one
}

QCoro::Task<void> Indexer::feedLane(std::shared_ptr<Run> run, int shard)
{
    const auto feeder = run->feeders[std::size_t(shard)];
    while (run->status) {
        if (feeder->isRebuilding()) {
            auto resuming = m_pausing.whilePaused(run->stop, this);
            co_await std::move(resuming);
            if (run->stop.stop_requested())
                co_return; // begun anew by the next run
        }
        const std::uint64_t seen = run->writing->written.count();
        const bool last = run->readers == 0;
        // A stop ends the reading; what was read is still carried into the index, so that nothing waits for a replay.
        auto takenTask = m_pools->indexing.submit(
            [feeder, last](std::stop_token stop) { return feeder->step(last, stop); }, std::stop_token(), QStringLiteral("index passages"));
        auto taken = co_await std::move(takenTask);
        if (!taken) {
            run->fail(taken.error());
            co_return;
        }
        if (*taken == 0 && last)
            break;
        if (*taken == 0) {
            auto waiting = Concurrency::waitForEvent(run->written(), seen, feeder->commitDue(), {}, this);
            co_await std::move(waiting);
        }
    }
    ++run->upToDate;
}

//! Compares every shard with the library's log, and only then lets the log go on, where there is something to log.
QCoro::Task<Status> Indexer::compareIndex(std::shared_ptr<Run> run, bool willLog)
{
    auto listing = m_pools->indexing.submit(
        [library = m_library](std::stop_token) { return library.begunRemovals(); }, std::stop_token(), QStringLiteral("list removals"));
    HEDDLE_CO_TRY_VALUE(run->removals, co_await std::move(listing));
    willLog = willLog || !run->removals.isEmpty();
    for (int shard = 0; shard < run->engine->shards(); ++shard)
        run->feeders.push_back(std::make_shared<IndexFeeder>(m_library, run->engine, shard));
    auto comparing = m_pools->indexing.submit(
        [library = m_library, feeders = run->feeders, willLog](std::stop_token) -> Status {
            for (const auto &feeder : feeders)
                HEDDLE_TRY(feeder->compare());
            return willLog ? library.beginGeneration() : Done {};
        },
        std::stop_token(), QStringLiteral("compare the index"));
    co_return co_await std::move(comparing);
}

//! Reads and feeds side by side until both are done.
QCoro::Task<Status> Indexer::feedAll(std::shared_ptr<Run> run, int lanes)
{
    run->readers = lanes;
    std::vector<QCoro::Task<void>> tasks;
    for (int i = 0; i < lanes; ++i)
        tasks.push_back(readLane(run));
    for (int shard = 0; shard < run->engine->shards(); ++shard)
        tasks.push_back(feedLane(run, shard));
    for (auto &task : tasks)
        co_await std::move(task);
    run->engine->closeWriters();
    if (run->status && run->upToDate == run->engine->shards()) {
        const auto least = std::min_element(run->feeders.cbegin(), run->feeders.cend(),
            [](const auto &a, const auto &b) { return a->committed().seq < b->committed().seq; });
        auto prunedTask = m_pools->indexing.submit(
            [library = m_library, everywhere = (*least)->committed()](std::stop_token) { return library.pruneOps(everywhere); },
            std::stop_token(), QStringLiteral("prune the op log"));
        auto pruned = co_await std::move(prunedTask);
        if (!pruned)
            run->fail(pruned.error());
    }
    co_return run->status;
}

QCoro::Task<Status> Indexer::plan(std::shared_ptr<Run> run, IndexRequest request)
{
    using Plans = Result<std::vector<FolderPlan>>;
    auto planning = m_pools->indexing.submit(
        [library = m_library, collection = request.collection, folders = request.folders, again = request.readFailedAgain](
            std::stop_token token) -> Plans { return planFolders(library, collection, folders, token, again); },
        run->stop, QStringLiteral("scan folders"));
    Plans plans = co_await std::move(planning);
    if (!plans)
        co_return plans.error();
    run->folders = std::move(*plans);
    co_return Done {};
}

QCoro::Task<Result<IndexReport>> Indexer::run(IndexRequest request, ProgressSink progress, std::stop_token stop)
{
    Q_ASSERT(request.index);
    const auto run = std::make_shared<Run>();
    m_run = run;
    run->engine = request.index;
    run->stop = stop;
    run->progress = progress;
    startClock(*run);
    auto resuming = m_pausing.whilePaused(stop, this);
    co_await std::move(resuming);
    auto locking = lock(request.wait, progress, stop);
    HEDDLE_CO_TRY_VALUE(const auto held, co_await std::move(locking));

    // 1 What is there, and what of it is new?
    run->reportProgress();
    auto planning = plan(run, request);
    HEDDLE_CO_TRY(co_await std::move(planning));

    // 2 Does the index follow this library?
    const bool willLog = std::any_of(
        run->folders.cbegin(), run->folders.cend(), [](const FolderPlan &work) { return !work.toRead.isEmpty() || !work.gone.isEmpty(); });
    auto comparing = compareIndex(run, willLog);
    HEDDLE_CO_TRY(co_await std::move(comparing));

    // 3 Remove what was begun to be removed, and what is gone.
    auto finishing = removeBegunCollections(run);
    HEDDLE_CO_TRY(co_await std::move(finishing));
    auto removing = removeGoneDocuments(run);
    HEDDLE_CO_TRY(co_await std::move(removing));

    // 4 Read and index, side by side.
    accountForKnownFiles(*run);
    run->shown.stage = IndexProgress::Stage::Reading;
    startClock(*run);
    auto feeding = feedAll(run, m_pools->indexing.threads());
    HEDDLE_CO_TRY(co_await std::move(feeding));
    if (stop.stop_requested())
        co_return Error::cancelled();
    auto counting = chunkCount(run->folders.empty() ? 0 : run->folders.front().target.collectionId, stop);
    HEDDLE_CO_TRY_VALUE(run->report.chunks, co_await std::move(counting));
    run->report.ms = run->clock.elapsedMs();
    auto returning = returnSpace(run);
    co_await std::move(returning);
    co_return run->report;
}

//! Files per second are counted from here; a pause is not counted.
void Indexer::startClock(Run &run) const
{
    run.clock.start(m_pausing.isPaused());
    run.shown.paused = m_pausing.isPaused();
    run.reportProgress();
}

void Indexer::accountForKnownFiles(Run &run)
{
    for (FolderPlan &work : run.folders) {
        for (const FileReport &file : std::exchange(work.settled, {}))
            account(run, file, work.target.root.path);
        for (const UnreadFolder &unseen : work.unseen) {
            const QByteArray path = unseen.path.isEmpty() ? work.target.root.path : work.target.root.path + '/' + unseen.path;
            run.report.failures += { displayName(path), tr("could not be looked into: %1").arg(unseen.reason) };
        }
        run.report.files += work.files;
        run.report.unchanged += work.unchanged;
        run.report.removed += work.gone.size();
        run.report.excluded += work.excluded;
        run.shown.files += work.toRead.size();
    }
}

QCoro::Task<Result<qint64>> Indexer::chunkCount(qint64 collection, std::stop_token stop)
{
    return m_pools->library.submit(
        [library = m_library, collection](std::stop_token) -> Result<qint64> {
            HEDDLE_TRY_VALUE(const auto rows, library.collections());
            for (const auto &row : rows) {
                if (row.id == collection)
                    return row.chunks;
            }
            return 0;
        },
        stop, QStringLiteral("count passages"));
}

} // namespace Heddle::Library
