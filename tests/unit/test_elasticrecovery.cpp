// SPDX-License-Identifier: GPL-3.0-or-later
// What a search server lost, did not get, or never answered: it is said, and mended.
#include "core/embedding/httpembedder.h"
#include "tests/support/fakesearchserver.h"
#include "tests/support/searchcomputer.h"

using namespace Heddle;
using namespace Heddle::TestSupport;

class TestElasticRecovery : public QObject {
    Q_OBJECT

    static Search::Elastic::Configuration configuration(const QStringList &nodes, std::chrono::milliseconds search = Long)
    {
        Search::Elastic::Configuration configuration;
        configuration.nodes = nodes;
        configuration.searchDeadline = search;
        return configuration;
    }
    static Search::Health healthOf(Computer &computer)
    {
        auto health = computer.inPool([engine = computer.engine] { return engine->health(0); });
        if (!health)
            qFatal("%s", qUtf8Printable(health.error().message));
        return *health;
    }
    static void writeFiles(Computer &computer, int files)
    {
        for (int i = 0; i < files; ++i)
            computer.library.write(QStringLiteral("%1.txt").arg(i), "The lantern number " + QByteArray::number(i) + " is lit.");
    }
    static QList<Retrieval::Sent> sentFor(Computer &computer, const std::shared_ptr<Embedding::Embedder> &embedder = {})
    {
        Retrieval::RetrievalRequest request;
        request.setup = std::make_shared<const Setup::AnswerSetup>(Setup::AnswerSetup { computer.engine, embedder });
        request.question = QStringLiteral("lantern");
        const auto found = await(computer.retriever->retrieve(request, {}, {}), 60'000);
        if (!found || !*found)
            qFatal("nothing was retrieved");
        return (*found)->sent;
    }
    static constexpr std::chrono::seconds Long { 30 };

private Q_SLOTS:
    void whatTheServerLostIsSaidAndSentAgain()
    {
        FakeSearchServer server;
        Computer computer(configuration({ server.base() }));
        constexpr int Files = 30;
        writeFiles(computer, Files);
        QVERIFY(computer.library.index());
        Search::Health health = healthOf(computer);
        QVERIFY2(health.ok && !health.incomplete, qPrintable(health.message));
        QCOMPARE(health.documents, Files);
        QCOMPARE(server.documents().size(), Files);

        // As after a backup of the server was put back.
        while (server.documents().size() > Files / 2)
            server.documents().erase(server.documents().begin());
        health = healthOf(computer);
        QVERIFY(!health.ok && health.incomplete);
        QVERIFY2(health.message.contains(QLatin1String("\"C\" has 30 passages here and 15 there")), qPrintable(health.message));
        QVERIFY2(health.fix.contains(QLatin1String("collections rescan NAME")), qPrintable(health.fix));
        const auto report = computer.library.index();
        QVERIFY2(report.ok(), report ? "" : qPrintable(report.error().message));
        QCOMPARE(report->indexed, 0);
        QCOMPARE(server.documents().size(), Files);
        QVERIFY(healthOf(computer).ok);

        // What nobody changed costs no passage.
        const qint64 bulks = server.bulks();
        QVERIFY(computer.library.index());
        QCOMPARE(server.bulks(), bulks);
    }

    void aServerThatFailsInMidFillIsNotCalledComplete()
    {
        FakeSearchServer server;
        Computer computer(configuration({ server.base() }));
        constexpr int Files = 1200; // more than are sent at once
        writeFiles(computer, Files);
        server.trouble = [&server](const FakeRequest &) -> std::optional<FakeReply> {
            return server.bulks() >= 1 ? std::optional(FakeSearchServer::reset()) : std::nullopt;
        };
        const auto broken = computer.library.index();
        QVERIFY(!broken.ok() && broken.error().retryable);
        QVERIFY(server.documents().size() < Files);
        server.trouble = {};
        const Search::Health health = healthOf(computer);
        QVERIFY(!health.ok && health.incomplete);
        QVERIFY2(health.message.contains(QLatin1String("\"C\" has ")), qPrintable(health.message));
        auto found = computer.search(QStringLiteral("lantern"));
        QVERIFY(found.ok() && found->partial);
        QVERIFY2(found->notices.join(QLatin1Char(' ')).contains(QLatin1String("some passages are missing")),
            qPrintable(found->notices.join(QLatin1Char(' '))));
        QVERIFY(computer.library.index());
        QCOMPARE(server.documents().size(), computer.library.library().chunkCount(0, 1).valueOr(-1));
        found = computer.search(QStringLiteral("lantern"));
        QVERIFY(found.ok() && !found->partial);
        QCOMPARE(found->total, Files);
        QVERIFY(healthOf(computer).ok);
    }

    void anIndexThatSomebodyMadeAnewSaysThatItIsEmpty()
    {
        FakeSearchServer server;
        Computer computer(configuration({ server.base() }));
        writeFiles(computer, 3);
        QVERIFY(computer.library.index());
        server.documents().clear();
        server.uuid = QStringLiteral("another");
        computer.connectTo(configuration({ server.base() }));
        const auto found = computer.search(QStringLiteral("lantern"));
        QVERIFY(found.ok() && found->partial);
        QVERIFY2(found->notices.join(QLatin1Char(' ')).contains(QLatin1String("holds nothing of this library")),
            qPrintable(found->notices.join(QLatin1Char(' '))));
        QVERIFY(computer.library.index());
        QCOMPARE(server.documents().size(), 3);
        QVERIFY(!computer.search(QStringLiteral("lantern"))->partial);
        // One that holds everything, as after another computer's change of model, says nothing.
        server.uuid = QStringLiteral("a third");
        computer.connectTo(configuration({ server.base() }));
        QVERIFY(!computer.search(QStringLiteral("lantern"))->partial);
    }

    void aTextThatStandsTwiceIsOnePassageThere()
    {
        FakeSearchServer server;
        Computer computer(configuration({ server.base() }));
        const QByteArray section = "# Part\n\n" + QByteArray("The same words again. ").repeated(100) + "\n\n";
        computer.library.write(QStringLiteral("twice.md"), section + section);
        QVERIFY(computer.library.index());
        QVERIFY(computer.library.library().chunkCount(0, 1).valueOr(0) > server.documents().size());
        const Search::Health health = healthOf(computer);
        QVERIFY2(health.ok, qPrintable(health.message));
        const qint64 bulks = server.bulks();
        QVERIFY(computer.library.index());
        QCOMPARE(server.bulks(), bulks);
    }

    void ofTwoNodesTheDeadOneIsNamed()
    {
        const QString dead = QStringLiteral("http://127.0.0.1:9");
        FakeSearchServer server;
        Computer computer(configuration({ dead, server.base() }));
        writeFiles(computer, 3);
        QVERIFY(computer.library.index());
        const auto found = computer.search(QStringLiteral("lantern"));
        QVERIFY(found.ok());
        QCOMPARE(found->total, 3);
        QCOMPARE(found->host, server.base());
        const Search::Health health = healthOf(computer);
        QVERIFY2(health.ok, qPrintable(health.message));
        QVERIFY(health.server.startsWith(server.base()));
        QVERIFY2(health.message.contains(server.base() + QLatin1String(" is used")), qPrintable(health.message));
        QVERIFY2(health.fix.contains(QLatin1String("Nothing answers at ") + dead), qPrintable(health.fix));
        // What the living one refuses is said of it.
        server.trouble = [](const FakeRequest &) -> std::optional<FakeReply> {
            return FakeReply { 403, R"({"error":{"type":"security_exception","reason":"no"},"status":403})", {}, FakeReply::Way::Whole, 0 };
        };
        const auto refused = computer.library.index();
        QVERIFY(!refused.ok());
        QVERIFY2(refused.error().message.contains(server.base()), qPrintable(refused.error().message));
        // Where none is left, all are named.
        server.trouble = [](const FakeRequest &) -> std::optional<FakeReply> { return FakeSearchServer::reset(); };
        const auto none = computer.library.index();
        QVERIFY(!none.ok());
        for (const QString &node : { dead, server.base() })
            QVERIFY2(none.error().message.contains(node), qPrintable(none.error().message));
    }

    void whatASilentServerGotCountsAsSent()
    {
        FakeSearchServer server;
        Computer computer(configuration({ server.base() }, std::chrono::milliseconds(300)));
        writeFiles(computer, 3);
        computer.library.use(computer.library.sharedEngine());
        QVERIFY(computer.library.index());
        computer.library.use(computer.engine);
        QVERIFY(computer.library.index());
        server.trouble = [](const FakeRequest &request) -> std::optional<FakeReply> {
            return request.path.endsWith("/_msearch") ? std::optional(FakeSearchServer::hang()) : std::nullopt;
        };
        const auto sent = sentFor(computer);
        QCOMPARE(sent.size(), 1);
        QCOMPARE(sent.first().host, server.base());
        QCOMPARE(sent.first().purpose, QStringLiteral("search"));
        QVERIFY(sentFor(computer).isEmpty()); // it is not asked again for a while
        // Where nobody is, nothing is sent.
        computer.connectTo(configuration({ QStringLiteral("http://127.0.0.1:9") }));
        QVERIFY(sentFor(computer).isEmpty());
    }

    void whatASilentEmbedderGotCountsAsSent()
    {
        FakeHttpServer silent([](const FakeRequest &) { return FakeSearchServer::hang(); });
        Computer computer(configuration({ QStringLiteral("http://127.0.0.1:9") }));
        writeFiles(computer, 3);
        computer.library.use(computer.library.sharedEngine());
        QVERIFY(computer.library.index());
        Net::HttpClient http(std::make_shared<Net::CallRegistry>());
        const auto embedderAt = [&](const QString &url) {
            Embedding::Configuration embedding;
            embedding.kind = Embedding::Configuration::Kind::Http;
            embedding.endpoint = { QStringLiteral("openai-compatible"), url, {}, QStringLiteral("model") };
            return *Embedding::makeEmbedder(embedding, { &http, &computer.library.pools(), {} });
        };
        const auto embedder = embedderAt(silent.base());
        const auto sent = sentFor(computer, embedder);
        QCOMPARE(sent.size(), 1);
        QCOMPARE(sent.first().host, embedder->host());
        QCOMPARE(sent.first().purpose, QStringLiteral("embed"));
        QVERIFY(sentFor(computer, embedderAt(QStringLiteral("http://127.0.0.1:9"))).isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestElasticRecovery)
#include "test_elasticrecovery.moc"
