// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/search/elastic/sharedindex.h"

namespace Heddle::Search::Elastic {

struct JoinedHits;

//! \brief Searches the shared index: both legs in one round trip. Blocking, thread-safe.
class Searcher {
public:
    Searcher(Client *client, SharedIndex *shared, Storage::LibraryRepository library)
        : m_client(client), m_shared(shared), m_library(std::move(library))
    { }

    Result<SearchResult> search(const SearchRequest &request, std::stop_token stop);

private:
    Result<SearchResult> searchIndex(const SearchRequest &request, const Current &index, std::stop_token stop);
    Result<QList<Answer>> multiSearch(
        const QString &index, const QList<QJsonObject> &bodies, const SearchRequest &request, std::stop_token stop);
    Result<QStringList> languagesOf(const QString &index, const SearchRequest &request, std::stop_token stop);
    QString correction(const SearchRequest &request, const QString &index, const QList<QueryTerm> &terms, std::stop_token stop);
    //! Texts of the first `limit` hits: of this library's from there, of others' from the server.
    Status readTexts(SearchResult &result, const JoinedHits &hits, const Names &names, const QString &index, const SearchRequest &request,
        std::stop_token stop);
    Result<QHash<QString, QJsonObject>> sources(
        const QString &index, const QStringList &keys, const SearchRequest &request, std::stop_token stop);

    Client *m_client;
    SharedIndex *m_shared;
    const Storage::LibraryRepository m_library;
    std::mutex m_mutex;
    QStringList m_languages; //!< of the index, as the last search found them
};

} // namespace Heddle::Search::Elastic
