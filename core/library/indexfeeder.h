// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/search/searchengine.h"
#include "core/storage/libraryrepository.h"
#include <QElapsedTimer>

namespace Heddle::Library {

//! \brief Carries the op log of library.db into one shard of the index. Blocking, for the indexing pool; only the
//! holder of index.lock may use it.
class IndexFeeder {
public:
    IndexFeeder(Storage::LibraryRepository library, std::shared_ptr<Search::TextIndexWriter> engine, int shard)
        : m_library(std::move(library)), m_engine(std::move(engine)), m_shard(shard)
    { }

    //! \brief Compares the shard with the log as it is: a shard that does not follow it is emptied, to be built anew by the steps.
    //! Call it for all shards before anything new is logged.
    Status compare();
    //! \brief Whether the shard is being built anew and a good part of it is still to be done.
    bool isRebuilding() const { return m_emptied && m_rebuilt > 0; }
    //! \brief Applies the next part of the log, at most about a thousand chunks; where compare() has emptied the shard, builds the
    //! next part of it instead, from the library. Returns how many ops it took; 0: the shard is up to date. Commits after the first
    //! file, then every 5,000 chunks or 3 s, and when `flush` finds nothing more. A shard that turns out to be damaged while it is
    //! written is built anew, once.
    Result<qint64> step(bool flush, std::stop_token stop);
    //! \brief How long until step() has something to commit though the log may not go on; nothing where all is committed.
    std::optional<std::chrono::milliseconds> commitDue() const;
    const Storage::LogPosition &committed() const { return m_committed; }

private:
    Result<qint64> takeOps(bool flush, std::stop_token stop);
    Result<qint64> rebuildSome(std::stop_token stop);
    Status commit();
    static Search::IndexChunk toIndex(const Storage::ChunkInDocument &row);

    Storage::LibraryRepository m_library;
    std::shared_ptr<Search::TextIndexWriter> m_engine;
    int m_shard;
    bool m_emptied = false, m_startedOver = false, m_committedOnce = false;
    std::optional<Storage::LogPosition> m_rebuildEnd; //!< the log's end when the rebuild began
    qint64 m_rebuilt = 0; //!< chunk up to which the shard is built
    Storage::LogPosition m_applied, m_committed;
    qint64 m_pending = 0;
    QElapsedTimer m_sinceCommit;
};

} // namespace Heddle::Library
