// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/folderplan.h"
#include "core/base/filename.h"
#include "core/library/extract/format.h"
#include "core/library/reach.h"
#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
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
QList<QByteArray> missingDrives(const FolderPlan &plan)
{
    QList<QByteArray> missing;
    for (const QByteArray &mount : plan.target.root.mounts) {
        const bool hasFiles = std::any_of(
            plan.scan.files.cbegin(), plan.scan.files.cend(), [&mount](const ScannedFile &file) { return liesIn(file.path, mount); });
        if (!hasFiles && !plan.scan.mounts.contains(mount))
            missing += mount;
    }
    return missing;
}

//! What can't be seen now, though the library knows documents in it.
QList<UnreadFolder> unseenIn(const FolderPlan &plan)
{
    QList<UnreadFolder> unseen = plan.scan.unread;
    for (const QByteArray &drive : missingDrives(plan))
        unseen += { drive, tr("this drive is not connected; what was indexed from it is kept") };
    if (plan.scan.files.isEmpty() && unseen.isEmpty() && !plan.known.isEmpty()) {
        unseen += { {},
            tr("this folder is empty now, so what was indexed from it is kept, in case its drive is not connected. If the documents are "
               "gone for"
               " good, remove the collection") };
    }
    return unseen;
}

//! True if reading the file again would change nothing.
bool isAsStored(const ScannedFile &file, const Storage::DocumentRow &row)
{
    if (row.id == 0 || FileStamp { row.size, row.mtimeNs } != file.stamp)
        return false;
    if (!file.refusal.isEmpty())
        return row.state == QLatin1String("not_read") && row.chunks == 0;
    return row.state != QLatin1String("reading") && row.state != QLatin1String("failed")
        && (row.state != QLatin1String("not_read") || !formatOf(file.type));
}

//! Error where the folder itself can't be listed.
Result<FolderPlan> planFolder(
    const Storage::LibraryRepository &library, const Storage::CollectionRow &collection, const Storage::RootRow &root, std::stop_token stop)
{
    FolderPlan plan { { collection.uuid, collection.id, root }, {}, {}, {}, {}, {} };
    auto scan = scanFolder(root.path.toStdString(), stop);
    if (!scan) {
        Error error = scan.error();
        if (!error.isCancelled())
            error.message =
                tr("%1 could not be read: %2. What was indexed from it before is kept.").arg(displayName(root.path), error.message);
        return error;
    }
    plan.scan = *scan;
    HEDDLE_TRY_VALUE(plan.known, library.documents(root.id));
    QSet<QByteArray> present;
    for (const ScannedFile &file : std::as_const(plan.scan.files)) {
        present += file.path;
        const Storage::DocumentRow row = plan.known.value(file.path);
        if (!isAsStored(file, row))
            plan.tasks += { file, row };
    }
    plan.unseen = unseenIn(plan);
    for (auto it = plan.known.cbegin(); it != plan.known.cend(); ++it) {
        if (stop.stop_requested())
            return Error::cancelled();
        if (present.contains(it.key()))
            continue;
        const bool outOfSight = std::any_of(
            plan.unseen.cbegin(), plan.unseen.cend(), [&it](const UnreadFolder &folder) { return liesIn(it.key(), folder.path); });
        if (!outOfSight)
            plan.gone += it->id;
    }
    const QList<QByteArray> mounts = plan.scan.mounts + missingDrives(plan);
    if (mounts != root.mounts) {
        HEDDLE_TRY(library.setMounts(root.id, mounts));
    }
    return plan;
}

} // namespace

Result<std::vector<FolderPlan>> planFolders(
    const Storage::LibraryRepository &library, const QString &collectionName, const QStringList &folders, std::stop_token stop)
{
    HEDDLE_TRY_VALUE(const auto paths, readableFolders(folders, stop));
    HEDDLE_TRY_VALUE(
        const auto collection, paths.isEmpty() ? library.collection(collectionName) : library.ensureCollection(collectionName));
    HEDDLE_TRY_VALUE(const auto roots, rootsOf(library, collection, paths));
    std::vector<FolderPlan> plans;
    std::optional<Error> failure;
    for (const Storage::RootRow &root : roots) {
        auto plan = planFolder(library, collection, root, stop);
        if (plan) {
            plans.push_back(std::move(*plan));
            continue;
        }
        if (plan.error().code != ErrorCode::Unreadable)
            return plan.error();
        failure = plan.error();
        FolderPlan absent { { collection.uuid, collection.id, root }, {}, {}, {}, {}, {} };
        absent.unseen += { {}, failure->message };
        plans.push_back(std::move(absent));
    }
    // One folder that is away stops nothing else.
    const bool any = std::any_of(
        plans.cbegin(), plans.cend(), [](const FolderPlan &plan) { return plan.unseen.isEmpty() || !plan.scan.files.isEmpty(); });
    if (failure && !any)
        return *failure;
    return plans;
}

} // namespace Heddle::Library
