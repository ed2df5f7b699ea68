// SPDX-License-Identifier: GPL-3.0-or-later
// What the engine for search servers does with answers that a real server gives rarely; the rest is tested on real ones.
#include "core/search/copies.h"
#include "core/search/elastic/question.h"
#include "core/search/elastic/servererror.h"
#include "tests/support/searchcomputer.h"
#include "tests/unit/elasticfixture.h"

using namespace Heddle;
using namespace Heddle::Search;
using namespace Heddle::Search::Elastic;
using namespace Heddle::TestSupport;

namespace {

const QByteArray Root = R"({"version":{"number":"3.5.0","distribution":"opensearch"}})";

//! A server whose index holds the chunks of a library, as hits of every search, in the order of their rows.
class Holding {
public:
    explicit Holding(TestLibrary &library)
    {
        auto names = Names(*library.library().libraryId(), *library.library().collectionNames());
        const auto rows = library.library().allChunkIds();
        const auto chunks = library.library().chunks(*rows);
        for (const qint64 row : *rows) {
            keys += names.key((*chunks)[row]);
            m_hits += QJsonObject { { QStringLiteral("_score"), 10.0 - m_hits.size() },
                { QStringLiteral("fields"),
                    QJsonObject { { QStringLiteral("key"), QJsonArray { keys.last() } },
                        { QStringLiteral("holders"), QJsonArray { names.holder(row) } } } } };
        }
    }
    QByteArray reply(const FakeRequest &request) const
    {
        if (request.path == "/")
            return Root;
        if (request.path.contains("_count"))
            return R"({"count":)" + QByteArray::number(indexed) + "}";
        if (request.path.contains("_msearch")) {
            const QJsonObject hits { { QStringLiteral("total"), QJsonObject { { QStringLiteral("value"), m_hits.size() } } },
                { QStringLiteral("hits"), m_hits } };
            const QJsonObject one { { QStringLiteral("status"), 200 }, { QStringLiteral("hits"), hits } };
            return QJsonDocument(QJsonObject { { QStringLiteral("responses"), QJsonArray { one } } }).toJson();
        }
        return R"({"heddle-v2-words":{"settings":{"index.uuid":"u"},"mappings":{"_meta":{"heddle_schema":2,"model":"","dimension":0}}}})";
    }
    QStringList keys;
    int indexed = 1;

private:
    QJsonArray m_hits;
};

} // namespace

class TestElastic : public ElasticFixture {
    Q_OBJECT

    Result<Answer> call(const std::shared_ptr<Client> &client, const QString &path)
    {
        return inPool([client, path] {
            Call one;
            one.path = path;
            one.deadline = client->configuration().searchDeadline;
            return client->call(one, {});
        });
    }

private Q_SLOTS:
    //! A document and a question are cut into the same words as on this computer, names and compounds among them.
    void theServerFindsWhatThisComputerFinds()
    {
        Storage::ChunkInDocument chunk;
        chunk.rootPath = "/home/anna/Documents";
        chunk.path = "Albatros/Mietvertrag Lindenstrasse 2021.txt";
        chunk.language = QStringLiteral("de");
        chunk.chunk.text = QStringLiteral("Die Kündigungsfrist nach AB-1234/5 vom 15.03.2024 in C++ für 5 €.");
        const QJsonObject fields = Names(QStringLiteral("L"), { { 0, QStringLiteral("C") } }).fields(chunk, QStringLiteral("key"));
        const auto words = [&fields](const char *field) {
            QStringList all;
            const QJsonValue value = fields[QLatin1String(field)];
            for (const QJsonValue &part : value.isArray() ? value.toArray() : QJsonArray { value })
                all += part.toString().split(QLatin1Char(' '));
            return all;
        };
        for (const char *word : { "kundigungsfrist", "ab", "1234", "ab12345", "15", "15.3.2024", "c++", "€" })
            QVERIFY2(words("terms").contains(QString::fromUtf8(word)), word);
        QVERIFY(!fields[QLatin1String("terms")].toArray().first().toString().contains(QLatin1String("15.3.2024"))); // no place in phrases
        for (const char *word : { "albatros", "mietvertrag", "lindenstrasse", "2021" })
            QVERIFY2(words("names").contains(QLatin1String(word)), word);
        QVERIFY(!words("names").contains(QStringLiteral("anna")));
        QVERIFY(words("endings").contains(QStringLiteral("tsirfsgnugidnuk")));
        QVERIFY(fields[QLatin1String("full_name")].toArray().contains(QStringLiteral("mietvertrag lindenstrasse 2021 txt")));

        const TextLeg leg = textLeg(QStringLiteral("Mietvertrag Lindenstrasse 2021: Frist, Kündigungsfrist, 15.03.2024 und 27\" oder 32\""),
            { QStringLiteral("de") }, {});
        const QByteArray asked = QJsonDocument(leg.query).toJson(QJsonDocument::Compact);
        for (const char *part : { "mietvertrag lindenstrasse 2021\"", "\"15.3.2024\"", "\"match_phrase\":{\"terms\":\"15 03 2024\"}",
                 "\"endings\":{\"boost\":0.25,\"value\":\"tsirf\"}", "\"names\":{\"boost\":0.2,\"value\":\"lindenstrasse\"}" })
            QVERIFY2(asked.contains(part), part);
        QVERIFY(!asked.contains("\"value\":\"15\""));
        QString pasted;
        for (int i = 0; i < 200; ++i)
            pasted += QStringLiteral("Kündigungsfristverlängerung%1 ").arg(QChar(u'a' + i % 26)) + QString(i / 26, QLatin1Char('x'))
                + QLatin1Char(' ');
        const QByteArray many = QJsonDocument(textLeg(pasted, { QStringLiteral("de") }, {}).query).toJson(QJsonDocument::Compact);
        QVERIFY(many.count("\"value\"") < 1024); // clauses that every server takes
    }

    void everyWordCanBeRequired()
    {
        const auto query = [](bool all) {
            return QJsonDocument(textLeg(QStringLiteral("late fees"), { QStringLiteral("en") }, {}, all).query)
                .toJson(QJsonDocument::Compact);
        };
        QVERIFY(query(false).contains("\"filter\":[]"));
        QCOMPARE(query(true).count("{\"bool\":{\"should\":["), 2); // a filter for each word, with all that it is searched by
    }

    //! Which spelling is likely is decided here, not by the server.
    void unlikelySpellingsAreLeftOut()
    {
        const QList<QueryTerm> terms { { QStringLiteral("tresurer"), {}, false, 0 }, { QStringLiteral("nato"), {}, false, 0 },
            { QStringLiteral("2031x"), {}, false, 0 }, { QStringLiteral("boat"), {}, true, 0 }, { QStringLiteral("wall"), {}, true, 0 },
            { QStringLiteral("yard"), {}, true, 0 } };
        const QJsonObject body = spellingBody(QStringLiteral("tresurer NATO 2031x boat"), terms);
        QCOMPARE(body[QLatin1String("suggest")].toObject().keys(), QStringList(QStringLiteral("tresurer")));
        const auto option = [](const char *text, int frequency) {
            return QJsonObject { { QStringLiteral("text"), QLatin1String(text) }, { QStringLiteral("freq"), frequency } };
        };
        const auto answer = [](const QJsonArray &options) {
            const QJsonObject total { { QStringLiteral("total"), QJsonObject { { QStringLiteral("value"), 5000 } } } };
            return QJsonObject { { QStringLiteral("hits"), total },
                { QStringLiteral("suggest"),
                    QJsonObject {
                        { QStringLiteral("tresurer"), QJsonArray { QJsonObject { { QStringLiteral("options"), options } } } } } } };
        };
        QCOMPARE(readSpellings(answer({ option("tresurers", 90), option("treasurer", 7) })).value(QStringLiteral("tresurer")),
            QStringLiteral("treasurer")); // not its plural
        QVERIFY(readSpellings(answer({ option("treasurer", 1) })).isEmpty()); // as rare as a slip
        QVERIFY(readSpellings(answer({ option("presurer", 90) })).isEmpty());
    }

    void equalPassagesAreOneAndRanksAreExplained()
    {
        TestLibrary library;
        library.write(QStringLiteral("a.txt"), "Lanterns are lit at six.");
        library.write(QStringLiteral("b.txt"), "Lanterns are lit  at six.");
        library.write(QStringLiteral("c.txt"), "A lantern hangs there.");
        QVERIFY(library.index());
        Holding holding(library);
        FakeHttpServer server([&holding](const FakeRequest &request) { return answer(holding.reply(request)); });
        const auto engine = std::make_shared<ElasticEngine>(
            at(QStringList(server.base())), &m_http, library.library(), library.data() + QLatin1String("/index"), nullptr);
        SearchRequest request;
        request.question = QStringLiteral("lantern");
        const auto found = inPool([engine, request] { return searchFolded(*engine, request, {}); });
        QVERIFY2(found.ok(), qPrintable(found ? QString() : found.error().message));
        QCOMPARE(found->hits.size(), 2);
        QCOMPARE(found->hits[0].copies.size(), 1);
        const auto rows = library.library().allChunkIds();
        const QList<qint64> last { rows->last() };
        const auto explained = inPool([engine, request, last] { return engine->explain(request, last, {}); });
        QVERIFY2(explained.ok(), qPrintable(explained ? QString() : explained.error().message));
        QVERIFY(explained->text);
        QCOMPARE(explained->text->rank, 3);
        QCOMPARE(explained->rank, 3);
        QCOMPARE(explained->chunkRow, rows->last());
        QCOMPARE(explained->indexed, 1);
        QCOMPARE(explained->reach, 10'000);
        holding.indexed = 0;
        QCOMPARE(inPool([engine, request, last] { return engine->explain(request, last, {}); })->indexed, 0);
    }

    void anotherNodeTakesOver()
    {
        FakeHttpServer silent([](const FakeRequest &) {
            FakeReply reply;
            reply.way = FakeReply::Way::Hang;
            return reply;
        });
        FakeHttpServer starting([](const FakeRequest &) { return answer(R"({"error":"not ready","status":503})", 503); });
        FakeHttpServer well([](const FakeRequest &) { return answer(R"({"fine":true})"); });
        Configuration configuration = at({ QStringLiteral("http://127.0.0.1:9"), silent.base(), starting.base(), well.base() });
        configuration.searchDeadline = std::chrono::seconds(2);
        const auto client = std::make_shared<Client>(configuration, &m_http);
        const auto first = call(client, QStringLiteral("/x"));
        QVERIFY2(first.ok(), qPrintable(first ? QString() : first.error().message));
        QVERIFY(first->body[QLatin1String("fine")].toBool());
        QCOMPARE(silent.requests().size(), 1);
        QCOMPARE(starting.requests().size(), 1);
        // The one that answered is asked first from now on.
        QVERIFY(call(client, QStringLiteral("/x")).ok());
        QCOMPARE(silent.requests().size(), 1);
        QCOMPARE(well.requests().size(), 2);
        // None is left: what is said is the last one's trouble.
        well.close();
        for (QObject *connection : well.findChildren<QTcpSocket *>())
            delete connection;
        const auto none = call(client, QStringLiteral("/x"));
        QVERIFY(!none.ok());
        QVERIFY(none.error().retryable);
    }

    void aRefusalIsSaidInWords_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("words");
        QTest::addColumn<bool>("retryable");
        const QByteArray disk =
            R"({"error":{"type":"cluster_block_exception","reason":"index [heddle] blocked by: [TOO_MANY_REQUESTS/12/disk usage exceeded flood-stage watermark, index has read-only-allow-delete block];"},"status":429})";
        QTest::newRow("disk") << 429 << disk << "disk is nearly full" << true;
        QTest::newRow("disk, older") << 403 << QByteArray(disk).replace("429", "403") << "disk is nearly full" << true;
        QTest::newRow("closed")
            << 403
            << QByteArray(
                   R"({"error":{"type":"cluster_block_exception","reason":"index [heddle] blocked by: [FORBIDDEN/4/index closed];"},"status":403})")
            << "open it on the server" << true;
        QTest::newRow("busy") << 429
                              << QByteArray(
                                     R"({"error":{"type":"es_rejected_execution_exception","reason":"rejected execution"},"status":429})")
                              << "too much to do" << true;
        QTest::newRow("memory") << 429
                                << QByteArray(
                                       R"({"error":{"type":"circuit_breaking_exception","reason":"[parent] Data too large"},"status":429})")
                                << "too much to do" << true;
        QTest::newRow("no index") << 404
                                  << QByteArray(
                                         R"({"error":{"type":"index_not_found_exception","reason":"no such index [heddle]"},"status":404})")
                                  << "no index \"heddle\"" << true;
        QTest::newRow("key") << 401
                             << QByteArray(R"({"error":{"type":"security_exception","reason":"unable to authenticate"},"status":401})")
                             << "API key" << false;
        QTest::newRow("rights")
            << 403
            << QByteArray(R"({"error":{"type":"security_exception","reason":"action [indices:data/write] is unauthorized"},"status":403})")
            << "rights" << false;
        QTest::newRow("fields")
            << 400 << QByteArray(R"({"error":{"type":"mapper_parsing_exception","reason":"failed to parse field [terms]"},"status":400})")
            << "search.index" << false;
        QTest::newRow("no such field")
            << 400
            << QByteArray(
                   R"({"error":{"root_cause":[{"type":"query_shard_exception","reason":"No mapping found for [key] in order to sort on"}],)"
                   R"("type":"search_phase_execution_exception","reason":"all shards failed"},"status":400})")
            << "search.index" << false;
        QTest::newRow("shards")
            << 503
            << QByteArray(
                   R"({"error":{"type":"search_phase_execution_exception","reason":"all shards failed","failed_shards":[]},"status":503})")
            << "cluster is red" << true;
        QTest::newRow("no master") << 503
                                   << QByteArray(R"({"error":{"type":"master_not_discovered_exception","reason":null},"status":503})")
                                   << "cluster is red" << true;
        QTest::newRow("a plain text") << 405 << QByteArray(R"({"error":"Incorrect HTTP method","status":405})") << "Incorrect HTTP method"
                                      << false;
        QTest::newRow("no JSON") << 502 << QByteArray("<html>Bad gateway</html>") << "502" << true;
        QTest::newRow("too large") << 413 << QByteArray() << "http.max_content_length" << false;
    }
    void aRefusalIsSaidInWords()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(QString, words);
        QFETCH(bool, retryable);
        FakeHttpServer server([&](const FakeRequest &) { return answer(body, status); });
        Configuration configuration = at(QStringList(server.base()));
        configuration.secret = "sesame";
        const auto refused = call(std::make_shared<Client>(configuration, &m_http), QStringLiteral("/heddle/_search"));
        QVERIFY(!refused.ok());
        QVERIFY2(refused.error().message.contains(words), qPrintable(refused.error().message));
        QVERIFY(!refused.error().message.contains(QLatin1String("sesame")));
        QCOMPARE(refused.error().retryable, retryable);
        QCOMPARE(refused.error().status, status);
        QCOMPARE(server.requests().first().headers.value("authorization"), QByteArray("ApiKey sesame"));
    }

    void aNameAndPasswordGoTogether()
    {
        FakeHttpServer server([](const FakeRequest &) { return answer("{}"); });
        Configuration configuration = at(QStringList(server.base() + QLatin1Char('/')));
        configuration.user = QStringLiteral("anna");
        configuration.secret = "pass:word";
        QVERIFY(call(std::make_shared<Client>(configuration, &m_http), QStringLiteral("/x")).ok());
        QCOMPARE(server.requests().first().headers.value("authorization"), "Basic " + QByteArray("anna:pass:word").toBase64());
        QCOMPARE(server.requests().first().path, QByteArray("/x"));
    }

    void serversAreToldApart_data()
    {
        QTest::addColumn<QByteArray>("root");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("nodes");
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("error");
        QTest::newRow("OpenSearch") << Root << 200 << QByteArray("{}") << "OpenSearch 3.5.0"
                                    << "";
        QTest::newRow("Elasticsearch") << QByteArray(
            R"({"version":{"number":"9.1.2","build_flavor":"default"},"tagline":"You Know, for Search"})")
                                       << 200 << QByteArray("{}") << "Elasticsearch 9.1.2"
                                       << "";
        QTest::newRow("root not served") << QByteArray(R"({"error":"Incorrect HTTP method for uri [/]","status":405})") << 405
                                         << QByteArray(R"({"nodes":{"a":{"version":"8.19.5","build_flavor":"default"}}})")
                                         << "Elasticsearch 8.19.5"
                                         << "";
        QTest::newRow("too old") << QByteArray(R"({"version":{"number":"7.17.29","build_flavor":"default"}})") << 200 << QByteArray("{}")
                                 << ""
                                 << "needs Elasticsearch 8";
        QTest::newRow("too old, the other one")
            << QByteArray(R"({"version":{"number":"1.3.0","distribution":"opensearch"}})") << 200 << QByteArray("{}") << ""
            << "OpenSearch 2";
        QTest::newRow("something else") << QByteArray("<html>Welcome</html>") << 200 << QByteArray("<html>") << ""
                                        << "is the address right";
        QTest::newRow("something else with JSON") << QByteArray(R"({"hello":1})") << 200 << QByteArray(R"({"hello":1})") << ""
                                                  << "is the address right";
    }
    void serversAreToldApart()
    {
        QFETCH(QByteArray, root);
        QFETCH(int, status);
        QFETCH(QByteArray, nodes);
        QFETCH(QString, name);
        QFETCH(QString, error);
        FakeHttpServer server([&](const FakeRequest &request) { return request.path == "/" ? answer(root, status) : answer(nodes); });
        const auto client = std::make_shared<Client>(at(QStringList(server.base())), &m_http);
        const auto told = inPool([client] { return client->server({}); });
        QCOMPARE(told.ok(), error.isEmpty());
        if (told.ok())
            QCOMPARE(told->name(), name);
        else
            QVERIFY2(told.error().message.contains(error), qPrintable(told.error().message));
    }

    void aSilentServerIsNotAskedAgainAtOnce()
    {
        FakeHttpServer silent([](const FakeRequest &) {
            FakeReply reply;
            reply.way = FakeReply::Way::Hang;
            return reply;
        });
        TestLibrary library;
        library.write(QStringLiteral("a.txt"), "Lanterns are lit at six.");
        QVERIFY(library.index());
        Configuration configuration = at(QStringList(silent.base()));
        configuration.searchDeadline = std::chrono::milliseconds(400);
        const auto engine = std::make_shared<ElasticEngine>(
            configuration, &m_http, library.library(), library.data() + QLatin1String("/index"), library.sharedEngine());
        SearchRequest request;
        request.question = QStringLiteral("lantern");
        for (int i = 0; i < 5; ++i) {
            const auto found = inPool([engine, request] { return engine->search(request, {}); });
            QVERIFY2(found.ok(), qPrintable(found ? QString() : found.error().message));
            QCOMPARE(found->hits.size(), 1);
            QVERIFY(found->notices.first().contains(QLatin1String("did not answer within")));
        }
        QCOMPARE(silent.requests().size(), 1);
        // A question that is taken back does not wait.
        std::stop_source stop;
        stop.request_stop();
        const auto cancelled =
            inPool([engine, request, token = Concurrency::Context(stop.get_token())] { return engine->search(request, token); });
        QVERIFY(!cancelled.ok() || !cancelled->hits.isEmpty());
    }

    void aServerThatIsGone()
    {
        // Nothing listens there: this computer's own index answers, and where there is none, the message says what is wrong.
        Computer computer(configurationFor(QStringLiteral("http://127.0.0.1:9"), QStringLiteral("heddle")));
        computer.library.write(QStringLiteral("a.txt"), "Lanterns are lit at six.");
        const auto nothing = computer.search(QStringLiteral("lantern"));
        QVERIFY(!nothing.ok());
        QVERIFY2(nothing.error().message.contains(QLatin1String("Start the server")), qPrintable(nothing.error().message));
        computer.library.use(computer.library.sharedEngine());
        QVERIFY(computer.library.index());
        const auto local = computer.search(QStringLiteral("lantern"));
        QVERIFY(local.ok());
        QCOMPARE(local->hits.size(), 1);
        QCOMPARE(local->notices.size(), 1);
        QVERIFY2(local->notices.first().contains(QLatin1String("Start the server")), qPrintable(local->notices.first()));
    }
};

QTEST_GUILESS_MAIN(TestElastic)
#include "test_elastic.moc"
