// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/storage/database.h"
#include <QDate>
#include <QList>

namespace Heddle::Storage {

//! \brief A collection whose text never leaves this computer.
struct SealRow {
    QString collection; //!< uuid
    QString name; //!< as it was called when somebody last looked
};

//! \brief What left this computer for a host on a day.
struct DepartureRow {
    QDate day;
    QString host; //!< scheme://host:port
    qint64 requests = 0, bytes = 0, passages = 0;
};

//! \brief SQL on seals and on the record of what left this computer, in conversations.db. Blocking.
class PrivacyRepository {
public:
    explicit PrivacyRepository(Database database) : m_db(std::move(database)) { }

    Result<QList<SealRow>> seals() const;
    Status seal(const SealRow &row) const;
    //! \brief Removes the seal of a collection, given by its id.
    Status unseal(const QString &collection) const;

    //! \brief Adds these to what is recorded, and forgets days before `from`.
    Status addDepartures(const QList<DepartureRow> &rows, QDate from) const;
    //! \brief The latest day first, and by bytes within a day.
    Result<QList<DepartureRow>> departures() const;
    Status clearDepartures() const;

private:
    Database m_db;
};

} // namespace Heddle::Storage
