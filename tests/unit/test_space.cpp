// SPDX-License-Identifier: GPL-3.0-or-later
// What is removed from a library leaves the disk too, while it is searched.
#include "core/library/vectorbuilder.h"
#include "tests/support/fakeembedder.h"
#include "tests/support/testlibrary.h"
#include <QDir>
#include <QDirIterator>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <sys/stat.h>

using namespace Heddle;
using namespace Heddle::TestSupport;

namespace {

constexpr int Kept = 8;

qint64 bytesIn(const QString &folder)
{
    qint64 sum = 0;
    for (QDirIterator it(folder, QDir::Files, QDirIterator::Subdirectories); it.hasNext();) {
        it.next();
        sum += it.fileInfo().size();
    }
    return sum;
}

ino_t numberOf(const QString &path)
{
    struct stat info { };
    return ::stat(QFile::encodeName(path).constData(), &info) == 0 ? info.st_ino : 0;
}

//! Files of 16 KB, no two words of which are alike, and some more that are to stay.
bool fill(TestLibrary &library, const QString &folder, int files)
{
    QRandomGenerator random(3);
    for (int i = 0; i < files; ++i) {
        QByteArray text;
        while (text.size() < 16'000)
            text += "word" + QByteArray::number(random.bounded(1'000'000)) + (random.bounded(12) == 0 ? ". " : " ");
        writeFile(folder + QStringLiteral("/f%1.txt").arg(i), text);
    }
    for (int i = 0; i < Kept; ++i)
        library.write(QStringLiteral("kept%1.txt").arg(i), "The granite wall.");
    Library::IndexRequest request;
    request.index = library.sharedEngine();
    request.collection = QStringLiteral("Gone");
    request.folders = QStringList(folder);
    const auto report = await(library.indexer().run(request, {}, {}), 120'000);
    return report && report->ok() && library.index(QStringLiteral("Kept")).ok();
}

} // namespace

class TestSpace : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void cleanup() { Storage::Database::closeThreadConnections(); }

    void aLargeRemovalReturnsItsSpace()
    {
        TestLibrary library(1);
        const QTemporaryDir folder;
        QVERIFY(fill(library, folder.path(), 150));
        const auto other = *Search::LocalEngine::open(library.data() + QLatin1String("/index"), library.library(), 1); // as another program
        const auto foundByOther = [&other] {
            Search::SearchRequest request;
            request.question = QStringLiteral("granite");
            const auto found = other->search(request, {});
            return found && !found->partial ? found->total : -1;
        };
        QCOMPARE(library.search(QStringLiteral("granite")).total, Kept);
        QCOMPARE(foundByOther(), Kept); // both keep a reader
        const QString file = library.data() + QLatin1String("/library.db"), index = library.data() + QLatin1String("/index");
        QVERIFY(library.library().database().run(QStringLiteral("PRAGMA wal_checkpoint(FULL)")).ok()); // all of it into the file itself
        const qint64 fileBefore = QFileInfo(file).size(), indexBefore = bytesIn(index);
        const auto removed = await(library.remove(QStringLiteral("Gone")), 120'000);
        QVERIFY(removed && removed->ok());
        Storage::Database::closeThreadConnections();
        QVERIFY2(
            QFileInfo(file).size() * 2 < fileBefore, qPrintable(QStringLiteral("%1 of %2").arg(QFileInfo(file).size()).arg(fileBefore)));
        QVERIFY2(bytesIn(index) * 2 < indexBefore, qPrintable(QString::number(bytesIn(index))));
        QVERIFY(library.library().database().check().ok());
        QVERIFY(library.engine().health(0)->ok);
        QCOMPARE(QDir(index).entryList(QDir::Dirs | QDir::NoDotAndDotDot), QStringList(QStringLiteral("shard-0")));
        QCOMPARE(library.search(QStringLiteral("granite")).total, Kept);
        QCOMPARE(foundByOther(), Kept);
        QVERIFY(!library.search(QStringLiteral("granite")).partial);
        // It goes on as before.
        library.write(QStringLiteral("new.txt"), "The granite door.");
        QCOMPARE(library.index(QStringLiteral("Kept"))->indexed, 1);
        QCOMPARE(library.search(QStringLiteral("granite")).total, Kept + 1);
        QCOMPARE(foundByOther(), Kept + 1);
    }

    void whereLittleIsGainedNothingIsWritten()
    {
        TestLibrary library(1);
        const QTemporaryDir folder;
        QVERIFY(fill(library, folder.path(), 20));
        const QString shard = library.data() + QLatin1String("/index/shard-0");
        const ino_t before = numberOf(shard);
        QVERIFY(QFile::remove(folder.filePath(QStringLiteral("f0.txt"))));
        QVERIFY(library.engine().compact(0, {}).ok());
        QVERIFY(await(library.remove(QStringLiteral("Kept")))->ok());
        QCOMPARE(numberOf(shard), before);
        QVERIFY(!*library.library().returnSomeSpace());
    }

    void aCompactionThatIsStoppedOrKilledChangesNothing()
    {
        TestLibrary library(1);
        const QTemporaryDir folder;
        QVERIFY(fill(library, folder.path(), 150));
        const QString shard = library.data() + QLatin1String("/index/shard-0");
        const ino_t before = numberOf(shard);
        // The passages leave the index, and its space stays: the run is stopped before it is returned.
        std::stop_source stopped;
        const auto removed = await(library.indexer().removeCollection(
                                       QStringLiteral("Gone"), library.sharedEngine(),
                                       [&stopped](const Library::IndexProgress &now) {
                                           if (now.stage == Library::IndexProgress::Stage::Finishing)
                                               stopped.request_stop();
                                       },
                                       stopped.get_token()),
            120'000);
        QVERIFY(removed && removed->ok()); // what was asked for is done
        QCOMPARE(numberOf(shard), before);
        QVERIFY(library.engine().compact(0, stopped.get_token()).error().isCancelled());
        QCOMPARE(numberOf(shard), before);
        QVERIFY(!QFile::exists(shard + QLatin1String(".compact")));
        QCOMPARE(library.search(QStringLiteral("granite")).total, Kept);

        writeFile(shard + QLatin1String(".compact/postlist.glass"), "as a kill left it");
        QVERIFY(library.engine().compact(0, {}).ok());
        QVERIFY(numberOf(shard) != before);
        QVERIFY(!QFile::exists(shard + QLatin1String(".compact")));
        QCOMPARE(library.search(QStringLiteral("granite")).total, Kept);
        const ino_t after = numberOf(shard);
        QVERIFY(library.engine().compact(0, {}).ok()); // done is done
        QCOMPARE(numberOf(shard), after);
    }

    void vectorsThatAreGoneReturnTheirSpace()
    {
        TestLibrary library(1);
        for (int i = 0; i < 400; ++i)
            library.write(QStringLiteral("f%1.txt").arg(i), QStringLiteral("The car number %1.").arg(i).toUtf8());
        const auto embedder = std::make_shared<FakeEmbedder>();
        Library::VectorBuilder builder(library.library(), &library.pools(), library.data());
        const auto embed = [&] {
            const auto report = await(builder.run(embedder, library.sharedEngine(), {}, {}));
            return report && report->ok();
        };
        QVERIFY(library.index() && embed());
        const QString vectors = library.data() + QLatin1String("/index/vectors");
        const qint64 before = bytesIn(vectors);
        // A file that moves while others go takes its vector along: nothing is embedded for it.
        for (int i = 1; i < 400; ++i)
            QVERIFY(QFile::remove(library.documents() + QStringLiteral("/f%1.txt").arg(i)));
        QVERIFY(QFile::rename(library.documents() + QLatin1String("/f0.txt"), library.documents() + QLatin1String("/moved.txt")));
        const int embedded = embedder->passages;
        QVERIFY(library.index() && embed());
        QVERIFY2(bytesIn(vectors) * 3 < before * 2, qPrintable(QString::number(bytesIn(vectors))));
        QVERIFY(embedder->passages <= embedded + 1);
        QVERIFY(QDir(vectors).entryList({ QStringLiteral("*.dead") }).isEmpty());
        Search::SearchRequest request;
        request.vector = FakeEmbedder::vectorOf(QStringLiteral("automobile"));
        request.vectorModel = embedder->model();
        request.legs = Search::Leg::Vector;
        QCOMPARE(library.engine().search(request, {})->hits.size(), 1);
    }
};

QTEST_GUILESS_MAIN(TestSpace)
#include "test_space.moc"
