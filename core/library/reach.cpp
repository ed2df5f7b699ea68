// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/reach.h"
#include <QCoreApplication>
#include <QDateTime>
#include <QHash>
#include <QLocale>
#include <QThreadStorage>

namespace Heddle::Library {
namespace {

using Concurrency::CallThread;

std::atomic<std::chrono::milliseconds> &limit()
{
    static std::atomic<std::chrono::milliseconds> silence { std::chrono::milliseconds(10'000) };
    return silence;
}

//! Where calls hang, and since when.
class Places {
public:
    void add(const QByteArray &path)
    {
        const std::lock_guard lock(m_mutex);
        Place &place = m_places[path];
        if (place.calls++ == 0)
            place.since = QDateTime::currentDateTime();
    }
    void remove(const QByteArray &path)
    {
        const std::lock_guard lock(m_mutex);
        if (--m_places[path].calls == 0)
            m_places.remove(path);
    }
    //! The time since when this path, or a folder that it lies in, is out of reach; invalid: it is within reach.
    QDateTime since(const QByteArray &path) const
    {
        const std::lock_guard lock(m_mutex);
        for (auto it = m_places.cbegin(); it != m_places.cend(); ++it) {
            if (path == it.key() || path.startsWith(it.key() + '/'))
                return it->since;
        }
        return {};
    }

private:
    struct Place {
        QDateTime since;
        int calls = 0;
    };
    mutable std::mutex m_mutex;
    QHash<QByteArray, Place> m_places;
};

//! Never destroyed: a call that hangs may return while the program ends.
Places &places()
{
    static auto *const all = new Places;
    return *all;
}

CallThread &threadForThisThread()
{
    static QThreadStorage<CallThread *> storage;
    if (!storage.hasLocalData())
        storage.setLocalData(new CallThread);
    return *storage.localData();
}

QString reasonFor(const QDateTime &since)
{
    return QCoreApplication::translate("Heddle::Library", "out of reach since %1: its drive gives no answer")
        .arg(QLocale().toString(since, QLocale::ShortFormat));
}

} // namespace

void Watch::moveTo(const QByteArray &path)
{
    m_signs->fetch_add(1, std::memory_order_relaxed);
    const std::lock_guard lock(m_mutex);
    m_path = path;
}

Status Watch::enter(const QByteArray &path)
{
    moveTo(path);
    const QDateTime since = places().since(path);
    if (since.isValid())
        return Error { ErrorCode::Unreadable, reasonFor(since), QString::fromUtf8(path), true };
    return Done {};
}

QByteArray Watch::path() const
{
    const std::lock_guard lock(m_mutex);
    return m_path;
}

void setReachLimit(std::chrono::milliseconds silence)
{
    limit() = silence;
}

bool isOutOfReach(const QByteArray &path)
{
    return places().since(path).isValid();
}

Status Private::waitFor(const std::shared_ptr<Watch> &watch, std::function<void()> call, const std::stop_token &stop)
{
    //! A call that is left behind, until it returns.
    struct Ticket {
        std::mutex mutex;
        QByteArray place;
        bool hangs = false, returned = false;
    };
    const auto ticket = std::make_shared<Ticket>();
    CallThread::Call guarded { std::move(call),
        [ticket] {
            const std::lock_guard lock(ticket->mutex);
            ticket->returned = true;
            if (ticket->hangs)
                places().remove(ticket->place);
        },
        watch->signs(), limit() };
    const CallThread::Outcome outcome = threadForThisThread().run(std::move(guarded), stop);
    if (outcome == CallThread::Outcome::Returned)
        return Done {};
    if (outcome == CallThread::Outcome::Stopped)
        return Error::cancelled();
    const std::lock_guard lock(ticket->mutex);
    ticket->place = watch->path();
    ticket->hangs = !ticket->returned;
    if (ticket->hangs)
        places().add(ticket->place);
    return Error { ErrorCode::Unreadable, reasonFor(QDateTime::currentDateTime()), QString::fromUtf8(ticket->place), true };
}

Result<OpenedFile> openWithinReach(const std::filesystem::path &root, const QByteArray &path, std::stop_token stop)
{
    const auto watch = std::make_shared<Watch>();
    return reach<OpenedFile>(
        watch,
        [watch, root, path](std::stop_token) -> Result<OpenedFile> {
            // Its folder: other files there would hang as well.
            HEDDLE_TRY(watch->enter(QByteArray::fromStdString((root / path.toStdString()).parent_path().native())));
            HEDDLE_TRY_VALUE(InputFile file, InputFile::open(root, path));
            HEDDLE_TRY_VALUE(const FileIdentity identity, file.identity());
            return OpenedFile { std::make_shared<InputFile>(std::move(file)), identity };
        },
        std::move(stop));
}

Result<FileStamp> stampWithinReach(std::shared_ptr<const InputFile> file, const QByteArray &path, std::stop_token stop)
{
    const auto watch = std::make_shared<Watch>();
    return reach<FileStamp>(
        watch,
        [watch, file = std::move(file), path](std::stop_token) -> Result<FileStamp> {
            HEDDLE_TRY(watch->enter(path));
            return file->stamp();
        },
        std::move(stop));
}

} // namespace Heddle::Library
