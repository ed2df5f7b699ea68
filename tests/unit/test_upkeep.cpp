// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/libraryupkeep.h"
#include "core/storage/schemas.h"
#include "tests/support/fakehttpserver.h"
#include "tests/support/testlibrary.h"
#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSignalSpy>

using namespace Heddle;
using namespace Heddle::TestSupport;

namespace {

//! A vector for each text, of a server that speaks as OpenAI does.
FakeReply vectorsFor(const FakeRequest &request)
{
    const qsizetype texts = QJsonDocument::fromJson(request.body)[QLatin1String("input")].toArray().size();
    QJsonArray data;
    for (qsizetype i = 0; i < texts; ++i)
        data += QJsonObject { { QStringLiteral("index"), i }, { QStringLiteral("embedding"), QJsonArray { 0.6, 0.8 } } };
    return { 200, QJsonDocument(QJsonObject { { QStringLiteral("data"), data } }).toJson(), {}, FakeReply::Way::Whole, 0 };
}

} // namespace

class TestUpkeep : public QObject {
    Q_OBJECT
    std::unique_ptr<TestLibrary> m_library;
    std::unique_ptr<Concurrency::TaskGroup> m_tasks;
    std::unique_ptr<FakeHttpServer> m_server;
    std::unique_ptr<Net::HttpClient> m_http;
    std::unique_ptr<Net::BlockingHttp> m_blockingHttp;
    std::unique_ptr<Settings::SecretStore> m_secrets;
    std::unique_ptr<Settings::Store> m_settings;
    std::unique_ptr<Setup::SetupService> m_setup;
    std::unique_ptr<Library::Indexer> m_indexer;
    std::unique_ptr<Library::VectorBuilder> m_vectors;
    std::unique_ptr<Library::LibraryUpkeep> m_upkeep;
    QStringList m_messages;

    void set(const char *key, const QString &value) { QVERIFY(m_settings->set(QLatin1String(key), value).ok()); }
    void embedWith(const QString &model)
    {
        set("embedding.kind", QStringLiteral("http"));
        set("embedding.url", m_server->base());
        set("embedding.model", model);
        QVERIFY(awaitVoid(m_setup->apply({})));
    }
    QString folder(const QString &name, int files)
    {
        const QString path = m_library->documents() + QLatin1Char('/') + name;
        for (int i = 0; i < files; ++i)
            writeFile(path + QStringLiteral("/%1.txt").arg(i), QStringLiteral("The %1 number %2 is common.").arg(name).arg(i).toUtf8());
        return path;
    }
    void waitUntilIdle() { QTRY_VERIFY_WITH_TIMEOUT(!m_upkeep->isRunning(), 60'000); }

private Q_SLOTS:
    void init()
    {
        Storage::Database::closeThreadConnections();
        m_library = std::make_unique<TestLibrary>();
        m_tasks = std::make_unique<Concurrency::TaskGroup>();
        m_server = std::make_unique<FakeHttpServer>(vectorsFor);
        auto database = Storage::Database::open(m_library->data() + QLatin1String("/conversations.db"), Storage::conversationsSchema());
        QVERIFY(database.ok());
        m_settings = std::make_unique<Settings::Store>(*database);
        const auto calls = std::make_shared<Net::CallRegistry>(m_library->pools().flows);
        m_http = std::make_unique<Net::HttpClient>(calls);
        m_blockingHttp = std::make_unique<Net::BlockingHttp>(calls);
        m_secrets = std::make_unique<Settings::SecretStore>(nullptr);
        m_setup = std::make_unique<Setup::SetupService>(
            Setup::Parts { *m_settings, m_secrets.get(), m_library->library(), m_http.get(), m_blockingHttp.get(), &m_library->pools(),
                std::make_shared<Rerank::ScoreCache>(), m_library->sharedEngine(), m_library->data() + QLatin1String("/index"), {} });
        m_indexer = std::make_unique<Library::Indexer>(m_library->library(), &m_library->pools(), m_library->data());
        m_vectors = std::make_unique<Library::VectorBuilder>(m_library->library(), &m_library->pools(), m_library->data());
        m_upkeep = std::make_unique<Library::LibraryUpkeep>(
            m_setup.get(), m_indexer.get(), m_vectors.get(), m_library->library(), &m_library->pools(), m_tasks.get());
        m_messages.clear();
        connect(m_upkeep.get(), &Library::LibraryUpkeep::finished, this, [this](const QString &message) { m_messages += message; });
    }
    void cleanup()
    {
        QVERIFY(*await(m_tasks->drain(std::chrono::seconds(5))));
        m_upkeep.reset();
        m_vectors.reset();
        m_indexer.reset();
        m_setup.reset();
        m_secrets.reset();
        m_blockingHttp.reset();
        m_http.reset();
        m_server.reset();
        m_settings.reset();
        m_tasks.reset();
        m_library.reset();
    }

    void whatIsAskedForMeanwhileWaitsItsTurn()
    {
        int begun = 0, atOnce = 0;
        connect(m_upkeep.get(), &Library::LibraryUpkeep::started, this, [&] { ++begun; });
        connect(m_upkeep.get(), &Library::LibraryUpkeep::started, this, [&] { atOnce = std::max<int>(atOnce, begun - m_messages.size()); });
        m_upkeep->addFolder(folder(QStringLiteral("apple"), 5), QStringLiteral("A"));
        m_upkeep->addFolder(folder(QStringLiteral("pear"), 5), QStringLiteral("B"));
        m_upkeep->removeCollection(QStringLiteral("A"));
        QVERIFY(m_upkeep->isRunning());
        waitUntilIdle();
        QCOMPARE(m_messages, QStringList({ {}, {}, {} }));
        QCOMPARE(begun, 3);
        QCOMPARE(atOnce, 1);
        QCOMPARE(m_library->search(QStringLiteral("apple")).total, 0);
        QCOMPARE(m_library->search(QStringLiteral("pear")).total, 5);
    }

    void whatCouldNotBeReadIsTold()
    {
        const QString empty = m_library->documents() + QLatin1String("/empty");
        QVERIFY(QDir().mkpath(empty));
        m_upkeep->addFolder(empty, QStringLiteral("A"));
        waitUntilIdle();
        QVERIFY(m_messages.takeLast().contains(QLatin1String("no file in this folder")));
        m_upkeep->addFolder(m_library->documents() + QLatin1String("/nowhere"), QStringLiteral("B"));
        waitUntilIdle();
        QVERIFY(m_messages.takeLast().contains(QLatin1String("nowhere")));
        writeFile(empty + QLatin1String("/blank.txt"), " \n");
        m_upkeep->rescan(QStringLiteral("A"));
        waitUntilIdle();
        QVERIFY(m_messages.takeLast().contains(QLatin1String("blank.txt")));
        // What was bad before is not told again by a reading that nobody asked for.
        m_upkeep->rescanAll();
        QTRY_COMPARE(m_messages.size(), 1);
        QCOMPARE(m_messages.takeLast(), QString());
    }

    void aStopForgetsWhatWaits()
    {
        m_upkeep->setPaused(true);
        m_upkeep->addFolder(folder(QStringLiteral("apple"), 40), QStringLiteral("A"));
        m_upkeep->addFolder(folder(QStringLiteral("pear"), 40), QStringLiteral("B"));
        QTRY_VERIFY(m_upkeep->progress().paused);
        QVERIFY(m_upkeep->isPaused() && m_upkeep->progress().paused);
        m_upkeep->stop();
        waitUntilIdle();
        m_upkeep->setPaused(false);
        QCOMPARE(m_messages.size(), 1);
        QVERIFY(m_messages.first().startsWith(QLatin1String("Stopped")));
        QCOMPARE(m_library->search(QStringLiteral("pear")).total, 0);
    }

    void passagesAreEmbeddedWhenNothingElseWaits()
    {
        m_upkeep->followSetup();
        embedWith(QStringLiteral("one"));
        m_upkeep->addFolder(folder(QStringLiteral("apple"), 5), QStringLiteral("A"));
        QTRY_VERIFY_WITH_TIMEOUT(!m_library->engine().vectorModel().isEmpty() && !m_upkeep->isRunning(), 60'000);
        const QString first = m_library->engine().vectorModel();
        QVERIFY(m_library->engine().chunksWithoutVector(first, {})->isEmpty());
        // Another model is followed at once. Until its vectors are made, questions are embedded by the one before it.
        m_upkeep->setPaused(true);
        embedWith(QStringLiteral("two"));
        QCOMPARE(m_setup->answers().take()->embedder->model(), first);
        QVERIFY(m_setup->indexing().embedder->model() != first);
        m_upkeep->setPaused(false);
        QTRY_VERIFY_WITH_TIMEOUT(m_library->engine().vectorModel() != first, 60'000);
        QTRY_COMPARE(m_setup->answers().take()->embedder->model(), m_setup->indexing().embedder->model());
        waitUntilIdle();
    }

    void embeddingGivesWayAndGoesOn()
    {
        embedWith(QStringLiteral("one"));
        m_upkeep->addFolder(folder(QStringLiteral("apple"), 40), QStringLiteral("A"));
        m_upkeep->setPaused(true); // what comes is held where it is
        m_upkeep->setPaused(false);
        waitUntilIdle();
        m_server->setHandler([](const FakeRequest &) { return FakeReply { 200, {}, {}, FakeReply::Way::Hang, 0 }; });
        m_upkeep->addFolder(folder(QStringLiteral("pear"), 3), QStringLiteral("B"));
        QTRY_COMPARE_WITH_TIMEOUT(m_upkeep->progress().stage, Library::IndexProgress::Stage::Embedding, 60'000);
        m_server->setHandler(vectorsFor);
        m_upkeep->addFolder(folder(QStringLiteral("plum"), 3), QStringLiteral("C")); // stops the call that hangs
        QTRY_COMPARE_WITH_TIMEOUT(m_library->search(QStringLiteral("plum")).total, 3, 60'000);
        waitUntilIdle();
        QVERIFY(m_library->engine().chunksWithoutVector(m_setup->indexing().embedder->model(), {})->isEmpty());
        QVERIFY(m_messages.join(QString()).isEmpty()); // giving way is nothing to tell
    }

    void aModelThatFailsCostsTheVectorsAlone()
    {
        m_server->setHandler([](const FakeRequest &) { return FakeReply { 400, "{}", {}, FakeReply::Way::Whole, 0 }; });
        embedWith(QStringLiteral("one"));
        m_upkeep->addFolder(folder(QStringLiteral("apple"), 2), QStringLiteral("A"));
        QTRY_COMPARE_WITH_TIMEOUT(m_messages.size(), 2, 60'000);
        QVERIFY(m_messages.last().startsWith(QLatin1String("Not all passages could be embedded")));
        QCOMPARE(m_library->search(QStringLiteral("apple")).total, 2);
    }

    void aProgramThatWaitsGetsTheReports()
    {
        Library::IndexRequest request;
        request.collection = QStringLiteral("A");
        request.folders = QStringList(folder(QStringLiteral("apple"), 3));
        const auto indexed = await(m_upkeep->index(request, {}, {}));
        QVERIFY(indexed && indexed->ok());
        QCOMPARE((*indexed)->indexed, 3);
        const auto without = await(m_upkeep->embedNow({}, {}));
        QVERIFY(without && without->ok() && !**without); // no model is set up
        embedWith(QStringLiteral("one"));
        const auto embedded = await(m_upkeep->embedNow({}, {}));
        QVERIFY(embedded && embedded->ok() && **embedded);
        QCOMPARE((**embedded)->embedded, 3);
        QVERIFY(*await(m_upkeep->remove(QStringLiteral("A"), {}, {})));
        QCOMPARE(m_library->search(QStringLiteral("apple")).total, 0);
    }
};

QTEST_GUILESS_MAIN(TestUpkeep)
#include "test_upkeep.moc"
