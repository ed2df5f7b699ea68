// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/conversationrepository.h"
#include "core/storage/schemas.h"
#include "tests/support/childprocess.h"
#include "tests/support/testsupport.h"
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <sched.h>
#include <sys/mount.h>
#include <limits>
#include <sys/stat.h>

using namespace Heddle;
using namespace Heddle::Storage;
using namespace Heddle::TestSupport;

namespace {

Database::Schema schema(int steps)
{
    const QList<QStringList> ladder { { QStringLiteral("CREATE TABLE a(x INTEGER)") },
        { QStringLiteral("CREATE TABLE b(x INTEGER)"), QStringLiteral("INSERT INTO b VALUES(2)") },
        { QStringLiteral("INSERT INTO b VALUES(3)") } };
    return { ladder.mid(0, steps), Database::Durability::Full };
}

qint64 number(const Database &database, const QString &sql)
{
    auto query = database.run(sql);
    return query && query->next() ? query->value(0).toLongLong() : -1;
}

//! An error must name the file and say what to do.
bool helps(const Error &error, const QString &path)
{
    return error.message.contains(path) && error.message.size() > path.size() + 20;
}

} // namespace

class TestDatabase : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    QString path(const char *name) const { return m_folder.filePath(QLatin1String(name)); }

private Q_SLOTS:
    void init() { QVERIFY(m_folder.isValid()); }
    void cleanup() { Database::closeThreadConnections(); }

    void createsAndMigratesStepByStep()
    {
        const QString file = path("migrate.db");
        for (int steps = 1; steps <= 3; ++steps) {
            auto database = Database::open(file, schema(steps));
            QVERIFY2(database.ok(), steps == 1 ? "create" : "migrate");
            QCOMPARE(number(*database, QStringLiteral("PRAGMA user_version")), steps);
            if (steps >= 2)
                QCOMPARE(number(*database, QStringLiteral("SELECT COUNT(*) FROM b")), steps - 1);
            Database::closeThreadConnections();
        }
    }

    void aStepThatFailsChangesNothing()
    {
        const QString file = path("failing.db");
        QVERIFY(Database::open(file, schema(1)).ok());
        auto broken = schema(1);
        broken.steps += QStringList { QStringLiteral("CREATE TABLE c(x)"), QStringLiteral("NONSENSE") };
        QVERIFY(!Database::open(file, broken).ok());
        auto again = Database::open(file, schema(1));
        QVERIFY(again.ok());
        QCOMPARE(number(*again, QStringLiteral("SELECT COUNT(*) FROM sqlite_master WHERE name='c'")), 0);
    }

    void refusesANewerVersionAndLeavesItAlone()
    {
        const QString file = path("newer.db");
        QVERIFY(Database::open(file, schema(3)).ok());
        Database::closeThreadConnections();
        const QByteArray before = readFile(file);
        auto older = Database::open(file, schema(2));
        QVERIFY(!older.ok());
        QCOMPARE(older.error().code, ErrorCode::StorageNewer);
        QVERIFY(helps(older.error(), file));
        Database::closeThreadConnections();
        QCOMPARE(readFile(file), before);
    }

    void damagedFilesAreErrorsNeverNewDatabases_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("a text") << QByteArray("Dear diary, this is no database at all.\n").repeated(200);
        QTest::newRow("cut header") << QByteArray("SQLite format 3\0", 16);
    }
    void damagedFilesAreErrorsNeverNewDatabases()
    {
        QFETCH(QByteArray, content);
        const QString file = path("damaged.db");
        writeFile(file, content);
        auto opened = Database::open(file, schema(1));
        QVERIFY(!opened.ok());
        QCOMPARE(opened.error().code, ErrorCode::StorageCorrupt);
        QVERIFY(helps(opened.error(), file));
        Database::closeThreadConnections();
        QCOMPARE(readFile(file), content);
    }

    void versionsThatNoHeddleWritesAreRefused_data()
    {
        QTest::addColumn<int>("version");
        QTest::addColumn<ErrorCode>("code");
        for (const int version : { -5, -1, std::numeric_limits<int>::min() })
            QTest::addRow("%d", version) << version << ErrorCode::StorageCorrupt;
        for (const int version : { 4, std::numeric_limits<int>::max() })
            QTest::addRow("%d", version) << version << ErrorCode::StorageNewer;
        QTest::newRow("0, with tables") << 0 << ErrorCode::Storage;
    }
    void versionsThatNoHeddleWritesAreRefused()
    {
        QFETCH(int, version);
        QFETCH(ErrorCode, code);
        const QString file = path("versions.db");
        QFile::remove(file);
        {
            auto database = Database::open(file, schema(3));
            QVERIFY(database.ok() && database->run(QStringLiteral("PRAGMA user_version=%1").arg(version)).ok());
        }
        Database::closeThreadConnections();
        const QByteArray before = readFile(file);
        auto opened = Database::open(file, schema(3));
        QVERIFY(!opened.ok());
        QCOMPARE(opened.error().code, code);
        QVERIFY(helps(opened.error(), file));
        Database::closeThreadConnections();
        QCOMPARE(readFile(file), before);
    }

    void filesKnowWhatTheyAre()
    {
        const QString library = path("id-library.db"), conversations = path("id-conversations.db");
        QVERIFY(Database::open(library, librarySchema()).ok() && Database::open(conversations, conversationsSchema()).ok());
        Database::closeThreadConnections();
        QCOMPARE(readFile(library).mid(68, 4), QByteArray("HDLL")); // https://www.sqlite.org/fileformat2.html
        QCOMPARE(readFile(conversations).mid(68, 4), QByteArray("HDLC"));
        for (const auto &[file, other] : { std::pair(library, conversationsSchema()), std::pair(conversations, librarySchema()) }) {
            const QByteArray before = readFile(file);
            auto opened = Database::open(file, other);
            QVERIFY(!opened.ok());
            QVERIFY2(helps(opened.error(), file), qPrintable(opened.error().message));
            Database::closeThreadConnections();
            QCOMPARE(readFile(file), before);
        }
        // A file of an earlier version has none, and gets it.
        {
            auto database = Database::open(library, librarySchema());
            QVERIFY(database.ok() && database->run(QStringLiteral("PRAGMA application_id=0")).ok());
        }
        Database::closeThreadConnections();
        QVERIFY(Database::open(library, librarySchema()).ok());
        Database::closeThreadConnections();
        QCOMPARE(readFile(library).mid(68, 4), QByteArray("HDLL"));
    }

    void aMissingFileWithItsLogLeftIsNoNewDatabase()
    {
        const QString file = path("lost.db");
        writeFile(file + QLatin1String("-wal"), "something");
        auto opened = Database::open(file, schema(1));
        QVERIFY(!opened.ok());
        QCOMPARE(opened.error().code, ErrorCode::StorageCorrupt);
        QVERIFY(!QFile::exists(file));
    }

    void checkFindsADamagedPage()
    {
        const QString file = path("page.db");
        {
            auto database = Database::open(file, schema(1));
            QVERIFY(database.ok());
            QVERIFY(database->check().ok());
            QVERIFY(database
                        ->run(QStringLiteral(
                            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i<5000) INSERT INTO a SELECT i FROM n"))
                        .ok());
        }
        Database::closeThreadConnections(); // folds the log into the file
        QByteArray bytes = readFile(file);
        QVERIFY(bytes.size() > 12'000);
        for (qsizetype i = 8192; i < 12'000; ++i)
            bytes[i] = char(0xa5);
        writeFile(file, bytes);
        auto database = Database::open(file, schema(1));
        QVERIFY(database.ok());
        const Status checked = database->check();
        QVERIFY(!checked.ok());
        QCOMPARE(checked.error().code, ErrorCode::StorageCorrupt);
        QVERIFY(helps(checked.error(), file));
    }

    void aFolderWithoutRightsSaysSo()
    {
        const QString folder = path("closed");
        QVERIFY(QDir().mkpath(folder));
        QVERIFY(QFile::setPermissions(m_folder.path(), QFile::Permissions(0x7755)));
        QVERIFY(QFile::setPermissions(folder, QFile::Permissions(0x5555)));
        const QString file = folder + QLatin1String("/library.db");
        const QByteArray answer = inChild(true, [&file] {
            auto opened = Database::open(file, schema(1));
            return opened ? QByteArray("opened")
                          : QByteArray(errorName(opened.error().code).toUtf8() + ' ' + opened.error().message.toUtf8());
        });
        QVERIFY2(answer.startsWith("storage_read_only ") && answer.contains(file.toUtf8()), answer.constData());
    }

    void aReadOnlyFileCanBeReadAndRefusesWritesInWords()
    {
        const QString folder = path("readonly"), file = folder + QLatin1String("/library.db");
        QVERIFY(QDir().mkpath(folder));
        {
            auto database = Database::open(file, schema(1));
            QVERIFY(database.ok());
        }
        Database::closeThreadConnections();
        QVERIFY(QFile::setPermissions(m_folder.path(), QFile::Permissions(0x7755)));
        QVERIFY(QFile::setPermissions(file, QFile::Permissions(0x4444)));
        QVERIFY(QFile::setPermissions(folder, QFile::Permissions(0x5555)));
        const QByteArray answer = inChild(true, [&file] {
            auto opened = Database::open(file, schema(1));
            if (!opened)
                return QByteArray(errorName(opened.error().code).toUtf8() + ' ' + opened.error().message.toUtf8());
            if (number(*opened, QStringLiteral("SELECT COUNT(*) FROM a")) != 0)
                return QByteArray("can't be read");
            auto written = opened->run(QStringLiteral("INSERT INTO a VALUES(1)"));
            return written ? QByteArray("written")
                           : QByteArray(errorName(written.error().code).toUtf8() + ' ' + written.error().message.toUtf8());
        });
        QVERIFY2(answer.startsWith("storage_read_only ") && answer.contains(file.toUtf8()), answer.constData());
    }

    void aFullDiskKeepsWhatWasSaved()
    {
        const QString file = path("full.db");
        auto database = Database::open(file, schema(1));
        QVERIFY(database.ok());
        QVERIFY(database->run(QStringLiteral("CREATE TABLE big(x BLOB)")).ok());
        QVERIFY(database->run(QStringLiteral("INSERT INTO a VALUES(1)")).ok());
        QVERIFY(database->run(QStringLiteral("PRAGMA max_page_count=20")).ok());
        const Status filled = database->transaction([&]() -> Status {
            if (auto query = database->run(QStringLiteral("INSERT INTO big VALUES(zeroblob(1000000))")); !query)
                return query.error();
            return Done {};
        });
        QVERIFY(!filled.ok());
        QCOMPARE(filled.error().code, ErrorCode::StorageFull);
        QVERIFY(filled.error().retryable);
        QVERIFY(helps(filled.error(), file));
        QCOMPARE(number(*database, QStringLiteral("SELECT COUNT(*) FROM a")), 1);
        QVERIFY(database->run(QStringLiteral("INSERT INTO a VALUES(2)")).ok()); // no transaction is left open
    }

    void withoutAByteLeftTheDiskIsNamed_data()
    {
        QTest::addColumn<bool>("made");
        QTest::newRow("a new file") << false;
        QTest::newRow("a file that is there") << true; // its log and shared memory find no room
    }
    void withoutAByteLeftTheDiskIsNamed()
    {
        QFETCH(bool, made);
        const QByteArray folder = path("disk").toUtf8();
        QVERIFY(QDir().mkpath(path("disk")));
        const QByteArray answer = inChild(false, [&] {
            if (unshare(CLONE_NEWNS) != 0 || mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0
                || mount("tmpfs", folder.constData(), "tmpfs", 0, "size=1m") != 0)
                return QByteArray("no disk");
            const QString file = QString::fromUtf8(folder) + QLatin1String("/library.db");
            if (made && !Database::open(file, schema(1)))
                return QByteArray("not made");
            Database::closeThreadConnections();
            QFile filler(QString::fromUtf8(folder) + QLatin1String("/filler"));
            if (!filler.open(QIODevice::WriteOnly | QIODevice::Unbuffered))
                return QByteArray("not filled");
            while (filler.write(QByteArray(4096, 'x')) == 4096) { }
            auto opened = Database::open(file, schema(1));
            Error error = opened ? Error() : opened.error();
            if (opened) {
                auto written = opened->run(QStringLiteral("INSERT INTO a VALUES(1)"));
                error = written ? Error() : written.error();
            }
            return errorName(error.code).toUtf8() + ' ' + error.message.toUtf8();
        });
        if (answer == "no disk")
            QSKIP("a small disk can be mounted by the administrator alone");
        QVERIFY2(answer.startsWith("storage_full ") && answer.contains("is full"), answer.constData());
    }

    void nobodyElseMayReadADatabase()
    {
        const mode_t before = umask(0);
        const QString file = path("private.db");
        auto database = Database::open(file, schema(1));
        QVERIFY(database && database->run(QStringLiteral("INSERT INTO a VALUES(1)")).ok());
        umask(before);
        for (const char *suffix : { "", "-wal", "-shm" }) {
            struct stat info { };
            QCOMPARE(stat(qPrintable(file + QLatin1String(suffix)), &info), 0);
            QCOMPARE(info.st_mode & 0777, mode_t(0600));
        }
    }

    void aFailedTransactionLeavesNothing()
    {
        auto database = Database::open(path("rollback.db"), schema(1));
        QVERIFY(database.ok());
        const Status done = database->transaction([&]() -> Status {
            if (auto query = database->run(QStringLiteral("INSERT INTO a VALUES(1)")); !query)
                return query.error();
            return Error::input(QStringLiteral("changed my mind"));
        });
        QCOMPARE(done.error().message, QStringLiteral("changed my mind"));
        QCOMPARE(number(*database, QStringLiteral("SELECT COUNT(*) FROM a")), 0);
    }

    void aStatementIsReadToItsEndWhileAnotherOfTheSameTextRuns()
    {
        auto database = Database::open(path("nested.db"), schema(1));
        QVERIFY(database.ok());
        for (int i = 0; i < 3; ++i)
            QVERIFY(database->run(QStringLiteral("INSERT INTO a VALUES(?)"), { i }).ok());
        int pairs = 0;
        auto outer = database->run(QStringLiteral("SELECT x FROM a"));
        QVERIFY(outer.ok());
        while (outer->next()) {
            auto inner = database->run(QStringLiteral("SELECT x FROM a"));
            QVERIFY(inner.ok());
            while (inner->next())
                ++pairs;
        }
        QCOMPARE(pairs, 9);
    }

    void aKilledWriterLosesNothingThatWasReportedSaved()
    {
        const QString file = path("killed.db");
        auto random = QRandomGenerator(1);
        qint64 reported = 0;
        for (int round = 0; round < 10; ++round) {
            const QByteArray out = runSelf({ QStringLiteral("append"), file }, 60'000, int(random.bounded(3, 60)));
            QVERIFY(out.count('\n') >= 3);
            reported += out.count('\n');
            auto database = Database::open(file, conversationsSchema());
            QVERIFY2(database.ok(), database.ok() ? "" : qUtf8Printable(database.error().message));
            QVERIFY(database->check().ok());
            const qint64 stored = number(*database, QStringLiteral("SELECT COUNT(*) FROM message"));
            QVERIFY2(stored >= reported, qPrintable(QStringLiteral("%1 stored, %2 reported").arg(stored).arg(reported)));
            reported = stored; // one more than reported may have been committed
            Database::closeThreadConnections();
        }
        QVERIFY(reported > 10);
    }
};

//! Appends messages until it is killed; a line for each that is saved.
static int append(const QString &file)
{
    auto database = Database::open(file, conversationsSchema());
    if (!database)
        return 1;
    const ConversationRepository repository(*database);
    const auto conversation = repository.create(QStringLiteral("kill me"));
    while (conversation) {
        MessageRow message;
        message.conversationId = conversation->id;
        message.role = QStringLiteral("user");
        message.kind = QStringLiteral("question");
        message.state = QStringLiteral("done");
        message.text = QStringLiteral("What is it like?");
        if (!repository.append(message))
            return 1;
        std::puts("saved");
        std::fflush(stdout);
    }
    return 1;
}

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    if (argc == 3 && qstrcmp(argv[1], "append") == 0)
        return append(QString::fromLocal8Bit(argv[2]));
    TestDatabase test;
    return QTest::qExec(&test, argc, argv);
}
#include "test_database.moc"
