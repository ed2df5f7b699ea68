// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/folderplan.h"
#include "core/base/filename.h"
#include "core/library/exclusions.h"
#include "core/library/extract/format.h"
#include "core/library/reach.h"
#include "core/storage/exclusions.h"
#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QHash>
#include <QSet>
#include <algorithm>
#include <optional>

namespace Heddle::Library {
namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Library", text);
}

Result<QByteArray> readableFolder(const QString &folder)
{
    const QFileInfo info(folder);
    const QByteArray path = QFile::encodeName(info.canonicalFilePath());
    if (path.isEmpty() || !info.isDir())
        return Error { ErrorCode::Unreadable, tr("%1 is not a folder that can be read. Check the path.").arg(folder), {}, false };
    std::error_code listed;
    const std::filesystem::directory_iterator entries(path.toStdString(), listed);
    if (listed) {
        return Error { ErrorCode::Unreadable,
            tr("%1 could not be read: %2.").arg(folder, fileError(path.toStdString(), listed.value()).message), {}, false };
    }
    return path;
}

//! The folders that were asked for, as paths that can be read. Looked at before anything is stored: a folder without
//! permission must leave no empty collection behind.
Result<QList<QByteArray>> readableFolders(const QStringList &folders, const std::stop_token &stop)
{
    QList<QByteArray> paths;
    for (const QString &folder : folders) {
        const auto watch = std::make_shared<Watch>();
        auto path = reach<QByteArray>(
            watch,
            [watch, folder](std::stop_token) -> Result<QByteArray> {
                HEDDLE_TRY(watch->enter(QFile::encodeName(folder)));
                return readableFolder(folder);
            },
            stop);
        if (!path && path.error().isCancelled())
            return path.error();
        if (!path && path.error().retryable) // out of reach
            return Error { ErrorCode::Unreadable, tr("%1 could not be read: %2.").arg(folder, path.error().message), {}, true };
        HEDDLE_TRY_VALUE(const QByteArray readable, std::move(path));
        paths += readable;
    }
    return paths;
}

//! Those of the folders, which are added where they are new; all of the collection where no folder is named.
Result<QList<Storage::RootRow>> rootsOf(
    const Storage::LibraryRepository &library, const Storage::CollectionRow &collection, const QList<QByteArray> &folders)
{
    if (folders.isEmpty())
        return library.roots(collection.id);
    QList<Storage::RootRow> roots;
    for (const QByteArray &path : folders) {
        HEDDLE_TRY_VALUE(const Storage::RootRow root, library.ensureRoot(collection.id, path));
        roots += root;
    }
    return roots;
}

bool liesIn(const QByteArray &path, const QByteArray &folder)
{
    return folder.isEmpty() || path == folder || path.startsWith(folder + '/');
}

//! Drives below the folder that are not there now: they were, and their place is empty or gone.
QList<QByteArray> missingDrives(const Scan &scan, const Storage::RootRow &root)
{
    QList<QByteArray> missing;
    for (const QByteArray &mount : root.mounts) {
        if (!scan.files.hasAnyIn(mount.toStdString()) && !scan.mounts.contains(mount))
            missing += mount;
    }
    return missing;
}

//! What can't be seen now, though the library knows documents in it.
Result<QList<UnreadFolder>> unseenIn(
    const Scan &scan, const QList<QByteArray> &missing, const Storage::LibraryRepository &library, qint64 root)
{
    QList<UnreadFolder> unseen = scan.unread;
    for (const QByteArray &drive : missing)
        unseen += { drive, tr("this drive is not connected; what was indexed from it is kept") };
    if (scan.files.isEmpty() && unseen.isEmpty()) {
        HEDDLE_TRY_VALUE(const auto known, library.knownFiles(root, {}, 1));
        if (!known.isEmpty())
            unseen += { {},
                tr("this folder is empty now, so what was indexed from it is kept, in case its drive is not connected. If the documents "
                   "are gone for good, remove the collection") };
    }
    return unseen;
}

//! True if reading the file again would change nothing.
bool isAsStored(const ScannedFile &file, const Storage::KnownFile &known, bool readFailedAgain)
{
    if (known.size != file.stamp.size || known.mtimeNs != file.stamp.mtimeNs)
        return false;
    if (!file.refusal.isEmpty())
        return known.state == QLatin1String("not_read") && known.chunks == 0;
    if (known.state == QLatin1String("not_read"))
        return !formatOf(file.type);
    const bool failed = known.state == QLatin1String("failed") || known.state == QLatin1String("no_text");
    return known.state != QLatin1String("reading") && !(failed && readFailedAgain) && known.identity == readIdentity(file.stamp);
}

//! Walks through the files that were found and those that the library knows side by side, both in the order of their paths.
class Comparison {
public:
    Comparison(const Storage::LibraryRepository &library, FolderPlan &plan, const Scan &scan, const ExcludedPaths &excluded,
        bool readFailedAgain)
        : m_library(library), m_plan(plan), m_files(scan.files), m_excluded(excluded), m_readFailedAgain(readFailedAgain)
    {
        for (const EmptyFolder &folder : scan.empty)
            m_empty.insert(folder.path, folder.bornNs);
    }

    Status run()
    {
        std::vector<bool> toRead(std::size_t(m_files.size()));
        HEDDLE_TRY(nextPage());
        for (qsizetype i = 0; i < m_files.size(); ++i) {
            const std::string_view path = m_files.path(i);
            while (current() && asView(current()->path) < path) {
                takeAsGone();
                HEDDLE_TRY(advance());
            }
            const bool isKnown = current() && asView(current()->path) == path;
            if (m_excluded.contains(path)) {
                ++m_plan.excluded;
                if (isKnown)
                    m_plan.gone += current()->id;
            } else if (isKnown && isAsStored(m_files.at(i), *current(), m_readFailedAgain)) {
                takeAsSettled();
            } else {
                toRead[std::size_t(i)] = true;
                m_plan.documents.push_back(isKnown ? current()->id : 0);
            }
            if (isKnown) {
                HEDDLE_TRY(advance());
            }
        }
        while (current()) {
            takeAsGone();
            HEDDLE_TRY(advance());
        }
        m_plan.files = m_files.size() - m_plan.excluded;
        m_plan.toRead = m_files;
        m_plan.toRead.keepOnly(toRead);
        return Done {};
    }

private:
    static std::string_view asView(const QByteArray &path) { return { path.constData(), std::size_t(path.size()) }; }
    const Storage::KnownFile *current() const { return m_at < m_page.size() ? &m_page[m_at] : nullptr; }

    Status nextPage()
    {
        constexpr int PageSize = 1000;
        const QByteArray last = m_page.isEmpty() ? QByteArray() : m_page.last().path;
        HEDDLE_TRY_VALUE(m_page, m_library.knownFiles(m_plan.target.root.id, last, PageSize));
        m_at = 0;
        return Done {};
    }

    Status advance() { return ++m_at < m_page.size() ? Status(Done {}) : nextPage(); }

    void takeAsGone()
    {
        if (m_excluded.contains(asView(current()->path))) {
            m_plan.gone += current()->id;
            return;
        }
        const bool outOfSight = std::any_of(m_plan.unseen.cbegin(), m_plan.unseen.cend(),
            [this](const UnreadFolder &folder) { return liesIn(current()->path, folder.path); });
        if (!outOfSight && !wasReplaced(*current()))
            m_plan.gone += current()->id;
    }

    //! An empty folder that is younger than a document never held it: another one stood in its place, as where a drive was.
    bool wasReplaced(const Storage::KnownFile &file)
    {
        for (qsizetype end = file.path.lastIndexOf('/'); end > 0; end = file.path.lastIndexOf('/', end - 1)) {
            const QByteArray folder = file.path.left(end);
            const auto born = m_empty.constFind(folder);
            if (born == m_empty.cend())
                continue;
            const qint64 status = statusTimeOf(file);
            if (status == 0 || *born <= status)
                return false;
            m_plan.unseen += { folder,
                tr("this folder was replaced by an empty one, so what was indexed from it is kept, in case its drive is not connected. If "
                   "the documents are gone for good, delete the empty folder") };
            return true;
        }
        return false;
    }

    void takeAsSettled()
    {
        const Storage::KnownFile &file = *current();
        const FileOutcome outcome = outcomeFromState(file.state);
        if (outcome == FileOutcome::Unchanged)
            ++m_plan.unchanged;
        else
            m_plan.settled += { file.path, outcome, *m_reasons.insert(file.reason), file.chunks };
    }

    const Storage::LibraryRepository &m_library;
    FolderPlan &m_plan;
    const FileList &m_files;
    const ExcludedPaths &m_excluded;
    const bool m_readFailedAgain;
    QList<Storage::KnownFile> m_page;
    qsizetype m_at = 0;
    QHash<QByteArray, qint64> m_empty; //!< empty folders, and when they were made
    QSet<QString> m_reasons; //!< each of them once in memory
};

Result<ExcludedPaths> excludedBelow(const Storage::LibraryRepository &library, qint64 root)
{
    HEDDLE_TRY_VALUE(const auto paths, Storage::excludedPaths(library.database(), root));
    return ExcludedPaths(paths);
}

//! What is to be done below a folder that is out of reach: what was excluded leaves the library all the same.
Result<FolderPlan> planAbsentFolder(const Storage::LibraryRepository &library, const Storage::CollectionRow &collection,
    const Storage::RootRow &root, const QString &reason)
{
    FolderPlan plan;
    plan.target = { collection.uuid, collection.id, root };
    plan.unseen += { {}, reason };
    HEDDLE_TRY_VALUE(const ExcludedPaths excluded, excludedBelow(library, root.id));
    if (!excluded.isEmpty()) {
        HEDDLE_TRY(Comparison(library, plan, {}, excluded, false).run());
    }
    return plan;
}

//! Error where the folder itself can't be listed.
Result<FolderPlan> planFolder(const Storage::LibraryRepository &library, const Storage::CollectionRow &collection,
    const Storage::RootRow &root, bool readFailedAgain, std::stop_token stop)
{
    FolderPlan plan;
    plan.target = { collection.uuid, collection.id, root };
    auto scan = scanFolder(root.path.toStdString(), stop);
    if (!scan) {
        Error error = scan.error();
        if (!error.isCancelled())
            error.message =
                tr("%1 could not be read: %2. What was indexed from it before is kept.").arg(displayName(root.path), error.message);
        return error;
    }
    HEDDLE_TRY_VALUE(const ExcludedPaths excluded, excludedBelow(library, root.id));
    const QList<QByteArray> missing = missingDrives(*scan, root);
    HEDDLE_TRY_VALUE(plan.unseen, unseenIn(*scan, missing, library, root.id));
    HEDDLE_TRY(Comparison(library, plan, *scan, excluded, readFailedAgain).run());
    const QList<QByteArray> mounts = scan->mounts + missing;
    if (mounts != root.mounts) {
        HEDDLE_TRY(library.setMounts(root.id, mounts));
    }
    return plan;
}

} // namespace

Result<std::vector<FolderPlan>> planFolders(const Storage::LibraryRepository &library, const CollectionName &name,
    const QStringList &folders, std::stop_token stop, bool readFailedAgain)
{
    HEDDLE_TRY_VALUE(const auto paths, readableFolders(folders, stop));
    HEDDLE_TRY_VALUE(const auto collection, name.resolve([&](const QString &now) {
        return paths.isEmpty() ? library.collection(now) : library.ensureCollection(now);
    }));
    HEDDLE_TRY_VALUE(const auto roots, rootsOf(library, collection, paths));
    std::vector<FolderPlan> plans;
    std::optional<Error> failure;
    for (const Storage::RootRow &root : roots) {
        auto plan = planFolder(library, collection, root, readFailedAgain, stop);
        if (plan) {
            plans.push_back(std::move(*plan));
            continue;
        }
        if (plan.error().code != ErrorCode::Unreadable)
            return plan.error();
        failure = plan.error();
        HEDDLE_TRY_VALUE(FolderPlan absent, planAbsentFolder(library, collection, root, failure->message));
        plans.push_back(std::move(absent));
    }
    // One folder that is away stops nothing else.
    const bool any = std::any_of(plans.cbegin(), plans.cend(),
        [](const FolderPlan &plan) { return plan.unseen.isEmpty() || plan.files > 0 || !plan.gone.isEmpty(); });
    if (failure && !any)
        return *failure;
    return plans;
}

} // namespace Heddle::Library
