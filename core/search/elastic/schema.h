// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/search/elastic/client.h"
#include "core/search/searchengine.h"
#include "core/storage/libraryrepository.h"

namespace Heddle::Search::Elastic {

// A document of the index is a chunk, whoever has indexed it: two computers with the same folder in a collection of the
// same name write the same document. Each of them is named in «holders», as LIBRARY/ROW; a document goes with its last
// holder. The same text twice in a file is one document with two rows.

//! \brief Raised when fields change: an index of another schema is built beside the old one.
constexpr int Schema = 2;

//! \brief Name of the index behind the alias, by schema and model.
QString indexName(const QString &alias, const QString &model);
//! \brief Settings and mapping of an index. `dimension`: of the model's vectors; 0: there is no model.
QJsonObject indexDefinition(Product product, const QString &model, int dimension);

//! \brief Names and ids of one library on the server.
class Names {
public:
    Names(QString library, QHash<qint64, QString> collections) : m_library(std::move(library)), m_collections(std::move(collections)) { }

    QString holder(qint64 chunkRow) const { return prefix() + QString::number(chunkRow); }
    //! \brief What all holders of this library begin with.
    QString prefix() const { return m_library + QLatin1Char('/'); }
    //! \brief This library's rows among the holders.
    QList<qint64> rows(const QJsonArray &holders) const;
    QString collection(qint64 id) const { return m_collections.value(id); }
    QString documentId(const Storage::ChunkInDocument &chunk) const;
    //! \brief The server's id of a chunk.
    QString key(const Storage::ChunkInDocument &chunk) const;
    //! \brief The fields of a chunk, without holders and vector.
    QJsonObject fields(const Storage::ChunkInDocument &chunk, const QString &key) const;

private:
    QString m_library;
    QHash<qint64, QString> m_collections;
};

//! \brief The server's id of a document.
QString documentId(const QString &collection, const QString &label, const QByteArray &path);

//! \brief A hit from what the server keeps; without scores.
Hit hitFrom(const QJsonObject &source, const QString &key);

} // namespace Heddle::Search::Elastic
