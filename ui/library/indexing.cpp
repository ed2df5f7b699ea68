// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/library/indexing.h"
#include <QLocale>

namespace Heddle::Ui {
namespace {

QString timeLeft(double seconds)
{
    const auto whole = qint64(seconds + 0.5);
    return whole < 60 ? Indexing::tr("%1 s left").arg(whole) : Indexing::tr("%1 min %2 s left").arg(whole / 60).arg(whole % 60);
}

} // namespace

Indexing::Indexing(Services services, QObject *parent) : QObject(parent), m_services(std::move(services)) { }

QString Indexing::progressText(const Library::IndexProgress &progress)
{
    using Stage = Library::IndexProgress::Stage;
    const QLocale locale;
    if (progress.stage == Stage::Waiting)
        return tr("Another program is indexing here; waiting for it");
    if (progress.stage == Stage::Scanning)
        return tr("Looking for files");
    const bool embedding = progress.stage == Stage::Embedding;
    if (embedding && progress.files == 0)
        return tr("Looking for passages to embed");
    const QString files = (embedding ? tr("%1 of %2 passages embedded") : tr("%1 of %2 files"))
                              .arg(locale.toString(progress.done), locale.toString(progress.files));
    if (progress.paused)
        return tr("%1 · paused").arg(files);
    QString text = tr("%1 · %2/s").arg(files, locale.toString(progress.filesPerSecond, 'f', 0));
    if (progress.secondsLeft >= 0)
        text += QStringLiteral(" · ") + timeLeft(progress.secondsLeft);
    return text;
}

void Indexing::addFolder(const QString &folder, const QString &collection)
{
    if (folder.isEmpty())
        return;
    Request request;
    request.index.collection = collection.isEmpty() ? tr("Documents") : collection;
    request.index.folders = QStringList(folder);
    add(request);
}

void Indexing::rescan(const QString &collection)
{
    Request request;
    request.index.collection = collection;
    add(request);
}

void Indexing::removeCollection(const QString &collection)
{
    Request request;
    request.index.collection = collection;
    request.remove = true;
    add(request);
}

void Indexing::rescanAll()
{
    m_services.tasks->add(listAll(this, m_services, m_services.tasks->token()));
}

QCoro::Task<void> Indexing::listAll(QPointer<Indexing> indexing, Services services, std::stop_token stop)
{
    auto task = services.catalog->collections(stop);
    const auto rows = co_await std::move(task);
    if (!indexing || !rows)
        co_return;
    for (const Library::Collection &row : *rows) {
        Request request;
        request.index.collection = row.name;
        request.quiet = true;
        indexing->add(request);
    }
}

void Indexing::add(Request request)
{
    m_waiting += std::move(request);
    if (!m_running)
        next();
    else if (m_embedding)
        m_stop.request_stop(); // goes on afterwards, where it was
}

void Indexing::embed()
{
    m_embedDue = true;
    if (!m_running)
        next();
    else if (m_embedding)
        m_stop.request_stop(); // another model, perhaps
}

void Indexing::next()
{
    const bool embedding = m_waiting.isEmpty();
    if (embedding && (!std::exchange(m_embedDue, false) || !m_services.embedder()))
        return;
    m_running = true;
    m_embedding = embedding;
    m_stop = std::stop_source();
    m_progress = {};
    if (embedding)
        m_progress.stage = Library::IndexProgress::Stage::Embedding;
    Q_EMIT started();
    if (embedding)
        m_services.tasks->add(runEmbedding(this, m_services, m_services.tasks->token(), m_stop));
    else
        m_services.tasks->add(run(this, m_services, m_waiting.dequeue(), m_services.tasks->token(), m_stop));
}

QCoro::Task<void> Indexing::run(
    QPointer<Indexing> indexing, Services services, Request request, std::stop_token groupStop, std::stop_source stop)
{
    const std::stop_callback onGroup(groupStop, [stop]() mutable { stop.request_stop(); });
    Result<Library::IndexReport> result = Library::IndexReport();
    if (request.remove) {
        auto task = services.indexer->removeCollection(request.index.collection, stop.get_token());
        const Status removed = co_await std::move(task);
        if (!removed)
            result = removed.error();
    } else {
        const Library::Indexer::ProgressSink progress = [indexing](const Library::IndexProgress &now) {
            if (indexing) {
                indexing->m_progress = now;
                Q_EMIT indexing->progressed();
            }
        };
        auto task = services.indexer->run(request.index, progress, stop.get_token());
        result = co_await std::move(task);
    }
    if (indexing)
        indexing->end(request, result);
}

QCoro::Task<void> Indexing::runEmbedding(QPointer<Indexing> indexing, Services services, std::stop_token groupStop, std::stop_source stop)
{
    const std::stop_callback onGroup(groupStop, [stop]() mutable { stop.request_stop(); });
    const Library::VectorBuilder::ProgressSink progress = [indexing](const Library::EmbeddingProgress &now) {
        if (indexing)
            indexing->show(now);
    };
    auto task = services.vectors->run(services.embedder(), progress, stop.get_token());
    const auto report = co_await std::move(task);
    if (report && !groupStop.stop_requested())
        services.applySettings(); // questions are embedded by this model from now on
    if (indexing)
        indexing->endEmbedding(report);
}

void Indexing::show(const Library::EmbeddingProgress &progress)
{
    m_progress.files = progress.passages;
    m_progress.done = progress.done;
    m_progress.filesPerSecond = progress.passagesPerSecond;
    m_progress.secondsLeft = progress.secondsLeft;
    m_progress.paused = progress.paused;
    Q_EMIT progressed();
}

void Indexing::endEmbedding(const Result<Library::EmbeddingReport> &report)
{
    m_running = m_embedding = false;
    QString message;
    if (!report && report.error().isCancelled())
        m_embedDue = m_embedDue || !m_waiting.isEmpty(); // it gave way; a stop by the user ends it
    else if (!report && report.error().code != ErrorCode::Locked)
        message = tr("Not all passages could be embedded: %1 They are found by their words meanwhile.").arg(report.error().message);
    Q_EMIT finished(message);
    if (!m_running)
        next();
}

void Indexing::end(const Request &request, const Result<Library::IndexReport> &report)
{
    m_running = false;
    m_embedDue = true;
    QString message;
    if (!report) {
        message = report.error().isCancelled() ? tr("Stopped. What was read is kept; rescan the collection to go on.")
            : request.quiet && report.error().code == ErrorCode::Locked ? QString()
                                                                        : report.error().message;
    } else if (!request.remove && !request.quiet) {
        const qint64 bad = report->failed + report->noText;
        if (report->files == 0) {
            message = tr("There is no file in this folder. Add some documents, or choose another folder.");
        } else if (bad > 0) {
            const auto &first = report->failures.first();
            message = (bad == 1 ? tr("1 file could not be used: %1 (%2)")
                                : tr("%3 files could not be used. The first: %1 (%2)").arg(QLocale().toString(bad)))
                          .arg(first.path, first.reason);
        }
    }
    Q_EMIT finished(message);
    if (!m_running)
        next();
}

void Indexing::setPaused(bool paused)
{
    m_services.indexer->setPaused(paused);
    m_services.vectors->setPaused(paused);
    Q_EMIT progressed();
}

void Indexing::stop()
{
    m_waiting.clear();
    m_embedDue = false;
    m_stop.request_stop();
}

} // namespace Heddle::Ui
