// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/local/vectors/vectorleg.h"
#include <QCoreApplication>
#include <QHash>

namespace Heddle::Search {

Result<VectorFilter> VectorLeg::filterOf(const Filters &filters) const
{
    VectorFilter result;
    for (const qint64 collection : filters.collections)
        result.collections.push_back(std::uint32_t(collection));
    for (const QString &type : filters.types)
        result.types.push_back(stableNumber(type));
    if (!filters.documents.isEmpty()) {
        auto ids = m_library.documentIds(filters.documents);
        if (!ids)
            return ids.error();
        for (const qint64 id : std::as_const(*ids))
            result.documents.push_back(std::uint32_t(id));
        if (result.documents.empty())
            result.documents.push_back(0); // no row has it: documents that are gone find nothing, not everything
    }
    for (auto *list : { &result.collections, &result.documents, &result.types })
        std::sort(list->begin(), list->end());
    return result;
}

Status VectorLeg::search(SearchResult &result, const SearchRequest &request, std::stop_token stop)
{
    const QString model = m_store.activeModel();
    if (model.isEmpty() || model != request.vectorModel)
        return Done {};
    result.vectorSearched = true;
    auto filter = filterOf(request.filters);
    if (!filter)
        return filter.error();
    auto matches = m_store.index(model)->search(*request.vector, request.depth, *filter, stop);
    if (!matches)
        return matches.error();
    QHash<qint64, qsizetype> at;
    for (qsizetype i = 0; i < result.hits.size(); ++i)
        at.insert(result.hits[i].chunkRow, i);
    int rank = 0;
    for (const VectorMatch &match : *matches) {
        qsizetype i = at.value(match.passage.chunk, -1);
        if (i < 0) {
            i = result.hits.size();
            result.hits += Hit();
            result.hits[i].chunkRow = match.passage.chunk;
        }
        result.hits[i].vectorLeg = LegScore { ++rank, double(match.score) };
        result.hits[i].vectorName = match.passage.name;
    }
    return Done {};
}

Result<qint64> VectorLeg::countEmbedded(const QList<qint64> &chunkRows, std::stop_token stop)
{
    HEDDLE_TRY_VALUE(const auto missing, chunksWithout(m_store.activeModel(), stop));
    qint64 count = 0;
    for (const qint64 row : chunkRows)
        count += std::binary_search(missing.begin(), missing.end(), row) ? 0 : 1;
    return count;
}

int VectorLeg::damaged()
{
    const QString model = m_store.activeModel();
    return model.isEmpty() ? 0 : m_store.index(model)->check();
}

Result<std::vector<PassageName>> VectorLeg::passages() const
{
    HEDDLE_TRY_VALUE(const auto names, m_library.allChunkNames());
    std::vector<PassageName> result;
    result.reserve(std::size_t(names.size()));
    for (const auto &[chunk, name] : names)
        result.push_back({ chunk, stableNumber(name) });
    return result;
}

Status VectorLeg::dropStale(const QString &model, std::stop_token stop)
{
    HEDDLE_TRY_VALUE(const auto here, passages());
    if (stop.stop_requested())
        return Error::cancelled();
    const auto index = m_store.index(model);
    if (index->needsRepair()) {
        if (const auto dropped = index->dropDamaged(); !dropped)
            return dropped.error();
    }
    return index->keepOnly(here);
}

Result<QList<qint64>> VectorLeg::chunksWithout(const QString &model, std::stop_token stop)
{
    HEDDLE_TRY_VALUE(const auto here, passages());
    if (stop.stop_requested())
        return Error::cancelled();
    const auto missing = m_store.index(model)->missing(here);
    return QList<qint64>(missing.begin(), missing.end());
}

std::optional<std::vector<float>> VectorLeg::known(const QString &model, const QString &text)
{
    return m_store.index(model)->byText(textHash(text));
}

Status VectorLeg::put(const QString &model, const QList<VectorRow> &rows, std::stop_token stop)
{
    if (stop.stop_requested())
        return Error::cancelled();
    std::vector<RowInfo> infos;
    std::vector<const float *> vectors;
    const std::size_t dimension = rows.isEmpty() ? 0 : rows.first().vector.size();
    for (const VectorRow &row : rows) {
        if (row.vector.size() != dimension)
            return Error { ErrorCode::Protocol,
                QCoreApplication::translate(
                    "Heddle::Search", "The embedding model gives vectors of different sizes. Choose another model."),
                {}, false };
        infos.push_back({ row.chunkRow, std::uint32_t(row.collectionId), std::uint32_t(row.documentId), stableNumber(row.type),
            stableNumber(row.chunk), textHash(row.text) });
        vectors.push_back(row.vector.data());
    }
    return m_store.index(model)->append(infos, vectors, int(dimension));
}

Status VectorLeg::activate(const QString &model)
{
    const auto index = m_store.index(model);
    index->dropTextTable();
    HEDDLE_TRY(index->compact()); // not before: a deleted row may be the vector of a text that has moved
    return m_store.activate(model);
}

} // namespace Heddle::Search
