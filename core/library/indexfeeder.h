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
    //! \brief Applies the next part of the log, at most about a thousand chunks; builds the shard first where compare() has
    //! emptied it. Returns how many ops it took; 0: the shard is up to date. Commits after the first file, then every 5,000 chunks
    //! or 3 s, and when `flush` finds nothing more.
    Result<qint64> step(bool flush, std::stop_token stop);
    const Storage::LogPosition &committed() const { return m_committed; }

private:
    Status rebuild(std::stop_token stop);
    Status commit();
    static Search::IndexChunk toIndex(const Storage::ChunkInDocument &row);

    Storage::LibraryRepository m_library;
    std::shared_ptr<Search::TextIndexWriter> m_engine;
    int m_shard;
    bool m_emptied = false, m_committedOnce = false;
    Storage::LogPosition m_applied, m_committed;
    qint64 m_pending = 0;
    QElapsedTimer m_sinceCommit;
};

} // namespace Heddle::Library
