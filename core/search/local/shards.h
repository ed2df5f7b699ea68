// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <xapian.h>
// Xapian before any Qt header
#include "core/search/local/matcher.h"
#include "core/storage/libraryrepository.h"

namespace Heddle::Search {

//! \brief The Xapian databases of the index on this computer, a folder each: their writers, readers that are used again, and
//! marks of damage. Thread-safe but for the writers, each of which has a mutex.
class Shards {
public:
    //! \brief Raised when terms change: a shard of another format is rebuilt from the library.
    static const std::string Format;
    static const std::string FormerFormat; //!< is searched until its rebuild begins

    Shards(QString folder, Storage::LibraryRepository library, int count)
        : m_folder(std::move(folder)), m_library(std::move(library)), m_count(count), m_writers(std::size_t(count))
    { }

    //! \brief Whether an error means that a shard is missing, damaged or of another version. Any other is no reason to throw
    //! 50,000 passages away: too many open files, a disk that doesn't answer.
    static bool isLost(const Xapian::Error &error);

    int count() const { return m_count; }
    const QString &folder() const { return m_folder; }
    QString path(int shard) const { return QStringLiteral("%1/shard-%2").arg(m_folder).arg(shard); }
    std::string file(int shard) const; //!< the path as Xapian takes it

    struct Writer {
        std::mutex mutex; //!< of what follows
        std::unique_ptr<Xapian::WritableDatabase> db; //!< null: not open
        std::optional<Storage::LogPosition> upTo; //!< of the library's log, written and not committed yet
    };
    Writer &writer(int shard) { return m_writers[std::size_t(shard)]; }
    //! \brief Returns the database of a writer, opened where it is not. Call it with the writer's mutex held; throws what Xapian
    //! throws.
    Xapian::WritableDatabase &open(int shard);
    //! \brief Replaces a shard by an empty one that is marked as being rebuilt. As open().
    void recreate(int shard);
    void closeWriters();
    //! \brief How far a shard has followed the library's log; nothing where it must be rebuilt: it is missing, damaged or of another
    //! version. Throws what Xapian throws where it only can't be read now.
    std::optional<Storage::LogPosition> position(int shard) const;

    //! \brief Notes how many passages a shard has had at most. Call it before each commit.
    static void noteSize(Xapian::WritableDatabase &db);
    //! \brief Writes a shard anew where many passages have left it since that was last done, and exchanges the two folders in one
    //! step; whoever reads the old one goes on. Call it with no writer open. Error: Cancelled, or the system's, with the shard as it
    //! was. Throws what Xapian throws.
    Status compact(int shard, const std::stop_token &stop);

    //! \brief Whether the passages in a shard are those of the library, as far as it has been followed.
    bool isOfLibrary(const Xapian::Database &part) const;
    //! \brief Returns a reader for one search, of the index as it is now. Throws what Xapian throws.
    std::unique_ptr<OpenShards> takeReader();
    //! \brief Whether a reader's shards are still those that lie in the index: a shard may have been built anew or compacted.
    bool isCurrent(const OpenShards &reader) const;
    //! \brief Keeps a reader for the next search, unless a shard is missing in it.
    void giveBack(std::unique_ptr<OpenShards> reader);
    //! \brief Has the next indexing run rebuild a shard that turned out to be damaged.
    void markDamaged(int shard) const;
    //! \brief After a search met damage: finds out where, so that the next indexing run rebuilds that shard. Reads everything.
    void markDamage() const;

private:
    std::vector<FolderIdentity> folders() const;
    std::unique_ptr<OpenShards> openReader() const;
    QString damageMark(int shard) const { return path(shard) + QLatin1String(".damaged"); }
    bool libraryHasChunks(int shard) const { return m_library.chunkCount(shard, m_count).valueOr(0) > 0; }
    //! Opens a shard for reading; nothing where its passages can't be trusted or aren't all there. Throws as position().
    std::optional<Xapian::Database> openPart(int shard, bool &partial) const;

    const QString m_folder;
    const Storage::LibraryRepository m_library;
    const int m_count;
    std::vector<Writer> m_writers;
    std::mutex m_readersMutex;
    std::vector<std::unique_ptr<OpenShards>> m_idleReaders;
};

} // namespace Heddle::Search
