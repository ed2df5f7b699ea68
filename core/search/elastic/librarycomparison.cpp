// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/elastic/librarycomparison.h"
#include <QCoreApplication>
#include <QLocale>
#include <numeric>
#include <set>

namespace Heddle::Search::Elastic {
namespace {

constexpr qsizetype MaxNamed = 5; //!< collections in a message

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Search", text);
}

qint64 sum(const QHash<QString, qint64> &counts)
{
    return std::accumulate(counts.cbegin(), counts.cend(), qint64(0));
}

//! What a comparison comes to, for people. `pending`: changes of the library that are not in the index yet.
Health healthOf(const Comparison &comparison, const State &noted, qint64 pending)
{
    const QLocale locale;
    Health health;
    health.documents = comparison.there;
    health.message =
        tr("%1 passages of this library in an index of %2").arg(locale.toString(comparison.there), locale.toString(comparison.inIndex));
    if (noted.refused > 0) {
        health.ok = false;
        health.message += tr("; the server did not take %1 passages: %2").arg(locale.toString(noted.refused), noted.refusedReason);
    }
    if (!noted.rebuilding && pending == 0 && comparison.size() <= noted.refused)
        return health;
    health.ok = false;
    health.incomplete = true;
    QStringList differing;
    for (const Comparison::Difference &one : comparison.differences.mid(0, MaxNamed))
        differing +=
            tr("\"%1\" has %2 passages here and %3 there").arg(one.collection, locale.toString(one.here), locale.toString(one.there));
    if (comparison.differences.size() > MaxNamed)
        differing += tr("%1 more collections differ").arg(comparison.differences.size() - MaxNamed);
    if (differing.isEmpty())
        differing += tr("this library's part is not complete");
    health.message += QLatin1String("; ") + differing.join(QLatin1String(", "));
    health.fix = tr("Open Heddle's window, or run heddle-cli collections rescan NAME: what is missing is sent, and no file is read again.");
    return health;
}

} // namespace

qint64 Comparison::size() const
{
    return std::accumulate(differences.cbegin(), differences.cend(), qint64(0),
        [](qint64 before, const Difference &one) { return before + std::abs(one.here - one.there); });
}

//! Counting each text once means reading all of them, so that is left out where the rows alone tell that nothing differs.
Result<QHash<QString, qint64>> Comparator::countsHere(const QHash<QString, qint64> &there)
{
    HEDDLE_TRY_VALUE(const auto rows, m_library.passageCounts(Storage::LibraryRepository::Count::Rows));
    if (rows == there)
        return rows;
    HEDDLE_TRY_VALUE(const Storage::LogPosition end, m_library.logEnd());
    const std::lock_guard lock(m_mutex);
    if (m_countedAt != end || m_counts.isEmpty()) {
        HEDDLE_TRY_VALUE(m_counts, m_library.passageCounts(Storage::LibraryRepository::Count::Texts));
        m_countedAt = end;
    }
    return m_counts;
}

Result<Comparison> Comparator::compare(const QString &index, std::stop_token stop)
{
    HEDDLE_TRY(m_shared->refresh(index, stop));
    HEDDLE_TRY_VALUE(const auto there, m_shared->passagesByCollection(index, stop));
    HEDDLE_TRY_VALUE(auto here, countsHere(there));
    HEDDLE_TRY_VALUE(const Net::Sealed sealed, m_shared->sealed());
    for (const QString &name : sealed.names) // what is never sent isn't missing there
        here.remove(name);
    Comparison comparison;
    comparison.here = sum(here);
    comparison.there = sum(there);
    HEDDLE_TRY_VALUE(comparison.inIndex, m_shared->count(index, {}, stop));
    const QStringList names = here.keys() + there.keys();
    for (const QString &name : std::set<QString>(names.cbegin(), names.cend())) {
        if (here.value(name) != there.value(name))
            comparison.differences += { name, here.value(name), there.value(name) };
    }
    return comparison;
}

Result<Health> checkHealth(Client *client, SharedIndex *shared, Comparator *comparator, const Storage::LibraryRepository &library)
{
    Health health;
    health.server = client->host();
    const auto bad = [&health](const Error &error) {
        health.ok = false;
        health.message = error.message;
        return health;
    };
    auto server = client->server({});
    if (!server)
        return bad(server.error());
    health.server += QLatin1String(" (") + server->name() + QLatin1Char(')');
    shared->forget();
    auto index = shared->current({});
    if (!index)
        return bad(index.error());
    if (!*index) {
        health.ok = false;
        health.message = tr("There is no index \"%1\" on the server yet.").arg(client->configuration().index);
        health.fix = tr("Index your folders: it is made then.");
        return health;
    }
    Call state;
    state.path = QLatin1String("/_cluster/health/") + (*index)->name;
    state.deadline = client->configuration().searchDeadline;
    state.expected = { 408 };
    auto cluster = client->call(state, Concurrency::Context());
    if (!cluster)
        return bad(cluster.error());
    if (cluster->body[QLatin1String("status")].toString() == QLatin1String("red"))
        return bad(client->errorFor(503, {}));
    const State noted = shared->state();
    HEDDLE_TRY_VALUE(const Storage::LogPosition end, library.logEnd());
    HEDDLE_TRY_VALUE(const QString id, library.libraryId());
    const bool follows = noted.library == id && noted.index == (*index)->uuid && noted.applied
        && library.followsFrom({ noted.library, noted.generation, *noted.applied }).valueOr(false);
    const auto comparison = comparator->compare((*index)->name, {});
    if (!comparison)
        return bad(comparison.error());
    // Where nothing was written yet, and there is nothing to write, nothing is missing.
    Health compared = healthOf(*comparison, noted, follows ? end.seq - *noted.applied : comparison->here);
    compared.server = health.server;
    if (const QStringList troubles = client->nodeTroubles({}); !troubles.isEmpty()) {
        compared.message += QLatin1String("; ") + tr("%1 is used").arg(client->host());
        compared.fix = (troubles + QStringList(compared.fix)).join(QLatin1Char(' ')).trimmed();
    }
    return compared;
}

} // namespace Heddle::Search::Elastic
