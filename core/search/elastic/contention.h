// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/search/elastic/bulk.h"
#include <QCoreApplication>
#include <QHash>

// Several computers write the shared index at once: what one of them could not write, because another did, is written again.
namespace Heddle::Search::Elastic {

constexpr int MaxRounds = 10; //!< of writing documents that others write at the same time

inline Error contended()
{
    return { ErrorCode::IndexUnavailable,
        QCoreApplication::translate(
            "Heddle::Search", "Other computers are writing the same passages all the time. Run the indexing again when they are done."),
        {}, true };
}

//! \brief Returns what must be written once more, by id.
template <class T>
QHash<QString, T> conflicting(const QHash<QString, T> &wanted, const QList<Write> &writes, const BulkOutcome &outcome)
{
    QHash<QString, T> again;
    for (const qsizetype i : outcome.conflicts)
        again.insert(writes[i].id, wanted[writes[i].id]);
    return again;
}

} // namespace Heddle::Search::Elastic
