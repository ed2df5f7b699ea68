// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/catalog.h"
#include "core/library/encodings.h"
#include "core/library/indexlock.h"
#include "core/library/scan.h"
#include "tests/support/childprocess.h"
#include "tests/support/testlibrary.h"
#include <QDateTime>
#include <QDir>
#include <QElapsedTimer>
#include <QLockFile>
#include <QRandomGenerator>
#include <fcntl.h>
#include <filesystem>
#include <sys/file.h>
#include <sys/stat.h>
#include <thread>

using namespace Heddle;
using namespace Heddle::Library;
using namespace Heddle::TestSupport;

namespace {

void writeRaw(const std::string &path, const char *text)
{
    std::FILE *file = std::fopen(path.c_str(), "w");
    if (!file)
        qFatal("can't write");
    std::fputs(text, file);
    std::fclose(file);
}

QString sentence(int i)
{
    return QStringLiteral("Document %1 speaks of subject%1 and of the common matter, which is plain.\n").arg(i);
}

} // namespace

class TestIndexer : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void cleanup() { Storage::Database::closeThreadConnections(); }

    void aDocumentsTextIsLoadedAroundAPassage()
    {
        TestLibrary library;
        library.write(QStringLiteral("harbour.md"), "# Harbour\n\nThe wall was built of granite.\n\nIt is long.\n");
        QVERIFY(library.index());
        const Search::SearchResult found = library.search(QStringLiteral("granite"));
        QCOMPARE(found.hits.size(), 1);
        const Catalog catalog(library.library(), &library.pools().library);
        const auto text = await(catalog.textAround(found.hits.first().chunk, {}));
        QVERIFY(text && *text);
        QVERIFY((*text)->text.contains(QLatin1String("The wall was built of granite.\n\nIt is long.")));
        QVERIFY((*text)->passageStart >= 0 && (*text)->passageEnd <= (*text)->text.size());
        QCOMPARE(await(catalog.textAround(QStringLiteral("no-such-chunk"), {}))->error().code, ErrorCode::NotFound);
        std::stop_source stopped;
        stopped.request_stop();
        QVERIFY(await(catalog.textAround(found.hits.first().chunk, stopped.get_token()))->error().isCancelled());
    }

    void anEncodingThatIsChosenStays()
    {
        TestLibrary library;
        const QByteArray polish = QByteArray::fromHex("e677"); // "ćw" in windows-1250, "ęw" in windows-1257, and more
        library.write(QStringLiteral("a.txt"), polish);
        library.write(QStringLiteral("b.txt"), "plain");
        QVERIFY(library.index());
        const QByteArray path = QFile::encodeName(library.documents() + QStringLiteral("/a.txt"));
        const auto textOf = [&library] {
            QStringList texts;
            for (const auto &hit : library.search(QStringLiteral("ćw")).hits)
                texts += hit.text;
            return texts.join(QLatin1Char('|'));
        };
        const qint64 collection = library.library().collection(QStringLiteral("C"))->id;
        const auto rows = library.library().listDocuments(collection);
        QVERIFY(rows->first().reason.contains(QLatin1String("encoding"))); // the guess isn't certain
        const auto encodingsNow = [&library, path] {
            auto looking = library.pools().library.submit(
                [&library, path](std::stop_token stop) { return encodingsOf(library.library(), path, stop); }, std::stop_token(),
                QStringLiteral("look"));
            return *await(std::move(looking));
        };
        const auto encodings = encodingsNow();
        QVERIFY2(encodings.ok(), encodings.ok() ? "" : qUtf8Printable(encodings.error().message));
        QVERIFY(!encodings->certain && encodings->chosen.isEmpty());
        const auto central = std::find_if(encodings->likely.cbegin(), encodings->likely.cend(),
            [](const Encoding &encoding) { return encoding.name == "windows-1250" || encoding.name == "ISO-8859-2"; });
        QVERIFY(central != encodings->likely.cend());
        QCOMPARE(central->line, QStringLiteral("ćw"));

        QCOMPARE(*chooseEncoding(library.library(), path, "cp1250"), QStringList(QStringLiteral("C")));
        auto report = library.index();
        QCOMPARE(report->unchanged, 1); // the other one
        QCOMPARE(textOf(), QStringLiteral("ćw"));
        QVERIFY(library.library().listDocuments(collection)->first().reason.isEmpty());
        library.write(QStringLiteral("a.txt"), polish + " " + polish);
        QVERIFY(library.index());
        QCOMPARE(textOf(), QStringLiteral("ćw ćw"));
        QVERIFY(QFile::remove(library.documents() + QStringLiteral("/a.txt"))); // gone, and back
        QVERIFY(library.index());
        library.write(QStringLiteral("a.txt"), polish);
        QVERIFY(library.index());
        QCOMPARE(textOf(), QStringLiteral("ćw"));
        QCOMPARE(encodingsNow()->chosen, QByteArray("windows-1250"));
        QVERIFY(chooseEncoding(library.library(), path, {}).ok());
        QVERIFY(encodingsNow()->chosen.isEmpty());
        QVERIFY(!chooseEncoding(library.library(), path, "klingon").ok());
        QCOMPARE(chooseEncoding(library.library(), path + "x", {}).error().code, ErrorCode::NotFound);
    }

    void aParagraphIsNoTitle_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("title");
        const QByteArray more = QByteArray(" It is looked after with care.").repeated(20);
        QTest::newRow("title") << QByteArray("# The bridge\n\nIt is old.") << QStringLiteral("The bridge");
        QTest::newRow("first sentence") << "# Dr. Meyer's bridge is old." + more << QStringLiteral("Dr. Meyer's bridge is old.");
        QTest::newRow("no end") << "# " + QByteArray("the bridge and the river and ").repeated(20) << QStringLiteral("a.md");
        QTest::newRow("Chinese") << "# " + QString::fromUtf8("这座桥很旧。").repeated(40).toUtf8() << QString::fromUtf8("这座桥很旧。");
    }
    void aParagraphIsNoTitle()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, title);
        TestLibrary library;
        library.write(QStringLiteral("a.md"), text + "\n\nThe text of the file.\n");
        QVERIFY(library.index());
        QCOMPARE(library.search(QStringLiteral("file")).hits.first().title, title);
    }

    void countsWhatItReadsAndThenNothingNew()
    {
        TestLibrary library;
        for (int i = 0; i < 30; ++i)
            library.write(QStringLiteral("d%1/f%2.txt").arg(i % 3).arg(i), sentence(i).toUtf8());
        library.write(QStringLiteral("note.md"), "# Note\n\nMarkdown is read as well.\n");
        library.write(QStringLiteral("empty.txt"), "");
        library.write(QStringLiteral("picture.png"), "not a picture");
        library.write(QStringLiteral(".hidden.txt"), "hidden");
        auto report = library.index();
        QVERIFY2(report.ok(), report.ok() ? "" : qUtf8Printable(report.error().message));
        QCOMPARE(report->files, 33);
        QCOMPARE(report->indexed, 31);
        QCOMPARE(report->noText, 1);
        QCOMPARE(report->notRead, 1);
        QCOMPARE(report->failed, 0);
        QCOMPARE(report->chunks, 31);
        QVERIFY(report->failures.first().path.endsWith(QLatin1String("empty.txt"))
            && report->failures.first().reason.contains(QLatin1String("no text")));
        QVERIFY(report->skipped.first().reason.contains(QLatin1String("png")));
        QCOMPARE(library.search(QStringLiteral("common")).total, 30);
        QCOMPARE(library.found(QStringLiteral("markdown")), QStringList(QStringLiteral("note")));

        report = library.index();
        QCOMPARE(report->indexed, 0);
        QCOMPARE(report->unchanged, 31);
        QCOMPARE(report->noText + report->notRead, 2);
        QCOMPARE(report->chunks, 31);
    }

    void followsChangesRenamesAndRemovals()
    {
        TestLibrary library;
        library.write(QStringLiteral("a.txt"), "The apple is red.");
        library.write(QStringLiteral("b.txt"), "The banana is yellow.");
        library.write(QStringLiteral("c.txt"), "The cherry is dark.");
        QVERIFY(library.index().ok());
        const QString id = library.search(QStringLiteral("cherry")).hits.first().chunk;
        library.write(QStringLiteral("a.txt"), "The apricot is orange now.");
        QVERIFY(QFile::rename(library.documents() + QLatin1String("/b.txt"), library.documents() + QLatin1String("/renamed.txt")));
        QVERIFY(QFile::remove(library.documents() + QLatin1String("/c.txt")));
        auto report = library.index();
        QCOMPARE(report->indexed, 2);
        QCOMPARE(report->removed, 2);
        QCOMPARE(report->chunks, 2);
        QCOMPARE(library.found(QStringLiteral("apple")), QStringList());
        QCOMPARE(library.found(QStringLiteral("apricot")), QStringList(QStringLiteral("a")));
        QCOMPARE(library.found(QStringLiteral("banana")), QStringList(QStringLiteral("renamed")));
        QCOMPARE(library.found(QStringLiteral("cherry")), QStringList());
        library.write(QStringLiteral("c.txt"), "The cherry is dark.");
        QVERIFY(library.index().ok());
        QCOMPARE(library.search(QStringLiteral("cherry")).hits.first().chunk, id); // the same text at the same place has the same id
    }

    void anotherContentOfEqualSizeAndTimeIsNoticed()
    {
        TestLibrary library;
        library.write(QStringLiteral("same.txt"), "The bridge is old.");
        QVERIFY(library.index());
        const std::string file = QFile::encodeName(library.documents() + QLatin1String("/same.txt")).toStdString();
        struct stat before { };
        QVERIFY(stat(file.c_str(), &before) == 0);
        library.write(QStringLiteral("same.txt"), "The tower is tall.");
        const timespec times[] { before.st_atim, before.st_mtim };
        QVERIFY(utimensat(AT_FDCWD, file.c_str(), times, 0) == 0);
        QVERIFY(library.index());
        QCOMPARE(library.found(QStringLiteral("tower")), QStringList(QStringLiteral("same")));
        QVERIFY(library.found(QStringLiteral("bridge")).isEmpty());
    }

    void whatAnEarlierReaderReadIsReadAgain()
    {
        TestLibrary library;
        library.write(QStringLiteral("a.txt"), "The bridge is old.");
        QVERIFY(library.index());
        const Storage::Database &database = library.library().database();
        QVERIFY(database.run(QStringLiteral("UPDATE document SET identity = 0, title = 'mangled'")).ok());
        const auto again = library.index();
        QVERIFY(again);
        auto title = database.run(QStringLiteral("SELECT title FROM document"));
        QVERIFY(title.ok() && title->next());
        QCOMPARE(title->value(0).toString(), QStringLiteral("The bridge is old."));
    }

    void namesAreBytesAndEachRealFileIsReadOnce()
    {
        TestLibrary library;
        const std::string root = library.documents().toStdString();
        for (const char *name : { "new\nline.txt", "bad\xff\xfe.txt", "\xf0\x9f\x98\x80 emoji.txt", "sp ace.txt" })
            writeRaw(root + '/' + name, "Everything speaks of penguins.");
        std::filesystem::create_directory(root + "/sub");
        writeRaw(root + "/sub/one.txt", "Everything speaks of penguins.");
        std::filesystem::create_directory_symlink(root, root + "/sub/loop");
        std::filesystem::create_symlink(root + "/sub/one.txt", root + "/again.txt");
        QCOMPARE(mkfifo((root + "/pipe.txt").c_str(), 0600), 0); // reading it would wait for ever
        auto report = library.index();
        QVERIFY(report.ok());
        QCOMPARE(report->files, 6);
        QCOMPARE(report->indexed, 5);
        QCOMPARE(report->notRead, 1); // the pipe
        QCOMPARE(library.search(QStringLiteral("penguins")).total, 5);
        QCOMPARE(library.index()->unchanged, 5);
        std::filesystem::remove_all(root); // QTemporaryDir can't remove such names
    }

    void aClosedFolderIsToldAndItsFilesAreKept()
    {
        TestLibrary library;
        library.write(QStringLiteral("open.txt"), "An open door.");
        library.write(QStringLiteral("closed/inside.txt"), "A closed door.");
        QVERIFY(QFile::setPermissions(QFileInfo(library.documents()).path(), QFile::Permissions(0x7755)));
        QVERIFY(QFile::setPermissions(library.documents() + QLatin1String("/closed"), QFile::Permissions(0x0)));
        const std::string root = library.documents().toStdString();
        const QByteArray answer = inChild(true, [&root] {
            const auto scan = scanFolder(root, {});
            return scan
                ? QByteArray::number(scan->files.size()) + ' ' + scan->unread.value(0).path + ": " + scan->unread.value(0).reason.toUtf8()
                : QByteArray("error");
        });
        QVERIFY(QFile::setPermissions(library.documents() + QLatin1String("/closed"), QFile::Permissions(0x7700)));
        QVERIFY2(answer.startsWith("1 closed: ") && answer.contains("permission"), answer.constData());
    }

    void aFolderThatIsNotThereOrEmptyIsTold()
    {
        TestLibrary library;
        auto report = library.index();
        QVERIFY(report.ok());
        QCOMPARE(report->files, 0);
        IndexRequest request;
        request.index = library.sharedEngine();
        request.collection = QStringLiteral("N");
        request.folders = QStringList(library.documents() + QLatin1String("/none"));
        auto missing = await(library.indexer().run(request, {}, {}));
        QVERIFY(missing && !missing->ok());
        QCOMPARE(missing->error().code, ErrorCode::Unreadable);
        QVERIFY(missing->error().message.contains(QLatin1String("/none")));
        QVERIFY(!library.library().collection(QStringLiteral("N")).ok()); // nothing is left of the attempt
    }

    void progressGoesForwardAndNamesAll()
    {
        TestLibrary library;
        for (int i = 0; i < 300; ++i)
            library.write(QStringLiteral("f%1.txt").arg(i), sentence(i).toUtf8());
        QList<IndexProgress> seen;
        QVERIFY(library.index(QStringLiteral("C"), {}, [&seen](const IndexProgress &progress) { seen += progress; }).ok());
        qint64 last = 0;
        for (const IndexProgress &progress : std::as_const(seen)) {
            QVERIFY(progress.done >= last && progress.done <= std::max<qint64>(progress.files, 0));
            last = progress.done;
        }
        QCOMPARE(last, 300);
        QCOMPARE(seen.last().files, 300);
        QVERIFY(seen.last().filesPerSecond > 0);
    }

    void aStopKeepsWhatWasReadAndTheNextRunEndsTheSame()
    {
        TestLibrary library;
        for (int i = 0; i < 1000; ++i)
            library.write(QStringLiteral("f%1.txt").arg(i), sentence(i).toUtf8());
        std::stop_source stop;
        auto report = library.index(QStringLiteral("C"), stop.get_token(), [&stop](const IndexProgress &progress) {
            if (progress.done > 200)
                stop.request_stop();
        });
        QVERIFY(!report.ok() && report.error().isCancelled());
        const qint64 kept = library.search(QStringLiteral("common")).total;
        QVERIFY(kept > 0 && kept < 1000);
        report = library.index();
        QVERIFY(report.ok());
        QCOMPARE(report->indexed + report->unchanged, 1000);
        QVERIFY(report->unchanged >= kept);
        QCOMPARE(library.search(QStringLiteral("common")).total, 1000);
    }

    void onlyOneIndexesAndTheOtherIsToldWho()
    {
        TestLibrary library;
        library.write(QStringLiteral("a.txt"), "text");
        const QByteArray other = inChild(false, [&library] {
            auto held = IndexLock::take(library.data());
            return held ? QByteArray("taken") : QByteArray("refused");
        });
        QCOMPARE(other, QByteArray("taken")); // and given back when that process ended
        auto held = IndexLock::take(library.data());
        QVERIFY(held.ok());
        auto report = library.index();
        QVERIFY(!report.ok());
        QCOMPARE(report.error().code, ErrorCode::Locked);
        QVERIFY(report.error().message.contains(QString::number(QCoreApplication::applicationPid())));
        held = Error::cancelled();
        QVERIFY(library.index().ok());
    }

    void aLostOrDamagedShardIsBuiltAnew_data()
    {
        QTest::addColumn<int>("kind");
        QTest::newRow("folder gone") << 0;
        QTest::newRow("file damaged") << 1;
        QTest::newRow("all gone") << 2;
        QTest::newRow("pages damaged") << 3;
    }
    void aLostOrDamagedShardIsBuiltAnew()
    {
        QFETCH(int, kind);
        QTemporaryDir data;
        QTemporaryDir documents;
        for (int i = 0; i < 60; ++i)
            writeFile(documents.filePath(QStringLiteral("f%1.txt").arg(i)), sentence(i).toUtf8());
        IndexRequest request;
        request.collection = QStringLiteral("C");
        request.folders = QStringList(documents.path());
        {
            TestLibrary library(2, data.path());
            request.index = library.sharedEngine();
            QVERIFY(await(library.indexer().run(request, {}, {}))->ok());
        }
        const QString index = data.filePath(QStringLiteral("index"));
        if (kind == 0)
            QVERIFY(QDir(index + QLatin1String("/shard-1")).removeRecursively());
        else if (kind == 1)
            writeFile(index + QLatin1String("/shard-0/iamglass"), "nonsense");
        else if (kind == 2)
            QVERIFY(QDir(index).removeRecursively());
        else
            writeFile(index + QLatin1String("/shard-0/postlist.glass"),
                QByteArray(readFile(index + QLatin1String("/shard-0/postlist.glass")).size(), '\x5a'));
        TestLibrary library(2, data.path());
        request.index = library.sharedEngine();
        if (kind == 3) {
            Search::SearchRequest question;
            question.question = QStringLiteral("common");
            const auto failed = library.engine().search(question, {}); // an error or a part, never silently less
            QVERIFY(failed.ok() ? failed->partial : failed.error().code == ErrorCode::IndexUnavailable);
            QVERIFY(await(library.indexer().run(request, {}, {}))->ok());
            QCOMPARE(library.search(QStringLiteral("common")).total, 60);
            return;
        }
        const auto partial = library.search(QStringLiteral("common"));
        QVERIFY(partial.partial && !partial.notices.isEmpty());
        QVERIFY(partial.total < 60);
        auto report = await(library.indexer().run(request, {}, {}));
        QVERIFY(report && report->ok());
        QCOMPARE((*report)->unchanged, 60); // no file is read again
        const auto whole = library.search(QStringLiteral("common"));
        QVERIFY(!whole.partial);
        QCOMPARE(whole.total, 60);
    }

    void twoThousandSmallFilesInTwoCollections()
    {
        TestLibrary library;
        for (int i = 0; i < 2000; ++i)
            library.write(QStringLiteral("f%1.txt").arg(i), "tiny");
        QCOMPARE(library.index()->indexed, 2000);
        QCOMPARE(library.index(QStringLiteral("D"))->indexed, 2000);
        QCOMPARE(library.search(QStringLiteral("tiny")).total, 4000);
        auto removed = await(library.remove(QStringLiteral("C")), 60'000);
        QVERIFY(removed && removed->ok());
        QCOMPARE(library.search(QStringLiteral("tiny")).total, 2000);
    }

    void aLockThatCanNotBeMadeIsNotHeldBySomebody()
    {
        TestLibrary library;
        const auto taken = IndexLock::take(library.data() + QLatin1String("/none"));
        QVERIFY(!taken);
        QCOMPARE(taken.error().code, ErrorCode::Storage); // waiting would not help
        QVERIFY(!IndexLock::isHeld(library.data()));
        const auto held = IndexLock::take(library.data());
        QVERIFY(held && IndexLock::isHeld(library.data()));
    }

    void aLockOutlivesItsHolderForAMoment()
    {
        QTemporaryDir data, documents;
        writeFile(documents.filePath(QStringLiteral("a.txt")), "text");
        { // what a killed holder leaves: its file, with the number of a process that is gone
            QLockFile left(data.filePath(QStringLiteral("index.lock")));
            QVERIFY(left.tryLock(0));
            const QByteArray content = readFile(data.filePath(QStringLiteral("index.lock")));
            left.unlock();
            const QByteArray own = QByteArray::number(QCoreApplication::applicationPid());
            QVERIFY(content.startsWith(own));
            writeFile(data.filePath(QStringLiteral("index.lock")), "4194303" + content.mid(own.size()));
        }
        QFile held(data.filePath(QStringLiteral("index.lock")));
        QVERIFY(held.open(QIODevice::ReadWrite));
        QCOMPARE(::flock(held.handle(), LOCK_EX | LOCK_NB), 0); // as the helper has it before it is on its way
        std::thread helper([&held] {
            std::this_thread::sleep_for(std::chrono::milliseconds(150));
            held.close();
        });
        const auto taken = IndexLock::take(data.path());
        helper.join();
        QVERIFY2(taken.ok(), taken.ok() ? "" : qPrintable(taken.error().message));
    }

    void aLockWithoutANameIsTakenOver()
    {
        QTemporaryDir data; // of a program that was killed between making the file and naming itself
        const QString path = data.filePath(QStringLiteral("index.lock"));
        writeFile(path, {});
        QFile left(path);
        QVERIFY(left.open(QIODevice::ReadWrite));
        QVERIFY(left.setFileTime(QDateTime::currentDateTime().addSecs(-60), QFileDevice::FileModificationTime));
        left.close();
        auto taken = IndexLock::take(data.path());
        QVERIFY2(taken.ok(), taken.ok() ? "" : qPrintable(taken.error().message));
        QVERIFY(readFile(path).startsWith(QByteArray::number(QCoreApplication::applicationPid())));
        *taken = nullptr;

        QElapsedTimer waited;
        waited.start();
        writeFile(path, {}); // just made: its maker may be about to name itself
        taken = IndexLock::take(data.path());
        QVERIFY(taken.ok());
        QVERIFY(waited.elapsed() >= 1000);
    }

    void killedAtTenMomentsItEndsWithTheSameTotals()
    {
        QTemporaryDir documents, undisturbed, killed;
        QRandomGenerator random(11);
        for (int i = 0; i < 400; ++i) {
            QString text;
            for (int s = 0; s < 40; ++s)
                text += sentence(int(random.bounded(50)) + 1000 * i);
            writeFile(documents.filePath(QStringLiteral("f%1.txt").arg(i)), text.toUtf8());
        }
        QVERIFY(runSelf({ QStringLiteral("index"), undisturbed.path(), documents.path() }, 120'000).startsWith("done"));
        for (int round = 0; round < 10; ++round)
            runSelf({ QStringLiteral("index"), killed.path(), documents.path() }, 80 + int(random.bounded(250)));
        const QByteArray last = runSelf({ QStringLiteral("index"), killed.path(), documents.path() }, 120'000);
        QVERIFY2(last.startsWith("done"), last.constData());

        TestLibrary expected(2, undisturbed.path()), after(2, killed.path());
        QVERIFY(after.library().database().check().ok());
        for (const char *question : { "common", "matter plain", "document" })
            QCOMPARE(after.search(QLatin1String(question)).total, expected.search(QLatin1String(question)).total);
        for (int shard = 0; shard < 2; ++shard) {
            QCOMPARE(after.library().chunkCount(shard, 2).valueOr(-1) + after.library().chunkCount(1 - shard, 2).valueOr(-1),
                expected.library().chunkCount(0, 2).valueOr(-2) + expected.library().chunkCount(1, 2).valueOr(-2));
            QVERIFY(after.engine().health(shard)->ok);
        }
        const auto hits = after.search(QStringLiteral("common matter")).hits;
        QVERIFY(hits.size() > 100);
        for (const auto &hit : hits) {
            QVERIFY(hit.text.contains(QLatin1String("common")));
            QVERIFY(QFile::exists(hit.path));
        }
    }
};

static int indexOnce(const QString &data, const QString &documents)
{
    TestLibrary library(2, data);
    IndexRequest request;
    request.index = library.sharedEngine();
    request.collection = QStringLiteral("C");
    request.folders = QStringList(documents);
    const auto report = await(library.indexer().run(request, {}, {}), 120'000);
    const QByteArray failure =
        report && !report->ok() ? report->error().message.toUtf8() + report->error().detail.toUtf8() : "it took too long";
    std::puts(report && report->ok() ? "done" : failure.constData());
    return report && report->ok() ? 0 : 1;
}

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    if (argc == 4 && qstrcmp(argv[1], "index") == 0)
        return indexOnce(QString::fromLocal8Bit(argv[2]), QString::fromLocal8Bit(argv[3]));
    TestIndexer test;
    return QTest::qExec(&test, argc, argv);
}
#include "test_indexer.moc"
