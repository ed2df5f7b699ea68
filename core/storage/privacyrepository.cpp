// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/privacyrepository.h"
#include "core/storage/queryresults.h"

namespace Heddle::Storage {

Result<QList<SealRow>> PrivacyRepository::seals() const
{
    auto query = m_db.run(QStringLiteral("SELECT collection, name FROM seal ORDER BY name"));
    if (!query)
        return query.error();
    QList<SealRow> rows;
    while (query->next())
        rows += { query->value(0).toString(), query->value(1).toString() };
    return rows;
}

Status PrivacyRepository::seal(const SealRow &row) const
{
    return statusOf(
        m_db.run(QStringLiteral("INSERT INTO seal(collection, name) VALUES(?,?) ON CONFLICT(collection) DO UPDATE SET name=excluded.name"),
            { row.collection, row.name }));
}

Status PrivacyRepository::unseal(const QString &collection) const
{
    return statusOf(m_db.run(QStringLiteral("DELETE FROM seal WHERE collection=?"), { collection }));
}

Status PrivacyRepository::addDepartures(const QList<DepartureRow> &rows, QDate from) const
{
    return m_db.transaction([&]() -> Status {
        for (const DepartureRow &row : rows) {
            HEDDLE_TRY(statusOf(m_db.run(
                QStringLiteral("INSERT INTO departure(day, host, requests, bytes, passages) VALUES(?,?,?,?,?) ON CONFLICT(day, host)"
                               " DO UPDATE SET requests=requests+excluded.requests, bytes=bytes+excluded.bytes,"
                               " passages=passages+excluded.passages"),
                { row.day.toString(Qt::ISODate), row.host, row.requests, row.bytes, row.passages })));
        }
        return statusOf(m_db.run(QStringLiteral("DELETE FROM departure WHERE day < ?"), { from.toString(Qt::ISODate) }));
    });
}

Result<QList<DepartureRow>> PrivacyRepository::departures() const
{
    auto query = m_db.run(QStringLiteral("SELECT day, host, requests, bytes, passages FROM departure ORDER BY day DESC, bytes DESC, host"));
    if (!query)
        return query.error();
    QList<DepartureRow> rows;
    while (query->next())
        rows += { QDate::fromString(query->value(0).toString(), Qt::ISODate), query->value(1).toString(), query->value(2).toLongLong(),
            query->value(3).toLongLong(), query->value(4).toLongLong() };
    return rows;
}

Status PrivacyRepository::clearDepartures() const
{
    return statusOf(m_db.run(QStringLiteral("DELETE FROM departure")));
}

} // namespace Heddle::Storage
