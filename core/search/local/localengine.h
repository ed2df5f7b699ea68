// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/search/searchengine.h"
#include "core/storage/libraryrepository.h"
#include <memory>

namespace Heddle::Search {

//! \brief What the ranking of the text leg hangs on; the defaults are measured (docs/ranking.md).
struct RankingParameters {
    double k1 = 1.2; //!< BM25: how soon repeated words stop counting
    double b = 0.75; //!< BM25: how much long chunks are held back
    double exactWeight = 0.2; //!< the word as typed, beside its stem
    int titleWeight = 1; //!< how often title and headings count in each chunk; fixed when a chunk is indexed
    double endingWeight = 1.0; //!< of the files of a type that the question names
    double nameWeight = 0.2; //!< a word in the names of file and folders, beside one in the text
    double fullNameWeight = 4.0; //!< a file that the question names
    double joinedWeight = 0.3; //!< words that a sign joins as one, beside the words themselves
    double compoundWeight = 0.25; //!< a word as a part of a compound, beside the word itself
};

//! \brief The engine on this computer: Xapian for words, a scan over vectors for meaning; texts stay in library.db, whose op
//! log it follows.
class LocalEngine : public SearchEngine {
public:
    //! \brief Opens or prepares the index folder. `newShards`: parts of an index that does not exist yet.
    static Result<std::unique_ptr<LocalEngine>> open(const QString &folder, Storage::LibraryRepository library, int newShards);
    ~LocalEngine() override;

    int shards() const override;
    Result<std::optional<Storage::LogPosition>> position(int shard) override;
    Status index(int shard, const IndexBatch &batch, std::stop_token stop) override;
    Status commit(int shard) override;
    Status beginRebuild(int shard) override;
    Status finishRebuild(int shard, const Storage::LogPosition &upTo) override;
    void closeWriters() override;
    Status compact(int shard, std::stop_token stop) override;
    Result<SearchResult> search(const SearchRequest &request, Concurrency::Context context) override;
    //! \brief Looks through all hits of both legs.
    Result<Explanation> explain(const SearchRequest &request, const QList<qint64> &chunkRows, Concurrency::Context context) override;
    Result<Health> health(int shard) override;
    QString vectorModel() override;
    Status dropStaleVectors(const QString &model, std::stop_token stop) override;
    Result<QList<qint64>> chunksWithoutVector(const QString &model, std::stop_token stop) override;
    std::optional<std::vector<float>> cachedVector(const QString &model, const QString &text) override;
    Status putVectors(const QString &model, const QList<VectorRow> &rows, std::stop_token stop) override;
    Status activateModel(const QString &model) override;

    void setRanking(const RankingParameters &parameters);

private:
    struct Private;
    explicit LocalEngine(std::unique_ptr<Private> d);
    std::unique_ptr<Private> d;
};

} // namespace Heddle::Search
