// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/indexer.h"
#include "core/base/filename.h"
#include "core/concurrency/sleep.h"
#include "core/concurrency/taskgroup.h"
#include "core/library/folderplan.h"
#include "core/library/indexfeeder.h"
#include "core/library/indexlock.h"
#include <QCoreApplication>

namespace Heddle::Library {
namespace {

constexpr int FilesPerJob = 64;
constexpr qint64 BytesPerJob = 1 << 20;

} // namespace

//! State of one run, on the event loop's thread only; lanes share it.
struct Indexer::Run {
    std::shared_ptr<Search::TextIndexWriter> engine;
    std::stop_token stop;
    ProgressSink progress;
    QElapsedTimer clock, pause;
    qint64 pausedMs = 0; //!< not counted in files per second
    IndexReport report;
    IndexProgress shown;
    std::shared_ptr<std::mutex> writer = std::make_shared<std::mutex>();
    QList<qint64> removals; //!< collections that are marked to be removed
    std::vector<FolderPlan> folders;
    std::size_t folder = 0;
    qsizetype next = 0;
    int readers = 0; //!< lanes still reading
    std::vector<std::shared_ptr<IndexFeeder>> feeders; //!< per shard
    int upToDate = 0; //!< shards that hold everything
    Status status = Done {};

    void fail(const Error &error)
    {
        if (status)
            status = error;
    }
    void reportProgress()
    {
        const double seconds = double(clock.elapsed() - pausedMs) / 1000;
        shown.filesPerSecond = seconds > 0 ? double(shown.done) / seconds : 0;
        shown.secondsLeft = shown.filesPerSecond > 0 ? double(shown.files - shown.done) / shown.filesPerSecond : -1;
        if (progress)
            progress(shown);
    }
};

void Indexer::setPaused(bool paused)
{
    if (m_paused == paused)
        return;
    m_paused = paused;
    const auto run = m_run.lock();
    if (!run)
        return;
    if (paused)
        run->pause.start();
    else if (run->pause.isValid())
        run->pausedMs += run->pause.elapsed();
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

QCoro::Task<void> Indexer::readLane(std::shared_ptr<Run> run)
{
    using Reports = QList<FileReport>;
    while (run->status && !run->stop.stop_requested()) {
        if (m_paused) {
            co_await Concurrency::sleepFor(std::chrono::milliseconds(100), run->stop, this);
            continue;
        }
        while (run->folder < run->folders.size() && run->next >= run->folders[run->folder].tasks.size()) {
            ++run->folder;
            run->next = 0;
        }
        if (run->folder >= run->folders.size())
            break;
        const FolderPlan &work = run->folders[run->folder];
        const DocumentReader::Target target = work.target;
        QList<FileTask> batch;
        const qsizetype most = run->shown.done == 0 ? 1 : FilesPerJob; // the first file alone: search works from there on
        for (qint64 bytes = 0; run->next < work.tasks.size() && batch.size() < most && bytes < BytesPerJob; ++run->next) {
            batch += work.tasks[run->next];
            bytes += batch.last().file.stamp.size;
        }
        const DocumentReader reader(m_library, target, run->writer, m_limits);
        auto reportsTask = m_pools->indexing.submit(
            [reader, batch](std::stop_token stop) -> Result<Reports> {
                Reports done;
                for (const FileTask &task : batch) {
                    auto report = reader.read(task, stop);
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
            account(*run, report, target.root.path);
            run->shown.chunks += report.chunks;
        }
        run->shown.done += reports->size();
        run->reportProgress();
    }
    --run->readers;
}

QCoro::Task<void> Indexer::feedLane(std::shared_ptr<Run> run, int shard)
{
    const auto feeder = run->feeders[std::size_t(shard)];
    while (run->status) {
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
        if (*taken == 0)
            co_await Concurrency::sleepFor(std::chrono::milliseconds(20), std::stop_token(), this);
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

QCoro::Task<Result<IndexReport>> Indexer::run(IndexRequest request, ProgressSink progress, std::stop_token stop)
{
    Q_ASSERT(request.index);
    auto locking = lock(request.wait, progress, stop);
    HEDDLE_CO_TRY_VALUE(const auto held, co_await std::move(locking));
    const auto run = std::make_shared<Run>();
    m_run = run;
    run->engine = request.index;
    run->stop = stop;
    run->progress = progress;
    startClock(*run);

    // 1 What is there, and what of it is new?
    auto scanning = m_pools->indexing.submit([library = m_library, collection = request.collection, folders = request.folders](
                                                 std::stop_token token) { return planFolders(library, collection, folders, token); },
        stop, QStringLiteral("scan folders"));
    HEDDLE_CO_TRY_VALUE(run->folders, co_await std::move(scanning));

    // 2 Does the index follow this library?
    const bool willLog = std::any_of(
        run->folders.cbegin(), run->folders.cend(), [](const FolderPlan &work) { return !work.tasks.isEmpty() || !work.gone.isEmpty(); });
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
    auto counting = chunkCount(request.collection, stop);
    HEDDLE_CO_TRY_VALUE(run->report.chunks, co_await std::move(counting));
    run->report.ms = run->clock.elapsed();
    co_return run->report;
}

//! Files per second are counted from here; a pause is not counted.
void Indexer::startClock(Run &run) const
{
    run.clock.start();
    run.pausedMs = 0;
    if (m_paused)
        run.pause.start();
    run.shown.paused = m_paused;
    run.reportProgress();
}

void Indexer::accountForKnownFiles(Run &run)
{
    for (const FolderPlan &work : run.folders) {
        QSet<QByteArray> toRead;
        for (const FileTask &task : work.tasks)
            toRead += task.file.path;
        for (const ScannedFile &file : work.scan.files) {
            if (toRead.contains(file.path))
                continue;
            const Storage::DocumentRow row = work.known.value(file.path);
            const FileOutcome outcome = row.state == QLatin1String("no_text") ? FileOutcome::NoText
                : row.state == QLatin1String("not_read")                      ? FileOutcome::NotRead
                                                                              : FileOutcome::Unchanged;
            account(run, { file.path, outcome, row.reason, row.chunks }, work.target.root.path);
        }
        for (const UnreadFolder &unseen : work.unseen) {
            const QByteArray path = unseen.path.isEmpty() ? work.target.root.path : work.target.root.path + '/' + unseen.path;
            run.report.failures += { displayName(path), tr("could not be looked into: %1").arg(unseen.reason) };
        }
        run.report.files += work.scan.files.size();
        run.report.removed += work.gone.size();
        run.shown.files += work.tasks.size();
    }
}

QCoro::Task<Status> Indexer::removeBegunCollections(std::shared_ptr<Run> run)
{
    if (run->removals.isEmpty())
        co_return Done {};
    auto counting = m_pools->indexing.submit(
        [library = m_library, removals = run->removals](std::stop_token) -> Result<qint64> {
            qint64 documents = 0;
            for (const qint64 collection : removals) {
                HEDDLE_TRY_VALUE(const qint64 some, library.documentCount(collection));
                documents += some;
            }
            return documents;
        },
        run->stop, QStringLiteral("count documents"));
    run->shown.stage = IndexProgress::Stage::Removing;
    run->shown.done = 0;
    HEDDLE_CO_TRY_VALUE(run->shown.files, co_await std::move(counting));
    for (const qint64 collection : std::as_const(run->removals)) {
        for (qint64 removed = 1; removed > 0;) {
            run->reportProgress();
            auto removing = m_pools->indexing.submit(
                [library = m_library, collection](std::stop_token) { return library.removeNextDocuments(collection); }, run->stop,
                QStringLiteral("remove a collection"));
            HEDDLE_CO_TRY_VALUE(removed, co_await std::move(removing));
            run->shown.done += removed;
        }
    }
    run->shown.files = run->shown.done = 0;
    co_return Done {};
}

QCoro::Task<Status> Indexer::removeGoneDocuments(std::shared_ptr<Run> run)
{
    constexpr qsizetype Step = 100;
    IndexProgress &shown = run->shown;
    for (const FolderPlan &work : run->folders)
        shown.files += work.gone.size();
    if (shown.files == 0)
        co_return Done {};
    shown.stage = IndexProgress::Stage::Removing;
    for (const FolderPlan &work : run->folders) {
        const DocumentReader reader(m_library, work.target, run->writer, m_limits);
        for (qsizetype from = 0; from < work.gone.size(); from += Step) {
            run->reportProgress();
            const QList<qint64> some = work.gone.mid(from, Step);
            auto removing = m_pools->indexing.submit(
                [reader, some](std::stop_token) { return reader.remove(some); }, run->stop, QStringLiteral("remove documents"));
            HEDDLE_CO_TRY(co_await std::move(removing));
            shown.done += some.size();
        }
    }
    shown.files = shown.done = 0;
    co_return Done {};
}

QCoro::Task<Result<qint64>> Indexer::chunkCount(QString collection, std::stop_token stop)
{
    return m_pools->library.submit(
        [library = m_library, collection](std::stop_token) -> Result<qint64> {
            HEDDLE_TRY_VALUE(const auto rows, library.collections());
            for (const auto &row : rows) {
                if (row.name == collection)
                    return row.chunks;
            }
            return 0;
        },
        stop, QStringLiteral("count passages"));
}

QCoro::Task<Status> Indexer::removeCollection(
    QString name, std::shared_ptr<Search::TextIndexWriter> index, ProgressSink progress, std::stop_token stop)
{
    auto locking = lock(false, nullptr, stop);
    HEDDLE_CO_TRY_VALUE(const auto held, co_await std::move(locking));
    if (!name.isEmpty()) {
        auto marking = m_pools->indexing.submit(
            [library = m_library, name](std::stop_token) { return library.beginRemoval(name); }, stop, QStringLiteral("mark a collection"));
        HEDDLE_CO_TRY(co_await std::move(marking));
    }
    const auto run = std::make_shared<Run>();
    run->engine = index;
    run->stop = stop;
    run->progress = progress;
    run->clock.start();
    auto comparing = compareIndex(run, false);
    HEDDLE_CO_TRY(co_await std::move(comparing));
    auto removing = removeBegunCollections(run);
    const Status removed = co_await std::move(removing);
    // What was removed before a stop leaves the index too.
    auto feeding = feedAll(run, 0);
    HEDDLE_CO_TRY(co_await std::move(feeding));
    co_return removed;
}

} // namespace Heddle::Library
