// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/privacy/ledger.h"
#include "core/base/log.h"
#include <algorithm>

namespace Heddle::Privacy {
namespace {

constexpr std::chrono::milliseconds WriteAfter { 1000 };
constexpr std::chrono::milliseconds WriteAgainAfter { 5000 }; // what could not be written

QString keyOf(const Departures &one)
{
    return one.day.toString(Qt::ISODate) + QLatin1Char(' ') + one.host;
}

void add(Departures &sum, const Departures &more)
{
    sum.requests += more.requests;
    sum.bytes += more.bytes;
    sum.passages += more.passages;
}

void addTo(QHash<QString, Departures> &sums, const Departures &one)
{
    const auto known = sums.find(keyOf(one));
    if (known == sums.end())
        sums.insert(keyOf(one), one);
    else
        add(*known, one);
}

} // namespace

QList<Departures> totalsOf(const QList<Departures> &departures)
{
    QList<Departures> totals;
    for (const Departures &one : departures) {
        const auto known = std::find_if(totals.begin(), totals.end(), [&one](const Departures &sum) { return sum.host == one.host; });
        if (known == totals.end()) {
            totals += one;
            continue;
        }
        add(*known, one);
        known->day = std::max(known->day, one.day);
    }
    std::stable_sort(totals.begin(), totals.end(), [](const Departures &a, const Departures &b) { return a.bytes > b.bytes; });
    return totals;
}

Ledger::Ledger(Storage::Database database, Concurrency::WorkPool *readers, Concurrency::WorkPool *writer, Concurrency::TaskGroup *tasks,
    QObject *parent)
    : QObject(parent), m_repository(std::move(database)), m_readers(readers), m_writer(writer), m_tasks(tasks), m_timer(this)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, [this] { m_tasks->add(flushLater()); });
}

void Ledger::note(const Net::SendGuard::Departure &departure)
{
    const Departures one { QDate::currentDate(), departure.host, 1, departure.bytes, departure.passages };
    bool first = false;
    {
        const std::lock_guard lock(m_mutex);
        first = m_noted.isEmpty();
        addTo(m_noted, one);
    }
    if (first)
        QMetaObject::invokeMethod(
            &m_timer, [this] { m_timer.start(WriteAfter); }, Qt::QueuedConnection);
}

QCoro::Task<void> Ledger::flushLater()
{
    auto task = flush();
    const Status written = co_await std::move(task);
    if (!written)
        qCWarning(logStorage) << "what was sent could not be recorded:" << written.error().message << written.error().detail;
}

QCoro::Task<Status> Ledger::flush()
{
    QHash<QString, Departures> noted;
    {
        const std::lock_guard lock(m_mutex);
        noted = std::exchange(m_noted, {});
    }
    if (noted.isEmpty())
        co_return Done {};
    QList<Storage::DepartureRow> rows;
    for (const Departures &one : std::as_const(noted))
        rows += { one.day, one.host, one.requests, one.bytes, one.passages };
    const QDate from = QDate::currentDate().addDays(-KeptDays);
    auto task = m_writer->submit([repository = m_repository, rows, from](std::stop_token) { return repository.addDepartures(rows, from); },
        std::stop_token(), QStringLiteral("record what was sent"));
    const Status written = co_await std::move(task);
    if (!written) {
        const std::lock_guard lock(m_mutex);
        for (const Departures &one : std::as_const(noted))
            addTo(m_noted, one);
        m_timer.start(WriteAgainAfter);
        co_return written;
    }
    Q_EMIT changed();
    co_return written;
}

QCoro::Task<Result<QList<Departures>>> Ledger::list(std::stop_token stop)
{
    auto flushing = flush();
    HEDDLE_CO_TRY(co_await std::move(flushing));
    auto task = m_readers->submit(
        [repository = m_repository](std::stop_token) { return repository.departures(); }, stop, QStringLiteral("list what was sent"));
    HEDDLE_CO_TRY_VALUE(const auto rows, co_await std::move(task));
    QList<Departures> list;
    for (const Storage::DepartureRow &row : rows)
        list += { row.day, row.host, row.requests, row.bytes, row.passages };
    co_return list;
}

QCoro::Task<Status> Ledger::clear(std::stop_token stop)
{
    {
        const std::lock_guard lock(m_mutex);
        m_noted.clear();
    }
    auto task = m_writer->submit([repository = m_repository](std::stop_token) { return repository.clearDepartures(); }, stop,
        QStringLiteral("forget what was sent"));
    co_return co_await std::move(task);
}

} // namespace Heddle::Privacy
