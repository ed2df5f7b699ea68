// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/searchengine.h"
#include "core/search/explanation.h"
#include <QSet>

namespace Heddle::Search {

Result<Explanation> Searcher::explain(const SearchRequest &request, const QList<qint64> &chunkRows, Concurrency::Context context)
{
    SearchRequest deep = request;
    deep.textLeg.reset();
    deep.depth = ExplainedHits;
    deep.limit = 2 * ExplainedHits; // texts tell which passages they are
    HEDDLE_TRY_VALUE(auto found, search(deep, context));
    const QSet<qint64> rows(chunkRows.cbegin(), chunkRows.cend());
    Explanation explanation =
        explanationOf(std::move(found), request, [&rows](const Hit &hit) { return rows.contains(hit.chunkRow) ? hit.chunkRow : 0; });
    explanation.indexed = explanation.embedded = chunkRows.size();
    explanation.reach = ExplainedHits;
    return explanation;
}

Status TextIndexWriter::compact(int, std::stop_token)
{
    return Done {};
}

Status VectorStore::dropStaleVectors(const QString &, std::stop_token)
{
    return Done {};
}

Result<QList<qint64>> VectorStore::chunksWithoutVector(const QString &, std::stop_token)
{
    return QList<qint64>();
}

std::optional<std::vector<float>> VectorStore::cachedVector(const QString &, const QString &)
{
    return {};
}

Status VectorStore::putVectors(const QString &, const QList<VectorRow> &, std::stop_token)
{
    return Done {};
}

Status VectorStore::activateModel(const QString &)
{
    return Done {};
}

} // namespace Heddle::Search
