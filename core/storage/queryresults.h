// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/storage/database.h"
#include <QStringList>

namespace Heddle::Storage {

//! \brief Whether a statement without rows worked.
inline Status statusOf(const Result<Query> &query)
{
    if (query)
        return Done {};
    return query.error();
}

//! \brief For "IN (SELECT value FROM json_each(?))": one statement for lists of any length.
inline QString jsonList(const QList<qint64> &ids)
{
    QStringList text;
    for (const qint64 id : ids)
        text += QString::number(id);
    return QLatin1Char('[') + text.join(QLatin1Char(',')) + QLatin1Char(']');
}

//! \brief The first column of all rows.
inline Result<QList<qint64>> numbers(Result<Query> query)
{
    if (!query)
        return query.error();
    QList<qint64> values;
    while (query->next())
        values += query->value(0).toLongLong();
    return values;
}

//! \brief The first column of the first row; 0 where there is no row.
inline Result<qint64> number(Result<Query> query)
{
    if (!query)
        return query.error();
    return query->next() ? query->value(0).toLongLong() : 0;
}

} // namespace Heddle::Storage
