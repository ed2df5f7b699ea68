// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/concurrency/taskgroup.h"
#include "core/concurrency/workpool.h"
#include "core/net/sendguard.h"
#include "core/storage/privacyrepository.h"
#include <QTimer>
#include <mutex>

namespace Heddle::Privacy {

//! \brief What left this computer for a host on a day.
struct Departures {
    QDate day;
    QString host; //!< scheme://host:port
    qint64 requests = 0, bytes = 0, passages = 0;
};
//! \brief The sums of all days by host, the most bytes first; `day` is the latest.
QList<Departures> totalsOf(const QList<Departures> &departures);

//! \brief Records what leaves this computer, by host and day, for a year. Nothing that is sent waits for it: departures are added up in
//! memory, and written a moment later. Lives on the event loop's thread.
class Ledger : public QObject {
    Q_OBJECT
public:
    static constexpr int KeptDays = 365;

    Ledger(Storage::Database database, Concurrency::WorkPool *readers, Concurrency::WorkPool *writer, Concurrency::TaskGroup *tasks,
        QObject *parent = nullptr);

    //! \brief Adds a request. From any thread; doesn't block.
    void note(const Net::SendGuard::Departure &departure);
    //! \brief Writes what was noted so far. What could not be written is kept, and written the next time.
    QCoro::Task<Status> flush();
    //! \brief The latest day first, with what was noted a moment ago.
    QCoro::Task<Result<QList<Departures>>> list(std::stop_token stop);
    QCoro::Task<Status> clear(std::stop_token stop);

Q_SIGNALS:
    //! \brief More was recorded.
    void changed();

private:
    QCoro::Task<void> flushLater();

    const Storage::PrivacyRepository m_repository;
    Concurrency::WorkPool *const m_readers, *const m_writer;
    Concurrency::TaskGroup *const m_tasks;
    QTimer m_timer;
    std::mutex m_mutex;
    QHash<QString, Departures> m_noted; //!< by day and host
};

} // namespace Heddle::Privacy
