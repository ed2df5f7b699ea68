// SPDX-License-Identifier: GPL-3.0-or-later
// What is never sent: which requests leave this computer, who is asked, and what another program seals meanwhile.
#include "core/net/blockinghttp.h"
#include "core/privacy/sealkeeper.h"
#include "core/rerank/comparison.h"
#include "core/search/copies.h"
#include "core/search/elastic/elasticengine.h"
#include "core/search/elastic/schema.h"
#include "tests/support/fakesearchserver.h"
#include "tests/support/testlibrary.h"
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <thread>

using namespace Heddle;
using namespace Heddle::Net;
using namespace Heddle::TestSupport;
using namespace std::chrono_literals;

class TestSeals : public QObject {
    Q_OBJECT
    std::unique_ptr<TestLibrary> m_library;
    std::unique_ptr<Concurrency::TaskGroup> m_tasks;
    std::unique_ptr<Privacy::Seals> m_seals;
    std::shared_ptr<SendGuard> m_guard;
    std::unique_ptr<FakeHttpServer> m_server;
    std::unique_ptr<HttpClient> m_client;
    QList<SendGuard::Departure> m_departures;

    Storage::Database openConversations() const
    {
        return *Storage::Database::open(m_library->data() + QStringLiteral("/conversations.db"), Storage::conversationsSchema());
    }
    std::string idOf(const QString &collection) const { return m_library->library().collection(collection)->uuid.toStdString(); }
    HttpRequest request(const QString &model = QStringLiteral("big-cloud"), const QString &path = QStringLiteral("/v1/chat")) const
    {
        HttpRequest request;
        request.url = m_server->url(path);
        request.model = model;
        request.body = "{}";
        request.deadline = 20s;
        return request;
    }
    Result<HttpReply> send(const HttpRequest &request, const std::optional<Concurrency::Contents> &contents)
    {
        Concurrency::Context context;
        if (contents)
            context = context.carrying(*contents);
        const auto reply = await(m_client->send(request, context));
        return reply ? *reply : Error { ErrorCode::Programming, QStringLiteral("never ended"), {}, false };
    }

private Q_SLOTS:
    void init()
    {
        m_library = std::make_unique<TestLibrary>();
        m_tasks = std::make_unique<Concurrency::TaskGroup>();
        for (const char *name : { "Contracts", "Letters" })
            QVERIFY(m_library->library().ensureCollection(QLatin1String(name)).ok());
        m_seals = std::make_unique<Privacy::Seals>(openConversations(), m_library->library());
        m_departures.clear();
        m_guard = std::make_shared<SendGuard>([seals = *m_seals] { return seals.read(); },
            [this](const SendGuard::Departure &departure) { m_departures += departure; }, m_tasks.get());
        m_server = std::make_unique<FakeHttpServer>([](const FakeRequest &) {
            return FakeReply { 200, "{}", {}, FakeReply::Way::Whole, 0 };
        });
        m_client = std::make_unique<HttpClient>(std::make_shared<CallRegistry>());
        m_client->setGuard(m_guard);
    }
    void cleanup()
    {
        QVERIFY(*await(m_tasks->drain(5s)));
        m_client.reset();
        m_server.reset();
        m_guard.reset();
        m_seals.reset();
        m_library.reset();
        m_tasks.reset();
        Storage::Database::closeThreadConnections();
    }

    //! What nobody knows the contents of is held back as soon as anything is sealed.
    void onlyKnownContentsAreAllowed()
    {
        Net::Sealed sealed;
        Concurrency::Contents known, unknown, marked;
        known.collections = { "free" };
        marked.collections = { "kept" };
        unknown.unknown = true;
        QVERIFY(sealed.allows(known) && sealed.allows(unknown) && sealed.allows(marked));
        sealed.names.insert(QStringLiteral("kept"), QStringLiteral("Kept"));
        QVERIFY(sealed.allows(known));
        QVERIFY(!sealed.allows(unknown) && !sealed.allows(marked));
    }

    void whatLeavesThisComputer_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("model");
        QTest::addColumn<bool>("leaves");
        const auto row = [](const char *url, const char *model, bool leaves) {
            QTest::newRow(qPrintable(QLatin1String(url) + QLatin1Char(' ') + QLatin1String(model)))
                << QString::fromLatin1(url) << QString::fromLatin1(model) << leaves;
        };
        for (const char *here :
            { "http://127.0.0.1:11434/v1", "http://localhost:8080", "http://LOCALHOST", "http://127.8.9.10/", "http://[::1]:80/" }) {
            row(here, "", false);
            row(here, "llama3", false);
        }
        // Look-alikes of this computer.
        for (const char *there : { "http://127.0.0.1.example.org/", "http://localhost.example.org/", "http://127.0.0.1@example.org/",
                 "http://example.org/127.0.0.1", "http://example.org/?127.0.0.1", "http://0.0.0.0/", "http://10.0.0.1/",
                 "http://localhostx/", "https://api.example.org/", "http://127.0.0.1%2eexample.org/" })
            row(there, "llama3", true);
        // Ollama hands these to its own service.
        for (const char *model : { "gpt-oss:120b-cloud", "kimi-k2:cloud", "GLM-4.6:CLOUD", "some-cloud" })
            row("http://127.0.0.1:11434/v1", model, true);
        for (const char *model : { "cloud", "cloudy:7b", "my-cloud:7b" })
            row("http://127.0.0.1:11434/v1", model, false);
    }
    void whatLeavesThisComputer()
    {
        QFETCH(const QString, url);
        QFETCH(const QString, model);
        QTEST(SendGuard::leaves(QUrl(url), model), "leaves");
    }

    //! However a number is written, whoever is called is who was looked at.
    void numbersThatStandForThisComputerAreCalledAsSuch()
    {
        for (const char *text : { "http://0x7f000001:9/", "http://2130706433:9/", "http://127.1:9/" }) {
            const QUrl url(QString::fromLatin1(text));
            QVERIFY2(!url.isValid() || SendGuard::leaves(url) == (url.host() != QLatin1String("127.0.0.1")), text);
        }
    }

    void sealedTextGoesToThisComputerAlone()
    {
        const Concurrency::Contents contracts { { idOf(QStringLiteral("Contracts")) } }, letters { { idOf(QStringLiteral("Letters")) } };
        QVERIFY(send(request(), contracts).ok()); // nothing is sealed
        QVERIFY(send(request(), {}).ok());
        QVERIFY(m_seals->seal(QStringLiteral("Contracts")).ok());
        const qsizetype before = m_server->requests().size();
        const auto refused = send(request(), contracts);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Withheld);
        QVERIFY2(refused.error().message.contains(QStringLiteral("Contracts")), qPrintable(refused.error().message));
        Concurrency::Contents both = letters;
        both.add(contracts);
        QVERIFY(!send(request(), both));
        QVERIFY(!send(request(), {})); // nobody has said what is in it
        Concurrency::Contents unknown;
        unknown.unknown = true;
        QVERIFY(!send(request(), unknown));
        QCOMPARE(m_server->requests().size(), before);
        QVERIFY(send(request(), letters).ok());
        QVERIFY(send(request(), Concurrency::Contents()).ok()); // the user's own words
        QVERIFY(send(request(QStringLiteral("llama3")), contracts).ok()); // it stays here
        QCOMPARE(m_server->requests().size(), before + 3);
        QVERIFY(m_seals->unseal(QStringLiteral("Contracts")).ok());
        QVERIFY(send(request(), contracts).ok());
    }

    //! heddle-cli beside the window: the next request knows.
    void whatAnotherProgramSealsHoldsAtOnce()
    {
        const Concurrency::Contents contracts { { idOf(QStringLiteral("Contracts")) } };
        QVERIFY(send(request(), contracts).ok());
        std::thread other([this] { // a connection of its own
            QVERIFY(m_seals->seal(QStringLiteral("Contracts")).ok());
            Storage::Database::closeThreadConnections();
        });
        other.join();
        QVERIFY(!send(request(), contracts));
    }

    void codeThatBlocksIsAskedAsWell()
    {
        QVERIFY(m_seals->seal(QStringLiteral("Contracts")).ok());
        BlockingHttp blocking(std::make_shared<CallRegistry>());
        blocking.setGuard(m_guard);
        const Concurrency::Contents contracts { { idOf(QStringLiteral("Contracts")) } };
        auto sending =
            m_library->pools().search.submit([&blocking, asked = request(), contracts](
                                                 Concurrency::Context inside) { return blocking.send(asked, inside.carrying(contracts)); },
                Concurrency::Context(), QStringLiteral("send"));
        const auto reply = await(std::move(sending));
        QVERIFY(reply && !*reply);
        QCOMPARE(reply->error().code, ErrorCode::Withheld);
        QVERIFY(m_server->requests().isEmpty());
    }

    //! Where nobody can tell what is sealed, nothing goes.
    void unreadableSealsLetNothingOut()
    {
        m_client->setGuard(std::make_shared<SendGuard>(
            [] {
                return Result<Sealed>(Error { ErrorCode::StorageCorrupt, QStringLiteral("it is broken"), {}, false });
            },
            SendGuard::Recorder(), m_tasks.get()));
        const auto refused = send(request(), Concurrency::Contents { { "any" } });
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::StorageCorrupt);
        QVERIFY(m_server->requests().isEmpty());
    }

    void aClientThatGoesEndsWhatIsLookedAt()
    {
        auto waiting = m_client->send(request(), Concurrency::Context());
        m_client.reset();
        const auto reply = await(std::move(waiting));
        QVERIFY(reply && !*reply);
    }

    void otherNamesAndRemovedCollections()
    {
        const Concurrency::Contents contracts { { idOf(QStringLiteral("Contracts")) } };
        QVERIFY(!m_seals->seal(QStringLiteral("Nothing")));
        QVERIFY(!m_seals->unseal(QStringLiteral("Letters")));
        QVERIFY(m_seals->seal(QStringLiteral("Contracts")).ok());
        QVERIFY(m_library->library().renameCollection(QStringLiteral("Contracts"), QStringLiteral("Deeds")).ok());
        QVERIFY(!send(request(), contracts));
        QCOMPARE(m_seals->read()->names.values(), QStringList(QStringLiteral("Deeds")));
        // Removed: conversations still have its text, and the seal can be taken away.
        QVERIFY(await(m_library->remove(QStringLiteral("Deeds")))->ok());
        QVERIFY(!send(request(), contracts));
        auto entries = *m_seals->list();
        QCOMPARE(entries.size(), 2);
        QCOMPARE(entries[0].name, QStringLiteral("Deeds")); // its last name
        QVERIFY(entries[0].sealed && entries[0].removed);
        // One under its name is taken for it.
        QVERIFY(m_library->library().ensureCollection(QStringLiteral("Deeds")).ok());
        QVERIFY(m_seals->read()->holds(QString::fromStdString(idOf(QStringLiteral("Deeds")))));
        QVERIFY(m_seals->unseal(QStringLiteral("Deeds")).ok());
        QVERIFY(m_seals->read()->isEmpty());
        QVERIFY(send(request(), contracts).ok());
    }

    void anotherCollectionUnderTheOldNameIsAnother()
    {
        const std::string old = idOf(QStringLiteral("Contracts"));
        QVERIFY(m_seals->seal(QStringLiteral("Contracts")).ok());
        QVERIFY(m_library->library().renameCollection(QStringLiteral("Contracts"), QStringLiteral("Deeds")).ok());
        QVERIFY(m_library->library().ensureCollection(QStringLiteral("Contracts")).ok());
        QVERIFY(!m_seals->read()->holds(QString::fromStdString(idOf(QStringLiteral("Contracts")))));
        QVERIFY(m_seals->seal(QStringLiteral("Contracts")).ok());
        QVERIFY(m_seals->unseal(QStringLiteral("Contracts")).ok());
        QCOMPARE(m_seals->read()->names.keys(), QStringList(QString::fromStdString(old)));
    }


    //! The texts of a search server that no collection of this library has may be copies of what is sealed here.
    void ofTextsOfAnotherComputerNobodyKnows()
    {
        QVERIFY(Search::Elastic::hitFrom({ { QStringLiteral("text"), QStringLiteral("The rent is due.") } }, QStringLiteral("key"))
                    .collections.isEmpty());
    }

    //! What it holds from before is given back with the next reading, and it is not taken for incomplete.
    void aSearchServerElsewhereHoldsNothingSealed()
    {
        FakeSearchServer search;
        m_guard->setElsewhere([](const QUrl &) { return true; });
        BlockingHttp blocking(std::make_shared<CallRegistry>());
        blocking.setGuard(m_guard);
        Search::Elastic::Configuration configuration;
        configuration.nodes = QStringList(search.base());
        configuration.index = QStringLiteral("shared");
        const auto engine = std::make_shared<Search::ElasticEngine>(
            configuration, &blocking, m_library->library(), m_library->data() + QStringLiteral("/index"), m_library->sharedEngine());
        m_library->use(engine);
        m_library->write(QStringLiteral("contract.md"), "# Rent\n\nThe rent of the cellar is due in advance.\n");
        const auto holdsIt = [&search] {
            return std::any_of(search.documents().cbegin(), search.documents().cend(),
                [](const QJsonObject &document) { return document[QLatin1String("text")].toString().contains(QStringLiteral("cellar")); });
        };
        const auto healthy = [&] {
            auto asking = m_library->pools().search.submit(
                [engine](std::stop_token) { return engine->health(0); }, Concurrency::Context(), QStringLiteral("health"));
            const auto health = await(std::move(asking));
            return health && *health && (**health).ok;
        };
        QVERIFY(m_library->index(QStringLiteral("Contracts")).ok());
        QVERIFY(holdsIt());
        QVERIFY(m_seals->seal(QStringLiteral("Contracts")).ok());
        const auto read = m_library->index(QStringLiteral("Contracts"));
        QVERIFY2(read.ok(), read.ok() ? "" : qPrintable(read.error().message));
        QVERIFY(!holdsIt());
        QVERIFY(healthy());
        m_library->write(QStringLiteral("other.md"), "# Cellar\n\nThe cellar is dry.\n"); // new, and sealed from the first
        QVERIFY(m_library->index(QStringLiteral("Contracts")).ok());
        QVERIFY(!holdsIt());
        QVERIFY(m_seals->unseal(QStringLiteral("Contracts")).ok());
        QVERIFY(m_library->index(QStringLiteral("Contracts")).ok());
        QVERIFY(holdsIt());
        QVERIFY(healthy());
    }

    void copiesStandInAllTheirCollections()
    {
        Search::Hit one, other, third;
        one.text = QStringLiteral("The rent is due.");
        one.collections = QStringList(QStringLiteral("a"));
        other = third = one;
        other.collections = QStringList(QStringLiteral("b"));
        QList<Search::Hit> hits { one, other };
        Search::foldCopies(hits);
        QCOMPARE(hits.size(), 1);
        QCOMPARE(hits[0].collections, QStringList({ QStringLiteral("a"), QStringLiteral("b") }));
        third.collections.clear();
        hits = { one, third, other };
        Search::foldCopies(hits);
        QVERIFY(hits[0].collections.isEmpty()); // of one of them nobody knows
    }

    void whatLeavesIsNoted()
    {
        Concurrency::Contents two { { idOf(QStringLiteral("Letters")) } };
        two.texts = 2;
        QVERIFY(send(request(), two).ok());
        QVERIFY(send(request(QStringLiteral("llama3")), two).ok()); // it stays here
        QCOMPARE(m_departures.size(), 1);
        QCOMPARE(m_departures[0].passages, 2);
        QCOMPARE(m_departures[0].bytes, qint64(2));
        QCOMPARE(m_departures[0].host, originOf(m_server->url({})) + QStringLiteral(" (big-cloud)"));
    }

    void aRerankerElsewhereGetsWhatMayBeSent()
    {
        QVERIFY(m_seals->seal(QStringLiteral("Contracts")).ok());
        m_server->setHandler([](const FakeRequest &request) {
            const auto count = QJsonDocument::fromJson(request.body)[QLatin1String("documents")].toArray().size();
            QJsonArray results;
            for (int i = 0; i < count; ++i)
                results += QJsonObject { { QStringLiteral("index"), i }, { QStringLiteral("relevance_score"), 0.1 * (i + 1) } };
            return FakeReply { 200, QJsonDocument(QJsonObject { { QStringLiteral("results"), results } }).toJson(), {},
                FakeReply::Way::Whole, 0 };
        });
        Rerank::Configuration configuration;
        configuration.endpoint.id = QStringLiteral("openai-compatible");
        configuration.endpoint.url = m_server->base();
        configuration.endpoint.model = QStringLiteral("rank-cloud");
        BlockingHttp blocking(std::make_shared<CallRegistry>());
        const Rerank::Transports transports { m_client.get(), &blocking, &m_library->pools().inference, {} };
        const Concurrency::Contents contracts { { idOf(QStringLiteral("Contracts")) }, false, 1 },
            letters { { idOf(QStringLiteral("Letters")) }, false, 1 };
        const QList<Rerank::ComparedPassage> passages { { QStringLiteral("one"), letters }, { QStringLiteral("secret"), contracts },
            { QStringLiteral("three"), letters } };
        const auto ranking =
            await(Rerank::rankingBy(configuration, transports, QStringLiteral("Which?"), {}, passages, Concurrency::Context()));
        QVERIFY(ranking && !ranking->error);
        QCOMPARE(ranking->withheld, 1);
        QCOMPARE(ranking->order, std::vector<std::size_t>({ 2, 0 }));
        QCOMPARE(m_server->requests().size(), 1);
        QVERIFY(!m_server->requests().first().body.contains("secret"));
        QCOMPARE(m_departures.last().passages, 2);
        // The question may not go either where it has such text in it.
        const auto refused =
            await(Rerank::rankingBy(configuration, transports, QStringLiteral("Which?"), contracts, passages, Concurrency::Context()));
        QVERIFY(refused->error && refused->error->code == ErrorCode::Withheld);
        QCOMPARE(m_server->requests().size(), 1);
    }
};

QTEST_GUILESS_MAIN(TestSeals)
#include "test_seals.moc"
