// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/folderplan.h"
#include "core/base/filename.h"
#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QSet>

namespace Heddle::Library {
namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Library", text);
}

//! The folders that were asked for, as paths that can be read. Looked at before anything is stored: a folder without
//! permission must leave no empty collection behind.
Result<QList<QByteArray>> readableFolders(const QStringList &folders)
{
    QList<QByteArray> paths;
    for (const QString &folder : folders) {
        const QFileInfo info(folder);
        const QByteArray path = QFile::encodeName(info.canonicalFilePath());
        if (path.isEmpty() || !info.isDir())
            return Error { ErrorCode::Unreadable, tr("%1 is not a folder that can be read. Check the path.").arg(folder), {}, false };
        std::error_code listed;
        const std::filesystem::directory_iterator entries(path.toStdString(), listed);
        if (listed)
            return Error { ErrorCode::Unreadable,
                tr("%1 could not be read: %2.").arg(folder, fileError(path.toStdString(), listed.value()).message), {}, false };
        paths += path;
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

Result<FolderPlan> planFolder(
    const Storage::LibraryRepository &library, const Storage::CollectionRow &collection, const Storage::RootRow &root, std::stop_token stop)
{
    FolderPlan plan { { collection.uuid, collection.id, root }, {}, {}, {}, {} };
    auto scan = scanFolder(root.path.toStdString(), stop);
    if (!scan) {
        Error error = scan.error();
        if (!error.isCancelled())
            error.message =
                tr("%1 could not be read: %2. What was indexed from it before is kept.").arg(displayName(root.path), error.message);
        return error;
    }
    plan.scan = *scan;
    auto known = library.documents(root.id);
    if (!known)
        return known.error();
    plan.known = *known;
    QSet<QByteArray> present;
    for (const ScannedFile &file : std::as_const(plan.scan.files)) {
        present += file.path;
        const Storage::DocumentRow row = plan.known.value(file.path);
        const bool same = row.id != 0 && FileStamp { row.size, row.mtimeNs } == file.stamp && row.state != QLatin1String("reading")
            && row.state != QLatin1String("failed") && (row.state != QLatin1String("not_read") || !extractorFor(file.type));
        if (!same)
            plan.tasks += { file, row };
    }
    for (auto it = plan.known.cbegin(); it != plan.known.cend(); ++it) {
        if (present.contains(it.key()))
            continue;
        bool unknown = false; // below a folder that can't be listed now: not gone, only out of sight
        for (const UnreadFolder &folder : std::as_const(plan.scan.unread))
            unknown = unknown || it.key().startsWith(QByteArray(folder.path + '/'));
        if (!unknown)
            plan.gone += it->id;
    }
    return plan;
}

} // namespace

Result<std::vector<FolderPlan>> planFolders(
    const Storage::LibraryRepository &library, const QString &collectionName, const QStringList &folders, std::stop_token stop)
{
    HEDDLE_TRY_VALUE(const auto paths, readableFolders(folders));
    HEDDLE_TRY_VALUE(
        const auto collection, paths.isEmpty() ? library.collection(collectionName) : library.ensureCollection(collectionName));
    HEDDLE_TRY_VALUE(const auto roots, rootsOf(library, collection, paths));
    std::vector<FolderPlan> plans;
    for (const Storage::RootRow &root : roots) {
        HEDDLE_TRY_VALUE(FolderPlan plan, planFolder(library, collection, root, stop));
        plans.push_back(std::move(plan));
    }
    return plans;
}

} // namespace Heddle::Library
