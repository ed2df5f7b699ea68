// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/reach.h"
#include <QCoreApplication>
#include <QDateTime>
#include <QHash>
#include <QLocale>
#include <QThreadStorage>
#include <algorithm>
#ifdef Q_OS_LINUX
#include <sys/vfs.h>
#endif

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

//! Whether the kernel ends each call for this folder's file system by itself, as for a disk or memory of this computer.
bool endsByItself(const QByteArray &folder)
{
#ifdef Q_OS_LINUX
    // The numbers are those of linux/magic.h and of OpenZFS: ext2 to 4, XFS, Btrfs, F2FS, bcachefs, ZFS, tmpfs. All others are asked
    // in a thread that can be left behind, also those that are likely to stand on a stick.
    static constexpr quint32 Types[] = { 0xef53, 0x58465342, 0x9123683e, 0xf2f52010, 0xca451a4e, 0x2fc12fc1, 0x01021994 };
    struct statfs info { };
    return statfs(folder.constData(), &info) == 0 && std::find(std::begin(Types), std::end(Types), quint32(info.f_type)) != std::end(Types);
#else
    Q_UNUSED(folder)
    return false;
#endif
}

//! Folders whose calls need no thread of their own. A drive can be connected or taken away, so each is looked at again now and then.
class DrivesThatAnswer {
public:
    bool includes(const QByteArray &folder, const std::stop_token &stop)
    {
        constexpr std::chrono::seconds Validity { 10 };
        {
            const std::lock_guard lock(m_mutex);
            const auto known = m_folders.constFind(folder);
            if (known != m_folders.cend() && Clock::now() - known->seen < Validity)
                return known->answers;
        }
        const auto watch = std::make_shared<Watch>();
        const auto answers = reach<bool>(
            watch,
            [watch, folder](std::stop_token) -> Result<bool> {
                HEDDLE_TRY(watch->enter(folder));
                return endsByItself(folder);
            },
            stop);
        if (!answers)
            return false;
        const std::lock_guard lock(m_mutex);
        m_folders.insert(folder, { *answers, Clock::now() });
        return *answers;
    }

private:
    using Clock = std::chrono::steady_clock;
    struct Folder {
        bool answers = false;
        Clock::time_point seen;
    };
    std::mutex m_mutex;
    QHash<QByteArray, Folder> m_folders;
};

DrivesThatAnswer &drivesThatAnswer()
{
    static DrivesThatAnswer all;
    return all;
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
    if (drivesThatAnswer().includes(QByteArray::fromStdString(root.native()), stop)) {
        if (auto file = InputFile::openOnSameDrive(root, path)) {
            HEDDLE_TRY_VALUE(const FileIdentity identity, file->identity());
            return OpenedFile { std::make_shared<InputFile>(std::move(*file)), identity };
        }
    }
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
