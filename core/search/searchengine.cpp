// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/searchengine.h"

namespace Heddle::Search {

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
