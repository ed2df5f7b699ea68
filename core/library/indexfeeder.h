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

    //! \brief Applies the next part of the log, at most about a thousand chunks; rebuilds the shard first where it
    //! can't follow the log. Returns how many ops it took; 0: the shard is up to date. Commits after the first
    //! file, then every 5,000 chunks or 3 s, and when `flush` finds nothing more.
    Result<qint64> step(bool flush, std::stop_token stop);
    qint64 committedSeq() const { return m_committed; }

private:
    Status start(std::stop_token stop);
    Status rebuild(std::stop_token stop);
    Status commit();
    static Search::IndexChunk toIndex(const Storage::ChunkInDocument &row);

    Storage::LibraryRepository m_library;
    std::shared_ptr<Search::TextIndexWriter> m_engine;
    int m_shard;
    bool m_started = false, m_committedOnce = false;
    qint64 m_applied = 0, m_committed = 0, m_pending = 0;
    QElapsedTimer m_sinceCommit;
};

} // namespace Heddle::Library
