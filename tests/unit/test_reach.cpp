// SPDX-License-Identifier: GPL-3.0-or-later
// A drive that gives no answer. Some functions of the C library are replaced here: below a folder of the test's choice they wait, as
// the real ones do below the place of a network drive whose server is gone.
#include "core/library/reach.h"
#include "core/library/scan.h"
#include "tests/support/testlibrary.h"
#include <condition_variable>
#include <cstdarg>
#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <map>
#include <mutex>
#include <sys/vfs.h>
#include <thread>

using namespace Heddle;
using namespace Heddle::Library;
using namespace Heddle::TestSupport;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

class DeadDrive {
public:
    static DeadDrive &only()
    {
        static auto *const drive = new DeadDrive; // calls may hang until the program ends
        return *drive;
    }
    void pull(const QString &path)
    {
        const std::lock_guard lock(m_mutex);
        m_path = QFile::encodeName(path).toStdString();
        m_calls = 0;
    }
    void plugIn()
    {
        const std::lock_guard lock(m_mutex);
        m_path.clear();
        m_changed.notify_all();
    }
    //! How many calls have hung since it was pulled.
    int calls()
    {
        const std::lock_guard lock(m_mutex);
        return m_calls;
    }
    //! The thread that opened this path last.
    std::thread::id openedBy(const QString &path)
    {
        const std::lock_guard lock(m_mutex);
        return m_openedBy[QFile::encodeName(path).toStdString()];
    }
    void opens(const char *name)
    {
        look(name);
        const std::lock_guard lock(m_mutex);
        if (const auto known = m_openedBy.find(name); known != m_openedBy.end())
            known->second = std::this_thread::get_id();
    }
    void look(const char *name)
    {
        std::unique_lock lock(m_mutex);
        const auto hangs = [&] {
            const std::string path(name);
            return !m_path.empty() && (path == m_path || path.starts_with(m_path + '/'));
        };
        m_calls += hangs();
        m_changed.wait(lock, [&] { return !hangs(); });
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::string m_path;
    std::map<std::string, std::thread::id> m_openedBy; //!< of the paths that somebody asks for
    int m_calls = 0;
};

template <class Function>
Function real(const char *name)
{
    return reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}

} // namespace

extern "C" DIR *opendir(const char *name)
{
    DeadDrive::only().look(name);
    static const auto next = real<DIR *(*)(const char *)>("opendir");
    return next(name);
}

extern "C" int lstat(const char *__restrict name, struct stat *__restrict info) noexcept
{
    DeadDrive::only().look(name);
    static const auto next = real<int (*)(const char *, struct stat *)>("lstat");
    return next(name, info);
}

extern "C" int open(const char *name, int flags, ...)
{
    DeadDrive::only().opens(name);
    va_list more;
    va_start(more, flags);
    const auto mode = (flags & O_CREAT) != 0 ? va_arg(more, mode_t) : mode_t(0);
    va_end(more);
    static const auto next = real<int (*)(const char *, int, ...)>("open");
    return next(name, flags, mode);
}

//! All is on a network drive but what is called "local".
extern "C" int statfs(const char *name, struct statfs *info) noexcept
{
    DeadDrive::only().look(name);
    static const auto next = real<int (*)(const char *, struct statfs *)>("statfs");
    const int result = next(name, info);
    info->f_type = std::string_view(name).ends_with("/local") ? 0xef53 : 0x6969;
    return result;
}

class TestReach : public QObject {
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_folder;

    QString path(const char *name) const { return m_folder->filePath(QLatin1String(name)); }
    static QByteArray bytes(const QString &path) { return QFile::encodeName(path); }
    static QStringList unreadIn(const Scan &scan)
    {
        QStringList unread;
        for (const UnreadFolder &folder : scan.unread)
            unread += QString::fromUtf8(folder.path) + QLatin1String(": ") + folder.reason;
        return unread;
    }
    Result<Scan> scan(std::stop_token stop = {}) const { return scanFolder(m_folder->path().toStdString(), stop); }

private Q_SLOTS:
    void init()
    {
        setReachLimit(milliseconds(300));
        m_folder = std::make_unique<QTemporaryDir>();
        for (const char *name : { "a/one.txt", "nas/two.txt", "nas/deep/three.txt", "z/four.txt" })
            writeFile(path(name), "The granite wall.");
    }
    void cleanup()
    {
        DeadDrive::only().plugIn();
        QTRY_VERIFY(!isOutOfReach(bytes(path("nas"))) && !isOutOfReach(bytes(m_folder->path())));
        m_folder.reset();
        Storage::Database::closeThreadConnections();
    }

    void aDriveBelowAFolderIsLeftOutAndTold()
    {
        DeadDrive::only().pull(path("nas"));
        const auto without = scan();
        QVERIFY(without.ok());
        QCOMPARE(without->files.size(), 2);
        QCOMPARE(without->unread.size(), 1);
        QVERIFY2(unreadIn(*without).first().startsWith(QLatin1String("nas: out of reach since ")), qPrintable(unreadIn(*without).first()));
        QCOMPARE(DeadDrive::only().calls(), 1);
        QVERIFY(scan().ok());
        QCOMPARE(DeadDrive::only().calls(), 1); // it is known: no second call hangs there
        DeadDrive::only().plugIn();
        QTRY_VERIFY(!isOutOfReach(bytes(path("nas"))));
        const auto back = scan();
        QCOMPARE(back->files.size(), 4);
        QVERIFY(back->unread.isEmpty());
    }

    void aFolderOutOfReachIsAnErrorAtOnce()
    {
        DeadDrive::only().pull(m_folder->path());
        const auto first = scan();
        QVERIFY(!first.ok());
        QCOMPARE(first.error().code, ErrorCode::Unreadable);
        setReachLimit(seconds(600));
        const auto second = scan();
        QVERIFY2(!second.ok() && second.error().message.contains(QLatin1String("out of reach since")), qPrintable(second.error().message));
        const auto file = openWithinReach(m_folder->path().toStdString(), "a/one.txt", {});
        QVERIFY(!file.ok() && file.error().message.contains(QLatin1String("out of reach since")));
        QCOMPARE(DeadDrive::only().calls(), 1);
    }

    void aStopEndsTheWait()
    {
        setReachLimit(seconds(600));
        DeadDrive::only().pull(path("nas"));
        std::stop_source stop;
        stop.request_stop();
        const auto file = openWithinReach(path("nas").toStdString(), "two.txt", stop.get_token());
        QVERIFY(!file.ok() && file.error().isCancelled());
        Flow::Pools pools;
        std::stop_source later;
        bool ended = false;
        auto scanning =
            pools.indexing.submit([folder = m_folder->path().toStdString()](std::stop_token token) { return scanFolder(folder, token); },
                later.get_token(), QStringLiteral("scan"));
        QCoro::connect(
            std::move(scanning), this, [&ended](const Result<Scan> &result) { ended = !result && result.error().isCancelled(); });
        QTRY_COMPARE(DeadDrive::only().calls(), 2);
        later.request_stop();
        QTRY_VERIFY(ended);
        QTRY_VERIFY(pools.areIdle()); // the thread of the pool is free again, long before the drive answers
    }

    void nothingOfADeadDriveIsRemovedAndOthersAreRead()
    {
        TestLibrary library;
        library.write(QStringLiteral("report.txt"), "The granite bridge.");
        const auto index = [&](const QStringList &folders) {
            IndexRequest request;
            request.index = library.sharedEngine();
            request.collection = QStringLiteral("C");
            request.folders = folders;
            auto report = await(library.indexer().run(request, {}, {}), 60'000);
            return report ? *report : Result<IndexReport>(Error::input(QStringLiteral("indexing did not end")));
        };
        QVERIFY(index({ m_folder->path(), library.documents() }).ok());
        QCOMPARE(library.search(QStringLiteral("granite")).total, 5);
        DeadDrive::only().pull(m_folder->path());
        library.write(QStringLiteral("new.txt"), "A granite quay.");
        const auto without = index({});
        QVERIFY2(without.ok(), qPrintable(without.ok() ? QString() : without.error().message));
        QCOMPARE(without->removed, 0);
        QCOMPARE(without->indexed, 1);
        QCOMPARE(without->failures.size(), 1);
        QVERIFY2(
            without->failures.first().reason.contains(QLatin1String("out of reach since")), qPrintable(without->failures.first().reason));
        QCOMPARE(library.search(QStringLiteral("granite")).total, 6);
        DeadDrive::only().plugIn();
        QTRY_VERIFY(!isOutOfReach(bytes(m_folder->path())));
        const auto back = index({});
        QVERIFY(back.ok() && back->failures.isEmpty());
        QCOMPARE(back->unchanged, 6);
    }

    void anOpenThatHangsPutsItsFolderOutOfReach()
    {
        DeadDrive::only().pull(path("nas"));
        const auto opened = openWithinReach(path("nas").toStdString(), "two.txt", {});
        QVERIFY(!opened.ok() && opened.error().retryable);
        QVERIFY(isOutOfReach(bytes(path("nas/deep/three.txt"))));
        QVERIFY(!isOutOfReach(bytes(path("nas2"))));
        QVERIFY(openWithinReach(path("z").toStdString(), "four.txt", {}).ok());
    }

    void aDiskOfThisComputerNeedsNoThread()
    {
        writeFile(path("local/five.txt"), "The granite wall.");
        DeadDrive &drive = DeadDrive::only();
        for (const char *folder : { "local", "z" })
            drive.openedBy(path(folder));
        QVERIFY(openWithinReach(path("local").toStdString(), "five.txt", {}).ok());
        QVERIFY(drive.openedBy(path("local")) == std::this_thread::get_id());
        QVERIFY(openWithinReach(path("z").toStdString(), "four.txt", {}).ok());
        QVERIFY(drive.openedBy(path("z")) != std::thread::id());
        QVERIFY(drive.openedBy(path("z")) != std::this_thread::get_id());
        const auto missing = openWithinReach(path("local").toStdString(), "six.txt", {});
        QVERIFY(!missing.ok());
    }

    void anotherDriveBelowADiskIsNotOpenedInPassing()
    {
        struct stat devices {
        }, memory {};
        if (::stat("/dev", &devices) != 0 || ::stat("/dev/shm", &memory) != 0 || devices.st_dev == memory.st_dev)
            QSKIP("/dev/shm is no file system of its own here");
        QTemporaryDir folder(QStringLiteral("/dev/shm/heddle-XXXXXX"));
        writeFile(folder.filePath(QStringLiteral("a.txt")), "The granite wall.");
        const QByteArray name = bytes(folder.path()).mid(qstrlen("/dev/")) + "/a.txt";
        QVERIFY(InputFile::open("/dev", name).ok());
        QVERIFY(!InputFile::openOnSameDrive("/dev", name));
        QVERIFY(InputFile::openOnSameDrive("/dev/shm", name.mid(qstrlen("shm/"))));
    }
};

QTEST_GUILESS_MAIN(TestReach)
#include "test_reach.moc"
