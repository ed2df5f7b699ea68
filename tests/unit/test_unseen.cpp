// SPDX-License-Identifier: GPL-3.0-or-later
// What leaves a library: what does not exist any more, and nothing that only can't be seen now.
#include "core/library/scan.h"
#include "tests/support/childprocess.h"
#include "tests/support/testlibrary.h"
#include <QDir>
#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>

using namespace Heddle;
using namespace Heddle::Library;
using namespace Heddle::TestSupport;

namespace {

bool says(const IndexReport &report, const QString &path, const QString &reason)
{
    return std::any_of(report.failures.cbegin(), report.failures.cend(),
        [&](const IndexReport::Entry &entry) { return entry.path.endsWith(path) && entry.reason.contains(reason); });
}

Result<IndexReport> runIn(TestLibrary &library, const QStringList &folders)
{
    IndexRequest request;
    request.index = library.sharedEngine();
    request.collection = QStringLiteral("C");
    request.folders = folders;
    auto report = await(library.indexer().run(request, {}, {}), 60'000);
    return report ? *report : Result<IndexReport>(Error::input(QStringLiteral("indexing did not end")));
}

} // namespace

class TestUnseen : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void cleanup() { Storage::Database::closeThreadConnections(); }

    void aFolderThatIsEmptyAllAtOnceKeepsItsDocuments()
    {
        TestLibrary library;
        library.write(QStringLiteral("one.txt"), "The granite wall.");
        library.write(QStringLiteral("below/two.txt"), "The granite door.");
        QVERIFY(library.index());
        const QString away = library.documents() + QLatin1String(" away");
        QVERIFY(QDir().rename(library.documents(), away)); // as a drive that is taken away leaves its place behind
        QVERIFY(QDir().mkpath(library.documents()));
        const auto without = library.index();
        QVERIFY(without);
        QCOMPARE(without->removed, 0);
        QVERIFY(says(*without, QStringLiteral("/documents"), QStringLiteral("is empty now")));
        QCOMPARE(library.search(QStringLiteral("granite")).total, 2);
        QVERIFY(QDir().rmdir(library.documents()) && QDir().rename(away, library.documents()));
        const auto back = library.index();
        QCOMPARE(back->unchanged, 2);
        QVERIFY(back->failures.isEmpty());
        // One of several files is really gone.
        QVERIFY(QFile::remove(library.documents() + QLatin1String("/one.txt")));
        QCOMPARE(library.index()->removed, 1);
        QCOMPARE(library.search(QStringLiteral("granite")).total, 1);
    }

    void aFolderThatAnEmptyOneReplacedKeepsItsDocuments()
    {
        TestLibrary library;
        library.write(QStringLiteral("one.txt"), "The granite wall.");
        library.write(QStringLiteral("stick/two.txt"), "The granite door.");
        library.write(QStringLiteral("stick/deep/three.txt"), "The granite roof.");
        library.write(QStringLiteral("cleared/four.txt"), "The granite floor.");
        QVERIFY(library.index());
        const QString stick = library.documents() + QLatin1String("/stick"), away = library.documents() + QLatin1String("-away");
        QVERIFY(QDir().rename(stick, away) && QDir().mkpath(stick));
        QVERIFY(QFile::remove(library.documents() + QLatin1String("/cleared/four.txt"))); // its folder is the old one: it was deleted
        for (int again = 0; again < 2; ++again) {
            const auto without = library.index();
            QCOMPARE(without->removed, again == 0 ? 1 : 0);
            QVERIFY(says(*without, QStringLiteral("/stick"), QStringLiteral("replaced by an empty one")));
            QCOMPARE(without->failures.size(), 1);
            QCOMPARE(library.search(QStringLiteral("granite")).total, 3);
        }
        QVERIFY(QDir().rmdir(stick) && QDir().rename(away, stick));
        const auto back = library.index();
        QCOMPARE(back->unchanged, 3);
        QVERIFY(back->failures.isEmpty());
        QVERIFY(QDir(stick).removeRecursively()); // a folder that doesn't exist holds nothing
        QCOMPARE(library.index()->removed, 2);
        QCOMPARE(library.search(QStringLiteral("granite")).total, 1);
    }

    void aFileThatCanNotBeLookedAtIsNotGone()
    {
        QTemporaryDir folder;
        QVERIFY(QFile::setPermissions(folder.path(), QFile::Permissions(0x7755)));
        writeFile(folder.filePath(QStringLiteral("open.txt")), "An open door.");
        writeFile(folder.filePath(QStringLiteral("listed/inside.txt")), "It is listed, and can't be looked at.");
        QVERIFY(QFile::setPermissions(folder.filePath(QStringLiteral("listed")), QFile::Permissions(0x4444)));
        const std::string root = folder.path().toStdString();
        const QByteArray answer = inChild(true, [&root] {
            const auto scan = scanFolder(root, {});
            return scan
                ? QByteArray::number(scan->files.size()) + ' ' + scan->unread.value(0).path + ": " + scan->unread.value(0).reason.toUtf8()
                : QByteArray("error");
        });
        QVERIFY(QFile::setPermissions(folder.filePath(QStringLiteral("listed")), QFile::Permissions(0x7700)));
        QVERIFY2(answer.startsWith("1 listed/inside.txt: ") && answer.contains("permission"), answer.constData());
    }

    void drivesBelowAFolderAreNoticed()
    {
        struct stat above {
        }, below {};
        if (stat("/dev", &above) != 0 || stat("/dev/shm", &below) != 0 || above.st_dev == below.st_dev)
            QSKIP("/dev/shm is no mount of its own here");
        const auto scan = scanFolder("/dev", {});
        QVERIFY(scan);
        QVERIFY(scan->mounts.contains("shm"));
        QVERIFY(!scan->mounts.contains("input"));
    }

    void aDriveThatIsTakenAwayKeepsItsDocuments_data()
    {
        QTest::addColumn<bool>("placeStays");
        QTest::newRow("its place stays, empty") << true;
        QTest::newRow("its place goes too") << false;
    }
    void aDriveThatIsTakenAwayKeepsItsDocuments()
    {
        QFETCH(bool, placeStays);
        TestLibrary library;
        library.write(QStringLiteral("one.txt"), "The granite wall.");
        library.write(QStringLiteral("usb/two.txt"), "The granite door.");
        library.write(QStringLiteral("local/three.txt"), "The granite floor.");
        QVERIFY(library.index());
        const auto root = library.library().roots(library.library().collection(QStringLiteral("C"))->id)->first();
        QVERIFY(library.library().setMounts(root.id, { "usb" }).ok()); // as if it had been a drive of its own then
        for (const char *name : { "usb", "local" })
            QVERIFY(QDir(library.documents() + QLatin1Char('/') + QLatin1String(name)).removeRecursively());
        if (placeStays)
            QVERIFY(QDir().mkpath(library.documents() + QLatin1String("/usb")));
        for (int run = 0; run < 2; ++run) { // it stays so
            const auto without = library.index();
            QVERIFY(says(*without, QStringLiteral("/usb"), QStringLiteral("not connected")));
            QCOMPARE(without->removed, run == 0 ? 1 : 0); // of the folder that was never a drive
            QCOMPARE(library.search(QStringLiteral("granite")).total, 2);
        }
        library.write(QStringLiteral("usb/four.txt"), "The granite step."); // a folder like any other from now on
        QCOMPARE(library.index()->removed, 1);
        QVERIFY(library.index()->failures.isEmpty());
        QVERIFY(QDir(library.documents() + QLatin1String("/usb")).removeRecursively());
        QCOMPARE(library.index()->removed, 1);
        QCOMPARE(library.search(QStringLiteral("granite")).total, 1);
    }

    void aDriveThatComesBackIsADriveAgain()
    {
        // In a view of the mounts of its own, which the pools' threads inherit.
        if (unshare(CLONE_NEWNS) != 0 || mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0)
            QSKIP("drives can't be mounted here");
        TestLibrary library;
        library.write(QStringLiteral("one.txt"), "The granite wall.");
        QVERIFY(QDir().mkpath(library.documents() + QLatin1String("/usb")));
        const QByteArray usb = QFile::encodeName(library.documents() + QLatin1String("/usb"));
        const auto connectDrive = [&usb] { return mount("none", usb.constData(), "tmpfs", 0, "size=1m") == 0; };
        const auto takeAway = [&usb] { return umount2(usb.constData(), MNT_DETACH) == 0; };
        const auto drives = [&library] {
            return library.library().roots(library.library().collection(QStringLiteral("C"))->id)->first().mounts;
        };
        if (!connectDrive())
            QSKIP("drives can't be mounted here");
        library.write(QStringLiteral("usb/two.txt"), "The granite door.");
        QCOMPARE(library.index()->indexed, 2);
        for (int round = 0; round < 2; ++round) {
            QCOMPARE(drives(), QList<QByteArray>({ "usb" }));
            QVERIFY(takeAway());
            const auto without = library.index();
            QVERIFY(says(*without, QStringLiteral("/usb"), QStringLiteral("not connected")));
            QCOMPARE(without->removed, 0);
            QCOMPARE(drives(), QList<QByteArray>({ "usb" }));
            QVERIFY(connectDrive());
            library.write(QStringLiteral("usb/two.txt"), "The granite door.");
            const auto back = library.index();
            QVERIFY(back->failures.isEmpty());
            QCOMPARE(back->removed, 0);
            QCOMPARE(library.search(QStringLiteral("granite")).total, 2);
        }
        // Connected and empty, it has lost its files for good.
        QVERIFY(QFile::remove(library.documents() + QLatin1String("/usb/two.txt")));
        QCOMPARE(library.index()->removed, 1);
        QVERIFY(takeAway());
    }

    void oneAbsentFolderStopsNothingElse()
    {
        TestLibrary library;
        QTemporaryDir second;
        writeFile(second.filePath(QStringLiteral("two.txt")), "The granite door.");
        library.write(QStringLiteral("one.txt"), "The granite wall.");
        QVERIFY(runIn(library, { second.path(), library.documents() }));
        const QString away = second.path() + QLatin1String("-away");
        QVERIFY(QDir().rename(second.path(), away));
        library.write(QStringLiteral("three.txt"), "The granite floor.");
        const auto report = runIn(library, {});
        QVERIFY2(report.ok(), report ? "" : qUtf8Printable(report.error().message));
        QCOMPARE(report->indexed, 1);
        QCOMPARE(report->removed, 0);
        QVERIFY(says(*report, second.path(), QStringLiteral("What was indexed from it before is kept")));
        QCOMPARE(library.search(QStringLiteral("granite")).total, 3);

        QVERIFY(QDir().rename(library.documents(), library.documents() + QLatin1String("-away")));
        const auto none = runIn(library, {});
        QVERIFY(!none);
        QCOMPARE(none.error().code, ErrorCode::Unreadable);
        QCOMPARE(library.search(QStringLiteral("granite")).total, 3);
        QVERIFY(QDir().rename(away, second.path()));
    }

    void aRemovalThatWasStoppedGoesOn()
    {
        TestLibrary library;
        for (int i = 0; i < 250; ++i)
            library.write(QStringLiteral("f%1.txt").arg(i), QStringLiteral("The granite wall %1.").arg(i).toUtf8());
        QVERIFY(library.index());
        std::stop_source stop;
        QList<qint64> told;
        const auto removed = await(library.indexer().removeCollection(
            QStringLiteral("C"), library.sharedEngine(),
            [&](const IndexProgress &now) {
                told += now.done;
                if (now.stage == IndexProgress::Stage::Removing && now.done >= 100)
                    stop.request_stop();
            },
            stop.get_token()));
        QVERIFY(removed && removed->error().isCancelled());
        QCOMPARE(told.last(), 100);
        QVERIFY(library.library().collections()->isEmpty()); // for people it is gone at once
        QCOMPARE(library.search(QStringLiteral("granite")).total, 150); // and the index is in step
        QVERIFY(!library.library().begunRemovals()->isEmpty());

        QTemporaryDir other;
        writeFile(other.filePath(QStringLiteral("new.txt")), "A wooden wall.");
        const auto report = runIn(library, { other.path() });
        QVERIFY(report);
        QCOMPARE(library.search(QStringLiteral("granite")).total, 0);
        QCOMPARE(library.search(QStringLiteral("wooden")).total, 1);
        QVERIFY(library.library().begunRemovals()->isEmpty());
        QCOMPARE(library.library().collections()->size(), 1);
    }
};

QTEST_GUILESS_MAIN(TestUnseen)
#include "test_unseen.moc"
