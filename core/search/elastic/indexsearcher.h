// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/search/elastic/sharedindex.h"

namespace Heddle::Search::Elastic {

struct JoinedHits;

//! \brief Searches the shared index: both legs in one round trip. Blocking, thread-safe.
class IndexSearcher {
public:
    IndexSearcher(Client *client, SharedIndex *shared, Storage::LibraryRepository library)
        : m_client(client), m_shared(shared), m_library(std::move(library))
    { }

    Result<SearchResult> search(const SearchRequest &request, Concurrency::Context context);

private:
    struct Search;
    //! The bodies of the legs.
    Status prepare(Search &search, Product product, Concurrency::Context context);
    Status readTextLeg(Search &search, const Answer &answer);
    Status readVectorLeg(Search &search, const Answer &answer);
    Result<bool> lacksLibrary(const Current &index, Concurrency::Context context);
    Status noteMissingPart(SearchResult &result, const Current &index, Concurrency::Context context);
    Result<SearchResult> searchIndex(const SearchRequest &request, const Current &index, Concurrency::Context context);
    Result<QList<Answer>> multiSearch(const QString &index, const QList<QJsonObject> &bodies, Concurrency::Context context);
    Result<QStringList> languagesOf(const QString &index, Concurrency::Context context);
    QString correction(const SearchRequest &request, const QString &index, const QList<QueryTerm> &terms, Concurrency::Context context);
    //! Texts of the first `limit` hits: of this library's from there, of others' from the server.
    Status readTexts(SearchResult &result, const JoinedHits &hits, const Names &names, const QString &index, const SearchRequest &request,
        Concurrency::Context context);
    Result<QHash<QString, QJsonObject>> sources(const QString &index, const QStringList &keys, Concurrency::Context context);

    Client *m_client;
    SharedIndex *m_shared;
    const Storage::LibraryRepository m_library;
    std::mutex m_mutex;
    QStringList m_languages; //!< of the index, as the last search found them
    QString m_lookedInto; //!< the index that lacksLibrary() is about
    bool m_lacksLibrary = false;
};

} // namespace Heddle::Search::Elastic
