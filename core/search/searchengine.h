// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/base/result.h"
#include "core/concurrency/context.h"
#include "core/storage/logposition.h"
#include <QList>
#include <QString>
#include <QStringList>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

namespace Heddle::Search {

enum class Leg { Text = 1, Vector = 2, Both = 3 };

struct Filters {
    QList<qint64> collections; //!< internal ids; empty: all
    QList<QString> documents; //!< public ids
    QStringList types; //!< extensions in lower case
};

struct SearchResult;

struct SearchRequest {
    QString question;
    std::optional<std::vector<float>> vector; //!< of length 1; without it the vector leg is left out
    QString vectorModel; //!< whose vector it is
    Leg legs = Leg::Both;
    Filters filters;
    int depth = 256; //!< hits per leg
    int limit = 256; //!< hits returned with their text; 0: hits as they are, without text and not fused
    double textWeight = 1, vectorWeight = 1; //!< in the fusion
    bool allWords = false; //!< the text leg finds only passages that have every word of the question, in one of its forms
    //! \brief The text leg of this very request, where it has been searched with `limit` 0 already: it is not searched again.
    std::shared_ptr<const SearchResult> textLeg = {};
};

//! \brief A word of the question as it was searched: how rare it is and in which forms it matches.
struct QueryTerm {
    QString word; //!< folded
    QStringList forms; //!< stems and the word itself, folded
    bool known = true; //!< occurs in the index; a part of a CJK run always counts as known
    double idf = 0; //!< natural log of (N + 1) / (df + 0.5), at least 0
};

struct LegScore {
    int rank = 0; //!< from 1
    double score = 0;
};

//! \brief Another place of the very same text.
struct Copy {
    QString chunk, document; //!< public ids
    QString path; //!< for people
    int page = 0;
};

struct Hit {
    qint64 chunkRow = 0; //!< internal; never leaves core
    QString chunk; //!< public id
    QString document; //!< public id
    QString path; //!< for people
    QString title;
    QString heading;
    QString language;
    int page = 0;
    qint64 start = 0, end = 0; //!< UTF-16 units in the document's extracted text
    QString text;
    std::optional<LegScore> textLeg, vectorLeg;
    quint32 vectorName = 0; //!< internal: of the passage that the vector was made of
    double fused = 0; //!< reciprocal rank fusion, k = 60
    QList<Copy> copies; //!< further down in the order of the search
    QStringList collections; //!< ids of those that the text stands in, those of its copies too; empty: nobody knows
};

struct SearchResult {
    QList<Hit> hits; //!< fused order
    qint64 total = 0; //!< chunks that match the text leg, exact
    QList<QueryTerm> terms;
    QString suggestion; //!< the question with a likely spelling, or empty
    bool partial = false; //!< a part of the index is being rebuilt
    QStringList notices;
    bool vectorSearched = false; //!< there are vectors of the question's model
    QString host; //!< that the question was sent to; empty: it stayed on this computer
};

//! \brief Where some passages stand for a question, however far down; see Searcher::explain().
struct Explanation {
    qint64 indexed = 0; //!< of the passages asked about: found by their words once a question has them
    qint64 embedded = 0; //!< of the passages asked about: have a vector of the model that is searched
    qint64 total = 0; //!< chunks that match the text leg, exact
    bool vectorSearched = false; //!< there are vectors of the question's model
    std::optional<LegScore> text, vector; //!< of the best of the passages in each leg; unset: beyond `reach`, or no match
    int rank = 0; //!< of the best of them in the order of the search, copies counted; 0: deeper than the search looks
    qint64 chunkRow = 0; //!< of that one; internal
    int reach = 0; //!< hits of each leg that were looked through; 0: all
    QList<QueryTerm> terms;
    QString host; //!< that the question was sent to; empty: it stayed on this computer
};

//! \brief A chunk on its way into the index.
struct IndexChunk {
    qint64 chunkRow = 0;
    qint64 collectionId = 0;
    QString documentId; //!< public id
    QString title, heading, text, type, language, path;
    qint64 mtimeNs = 0;
};

//! \brief Ops of one shard up to a point of the log; applied as a whole, deletes first, idempotent by chunk.
struct IndexBatch {
    QList<qint64> removals;
    QList<IndexChunk> additions;
    Storage::LogPosition upTo;
};

//! \brief The vector of a chunk on its way into the index.
struct VectorRow {
    qint64 chunkRow = 0;
    QString chunk; //!< public id
    qint64 collectionId = 0, documentId = 0; //!< internal ids
    QString type;
    QString text; //!< that was embedded
    std::vector<float> vector; //!< of length 1
};

struct Health {
    bool ok = true;
    bool incomplete = false; //!< all that is wrong is that it doesn't hold what the library has: as while it is being filled
    QString message, fix, server;
    qint64 documents = 0;
};

//! \brief Finds passages. Blocking and thread-safe; call it in the search pool.
class Searcher {
public:
    virtual ~Searcher() = default;
    //! \brief The hits of a question by the legs that the request names. Errors: IndexUnavailable, those of the network,
    //! Cancelled.
    virtual Result<SearchResult> search(const SearchRequest &request, Concurrency::Context context) = 0;
    //! \brief How far passages of the library (row ids) come in the search that `request` names, also those that it doesn't return.
    //! Errors: as search(). The default looks through the first 10,000 hits of each leg, and takes every passage for indexed and
    //! embedded.
    virtual Result<Explanation> explain(const SearchRequest &request, const QList<qint64> &chunkRows, Concurrency::Context context);
    //! \brief Whether a search with both legs costs one round trip: then it is sent once the question is embedded.
    virtual bool searchesLegsTogether() const { return false; }
    //! \brief The model whose vectors are searched; empty: there are none. The question must be embedded by it.
    virtual QString vectorModel() { return {}; }
    //! \brief The server that questions are sent to; empty: they stay on this computer.
    virtual QString host() const { return {}; }
};

//! \brief Keeps the text of passages searchable, in step with the op log of the library. Blocking; call it in the indexing
//! pool.
class TextIndexWriter {
public:
    virtual ~TextIndexWriter() = default;
    //! \brief How many shards the index has; the passages of a document are all in shard (document id mod shards).
    virtual int shards() const = 0;
    //! \brief What a shard holds for sure; nothing when it must be rebuilt from the library: it is missing, damaged or of another
    //! version. What can't be read now for another reason is an error.
    virtual Result<std::optional<Storage::LogPosition>> position(int shard) = 0;
    //! \brief Applies a batch; searchable and durable after commit(). One caller per shard at a time.
    virtual Status index(int shard, const IndexBatch &batch, std::stop_token stop) = 0;
    virtual Status commit(int shard) = 0;
    //! \brief Empties a shard ahead of a rebuild; until finishRebuild() a search says that it is partial.
    virtual Status beginRebuild(int shard) = 0;
    virtual Status finishRebuild(int shard, const Storage::LogPosition &upTo) = 0;
    //! \brief Closes what was opened for writing, so that another process may write.
    virtual void closeWriters() = 0;
    virtual Result<Health> health(int shard) = 0;
    //! \brief Returns the space that a shard has and does not need, where there is much of it; searches go on meanwhile, and a kill
    //! leaves the shard as it was or smaller. Call it after closeWriters(). The default leaves that to the server.
    virtual Status compact(int shard, std::stop_token stop);
};

//! \brief Keeps the vectors of passages, by the model that made them. Vectors of a new model are built beside the old ones,
//! which are searched until the new ones are activated. Blocking; one caller at a time, in the indexing pool. The default
//! keeps none.
class VectorStore {
public:
    virtual ~VectorStore() = default;
    //! \brief Drops the vectors of passages that are gone.
    virtual Status dropStaleVectors(const QString &model, std::stop_token stop);
    //! \brief Rows of the library's chunks that have no vector of this model yet.
    virtual Result<QList<qint64>> chunksWithoutVector(const QString &model, std::stop_token stop);
    //! \brief The vector of a text that was embedded before, wherever it stood.
    virtual std::optional<std::vector<float>> cachedVector(const QString &model, const QString &text);
    //! \brief Durable when it returns; found at once where the model is active.
    virtual Status putVectors(const QString &model, const QList<VectorRow> &rows, std::stop_token stop);
    //! \brief Has this model's vectors searched from now on; those of other models are removed.
    virtual Status activateModel(const QString &model);
};

//! \brief A whole engine: what finds passages, and what keeps their text and their vectors. Whoever needs one role takes
//! that one.
class SearchEngine : public Searcher, public TextIndexWriter, public VectorStore { };

} // namespace Heddle::Search
