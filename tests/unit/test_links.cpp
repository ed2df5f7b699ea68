// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/scan.h"
#include "tests/support/childprocess.h"
#include "tests/support/testlibrary.h"
#include <QDir>
#include <filesystem>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

using namespace Heddle;
using namespace Heddle::Library;
using namespace Heddle::TestSupport;

//! Which files of a folder are read, and which never are.
class TestLinks : public QObject {
    Q_OBJECT

    //! The stored rows of a collection, by path.
    static QHash<QByteArray, Storage::KnownFile> rows(TestLibrary &library)
    {
        const auto collection = library.library().collection(QStringLiteral("C"));
        const auto roots = collection ? library.library().roots(collection->id) : Result<QList<Storage::RootRow>>(collection.error());
        const auto documents = roots ? library.library().knownFiles(roots->first().id, {}, 1000) : roots.error();
        QHash<QByteArray, Storage::KnownFile> rows;
        for (const Storage::KnownFile &file : documents.valueOr({}))
            rows.insert(file.path, file);
        return rows;
    }

private Q_SLOTS:
    void cleanup() { Storage::Database::closeThreadConnections(); }

    void linksAreFollowedInsideTheFolderOnly()
    {
        TestLibrary library;
        QTemporaryDir outside;
        writeFile(outside.filePath(QStringLiteral("secret.txt")), "The password is swordfish.");
        library.write(QStringLiteral("note.txt"), "A note about herons.");
        library.write(QStringLiteral(".hidden/inside.txt"), "Hidden, but below the folder: pelicans.");
        library.write(QStringLiteral(".hidden/folder/more.txt"), "Deeper below the folder: cormorants.");
        const std::filesystem::path root = library.documents().toStdString();
        const std::filesystem::path away = outside.path().toStdString();
        std::filesystem::create_symlink(away / "secret.txt", root / "out.txt");
        std::filesystem::create_directory_symlink(away, root / "outfolder");
        std::filesystem::create_symlink(
            "../" + std::filesystem::relative(away / "secret.txt", root.parent_path()).string(), root / "up.txt");
        std::filesystem::create_symlink("/proc/self/environ", root / "environ.txt");
        std::filesystem::create_symlink("/dev/zero", root / "zero.txt");
        std::filesystem::create_symlink("nowhere", root / "broken.txt");
        std::filesystem::create_symlink("circle.txt", root / "circle.txt");
        std::filesystem::create_symlink(".hidden/inside.txt", root / "relative.txt");
        std::filesystem::create_directory_symlink(root / ".hidden/folder", root / "absolute");
        const auto report = library.index();
        QVERIFY2(report.ok(), report.ok() ? "" : qUtf8Printable(report.error().message));
        QCOMPARE(report->failed, 0);
        QCOMPARE(report->indexed, 3);
        QCOMPARE(report->notRead, 7);
        QCOMPARE(library.found(QStringLiteral("swordfish")), QStringList());
        QCOMPARE(library.found(QStringLiteral("pelicans")), QStringList(QStringLiteral("relative")));
        QCOMPARE(library.found(QStringLiteral("cormorants")), QStringList(QStringLiteral("more")));
        const auto stored = rows(library);
        for (const char *path : { "out.txt", "outfolder", "up.txt", "environ.txt", "zero.txt" }) {
            QCOMPARE(stored.value(path).state, QStringLiteral("not_read"));
            QVERIFY2(stored.value(path).reason.contains(QLatin1String("leads out of this folder")), path);
        }
        QVERIFY(stored.value("broken.txt").reason.contains(QLatin1String("leads nowhere")));
        QVERIFY(stored.value("circle.txt").reason.contains(QLatin1String("leads nowhere")));
        QCOMPARE(library.index()->indexed, 0); // and nothing is read again
    }

    void pipesAndSocketsAreToldAndNeverOpened()
    {
        TestLibrary library;
        library.write(QStringLiteral("note.txt"), "A note about herons.");
        const QByteArray root = QFile::encodeName(library.documents());
        QCOMPARE(mkfifo((root + "/pipe.txt").constData(), 0600), 0); // reading it would wait for ever
        const FileDescriptor socket(::socket(AF_UNIX, SOCK_STREAM, 0));
        sockaddr_un address {};
        address.sun_family = AF_UNIX;
        qstrncpy(address.sun_path, QByteArray(root + "/socket.txt").constData(), sizeof address.sun_path);
        QCOMPARE(::bind(socket.get(), reinterpret_cast<const sockaddr *>(&address), sizeof address), 0);
        const auto report = library.index();
        QVERIFY(report.ok());
        QCOMPARE(report->indexed, 1);
        const auto stored = rows(library);
        QCOMPARE(stored.value("pipe.txt").reason, QStringLiteral("not read: a named pipe"));
        QCOMPARE(stored.value("socket.txt").reason, QStringLiteral("not read: a socket"));
    }

    void aFileThatBecomesALinkLosesItsText()
    {
        TestLibrary library;
        QTemporaryDir outside;
        writeFile(outside.filePath(QStringLiteral("secret.txt")), "The password is swordfish.");
        library.write(QStringLiteral("note.txt"), "A note about herons.");
        QVERIFY(library.index().ok());
        QCOMPARE(library.found(QStringLiteral("herons")), QStringList(QStringLiteral("note")));
        const QString path = library.documents() + QLatin1String("/note.txt");
        QVERIFY(QFile::remove(path));
        QVERIFY(QFile::link(outside.filePath(QStringLiteral("secret.txt")), path));
        QCOMPARE(library.index()->notRead, 1);
        QCOMPARE(library.found(QStringLiteral("herons")), QStringList());
        QCOMPARE(rows(library).value("note.txt").chunks, 0);
        QVERIFY(QFile::remove(path)); // and back
        library.write(QStringLiteral("note.txt"), "A note about herons.");
        QCOMPARE(library.index()->indexed, 1);
        QCOMPARE(library.found(QStringLiteral("herons")), QStringList(QStringLiteral("note")));
    }

    void aSwapBetweenListingAndOpeningReadsNothingElse_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QString>("reason");
        QTest::newRow("the file is a link now") << QByteArray("link.txt") << QStringLiteral("leads out of this folder");
        QTest::newRow("its folder is a link now") << QByteArray("folder/secret.txt") << QStringLiteral("leads out of this folder");
        QTest::newRow("upwards") << QByteArray("../secret.txt") << QStringLiteral("leads out of this folder");
        QTest::newRow("a pipe") << QByteArray("pipe") << QStringLiteral("a named pipe");
        QTest::newRow("the system") << QByteArray("environ") << QStringLiteral("leads out of this folder");
        QTest::newRow("a device") << QByteArray("zero") << QStringLiteral("leads out of this folder");
        QTest::newRow("a folder") << QByteArray("real") << QStringLiteral("it is a folder");
        QTest::newRow("nothing") << QByteArray("none") << QStringLiteral("no longer there");
    }
    void aSwapBetweenListingAndOpeningReadsNothingElse()
    {
        QFETCH(const QByteArray, path);
        QFETCH(const QString, reason);
        QTemporaryDir folder;
        const std::filesystem::path outside = folder.path().toStdString(), root = outside / "root";
        writeFile(folder.filePath(QStringLiteral("secret.txt")), "secret");
        std::filesystem::create_directories(root / "real");
        std::filesystem::create_symlink("../secret.txt", root / "link.txt");
        std::filesystem::create_directory_symlink(outside, root / "folder");
        std::filesystem::create_symlink("/proc/self/environ", root / "environ");
        std::filesystem::create_symlink("/dev/zero", root / "zero");
        QCOMPARE(mkfifo((root / "pipe").c_str(), 0600), 0);
        const auto file = InputFile::open(root, path);
        QVERIFY(!file.ok());
        QVERIFY2(file.error().message.contains(reason), qUtf8Printable(file.error().message));
    }

    void linksInsideOpenWhetherRelativeOrAbsolute()
    {
        QTemporaryDir folder;
        const std::filesystem::path root = folder.path().toStdString();
        writeFile(folder.filePath(QStringLiteral("real/a.txt")), "inside");
        std::filesystem::create_directory_symlink(root / "real", root / "absolute");
        std::filesystem::create_symlink("real/../real/a.txt", root / "relative");
        for (const char *path : { "real/a.txt", "absolute/a.txt", "relative" }) {
            const auto file = InputFile::open(root, path);
            QVERIFY2(file.ok(), path);
            QCOMPARE(*file->read(100), QByteArray("inside"));
            QCOMPARE(file->stamp()->size, 6);
        }
    }

    void foldersOfTheSystemAreNeverListed()
    {
        if (!QDir(QStringLiteral("/proc/self")).exists())
            QSKIP("no /proc here");
        const auto scan = scanFolder("/proc/self", {});
        QVERIFY(!scan.ok() && scan.error().message.contains(QLatin1String("operating system")));
        const auto file = InputFile::open("/proc/self", "environ");
        QVERIFY(!file.ok() && file.error().message.contains(QLatin1String("operating system")));
    }
};

QTEST_GUILESS_MAIN(TestLinks)
#include "test_links.moc"
