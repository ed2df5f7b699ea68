// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/indexfeeder.h"
#include "core/base/filename.h"
#include "core/library/scan.h"
#include <QSet>

namespace Heddle::Library {
namespace {

constexpr int StepOps = 1000;
constexpr qint64 CommitChunks = 5000;
constexpr qint64 CommitMs = 3000;

} // namespace

Search::IndexChunk IndexFeeder::toIndex(const Storage::ChunkInDocument &row)
{
    return { row.chunk.id, row.collectionId, row.documentPublicId, row.title, row.chunk.heading, row.chunk.text, row.type, row.language,
        displayName(row.path), row.mtimeNs };
}

Status IndexFeeder::commit()
{
    HEDDLE_TRY(m_engine->commit(m_shard));
    m_committed = m_applied;
    m_committedOnce = true;
    m_pending = 0;
    m_sinceCommit.restart();
    return Done {};
}

Status IndexFeeder::compare()
{
    HEDDLE_TRY_VALUE(const auto position, m_engine->position(m_shard));
    HEDDLE_TRY_VALUE(const bool follows, position ? m_library.followsFrom(*position) : Result<bool>(false));
    m_sinceCommit.start();
    if (follows) {
        m_applied = m_committed = *position;
        return Done {};
    }
    m_emptied = true;
    return m_engine->beginRebuild(m_shard);
}

Result<qint64> IndexFeeder::rebuildSome(std::stop_token stop)
{
    if (!m_rebuildEnd) {
        HEDDLE_TRY_VALUE(m_rebuildEnd, m_library.logEnd()); // ops after this are applied again on top
    }
    HEDDLE_TRY_VALUE(const auto rows, m_library.chunksOfShard(m_shard, m_engine->shards(), m_rebuilt, StepOps));
    if (!rows.isEmpty()) {
        Search::IndexBatch batch;
        for (const auto &row : rows)
            batch.additions += toIndex(row);
        HEDDLE_TRY(m_engine->index(m_shard, batch, stop));
        m_rebuilt = rows.last().chunk.id;
    }
    if (rows.size() == StepOps)
        return StepOps;
    HEDDLE_TRY(m_engine->finishRebuild(m_shard, *m_rebuildEnd));
    m_applied = m_committed = *m_rebuildEnd;
    m_committedOnce = m_rebuilt > 0;
    m_emptied = false;
    m_sinceCommit.restart();
    return 1;
}

std::optional<std::chrono::milliseconds> IndexFeeder::commitDue() const
{
    if (m_applied == m_committed)
        return {};
    return std::chrono::milliseconds(std::max<qint64>(0, CommitMs - m_sinceCommit.elapsed()));
}

Result<qint64> IndexFeeder::step(bool flush, std::stop_token stop)
{
    auto taken = takeOps(flush, stop);
    if (taken || taken.error().code != ErrorCode::IndexUnavailable || m_emptied || m_startedOver)
        return taken;
    HEDDLE_TRY_VALUE(const auto position, m_engine->position(m_shard));
    if (position)
        return taken;
    // Writing met damage that reading had not: built anew at once, from the library, but not again and again.
    m_startedOver = m_emptied = true;
    m_rebuilt = 0;
    m_rebuildEnd.reset();
    HEDDLE_TRY(m_engine->beginRebuild(m_shard));
    return 1;
}

Result<qint64> IndexFeeder::takeOps(bool flush, std::stop_token stop)
{
    if (m_emptied)
        return rebuildSome(stop);
    HEDDLE_TRY_VALUE(const auto end, m_library.logEnd());
    auto ops = m_library.ops(m_shard, m_engine->shards(), m_applied.seq, StepOps);
    if (!ops)
        return ops.error();
    if (!ops->isEmpty()) {
        // A chunk's number is never used twice, so a removal wins over any addition beside it.
        Search::IndexBatch batch;
        QSet<qint64> removed;
        QList<qint64> added;
        for (const auto &op : std::as_const(*ops)) {
            if (op.add)
                added += op.chunkId;
            else
                removed += op.chunkId;
        }
        batch.removals = QList<qint64>(removed.cbegin(), removed.cend());
        auto rows = m_library.chunks(added);
        if (!rows)
            return rows.error();
        for (const auto &row : std::as_const(*rows))
            batch.additions += toIndex(row);
        std::sort(batch.additions.begin(), batch.additions.end(), [](const auto &a, const auto &b) { return a.chunkRow < b.chunkRow; });
        batch.upTo = { end.library, end.generation, ops->last().seq };
        HEDDLE_TRY(m_engine->index(m_shard, batch, stop));
        m_applied = batch.upTo;
        m_pending += ops->size();
    } else if (flush && m_applied != end) {
        // Ops of other shards alone: this one holds everything up to the end as well, and the log may be pruned up to there.
        HEDDLE_TRY(m_engine->index(m_shard, { {}, {}, end }, stop));
        m_applied = end;
    }
    const bool due = m_applied != m_committed
        && (!m_committedOnce || m_pending >= CommitChunks || m_sinceCommit.elapsed() >= CommitMs || (flush && ops->isEmpty()));
    if (due) {
        HEDDLE_TRY(commit());
    }
    return qint64(ops->size());
}

} // namespace Heddle::Library
