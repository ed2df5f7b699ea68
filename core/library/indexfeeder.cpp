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

Status IndexFeeder::start(std::stop_token stop)
{
    auto applied = m_engine->appliedSeq(m_shard);
    if (!applied)
        return applied.error();
    auto last = m_library.lastSeq();
    if (!last)
        return last.error();
    auto pruned = m_library.prunedSeq();
    if (!pruned)
        return pruned.error();
    const bool follows = *applied && **applied <= *last && **applied >= *pruned;
    if (follows) {
        m_applied = m_committed = **applied;
    } else {
        HEDDLE_TRY(rebuild(stop));
    }
    m_started = true;
    m_sinceCommit.start();
    return Done {};
}

Status IndexFeeder::rebuild(std::stop_token stop)
{
    auto last = m_library.lastSeq(); // ops after this are applied again on top
    if (!last)
        return last.error();
    HEDDLE_TRY(m_engine->beginRebuild(m_shard));
    const int shards = m_engine->shards();
    for (qint64 after = 0;;) {
        auto rows = m_library.chunksOfShard(m_shard, shards, after, StepOps);
        if (!rows)
            return rows.error();
        if (rows->isEmpty())
            break;
        Search::IndexBatch batch;
        for (const auto &row : std::as_const(*rows))
            batch.additions += toIndex(row);
        after = rows->last().chunk.id;
        HEDDLE_TRY(m_engine->index(m_shard, batch, stop));
    }
    HEDDLE_TRY(m_engine->finishRebuild(m_shard, *last));
    m_applied = m_committed = *last;
    m_committedOnce = true;
    return Done {};
}

Result<qint64> IndexFeeder::step(bool flush, std::stop_token stop)
{
    if (!m_started) {
        HEDDLE_TRY(start(stop));
    }
    auto ops = m_library.ops(m_shard, m_engine->shards(), m_applied, StepOps);
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
        batch.upToSeq = ops->last().seq;
        HEDDLE_TRY(m_engine->index(m_shard, batch, stop));
        m_applied = batch.upToSeq;
        m_pending += ops->size();
    }
    const bool due = m_pending > 0
        && (!m_committedOnce || m_pending >= CommitChunks || m_sinceCommit.elapsed() >= CommitMs || (flush && ops->isEmpty()));
    if (due) {
        HEDDLE_TRY(commit());
    }
    return qint64(ops->size());
}

} // namespace Heddle::Library
