// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/retrieval/retriever.h"
#include "tests/unit/upkeepfixture.h"
#include <QDir>

using namespace Heddle;
using namespace Heddle::TestSupport;

class TestUpkeep : public UpkeepFixture {
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

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

    //! With the model of this program installed: words are found while nothing is embedded yet, and no question loads the model.
    void wordsComeFirstWhereAModelIsInstalled()
    {
        end();
        QTemporaryDir installed;
        for (const char *name : { "minilm/model.onnx", "minilm/vocab.txt", "plugin.so" })
            writeFile(installed.filePath(QLatin1String(name)), "no model");
        m_runtime = { installed.filePath(QStringLiteral("plugin.so")), installed.path() };
        begin();
        m_runtime = {};
        m_upkeep->followSetup();
        QVERIFY(awaitVoid(m_setup->apply({})));
        QVERIFY(m_setup->indexing().embedder);
        QVERIFY(m_setup->answers().take()->notices.isEmpty());
        QStringList stages;
        const auto note = [&] {
            const QString stage = m_upkeep->progress().stage == Library::IndexProgress::Stage::Embedding ? QStringLiteral("meaning")
                                                                                                         : QStringLiteral("words");
            if (stages.isEmpty() || stages.last() != stage)
                stages += stage;
        };
        connect(m_upkeep.get(), &Library::LibraryUpkeep::started, this, note);
        waitUntilIdle();
        stages.clear();
        m_messages.clear();
        m_upkeep->addFolder(folder(QStringLiteral("apple"), 5), QStringLiteral("A"));
        QTRY_COMPARE_WITH_TIMEOUT(m_messages.size(), 2, 60'000);
        QCOMPARE(stages, QStringList({ QStringLiteral("words"), QStringLiteral("meaning") }));
        QVERIFY(m_messages.first().isEmpty());
        QVERIFY(m_messages.last().startsWith(QLatin1String("Not all passages could be embedded"))); // what is installed here is no model
        // Nothing is embedded, so a question doesn't try to be.
        Retrieval::Retriever retriever(&m_library->pools(), m_tasks.get());
        Retrieval::RetrievalRequest request;
        request.setup = m_setup->answers().take();
        QVERIFY(request.setup->embedder && !request.setup->hasVectors);
        request.question = QStringLiteral("Where is the apple?");
        const auto found = await(retriever.retrieve(request, {}, {}));
        QVERIFY(found && found->ok());
        QCOMPARE((*found)->total, 5);
        QVERIFY((*found)->notices.isEmpty());
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
