// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"
#include "core/library/exclusions.h"
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QLocale>
#include <algorithm>

namespace Heddle::Cli {
namespace {

QString duration(double seconds)
{
    const auto whole = qint64(seconds + 0.5);
    return whole < 60 ? QStringLiteral("%1 s").arg(whole) : QStringLiteral("%1 min %2 s").arg(whole / 60).arg(whole % 60);
}

//! "12 of 400 files · 31/s · 12 s left"
void showRate(const QString &what, qint64 done, qint64 all, double perSecond, double secondsLeft)
{
    const QLocale locale = QLocale::c();
    QString line = QStringLiteral("%1 of %2 %3 · %4/s").arg(locale.toString(done), locale.toString(all), what).arg(perSecond, 0, 'f', 0);
    if (secondsLeft >= 0)
        line += QStringLiteral(" · %1 left").arg(duration(secondsLeft));
    showProgress(line, done == all);
}

void reportProgress(const Library::IndexProgress &progress)
{
    using Stage = Library::IndexProgress::Stage;
    if (progress.stage == Stage::Waiting) {
        showProgress(QStringLiteral("Another program is indexing here; waiting for it."));
    } else if (progress.stage == Stage::Scanning) {
        showProgress(QStringLiteral("Looking for files."));
    } else if (progress.stage == Stage::Removing) {
        showProgress(QStringLiteral("Removing: %1 of %2 files.").arg(progress.done).arg(progress.files));
    } else if (progress.files > 0) {
        showRate(QStringLiteral("files"), progress.done, progress.files, progress.filesPerSecond, progress.secondsLeft);
    }
}

void reportEmbedding(const Library::EmbeddingProgress &progress)
{
    showRate(QStringLiteral("passages embedded"), progress.done, progress.passages, progress.passagesPerSecond, progress.secondsLeft);
}

//! A run that was stopped keeps what it has read; anything else is the error itself.
Outcome stopped(Error error)
{
    if (error.isCancelled())
        error.message = QStringLiteral("Stopped. What was read is kept; run the same command again to go on.");
    return failure(error);
}

Outcome outcomeOf(const Library::IndexReport &report, const QString &collection)
{
    constexpr int Shown = 20;
    QJsonArray failures, skipped;
    QString text = QStringLiteral(
        "%1 files in \"%2\": %3 read, %4 unchanged, %5 removed, %6 without text, %7 could not be read, %8 of other types; %9 passages.")
                       .arg(report.files)
                       .arg(oneLine(collection))
                       .arg(report.indexed)
                       .arg(report.unchanged)
                       .arg(report.removed)
                       .arg(report.noText)
                       .arg(report.failed)
                       .arg(report.notRead)
                       .arg(report.chunks);
    if (report.excluded > 0)
        text += QStringLiteral(" %1 excluded.").arg(report.excluded);
    if (report.files == 0 && report.excluded == 0)
        text = QStringLiteral("There is no file in this folder. Add some .txt or .md files, or choose another folder.");
    int lines = 0;
    for (const auto &list : { report.failures, report.skipped }) {
        for (const auto &entry : list) {
            if (++lines <= Shown)
                text += QStringLiteral("\n  %1: %2").arg(oneLine(entry.path), entry.reason);
        }
    }
    if (lines > Shown)
        text += QStringLiteral("\n  and %1 more (--json lists them all)").arg(lines - Shown);
    for (const auto &entry : report.failures)
        failures += QJsonObject { { QStringLiteral("path"), entry.path }, { QStringLiteral("reason"), entry.reason } };
    for (const auto &entry : report.skipped)
        skipped += QJsonObject { { QStringLiteral("path"), entry.path }, { QStringLiteral("reason"), entry.reason } };
    return { { { QStringLiteral("files"), report.files }, { QStringLiteral("indexed"), report.indexed },
                 { QStringLiteral("unchanged"), report.unchanged }, { QStringLiteral("removed"), report.removed },
                 { QStringLiteral("no_text"), report.noText }, { QStringLiteral("failed"), report.failed },
                 { QStringLiteral("not_read"), report.notRead }, { QStringLiteral("chunks"), report.chunks },
                 { QStringLiteral("ms"), report.ms }, { QStringLiteral("failures"), failures }, { QStringLiteral("skipped"), skipped },
                 { QStringLiteral("collection"), collection }, { QStringLiteral("excluded"), report.excluded } },
        text, Ok };
}

//! After the text, the vectors, where an embedding model is set up. Its failure is told and costs nothing that is there.
QCoro::Task<Outcome> withVectors(App::App *app, Outcome outcome, std::stop_token stop)
{
    auto task = app->upkeep().embedNow(reportEmbedding, stop);
    const auto embedding = co_await std::move(task);
    if (!embedding) {
        Outcome failed = stopped(embedding.error());
        failed.text = outcome.text + QStringLiteral("\nThe words are indexed; not all passages could be embedded. ") + failed.text;
        co_return failed;
    }
    const std::optional<Library::EmbeddingReport> &report = *embedding;
    if (!report) {
        if (const QString problem = app->setup().indexing().embedderProblem; !problem.isEmpty())
            outcome.text += QStringLiteral("\nThey are not embedded. %1").arg(problem);
        co_return outcome;
    }
    outcome.json[QStringLiteral("embedded")] = report->embedded;
    outcome.json[QStringLiteral("embedding_ms")] = report->ms;
    outcome.text +=
        QStringLiteral("\n%1 passages embedded with %2, %3 known before.").arg(report->embedded).arg(report->model).arg(report->reused);
    co_return outcome;
}

Result<QList<std::pair<Storage::CollectionRow, QStringList>>> collectionsWithExclusions(const Storage::LibraryRepository &library)
{
    HEDDLE_TRY_VALUE(const auto rows, library.collections());
    QList<std::pair<Storage::CollectionRow, QStringList>> all;
    for (const Storage::CollectionRow &row : rows) {
        HEDDLE_TRY_VALUE(const auto exclusions, Library::exclusionsOf(library, row.id));
        QStringList patterns;
        for (const Library::Exclusion &exclusion : exclusions)
            patterns += exclusion.pattern;
        all.emplaceBack(row, patterns);
    }
    return all;
}

//! The absolute path that somebody means who may be in the folder of the collection or name the file as the list of exclusions does;
//! with a slash at the end for a folder.
QByteArray pathIn(const QList<Storage::RootRow> &roots, const QString &text)
{
    QFileInfo file(text);
    if (file.isRelative() && !roots.isEmpty()) {
        const QFileInfo here(QFileInfo(text).absoluteFilePath());
        const bool inside = here.exists() && std::any_of(roots.cbegin(), roots.cend(), [&](const Storage::RootRow &root) {
            return QFile::encodeName(here.absoluteFilePath()).startsWith(root.path + '/');
        });
        if (!inside) {
            const auto holds = [&](const Storage::RootRow &root) { return QFileInfo(QFile::decodeName(root.path) + QLatin1Char('/') + text).exists(); };
            const auto root = std::find_if(roots.cbegin(), roots.cend(), holds);
            file.setFile(QFile::decodeName((root == roots.cend() ? roots.first() : *root).path) + QLatin1Char('/') + text);
        }
    }
    const QByteArray path = QFile::encodeName(QDir::cleanPath(file.absoluteFilePath()));
    return file.isDir() || text.endsWith(QLatin1Char('/')) ? path + '/' : path;
}

Result<Library::Exclusion> changeExclusion(
    const Storage::LibraryRepository &library, const QString &name, const QString &path, bool excludes)
{
    HEDDLE_TRY_VALUE(const auto collection, library.collection(name));
    HEDDLE_TRY_VALUE(const auto roots, library.roots(collection.id));
    const QByteArray place = pathIn(roots, path);
    return excludes ? Library::exclude(library, collection.id, place) : Library::include(library, collection.id, place);
}

Result<QList<qint64>> documentsAt(const Storage::LibraryRepository &library, const QString &name, const QString &path)
{
    HEDDLE_TRY_VALUE(const auto collection, library.collection(name));
    HEDDLE_TRY_VALUE(const auto roots, library.roots(collection.id));
    HEDDLE_TRY_VALUE(const auto documents, Library::documentsAt(library, collection.id, pathIn(roots, path)));
    if (documents.isEmpty())
        return Error { ErrorCode::NotFound, QStringLiteral("No file of \"%1\" is called %2.").arg(name, path), {}, false };
    return documents;
}

} // namespace

QCoro::Task<Outcome> index(App::App *app, Arguments arguments, std::stop_token stop)
{
    Library::IndexRequest request;
    for (const QString &folder : arguments.words.mid(1))
        request.folders += QFileInfo(folder).absoluteFilePath();
    if (request.folders.isEmpty())
        co_return usage(QStringLiteral("index needs a folder."));
    request.wait = arguments.options.contains(QStringLiteral("wait"));
    QString name = arguments.options.value(QStringLiteral("collection"));
    if (name.isEmpty())
        name = QDir(request.folders.first()).dirName();
    if (name.isEmpty())
        name = QStringLiteral("Documents");
    request.collection = name;
    auto report = co_await app->upkeep().index(request, reportProgress, stop);
    if (!report)
        co_return stopped(report.error());
    co_return co_await withVectors(app, outcomeOf(*report, name), stop);
}

QCoro::Task<Outcome> collections(App::App *app, Arguments arguments, std::stop_token stop)
{
    const QString action = arguments.operand(1), name = arguments.operand(2);
    if (action == QLatin1String("list") || action.isEmpty()) {
        auto rowsTask = app->pools().library.submit(
            [library = app->library()](std::stop_token) { return collectionsWithExclusions(library); }, stop,
            QStringLiteral("list collections"));
        auto rows = co_await std::move(rowsTask);
        if (!rows)
            co_return failure(rows.error());
        auto sealsTask = app->pools().library.submit(
            [seals = app->seals()](std::stop_token) { return seals.list(); }, stop, QStringLiteral("list seals"));
        const auto seals = co_await std::move(sealsTask);
        if (!seals)
            co_return failure(seals.error());
        const auto isSealed = [&seals](const QString &collection) {
            return std::any_of(seals->cbegin(), seals->cend(), [&](const auto &one) { return one.sealed && one.name == collection; });
        };
        QJsonArray list;
        QStringList lines;
        for (const auto &one : std::as_const(*rows)) {
            const Storage::CollectionRow &row = one.first;
            const QStringList &excluded = one.second;
            QJsonObject states;
            for (auto it = row.filesByState.cbegin(); it != row.filesByState.cend(); ++it)
                states[it.key()] = it.value();
            list += QJsonObject { { QStringLiteral("id"), row.uuid }, { QStringLiteral("name"), row.name },
                { QStringLiteral("folders"), QJsonArray::fromStringList(row.folders) }, { QStringLiteral("files"), states },
                { QStringLiteral("chunks"), row.chunks }, { QStringLiteral("excluded"), QJsonArray::fromStringList(excluded) },
                { QStringLiteral("never_send"), isSealed(row.name) } };
            lines += QStringLiteral("%1: %2 documents, %3 passages, from %4")
                         .arg(oneLine(row.name))
                         .arg(row.filesByState.value(QStringLiteral("ready")))
                         .arg(row.chunks)
                         .arg(oneLine(row.folders.join(QLatin1String(", "))))
                + (isSealed(row.name) ? QStringLiteral("; never send") : QString());
            if (!excluded.isEmpty())
                lines += QStringLiteral("   excluded: %1").arg(oneLine(excluded.join(QLatin1String(", "))));
        }
        QJsonArray removed;
        for (const auto &one : *seals) {
            if (!one.removed)
                continue;
            removed += one.name;
            lines += QStringLiteral("%1: removed; never send holds for what conversations have of it (collections unseal)")
                         .arg(oneLine(one.name));
        }
        if (lines.isEmpty())
            lines += QStringLiteral("There is no collection yet. Add one: heddle-cli index FOLDER");
        co_return Outcome { { { QStringLiteral("collections"), list }, { QStringLiteral("removed_never_send"), removed } },
            lines.join(QLatin1Char('\n')), Ok };
    }
    if (!name.isEmpty() && (action == QLatin1String("seal") || action == QLatin1String("unseal"))) {
        auto sealing = sealCollection(app, name, action == QLatin1String("seal"), stop);
        co_return co_await std::move(sealing);
    }
    const QString path = arguments.operand(3);
    const bool excludes = action == QLatin1String("exclude");
    if (!name.isEmpty() && !path.isEmpty() && (excludes || action == QLatin1String("include"))) {
        auto changing = app->pools().library.submit(
            [library = app->library(), name, path, excludes](std::stop_token) { return changeExclusion(library, name, path, excludes); },
            stop, QStringLiteral("exclude a file"));
        auto changed = co_await std::move(changing);
        if (!changed)
            co_return failure(changed.error());
        Library::IndexRequest request;
        request.collection = name;
        request.wait = arguments.options.contains(QStringLiteral("wait"));
        auto report = co_await app->upkeep().index(request, reportProgress, stop);
        if (!report)
            co_return stopped(report.error());
        Outcome outcome = outcomeOf(*report, name);
        outcome.json[QStringLiteral("pattern")] = changed->pattern;
        outcome.text = (excludes ? QStringLiteral("%1 is not read any more.\n") : QStringLiteral("%1 is read again.\n"))
                           .arg(oneLine(changed->pattern))
            + outcome.text;
        co_return co_await withVectors(app, outcome, stop);
    }
    if (!name.isEmpty() && !path.isEmpty() && action == QLatin1String("forget")) {
        auto finding = app->pools().library.submit(
            [library = app->library(), name, path](std::stop_token) { return documentsAt(library, name, path); }, stop,
            QStringLiteral("find files"));
        auto documents = co_await std::move(finding);
        if (!documents)
            co_return failure(documents.error());
        auto forgotten = co_await app->upkeep().forgetNow(*documents, stop);
        if (!forgotten)
            co_return stopped(forgotten.error());
        co_return Outcome { { { QStringLiteral("forgotten"), documents->size() } },
            QStringLiteral("Forgot %1 files. What is still there is read again by the next rescan.").arg(documents->size()), Ok };
    }
    if (name.isEmpty() || (action != QLatin1String("remove") && action != QLatin1String("rescan")))
        co_return usage(QStringLiteral("collections takes: list, remove NAME, rescan NAME, exclude NAME PATH, include NAME PATH, forget NAME "
                                       "PATH, seal NAME or unseal NAME."));
    if (action == QLatin1String("remove")) {
        auto removed = co_await app->upkeep().remove(name, reportProgress, stop);
        if (!removed)
            co_return failure(removed.error());
        co_return Outcome { { { QStringLiteral("removed"), name } },
            QStringLiteral("Removed \"%1\". Its files are untouched.").arg(oneLine(name)), Ok };
    }
    Library::IndexRequest request;
    request.collection = name;
    request.readFailedAgain = true;
    request.wait = arguments.options.contains(QStringLiteral("wait"));
    auto report = co_await app->upkeep().index(request, reportProgress, stop);
    if (!report)
        co_return stopped(report.error());
    co_return co_await withVectors(app, outcomeOf(*report, name), stop);
}

} // namespace Heddle::Cli
