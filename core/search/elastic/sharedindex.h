// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/search/elastic/bulk.h"
#include "core/search/elastic/schema.h"
#include "core/search/elastic/state.h"

namespace Heddle::Search::Elastic {

//! \brief The index that is searched now.
struct Current {
    QString name; //!< behind the alias
    QString uuid;
    QString model; //!< whose vectors it has; empty: none
    int dimension = 0;
};

//! \brief The index behind the alias: looked up, made, written, and replaced by one for another embedding model. Several
//! computers write it at once: a document is only changed while it is as it was read. Blocking; writing one at a time.
class SharedIndex {
public:
    SharedIndex(Client *client, Storage::LibraryRepository library, QString stateFile)
        : m_client(client), m_library(std::move(library)), m_stateFile(std::move(stateFile)), m_bulk(client)
    { }

    //! \brief Looked up at most once a minute; nothing where there is none. An index of other programs is an error.
    Result<std::optional<Current>> current(std::stop_token stop);
    //! \brief The same, made where it is missing.
    Result<Current> ensure(std::stop_token stop);
    //! \brief Looks it up anew next time.
    void forget();

    //! \brief As Client::sealed().
    Result<Net::Sealed> sealed() const { return m_client->sealed(); }
    Result<Names> names() const;
    State state() const { return State::read(m_stateFile); }
    Status setState(const State &state) const { return state.write(m_stateFile); }

    //! \brief Writes chunks of this library; those there already get its row and stay as they are.
    Status put(const QList<Storage::ChunkInDocument> &chunks, std::stop_token stop);
    //! \brief Takes holders away from the documents that match; those without any are deleted.
    Status release(const QJsonObject &query, const std::function<bool(const QString &holder)> &goes, std::stop_token stop);
    //! \brief Makes what was written searchable.
    Status refresh(const QString &index, std::stop_token stop);

    //! \brief Documents that match; an empty query: all.
    Result<qint64> count(const QString &index, const QJsonObject &query, std::stop_token stop);
    //! \brief How many documents this library holds of each collection, by its name; those without any are left out.
    Result<QHash<QString, qint64>> passagesByCollection(const QString &index, std::stop_token stop);

    //! \brief The index with this model's vectors: the current one, or one beside it; nothing where it isn't there yet.
    Result<std::optional<QString>> indexOfModel(const QString &model, std::stop_token stop);
    //! \brief Makes the index for another model beside the current one, with all documents of it, whosever they are.
    Result<QString> buildBeside(const QString &model, int dimension, std::stop_token stop);
    //! \brief Gives documents of `index` fields of vectors, by id, made of `contents`; those that it lacks are fetched from the current index.
    Status setVectors(
        const QString &index, const QHash<QString, QJsonObject> &fields, const Concurrency::Contents &contents, std::stop_token stop);
    //! \brief Copies what `index` still lacks, whoever has written it meanwhile; from then on it is searched, and the one before
    //! is removed.
    Status switchTo(const QString &index, std::stop_token stop);

private:
    Result<QJsonObject> indexSettings(const QString &name, std::stop_token stop);
    Status create(const QString &name, const QString &model, int dimension, bool withAlias, std::stop_token stop);
    Status copy(const QString &from, const QString &to, std::stop_token stop);
    //! Documents by id as they are, realtime; missing ones are left out.
    Result<QHash<QString, QJsonObject>> documents(const QString &index, const QStringList &ids, bool whole, std::stop_token stop);
    Status note(const BulkOutcome &outcome) const;

    Client *m_client;
    const Storage::LibraryRepository m_library;
    const QString m_stateFile;
    Bulk m_bulk;
    std::mutex m_mutex;
    std::optional<Current> m_current;
    std::chrono::steady_clock::time_point m_lookedUp;
};

} // namespace Heddle::Search::Elastic
