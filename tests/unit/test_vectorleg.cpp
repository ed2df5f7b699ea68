// SPDX-License-Identifier: GPL-3.0-or-later
// The vectors of a library: how they are made, and what is found by meaning.
#include "core/library/indexlock.h"
#include "core/library/vectorbuilder.h"
#include "core/retrieval/retriever.h"
#include "tests/support/fakeembedder.h"
#include "tests/support/testlibrary.h"
#include "tests/support/testsetup.h"
#include <QDir>

using namespace Heddle;
using namespace Heddle::Search;
using namespace Heddle::TestSupport;

class TestVectorLeg : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aPassageIsFoundWithoutASharedWord()
    {
        TestLibrary library;
        library.write(QStringLiteral("garage.txt"), "The automobile stands in the yard behind the house.");
        library.write(QStringLiteral("harbour.txt"), "The boat lies in the harbour, behind the wall.");
        library.write(QStringLiteral("surgery.txt"), "The physician comes on Tuesday afternoon.");
        QVERIFY(library.index());
        const auto embedder = std::make_shared<FakeEmbedder>();
        Library::VectorBuilder builder(library.library(), &library.pools(), library.data());
        Concurrency::TaskGroup tasks;
        Retrieval::Retriever retriever(&library.pools(), &tasks);
        TestSetup setup(library.sharedEngine());
        const auto retrieve = [&](const QString &question, Leg legs = Leg::Both) {
            Retrieval::RetrievalRequest request;
            request.setup = setup.take();
            request.question = question;
            request.legs = legs;
            return *await(retriever.retrieve(request, {}, {}));
        };
        setup.change([&](Setup::AnswerSetup &next) { next.embedder = embedder; });
        const auto before = retrieve(QStringLiteral("vehicle"));
        QVERIFY(before && before->passages.isEmpty());
        QCOMPARE(before->order, Retrieval::Retrieval::Order::Text);

        QList<qint64> told;
        const auto report =
            await(builder.run(embedder, library.sharedEngine(), [&told](const Library::EmbeddingProgress &now) { told += now.done; }, {}));
        QVERIFY(report && *report);
        QCOMPARE((*report)->embedded, 3);
        QCOMPARE(told.last(), 3);
        const auto found = retrieve(QStringLiteral("vehicle"));
        QVERIFY(found);
        QCOMPARE(found->order, Retrieval::Retrieval::Order::Hybrid);
        QVERIFY(found->passages.first().hit.path.endsWith(QLatin1String("garage.txt")));
        QVERIFY(!found->passages.first().hit.textLeg && found->passages.first().hit.vectorLeg);
        QCOMPARE(found->passages.first().hit.vectorLeg->rank, 1);
        QVERIFY(found->passages.first().hit.text.contains(QLatin1String("automobile")));
        QCOMPARE(found->total, 0); // of the text leg
        const auto both = retrieve(QStringLiteral("where is the boat"));
        QVERIFY(both->passages.first().hit.path.endsWith(QLatin1String("harbour.txt")));
        QVERIFY(both->passages.first().hit.textLeg && both->passages.first().hit.vectorLeg);
        QVERIFY(std::abs(both->passages.first().hit.fused - 2.0 / 61) < 1e-9);
        const auto words = retrieve(QStringLiteral("where is the boat"), Leg::Text);
        QCOMPARE(words->order, Retrieval::Retrieval::Order::Text);
        QVERIFY(!words->passages.first().hit.vectorLeg);
        const auto meaning = retrieve(QStringLiteral("where is the boat"), Leg::Vector);
        QCOMPARE(meaning->order, Retrieval::Retrieval::Order::Vector);
        QVERIFY(!meaning->passages.first().hit.textLeg);

        // One weight decides where the legs differ.
        setup.change([&](Setup::AnswerSetup &next) { next.tuning.textWeight = 0; });
        QVERIFY(retrieve(QStringLiteral("vehicle in the harbour"))->passages.first().hit.path.endsWith(QLatin1String("garage.txt")));
        setup.change([&](Setup::AnswerSetup &next) {
            next.tuning.textWeight = 1;
            next.tuning.vectorWeight = 0;
        });
        QVERIFY(retrieve(QStringLiteral("vehicle in the harbour"))->passages.first().hit.path.endsWith(QLatin1String("harbour.txt")));

        // The question is embedded once; a model out of order costs its leg and says so.
        const int asked = embedder->questions;
        (void)retrieve(QStringLiteral("vehicle"));
        QCOMPARE(embedder->questions, asked);
        embedder->broken = true;
        const auto without = retrieve(QStringLiteral("the boat behind the wall"));
        QVERIFY(without);
        QCOMPARE(without->order, Retrieval::Retrieval::Order::Text);
        QVERIFY(without->passages.first().hit.path.endsWith(QLatin1String("harbour.txt")));
        QVERIFY(without->notices.join(QLatin1Char(' ')).contains(QLatin1String("out of order")));
    }

    void aQuestionInAnotherLanguageIsLeftToTheWords()
    {
        TestLibrary library;
        library.write(QStringLiteral("a.txt"), "The automobile stands in the yard.");
        QVERIFY(library.index());
        const auto embedder = std::make_shared<FakeEmbedder>();
        Library::VectorBuilder builder(library.library(), &library.pools(), library.data());
        QVERIFY(*await(builder.run(embedder, library.sharedEngine(), {}, {})));
        Concurrency::TaskGroup tasks;
        Retrieval::Retriever retriever(&library.pools(), &tasks);
        TestSetup setup(library.sharedEngine());
        setup.change([&](Setup::AnswerSetup &next) { next.embedder = embedder; });
        const auto order = [&](const QString &question) {
            Retrieval::RetrievalRequest request;
            request.setup = setup.take();
            request.question = question;
            return (*await(retriever.retrieve(request, {}, {})))->order;
        };
        using Order = Retrieval::Retrieval::Order;
        const QString german = QStringLiteral("Wo steht das Auto und wem gehört es eigentlich?"),
                      chinese = QStringLiteral("那辆 automobile 车停在哪里？"),
                      english = QStringLiteral("Where does the vehicle stand and whose is it?");
        QCOMPARE(order(german), Order::Hybrid); // nothing is known of the model's languages
        embedder->known = QStringList { QStringLiteral("en") };
        QCOMPARE(order(english), Order::Hybrid);
        QCOMPARE(order(german), Order::Text);
        QCOMPARE(order(chinese), Order::Text);
        setup.change([&](Setup::AnswerSetup &next) { next.tuning.foreignLanguages = true; });
        QCOMPARE(order(chinese), Order::Hybrid);
    }

    void filtersHoldForTheVectorLeg()
    {
        TestLibrary library;
        library.write(QStringLiteral("a.txt"), "The automobile stands in the yard.");
        QVERIFY(library.index(QStringLiteral("A")));
        const QString other = library.data() + QLatin1String("/other");
        writeFile(other + QLatin1String("/b.md"), "A vehicle of another collection.");
        Library::IndexRequest request;
        request.index = library.sharedEngine();
        request.collection = QStringLiteral("B");
        request.folders = QStringList(other);
        const auto indexed = await(library.indexer().run(request, {}, {}));
        QVERIFY(indexed && *indexed);
        const auto embedder = std::make_shared<FakeEmbedder>();
        Library::VectorBuilder builder(library.library(), &library.pools(), library.data());
        QVERIFY(*await(builder.run(embedder, library.sharedEngine(), {}, {})));
        const auto search = [&](const Filters &filters) {
            SearchRequest one;
            one.question = QStringLiteral("car");
            one.vector = FakeEmbedder::vectorOf(one.question);
            one.vectorModel = embedder->model();
            one.filters = filters;
            QStringList names;
            const auto found = library.engine().search(one, {});
            for (const Hit &hit : found->hits)
                names += QFileInfo(hit.path).fileName();
            names.sort();
            return names;
        };
        QCOMPARE(search({}), (QStringList { QStringLiteral("a.txt"), QStringLiteral("b.md") }));
        const qint64 a = library.library().collection(QStringLiteral("A"))->id;
        QCOMPARE(search({ { a }, {}, {} }), QStringList(QStringLiteral("a.txt")));
        QCOMPARE(search({ {}, {}, { QStringLiteral("md") } }), QStringList(QStringLiteral("b.md")));
        SearchRequest all;
        all.question = QStringLiteral("automobile");
        const auto automobile = library.engine().search(all, {});
        const QString document = automobile->hits.first().document;
        QCOMPARE(search({ {}, { document }, {} }), QStringList(QStringLiteral("a.txt")));
        QVERIFY(search({ {}, { QStringLiteral("gone") }, {} }).isEmpty());
    }

    void aStoppedRunGoesOnLater()
    {
        TestLibrary library;
        for (int i = 0; i < 60; ++i)
            library.write(QStringLiteral("%1.txt").arg(i), QStringLiteral("Note number %1 about a ship.").arg(i).toUtf8());
        QVERIFY(library.index());
        Library::VectorBuilder builder(library.library(), &library.pools(), library.data());
        const auto embedder = std::make_shared<FakeEmbedder>();
        std::stop_source stop;
        embedder->onPassage = [&] {
            if (embedder->passages == 20)
                stop.request_stop();
        };
        const auto stopped = await(builder.run(embedder, library.sharedEngine(), {}, stop.get_token()));
        QVERIFY(stopped && !*stopped && stopped->error().isCancelled());
        QVERIFY(library.engine().vectorModel().isEmpty()); // not complete, so not searched
        embedder->onPassage = {};
        embedder->failAfter = 40;
        const auto failed = await(builder.run(embedder, library.sharedEngine(), {}, {}));
        QVERIFY(failed && !*failed && failed->error().message.contains(QLatin1String("out of order")));
        embedder->failAfter = -1;
        const int before = embedder->passages;
        const auto done = await(builder.run(embedder, library.sharedEngine(), {}, {}));
        QVERIFY(done && *done);
        QVERIFY2((*done)->passages < 60, "what was made before the stop was kept");
        QCOMPARE((*done)->embedded, embedder->passages - before);
        QCOMPARE(library.engine().vectorModel(), embedder->model());
        const auto again = await(builder.run(embedder, library.sharedEngine(), {}, {}));
        QCOMPARE((*again)->passages, 0);

        // Somebody else holds the folder.
        const auto held = Library::IndexLock::take(library.data());
        QVERIFY(held);
        QCOMPARE(await(builder.run(embedder, library.sharedEngine(), {}, {}))->error().code, ErrorCode::Locked);
    }

    void aPauseHoldsIt()
    {
        TestLibrary library;
        library.write(QStringLiteral("a.txt"), "A note about a ship.");
        QVERIFY(library.index());
        Library::VectorBuilder builder(library.library(), &library.pools(), library.data());
        const auto embedder = std::make_shared<FakeEmbedder>();
        builder.setPaused(true);
        bool said = false;
        QTimer::singleShot(300, &builder, [&] {
            said = embedder->passages == 0;
            builder.setPaused(false);
        });
        const auto done = await(builder.run(embedder, library.sharedEngine(), {}, {}));
        QVERIFY(done && *done);
        QVERIFY(said);
        QCOMPARE(embedder->passages, 1);
    }

    void theSameTextIsEmbeddedOnce()
    {
        TestLibrary library;
        library.write(QStringLiteral("a.txt"), "A note about a ship.");
        library.write(QStringLiteral("b.txt"), "A note about a car.");
        QVERIFY(library.index());
        Library::VectorBuilder builder(library.library(), &library.pools(), library.data());
        const auto embedder = std::make_shared<FakeEmbedder>();
        QVERIFY(*await(builder.run(embedder, library.sharedEngine(), {}, {})));
        // The collection is removed and added again under another name: other chunks, the same texts.
        QVERIFY(*await(library.remove(QStringLiteral("C"))));
        QVERIFY(library.index(QStringLiteral("D")));
        const auto report = await(builder.run(embedder, library.sharedEngine(), {}, {}));
        QVERIFY(report && *report);
        QCOMPARE((*report)->reused, 2);
        QCOMPARE(embedder->passages, 2);
        QFile::remove(library.documents() + QLatin1String("/a.txt"));
        library.write(QStringLiteral("c.txt"), "A note about a boat.");
        QVERIFY(library.index(QStringLiteral("D")));
        const auto next = await(builder.run(embedder, library.sharedEngine(), {}, {}));
        QCOMPARE((*next)->passages, 1);
        SearchRequest request;
        request.question = QStringLiteral("zzz");
        request.vector = FakeEmbedder::vectorOf(QStringLiteral("ship"));
        request.vectorModel = embedder->model();
        QCOMPARE(library.engine().search(request, {})->hits.size(), 2); // the removed one is not among them
    }

    void anotherModelTakesOverWhenItIsComplete()
    {
        TestLibrary library;
        for (int i = 0; i < 30; ++i)
            library.write(QStringLiteral("%1.txt").arg(i), QStringLiteral("Note number %1 about a ship.").arg(i).toUtf8());
        QVERIFY(library.index());
        Library::VectorBuilder builder(library.library(), &library.pools(), library.data());
        const auto first = std::make_shared<FakeEmbedder>(QStringLiteral("fake one")),
                   second = std::make_shared<FakeEmbedder>(QStringLiteral("fake two"));
        QVERIFY(*await(builder.run(first, library.sharedEngine(), {}, {})));
        const auto hits = [&](const QString &model) {
            SearchRequest request;
            request.question = QStringLiteral("zzz");
            request.vector = FakeEmbedder::vectorOf(QStringLiteral("ship"));
            request.vectorModel = model;
            return library.engine().search(request, {})->hits.size();
        };
        second->onPassage = [&] { QCOMPARE(library.engine().vectorModel(), first->model()); };
        second->failAfter = 20;
        QVERIFY(!*await(builder.run(second, library.sharedEngine(), {}, {})));
        QCOMPARE(hits(first->model()), 30); // the old ones are searched meanwhile
        QCOMPARE(hits(second->model()), 0);
        second->failAfter = -1;
        QVERIFY(*await(builder.run(second, library.sharedEngine(), {}, {})));
        QCOMPARE(hits(second->model()), 30);
        QCOMPARE(hits(first->model()), 0);
        QCOMPARE(QDir(library.data() + QLatin1String("/index/vectors")).entryList(QDir::Dirs | QDir::NoDotAndDotDot).size(), 1);
    }
};

QTEST_GUILESS_MAIN(TestVectorLeg)
#include "test_vectorleg.moc"
