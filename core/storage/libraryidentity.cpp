// SPDX-License-Identifier: GPL-3.0-or-later
// What of a library is the same on other computers, for an index that several of them share.
#include "core/base/ids.h"
#include "core/storage/libraryrepository.h"
#include <QJsonArray>
#include <QJsonDocument>

namespace Heddle::Storage {

Result<QString> LibraryRepository::libraryId() const
{
    const QString select = QStringLiteral("SELECT value FROM value WHERE key='library_id'");
    auto known = m_db.run(select);
    if (!known)
        return known.error();
    if (known->next())
        return known->value(0).toString();
    auto made = m_db.run(QStringLiteral("INSERT OR IGNORE INTO value(key, value) VALUES('library_id', ?)"), { newUuid() });
    if (!made)
        return made.error();
    auto stored = m_db.run(select); // another program may have been first
    if (!stored)
        return stored.error();
    return stored->next() ? stored->value(0).toString() : QString();
}

Result<QHash<qint64, QString>> LibraryRepository::collectionNames() const
{
    auto query = m_db.run(QStringLiteral("SELECT id, name FROM collection"));
    if (!query)
        return query.error();
    QHash<qint64, QString> names;
    while (query->next())
        names.insert(query->value(0).toLongLong(), query->value(1).toString());
    return names;
}

Result<QHash<QString, qint64>> LibraryRepository::passageCounts(Count count) const
{
    auto query = m_db.run(count == Count::Rows
            ? QStringLiteral("SELECT c.name, SUM(d.chunks) FROM document d JOIN collection c ON c.id = d.collection_id WHERE c.removing=0"
                             " GROUP BY c.id")
            : QStringLiteral("SELECT c.name, SUM(t.texts) FROM document d JOIN collection c ON c.id = d.collection_id"
                             " JOIN (SELECT document_id, COUNT(DISTINCT text) AS texts FROM chunk GROUP BY document_id) t"
                             " ON t.document_id = d.id WHERE c.removing=0 GROUP BY c.id"));
    if (!query)
        return query.error();
    QHash<QString, qint64> counts;
    while (query->next()) {
        if (const qint64 passages = query->value(1).toLongLong(); passages > 0)
            counts.insert(query->value(0).toString(), passages);
    }
    return counts;
}

Result<QHash<QString, DocumentPlace>> LibraryRepository::documentPlaces(const QStringList &publicIds) const
{
    auto query =
        m_db.run(QStringLiteral("SELECT d.public_id, d.collection_id, r.label, d.path FROM document d JOIN root r ON r.id = d.root_id"
                                " WHERE d.public_id IN (SELECT value FROM json_each(?))"),
            { QString::fromUtf8(QJsonDocument(QJsonArray::fromStringList(publicIds)).toJson(QJsonDocument::Compact)) });
    if (!query)
        return query.error();
    QHash<QString, DocumentPlace> places;
    while (query->next())
        places.insert(
            query->value(0).toString(), { query->value(1).toLongLong(), query->value(2).toString(), query->value(3).toByteArray() });
    return places;
}

} // namespace Heddle::Storage
