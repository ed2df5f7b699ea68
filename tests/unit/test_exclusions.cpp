// SPDX-License-Identifier: GPL-3.0-or-later
// Files and folders that are not read though they lie in a collection, documents that are forgotten, and collections that get another
// name while work for them waits.
#include "core/library/exclusions.h"
#include "core/storage/exclusions.h"
#include "tests/unit/upkeepfixture.h"
#include <QDir>

using namespace Heddle;
using namespace Heddle::TestSupport;

class TestExclusions : public UpkeepFixture {
    Q_OBJECT

    qint64 idOf(const QString &collection) { return m_library->library().collection(collection)->id; }
    QByteArray path(const QString &name) { return QFile::encodeName(m_library->documents() + QLatin1Char('/') + name); }
    QStringList patterns(const QString &collection)
    {
        QStringList patterns;
        const auto exclusions = Library::exclusionsOf(m_library->library(), idOf(collection));
        for (const Library::Exclusion &one : *exclusions)
            patterns += one.pattern;
        return patterns;
    }
    QStringList files(const QString &collection)
    {
        QStringList names;
        const auto documents = m_library->library().listDocuments(idOf(collection));
        for (const auto &one : *documents)
            names += QString::fromUtf8(one.path.mid(m_library->documents().toUtf8().size() + 1));
        return names;
    }
    void exclude(const QString &name) { QVERIFY(Library::exclude(m_library->library(), idOf(QStringLiteral("C")), path(name)).ok()); }

private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

    void aPathIsExcludedByItselfAndByItsFolders()
    {
        const Library::ExcludedPaths paths({ "a.txt", "old/", "x/y/" });
        QVERIFY(paths.contains("a.txt") && paths.contains("old/a.txt") && paths.contains("x/y/z/deep.txt"));
        QVERIFY(!paths.contains("b.txt") && !paths.contains("older/a.txt") && !paths.contains("x/a.txt") && !paths.contains("sub/a.txt"));
        QVERIFY(!paths.contains("old")); // a file of the name that a folder had
        QVERIFY(!Library::ExcludedPaths().contains("a.txt"));
    }

    void whatIsExcludedLeavesLibraryAndIndexUntilItIsTakenBack()
    {
        m_library->write(QStringLiteral("a.txt"), "The heron is grey.");
        m_library->write(QStringLiteral("old/b.txt"), "The heron is old.");
        m_library->write(QStringLiteral("old/deep/c.txt"), "The heron is deep.");
        QVERIFY(m_library->index().ok());
        QCOMPARE(m_library->search(QStringLiteral("heron")).total, 3);
        exclude(QStringLiteral("old/"));
        auto report = m_library->index();
        QVERIFY(report.ok());
        QCOMPARE(report->removed, 2);
        QCOMPARE(report->excluded, 2);
        QCOMPARE(report->files, 1);
        QCOMPARE(m_library->found(QStringLiteral("heron")), QStringList(QStringLiteral("a")));
        QCOMPARE(files(QStringLiteral("C")), QStringList(QStringLiteral("a.txt")));
        // It stays so, also for what is new there.
        m_library->write(QStringLiteral("old/d.txt"), "The heron is new.");
        report = m_library->index();
        QCOMPARE(report->indexed, 0);
        QCOMPARE(m_library->search(QStringLiteral("heron")).total, 1);
        exclude(QStringLiteral("a.txt"));
        QCOMPARE(patterns(QStringLiteral("C")), QStringList({ QStringLiteral("a.txt"), QStringLiteral("old/") }));
        QVERIFY(m_library->index().ok());
        QCOMPARE(m_library->search(QStringLiteral("heron")).total, 0); // even where nothing is left
        const auto taken = Library::include(m_library->library(), idOf(QStringLiteral("C")), path(QStringLiteral("old/")));
        QVERIFY(taken.ok());
        QCOMPARE(taken->pattern, QStringLiteral("old/"));
        QVERIFY(m_library->index().ok());
        QCOMPARE(m_library->search(QStringLiteral("heron")).total, 3);
        const auto again = Library::include(m_library->library(), idOf(QStringLiteral("C")), path(QStringLiteral("old/")));
        QCOMPARE(again.error().code, ErrorCode::NotFound);
        QVERIFY(again.error().message.contains(QLatin1String("a.txt")));
        const auto outside = Library::exclude(m_library->library(), idOf(QStringLiteral("C")), "/somewhere/else.txt");
        QVERIFY(!outside.ok() && outside.error().message.contains(m_library->documents()));
        QVERIFY(!Library::exclude(m_library->library(), idOf(QStringLiteral("C")), path(QString())).ok()); // the folder itself
    }

    //! A folder that is away keeps what was read of it, but not what is excluded.
    void whatIsExcludedLeavesAFolderThatIsAwayToo()
    {
        m_library->write(QStringLiteral("a.txt"), "The heron is grey.");
        m_library->write(QStringLiteral("b.txt"), "The heron is blue.");
        QVERIFY(m_library->index().ok());
        exclude(QStringLiteral("b.txt"));
        const QString away = m_library->documents() + QLatin1String(".away");
        QVERIFY(QDir().rename(m_library->documents(), away));
        Library::IndexRequest request;
        request.index = m_library->sharedEngine();
        request.collection = QStringLiteral("C");
        QVERIFY(await(m_library->indexer().run(request, {}, {}))->ok());
        QCOMPARE(m_library->found(QStringLiteral("heron")), QStringList(QStringLiteral("a")));
        QVERIFY(QDir().rename(away, m_library->documents()));
    }

    void itsVectorsLeaveTheIndex()
    {
        embedWith(QStringLiteral("one"));
        const QString apples = folder(QStringLiteral("apple"), 3);
        m_upkeep->addFolder(apples, QStringLiteral("C"));
        QTRY_VERIFY_WITH_TIMEOUT(!m_library->engine().vectorModel().isEmpty() && !m_upkeep->isRunning(), 60'000);
        const auto nearest = [this] {
            Search::SearchRequest request;
            request.vector = std::vector<float> { 0.6F, 0.8F };
            request.vectorModel = m_library->engine().vectorModel();
            request.legs = Search::Leg::Vector;
            QStringList names;
            const auto found = m_library->engine().search(request, {});
            for (const auto &hit : found->hits)
                names += QFileInfo(hit.path).completeBaseName();
            names.sort();
            return names;
        };
        QCOMPARE(nearest(), QStringList({ QStringLiteral("0"), QStringLiteral("1"), QStringLiteral("2") }));
        exclude(QStringLiteral("apple/1.txt"));
        m_upkeep->applyExclusions(QStringLiteral("C"));
        waitUntilIdle();
        QTRY_COMPARE(nearest(), QStringList({ QStringLiteral("0"), QStringLiteral("2") }));
        QCOMPARE(m_library->search(QStringLiteral("apple")).total, 2);
    }

    void whatIsForgottenIsReadAgainIfItIsStillThere()
    {
        m_library->write(QStringLiteral("a.txt"), "The heron is grey.");
        m_library->write(QStringLiteral("empty.txt"), " ");
        m_upkeep->addFolder(m_library->documents(), QStringLiteral("C"));
        waitUntilIdle();
        QCOMPARE(files(QStringLiteral("C")), QStringList({ QStringLiteral("a.txt"), QStringLiteral("empty.txt") }));
        const auto documents = Library::documentsAt(m_library->library(), idOf(QStringLiteral("C")), path(QStringLiteral("empty.txt")));
        QCOMPARE(documents->size(), 1);
        m_messages.clear();
        m_upkeep->forget(*documents);
        waitUntilIdle();
        QCOMPARE(m_messages, QStringList(QString()));
        QCOMPARE(files(QStringLiteral("C")), QStringList(QStringLiteral("a.txt")));
        m_upkeep->rescan(QStringLiteral("C"));
        waitUntilIdle();
        QCOMPARE(files(QStringLiteral("C")), QStringList({ QStringLiteral("a.txt"), QStringLiteral("empty.txt") }));
        // A folder with all its documents, and what it had in the index.
        m_library->write(QStringLiteral("sub/b.txt"), "The heron is blue.");
        m_library->write(QStringLiteral("sub.txt"), "The heron is red.");
        m_upkeep->rescan(QStringLiteral("C"));
        waitUntilIdle();
        QCOMPARE(m_library->search(QStringLiteral("heron")).total, 3);
        const auto below = Library::documentsAt(m_library->library(), idOf(QStringLiteral("C")), path(QStringLiteral("sub/")));
        QCOMPARE(below->size(), 1);
        exclude(QStringLiteral("sub/"));
        m_upkeep->forget(*below);
        m_upkeep->rescan(QStringLiteral("C"));
        waitUntilIdle();
        QCOMPARE(m_library->search(QStringLiteral("heron")).total, 2);
    }

    void exclusionsCanBeAddedToALibraryOfAnOlderVersion()
    {
        QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("library.db"));
        Storage::Database::Schema older = Storage::librarySchema();
        const qsizetype before = std::find_if(older.steps.cbegin(), older.steps.cend(),
                                     [](const QStringList &step) { return step.join(QString()).contains(QLatin1String("TABLE exclusion")); })
            - older.steps.cbegin();
        QVERIFY(before >= 4 && before < older.steps.size());
        older.steps = older.steps.mid(0, before);
        {
            const auto database = Storage::Database::open(file, older);
            QVERIFY(database.ok());
            const Storage::LibraryRepository library(*database);
            QVERIFY(library.ensureRoot(library.ensureCollection(QStringLiteral("Old"))->id, "/papers").ok());
            Storage::Database::closeThreadConnections();
        }
        const auto database = Storage::Database::open(file, Storage::librarySchema());
        QVERIFY2(database.ok(), database.ok() ? "" : qPrintable(database.error().message));
        const Storage::LibraryRepository library(*database);
        const auto collections = library.collections();
        QCOMPARE(collections->size(), 1);
        QVERIFY(Library::exclude(library, collections->first().id, "/papers/a.pdf").ok());
        QCOMPARE(Library::exclusionsOf(library, collections->first().id)->first().pattern, QStringLiteral("a.pdf"));
    }

    void anAdditionThatWaitsGoesToTheRenamedCollection()
    {
        m_upkeep->addFolder(folder(QStringLiteral("apple"), 3), QStringLiteral("A"));
        waitUntilIdle();
        m_upkeep->setPaused(true);
        m_upkeep->addFolder(folder(QStringLiteral("fig"), 2), QStringLiteral("B")); // is held
        m_upkeep->addFolder(folder(QStringLiteral("pear"), 2), QStringLiteral("A")); // waits
        QVERIFY(await(m_upkeep->renameCollection(QStringLiteral("A"), QStringLiteral("Fruit"), {}))->ok());
        m_upkeep->setPaused(false);
        waitUntilIdle();
        QTRY_COMPARE(m_library->search(QStringLiteral("pear")).total, 2);
        QStringList names;
        const auto collections = m_library->library().collections();
        for (const Storage::CollectionRow &row : *collections)
            names += row.name;
        QCOMPARE(names, QStringList({ QStringLiteral("B"), QStringLiteral("Fruit") }));
        QCOMPARE(files(QStringLiteral("Fruit")).size(), 5);
        // Who asks later for the old name means a new collection.
        m_upkeep->addFolder(folder(QStringLiteral("plum"), 1), QStringLiteral("A"));
        waitUntilIdle();
        QCOMPARE(files(QStringLiteral("A")).size(), 1);
    }

    void aSearchForFilesEndsWhenItIsStopped()
    {
        m_library->write(QStringLiteral("a.txt"), "The heron is grey.");
        m_library->write(QStringLiteral("b.txt"), "The heron is grey.");
        QVERIFY(m_library->index().ok());
        std::stop_source stop;
        int looked = 0;
        const auto stopped = m_library->library().documentsWhere(
            [&](const QByteArray &) {
                ++looked;
                stop.request_stop();
                return true;
            },
            -1, stop.get_token());
        QVERIFY(!stopped.ok() && stopped.error().isCancelled());
        QCOMPARE(looked, 1);
        QCOMPARE(m_library->library().documentsWhere([](const QByteArray &) { return true; }, 1)->size(), 1);
    }
};

QTEST_GUILESS_MAIN(TestExclusions)
#include "test_exclusions.moc"
