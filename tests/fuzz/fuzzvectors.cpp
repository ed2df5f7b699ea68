// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/local/vectors/vectorindex.h"
#include "tests/fuzz/fuzzformats.h"
#include <QDir>
#include <QTemporaryDir>
#include <cmath>

namespace Heddle::Fuzz {
namespace {

void write(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    require(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
}

} // namespace

void vectors(const QByteArray &bytes)
{
    using namespace Search;
    constexpr QByteArrayView Separator("\n==\n");
    constexpr std::size_t MaxDimension = 4096;
    const qsizetype first = std::max<qsizetype>(0, bytes.indexOf(Separator));
    const qsizetype second = std::max(first, bytes.indexOf(Separator, first + Separator.size()));
    const QTemporaryDir folder;
    write(folder.filePath(QStringLiteral("manifest.json")), bytes.left(first));
    write(folder.filePath(QStringLiteral("dead")), bytes.mid(first + Separator.size(), second - first - Separator.size()));
    write(folder.filePath(QStringLiteral("segment")), bytes.mid(second + Separator.size()));
    VectorIndex index(folder.path(), QStringLiteral("model"));
    const auto dimension = std::size_t(index.dimension());
    if (dimension == 0 || dimension > MaxDimension)
        return;
    std::vector<float> query(dimension, 1 / std::sqrt(float(dimension)));
    VectorFilter filter;
    filter.collections = { 1 };
    for (const VectorFilter &one : { VectorFilter(), filter }) {
        const auto found = index.search(query, 3, one, {});
        require(found && found->size() <= 3);
        for (const VectorMatch &match : *found)
            require(std::isfinite(match.score));
    }
    index.missing({ { 1, 1 }, { 2, 2 } });
    index.byText(textHash(QStringLiteral("text")));
    index.check();
    // What a writer does with it, and whether it is sound afterwards.
    require(index.dropDamaged().ok() && index.keepOnly({ { 1, 1 } }).ok());
    RowInfo row;
    row.chunk = 7;
    require(index.append({ row }, { query.data() }, int(dimension)).ok());
    require(index.check() == 0 && index.size() >= 1);
}

} // namespace Heddle::Fuzz
