// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/libraryupkeep.h"
#include "core/concurrency/sleep.h"
#include <QLocale>

namespace Heddle::Library {
namespace {

//! Whether a server may get over it without anybody changing anything here.
bool passesByItself(const Error &error)
{
    const bool server = error.band() == int(ErrorCode::Transport) / 100 || error.band() == int(ErrorCode::Provider) / 100
        || error.code == ErrorCode::IndexUnavailable || error.code == ErrorCode::StorageFull;
    return server && error.retryable;
}

} // namespace

LibraryUpkeep::LibraryUpkeep(Setup::SetupService *setup, Indexer *indexer, VectorBuilder *vectors, Storage::LibraryRepository library,
    Flow::Pools *pools, Concurrency::TaskGroup *tasks)
    : m_setup(setup), m_indexer(indexer), m_vectors(vectors), m_library(std::move(library)), m_pools(pools), m_tasks(tasks)
{ }

void LibraryUpkeep::followSetup()
{
    connect(m_setup, &Setup::SetupService::changed, this, [this](bool engine, bool) {
        letGo();
        if (engine)
            rescanAll();
        else
            embed();
    });
}

void LibraryUpkeep::addFolder(const QString &folder, const QString &collection)
{
    if (folder.isEmpty())
        return;
    Request request;
    request.index.collection = m_names->follow(collection.isEmpty() ? tr("Documents") : collection);
    request.index.folders = QStringList(folder);
    add(std::move(request));
}

void LibraryUpkeep::rescan(const QString &collection)
{
    Request request;
    request.index.collection = m_names->follow(collection);
    request.index.readFailedAgain = true; // whoever asks for it by hand may have mended something
    add(std::move(request));
}

void LibraryUpkeep::removeCollection(const QString &collection)
{
    Request request;
    request.kind = Request::Kind::Remove;
    request.index.collection = m_names->follow(collection);
    add(std::move(request));
}

void LibraryUpkeep::applyExclusions(const QString &collection)
{
    Request request;
    request.index.collection = m_names->follow(collection);
    request.quiet = true;
    add(std::move(request));
}

void LibraryUpkeep::forget(const QList<qint64> &documents)
{
    if (documents.isEmpty())
        return;
    Request request;
    request.kind = Request::Kind::Forget;
    request.documents = documents;
    add(std::move(request));
}

void LibraryUpkeep::rescanAll()
{
    m_tasks->add(listAll());
}

QCoro::Task<void> LibraryUpkeep::listAll()
{
    using Rows = QList<Storage::CollectionRow>;
    auto listing = m_pools->library.submit(
        [library = m_library](std::stop_token) -> Result<std::pair<Rows, bool>> {
            HEDDLE_TRY_VALUE(const Rows rows, library.collections());
            HEDDLE_TRY_VALUE(const auto begun, library.begunRemovals());
            return std::pair(rows, !begun.isEmpty());
        },
        m_tasks->token(), QStringLiteral("list collections"));
    const auto listed = co_await std::move(listing);
    if (!listed)
        co_return;
    if (listed->second) {
        Request request; // a removal that was stopped goes on
        request.kind = Request::Kind::Remove;
        request.quiet = true;
        add(std::move(request));
    }
    for (const Storage::CollectionRow &row : listed->first) {
        Request request;
        request.index.collection = m_names->follow(row.name);
        request.quiet = true;
        add(std::move(request));
    }
}

void LibraryUpkeep::embed()
{
    m_embedDue = true;
    if (!m_running)
        next();
    else if (m_embedding)
        m_stop.stop(); // the model may be another one now
}

void LibraryUpkeep::stop()
{
    m_waiting.clear();
    m_embedDue = false;
    letGo();
    m_stop.stop();
}

void LibraryUpkeep::setRetryPauses(std::chrono::milliseconds first, std::chrono::milliseconds longest)
{
    m_firstPause = m_pause = first;
    m_longestPause = longest;
}

void LibraryUpkeep::setTrouble(const QString &trouble)
{
    if (std::exchange(m_trouble, trouble) != trouble)
        Q_EMIT troubleChanged(m_trouble);
}

//! Nothing waits any more: what comes next tries the server at once.
void LibraryUpkeep::letGo()
{
    m_held = Held::Nothing;
    m_pause = m_firstPause;
    m_retry.stop();
    setTrouble({});
}

void LibraryUpkeep::hold(Held held, const QString &problem)
{
    m_held = held;
    setTrouble(tr("%1 Heddle looks again by itself, and goes on when the server answers.").arg(problem));
    m_tasks->add(waitForServer(m_retry.restart(m_tasks->token())));
}

QCoro::Task<void> LibraryUpkeep::waitForServer(std::stop_token stop)
{
    while (!stop.stop_requested()) {
        const auto pause = m_pause;
        m_pause = std::min(2 * m_pause, m_longestPause);
        auto sleeping = Concurrency::sleepFor(pause, stop, this);
        co_await std::move(sleeping);
        if (stop.stop_requested() || isPaused() || m_running)
            continue;
        auto asking = serversAnswer(stop);
        const bool answers = co_await std::move(asking);
        if (!answers || stop.stop_requested() || m_running)
            continue;
        m_held = Held::Nothing; // what is wrong is said until the work itself succeeds
        next();
        co_return;
    }
}

//! A small question to each server that the work needs, so that nothing is read and nothing shown before they answer. What no time
//! mends is left to the work itself, which says it.
QCoro::Task<bool> LibraryUpkeep::serversAnswer(std::stop_token stop)
{
    const Setup::IndexSetup setup = m_setup->indexing();
    if (!setup.engine->host().isEmpty()) {
        auto looking = m_pools->indexing.submit(
            [engine = setup.engine](std::stop_token) { return engine->position(0); }, stop, QStringLiteral("ask the search server"));
        const auto position = co_await std::move(looking);
        if (!position && passesByItself(position.error()))
            co_return false;
    }
    if (m_held == Held::Embedding && setup.embedder && !setup.embedder->host().isEmpty()) {
        auto embedding = setup.embedder->embedQuery(QStringLiteral("Heddle"), Concurrency::Context(stop).carrying({}));
        const auto vector = co_await std::move(embedding);
        co_return vector || !passesByItself(vector.error());
    }
    co_return true;
}

void LibraryUpkeep::setPaused(bool paused)
{
    m_indexer->setPaused(paused);
    m_vectors->setPaused(paused);
    if (!paused && m_held != Held::Nothing) { // nobody looked meanwhile
        m_pause = m_firstPause;
        m_tasks->add(waitForServer(m_retry.restart(m_tasks->token())));
    }
    Q_EMIT progressed();
}

void LibraryUpkeep::add(Request request)
{
    if (!request.quiet) // somebody is there who wants to know now
        letGo();
    m_waiting += std::move(request);
    if (!m_running)
        next();
    else if (m_embedding || m_progress.stage == IndexProgress::Stage::Finishing)
        m_stop.stop(); // it gives way, and goes on afterwards where it was
}

void LibraryUpkeep::next()
{
    const bool embedding = m_waiting.isEmpty();
    if (m_held == Held::Everything || (embedding && m_held == Held::Embedding))
        return;
    if (embedding && (!std::exchange(m_embedDue, false) || !m_setup->indexing().embedder))
        return;
    m_running = true;
    m_embedding = embedding;
    const std::stop_token stop = m_stop.restart(m_tasks->token());
    m_progress = {};
    if (embedding)
        m_progress.stage = IndexProgress::Stage::Embedding;
    Q_EMIT started();
    if (embedding)
        m_tasks->add(runEmbedding(stop));
    else
        m_tasks->add(run(m_waiting.dequeue(), stop));
}

QCoro::Task<void> LibraryUpkeep::run(Request request, std::stop_token stop)
{
    Result<IndexReport> report = IndexReport();
    if (request.kind == Request::Kind::Remove) {
        auto removing = remove(
            request.index.collection.text(), [this](const IndexProgress &now) { showProgress(now); }, stop);
        const Status removed = co_await std::move(removing);
        if (!removed)
            report = removed.error();
    } else if (request.kind == Request::Kind::Forget) {
        auto forgetting = forgetNow(request.documents, stop);
        const Status forgotten = co_await std::move(forgetting);
        if (!forgotten)
            report = forgotten.error();
    } else {
        auto indexing = index(
            request.index, [this](const IndexProgress &now) { showProgress(now); }, stop);
        report = co_await std::move(indexing);
    }
    end(request, report);
}

QCoro::Task<void> LibraryUpkeep::runEmbedding(std::stop_token stop)
{
    auto embedding = embedNow([this](const EmbeddingProgress &now) { showProgress(now); }, stop);
    const auto report = co_await std::move(embedding);
    endEmbedding(report);
}

QCoro::Task<Result<IndexReport>> LibraryUpkeep::index(IndexRequest request, Indexer::ProgressSink progress, std::stop_token stop)
{
    request.index = m_setup->indexing().engine;
    return m_indexer->run(request, progress, stop);
}

QCoro::Task<Status> LibraryUpkeep::remove(QString collection, Indexer::ProgressSink progress, std::stop_token stop)
{
    return m_indexer->removeCollection(collection, m_setup->indexing().engine, progress, stop);
}

QCoro::Task<Status> LibraryUpkeep::forgetNow(QList<qint64> documents, std::stop_token stop)
{
    return m_indexer->forget(documents, m_setup->indexing().engine, stop);
}

QCoro::Task<Status> LibraryUpkeep::renameCollection(QString name, QString newName, std::stop_token stop)
{
    return m_pools->library.submit(
        [names = m_names, library = m_library, name, newName](std::stop_token) { return names->rename(library, name, newName); }, stop,
        QStringLiteral("rename a collection"));
}

QCoro::Task<Result<std::optional<EmbeddingReport>>> LibraryUpkeep::embedNow(VectorBuilder::ProgressSink progress, std::stop_token stop)
{
    const Setup::IndexSetup setup = m_setup->indexing();
    if (!setup.embedder)
        co_return std::optional<EmbeddingReport>();
    auto building = m_vectors->run(setup.embedder, setup.engine, progress, stop);
    HEDDLE_CO_TRY_VALUE(const auto report, co_await std::move(building));
    auto applying = m_setup->apply(stop); // questions are embedded by this model from now on
    co_await std::move(applying);
    co_return std::optional(report);
}

void LibraryUpkeep::showProgress(const IndexProgress &progress)
{
    m_progress = progress;
    Q_EMIT progressed();
}

void LibraryUpkeep::showProgress(const EmbeddingProgress &progress)
{
    m_progress.files = progress.passages;
    m_progress.done = progress.done;
    m_progress.filesPerSecond = progress.passagesPerSecond;
    m_progress.secondsLeft = progress.secondsLeft;
    m_progress.paused = progress.paused;
    Q_EMIT progressed();
}

void LibraryUpkeep::endEmbedding(const Result<std::optional<EmbeddingReport>> &report)
{
    m_running = m_embedding = false;
    const Setup::IndexSetup setup = m_setup->indexing();
    const bool remote = !setup.engine->host().isEmpty() || (setup.embedder && !setup.embedder->host().isEmpty());
    const bool waits = !report && remote && passesByItself(report.error());
    const QString problem =
        report ? QString() : tr("Not all passages could be embedded, so those are found by their words. %1").arg(report.error().message);
    if (waits) {
        m_embedDue = true;
        hold(Held::Embedding, problem);
    } else {
        letGo();
    }
    // Nothing where it gave way: what it waits for makes it due again.
    const bool told = !report && !waits && !report.error().isCancelled() && report.error().code != ErrorCode::Locked;
    Q_EMIT finished(told ? problem : QString());
    if (!m_running)
        next();
}

void LibraryUpkeep::end(const Request &request, const Result<IndexReport> &report)
{
    m_running = false;
    m_embedDue = true;
    const bool waits = !report && !m_setup->indexing().engine->host().isEmpty() && passesByItself(report.error());
    if (waits) {
        m_waiting.prepend(request);
        hold(Held::Everything, report.error().message);
    } else if (m_held == Held::Nothing) {
        letGo();
    }
    Q_EMIT finished(waits ? QString() : messageFor(request, report));
    if (!m_running)
        next();
}

QString LibraryUpkeep::messageFor(const Request &request, const Result<IndexReport> &report)
{
    if (!report) {
        const Error &error = report.error();
        if (error.isCancelled() && request.kind == Request::Kind::Remove)
            return tr("Stopped. The rest of the collection is removed the next time that a folder is read.");
        if (error.isCancelled())
            return tr("Stopped. What was read is kept; rescan the collection to go on.");
        return request.quiet && error.code == ErrorCode::Locked ? QString() : error.message;
    }
    if (request.kind != Request::Kind::Index || request.quiet)
        return {};
    if (report->files == 0)
        return tr("There is no file in this folder. Add some documents, or choose another folder.");
    const qint64 bad = report->failed + report->noText;
    if (bad == 0)
        return {};
    const IndexReport::Entry &first = report->failures.first();
    return bad == 1 ? tr("1 file could not be used: %1 (%2)").arg(first.path, first.reason)
                    : tr("%1 files could not be used. The first: %2 (%3)").arg(QLocale().toString(bad), first.path, first.reason);
}

} // namespace Heddle::Library
