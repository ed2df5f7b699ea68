// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/exclusions.h"
#include "core/base/filename.h"
#include "core/storage/exclusions.h"
#include <QCoreApplication>

namespace Heddle::Library {
namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Library", text);
}

struct Place {
    Storage::RootRow root;
    QByteArray path; //!< relative to the root
};

//! Every folder of the collection that a path lies in: one may lie in another.
Result<QList<Place>> placesOf(const Storage::LibraryRepository &library, qint64 collection, const QByteArray &path)
{
    HEDDLE_TRY_VALUE(const auto roots, library.roots(collection));
    QList<Place> places;
    QStringList folders;
    for (const Storage::RootRow &root : roots) {
        const QByteArray below = root.path.endsWith('/') ? root.path : root.path + '/';
        folders += displayName(root.path);
        if (path.startsWith(below) && path.size() > below.size())
            places += { root, path.mid(below.size()) };
    }
    if (places.isEmpty()) {
        return Error::input(
            tr("%1 lies in no folder of this collection. Its folders are: %2").arg(displayName(path), folders.join(QLatin1String(", "))));
    }
    return places;
}

} // namespace

bool ExcludedPaths::contains(std::string_view path) const
{
    if (m_paths.isEmpty())
        return false;
    const auto has = [this](std::string_view part) {
        return m_paths.contains(QByteArray::fromRawData(part.data(), qsizetype(part.size())));
    };
    for (std::size_t slash = path.find('/'); slash != std::string_view::npos; slash = path.find('/', slash + 1)) {
        if (has(path.substr(0, slash + 1)))
            return true;
    }
    return has(path);
}

Result<QList<Exclusion>> exclusionsOf(const Storage::LibraryRepository &library, qint64 collection)
{
    HEDDLE_TRY_VALUE(const auto rows, Storage::exclusions(library.database(), collection));
    QList<Exclusion> exclusions;
    for (const Storage::ExclusionRow &row : rows)
        exclusions += { row.root + '/' + row.path, displayName(row.path) };
    return exclusions;
}

Result<Exclusion> exclude(const Storage::LibraryRepository &library, qint64 collection, const QByteArray &path)
{
    HEDDLE_TRY_VALUE(const auto places, placesOf(library, collection, path));
    HEDDLE_TRY(library.transaction([&]() -> Status {
        for (const Place &place : places)
            HEDDLE_TRY(Storage::addExclusion(library.database(), place.root.id, place.path));
        return Done {};
    }));
    return Exclusion { path, displayName(places.first().path) };
}

Result<Exclusion> include(const Storage::LibraryRepository &library, qint64 collection, const QByteArray &path)
{
    HEDDLE_TRY_VALUE(const auto places, placesOf(library, collection, path));
    bool any = false;
    HEDDLE_TRY(library.transaction([&]() -> Status {
        for (const Place &place : places) {
            HEDDLE_TRY_VALUE(const bool removed, Storage::removeExclusion(library.database(), place.root.id, place.path));
            any = any || removed;
        }
        return Done {};
    }));
    if (any)
        return Exclusion { path, displayName(places.first().path) };
    HEDDLE_TRY_VALUE(const auto exclusions, exclusionsOf(library, collection));
    QStringList patterns;
    for (const Exclusion &one : exclusions)
        patterns += one.pattern;
    return Error { ErrorCode::NotFound,
        patterns.isEmpty() ? tr("Nothing is excluded from this collection.")
                           : tr("%1 is not excluded. These are: %2").arg(displayName(path), patterns.join(QLatin1String(", "))),
        {}, false };
}

Result<QList<qint64>> documentsAt(const Storage::LibraryRepository &library, qint64 collection, const QByteArray &path)
{
    constexpr int PageSize = 1000;
    HEDDLE_TRY_VALUE(const auto places, placesOf(library, collection, path));
    QList<qint64> documents;
    for (const Place &place : places) {
        const bool folder = place.path.endsWith('/');
        // Paths are in the order of their bytes: those of a folder follow each other.
        QByteArray after = place.path.left(place.path.size() - 1);
        for (bool more = true; more;) {
            HEDDLE_TRY_VALUE(const auto page, library.knownFiles(place.root.id, after, PageSize));
            more = page.size() == PageSize;
            for (const Storage::KnownFile &file : page) {
                after = file.path;
                if (folder ? file.path.startsWith(place.path) : file.path == place.path)
                    documents += file.id;
                else if (file.path > place.path)
                    more = false;
            }
        }
    }
    return documents;
}

} // namespace Heddle::Library
