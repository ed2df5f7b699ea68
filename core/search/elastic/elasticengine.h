// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/net/blockinghttp.h"
#include "core/search/elastic/configuration.h"
#include "core/search/searchengine.h"
#include "core/storage/libraryrepository.h"
#include <memory>

namespace Heddle::Search {

//! \brief A shared index on Elasticsearch 8 or OpenSearch 2, or newer; one part. Words and meaning are searched in one
//! round trip. What this library holds gets its texts from library.db, what other computers have indexed from the server.
//! While the server can't be used, searches go to the engine on this computer, as far as that has an index.
class ElasticEngine : public SearchEngine {
public:
    //! \brief `folder`: where this computer's part is noted. `local`: searched in need, and asked for vectors that were
    //! made before; may be null.
    ElasticEngine(Elastic::Configuration configuration, Net::BlockingHttp *http, Storage::LibraryRepository library, const QString &folder,
        std::shared_ptr<SearchEngine> local);
    ~ElasticEngine() override;
    const Elastic::Configuration &configuration() const;
    QString host() const override { return configuration().nodes.value(0); }

    int shards() const override { return 1; }
    Result<std::optional<Storage::LogPosition>> position(int shard) override;
    Status index(int shard, const IndexBatch &batch, std::stop_token stop) override;
    Status commit(int shard) override;
    Status beginRebuild(int shard) override;
    Status finishRebuild(int shard, const Storage::LogPosition &upTo) override;
    void closeWriters() override { }
    bool searchesLegsTogether() const override { return true; }
    Result<SearchResult> search(const SearchRequest &request, Concurrency::Context context) override;
    //! \brief Looks through the first 10,000 hits of each leg: servers hand over no more at once.
    Result<Explanation> explain(const SearchRequest &request, const QList<qint64> &chunkRows, Concurrency::Context context) override;
    QString vectorModel() override;
    Status dropStaleVectors(const QString &, std::stop_token) override { return Done {}; } // they go with their passages
    Result<QList<qint64>> chunksWithoutVector(const QString &model, std::stop_token stop) override;
    std::optional<std::vector<float>> cachedVector(const QString &model, const QString &text) override;
    Status putVectors(const QString &model, const QList<VectorRow> &rows, std::stop_token stop) override;
    Status activateModel(const QString &model) override;
    //! \brief Documents: passages of this library that the server holds.
    Result<Health> health(int shard) override;

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace Heddle::Search
