// SPDX-License-Identifier: GPL-3.0-or-later
// The removing side of Indexer: collections, documents whose files are gone, and the space that both leave behind.
#include "core/base/log.h"
#include "core/concurrency/sleep.h"
#include "core/library/indexerrun.h"
#include "core/library/indexlock.h"

namespace Heddle::Library {

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
            auto resuming = m_pausing.whilePaused(run->stop, this);
            co_await std::move(resuming);
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
        const DocumentReader reader(m_library, work.target, run->writing, m_limits);
        for (qsizetype from = 0; from < work.gone.size(); from += Step) {
            run->reportProgress();
            auto resuming = m_pausing.whilePaused(run->stop, this);
            co_await std::move(resuming);
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
    m_run = run;
    run->engine = index;
    run->stop = stop;
    run->progress = progress;
    run->shown.stage = IndexProgress::Stage::Removing;
    startClock(*run);
    auto resuming = m_pausing.whilePaused(stop, this);
    co_await std::move(resuming);
    auto comparing = compareIndex(run, false);
    HEDDLE_CO_TRY(co_await std::move(comparing));
    auto removing = removeBegunCollections(run);
    const Status removed = co_await std::move(removing);
    // What was removed before a stop leaves the index too.
    run->shown.stage = IndexProgress::Stage::Finishing;
    run->reportProgress();
    auto feeding = feedAll(run, 0);
    HEDDLE_CO_TRY(co_await std::move(feeding));
    auto returning = returnSpace(run);
    co_await std::move(returning);
    co_return removed;
}

QCoro::Task<Status> Indexer::forget(QList<qint64> documents, std::shared_ptr<Search::TextIndexWriter> index, std::stop_token stop)
{
    auto locking = lock(false, nullptr, stop);
    HEDDLE_CO_TRY_VALUE(const auto held, co_await std::move(locking));
    const auto run = std::make_shared<Run>();
    m_run = run;
    run->engine = index;
    run->stop = stop;
    run->shown.stage = IndexProgress::Stage::Removing;
    startClock(*run);
    auto resuming = m_pausing.whilePaused(stop, this);
    co_await std::move(resuming);
    auto comparing = compareIndex(run, true);
    HEDDLE_CO_TRY(co_await std::move(comparing));
    auto removing = m_pools->indexing.submit(
        [library = m_library, documents](std::stop_token) { return library.removeDocuments(documents); }, stop,
        QStringLiteral("remove documents"));
    const Status removed = co_await std::move(removing);
    auto feeding = feedAll(run, 0);
    HEDDLE_CO_TRY(co_await std::move(feeding));
    co_return removed;
}

//! What was removed leaves the disk too, where that is worth the work. It gives way to anything, and fails in silence: nothing is
//! lost by it.
QCoro::Task<void> Indexer::returnSpace(std::shared_ptr<Run> run)
{
    constexpr std::chrono::milliseconds Pause { 20 }; // others write too
    const auto say = [](const Status &status) {
        if (!status && !status.error().isCancelled())
            qCWarning(logLibrary) << "returning space:" << status.error().message << status.error().detail;
    };
    for (bool more = true; more && !run->stop.stop_requested();) {
        auto resuming = m_pausing.whilePaused(run->stop, this);
        co_await std::move(resuming);
        auto returning = m_pools->indexing.submit(
            [library = m_library](std::stop_token) { return library.returnSomeSpace(); }, run->stop, QStringLiteral("return disk space"));
        const Result<bool> returned = co_await std::move(returning);
        more = returned && *returned;
        if (!returned)
            say(returned.error());
        if (!more)
            break;
        run->shown.stage = IndexProgress::Stage::Finishing;
        run->reportProgress();
        auto pausing = Concurrency::sleepFor(Pause, run->stop, this);
        co_await std::move(pausing);
    }
    for (int shard = 0; shard < run->engine->shards() && !run->stop.stop_requested(); ++shard) {
        auto resuming = m_pausing.whilePaused(run->stop, this);
        co_await std::move(resuming);
        auto compacting =
            m_pools->indexing.submit([engine = run->engine, shard](std::stop_token stop) { return engine->compact(shard, stop); },
                run->stop, QStringLiteral("return disk space"));
        const Status compacted = co_await std::move(compacting);
        say(compacted);
    }
}

} // namespace Heddle::Library
