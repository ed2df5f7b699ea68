// SPDX-License-Identifier: GPL-3.0-or-later
// What the engine for search servers does with answers that a real server gives rarely; the rest is tested on real ones.
#include "core/search/elastic/bulk.h"
#include "core/search/elastic/elasticengine.h"
#include "core/search/elastic/servererror.h"
#include "core/settings/searchsettings.h"
#include "tests/support/fakehttpserver.h"
#include "tests/support/testlibrary.h"
#include <QJsonDocument>

using namespace Heddle;
using namespace Heddle::Search;
using namespace Heddle::Search::Elastic;
using namespace Heddle::TestSupport;

namespace {

const QByteArray Root = R"({"version":{"number":"3.5.0","distribution":"opensearch"}})";

FakeReply answer(const QByteArray &body, int status = 200)
{
    FakeReply reply;
    reply.status = status;
    reply.body = body;
    reply.headers = { { "Content-Type", "application/json" } };
    return reply;
}

Configuration at(const QStringList &nodes)
{
    Configuration configuration;
    configuration.nodes = nodes;
    configuration.searchDeadline = std::chrono::seconds(10);
    return configuration;
}

QList<Write> creations(int count)
{
    QList<Write> writes;
    for (int i = 0; i < count; ++i)
        writes += { Write::Kind::Create, QString::number(i), { { QStringLiteral("text"), QStringLiteral("passage %1").arg(i) } }, {} };
    return writes;
}

//! Ids of the actions in a bulk.
QStringList idsOf(const QByteArray &body)
{
    QStringList ids;
    for (const QByteArray &line : body.split('\n')) {
        const QJsonObject action = QJsonDocument::fromJson(line).object()[QLatin1String("create")].toObject();
        if (!action.isEmpty())
            ids += action[QLatin1String("_id")].toString();
    }
    return ids;
}

QByteArray bulkAnswer(const QStringList &ids, const std::function<QJsonObject(const QString &id)> &item)
{
    QJsonArray items;
    for (const QString &id : ids)
        items += QJsonObject { { QStringLiteral("create"), item(id) } };
    return toJson({ { QStringLiteral("errors"), true }, { QStringLiteral("items"), items } });
}

QJsonObject itemError(int status, const char *type, const char *reason)
{
    return { { QStringLiteral("status"), status },
        { QStringLiteral("error"),
            QJsonObject { { QStringLiteral("type"), QLatin1String(type) }, { QStringLiteral("reason"), QLatin1String(reason) } } } };
}

const QJsonObject Created { { QStringLiteral("status"), 201 } };

} // namespace

class TestElastic : public QObject {
    Q_OBJECT
private:
    Flow::Pools m_pools;
    Net::BlockingHttp m_http { std::make_shared<Net::CallRegistry>() };

    template <class Job>
    auto inPool(Job job)
    {
        auto result =
            await(m_pools.search.submit([job](std::stop_token) { return job(); }, Concurrency::Context(), QStringLiteral("test")), 60'000);
        if (!result)
            qFatal("it did not end in time");
        return *result;
    }
    Result<Answer> call(const std::shared_ptr<Client> &client, const QString &path)
    {
        return inPool([client, path] {
            Call one;
            one.path = path;
            one.deadline = client->configuration().searchDeadline;
            return client->call(one, {});
        });
    }
    Result<BulkOutcome> send(const Configuration &configuration, const QList<Write> &writes)
    {
        return inPool([this, configuration, writes] {
            Client client(configuration, &m_http);
            return Bulk(&client).send(QStringLiteral("heddle"), true, writes, {});
        });
    }

private Q_SLOTS:
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

    void aBusyServerIsWaitedForAndGetsLess()
    {
        QList<qsizetype> sizes;
        QStringList taken;
        int refusals = 0;
        FakeHttpServer server([&](const FakeRequest &request) {
            const QStringList ids = idsOf(request.body);
            sizes += request.body.size();
            if (++refusals == 1)
                return answer(R"({"error":{"type":"es_rejected_execution_exception","reason":"busy"},"status":429})", 429);
            // Later every second one of a part is turned away once.
            const bool picky = refusals == 2;
            return answer(bulkAnswer(ids, [&](const QString &id) {
                if (picky && id.toInt() % 2 == 1)
                    return itemError(429, "es_rejected_execution_exception", "busy");
                taken += id;
                return Created;
            }));
        });
        const auto outcome = send(at(QStringList(server.base())), creations(40));
        QVERIFY2(outcome.ok(), qPrintable(outcome ? QString() : outcome.error().message));
        QCOMPARE(outcome->refused, 0);
        QCOMPARE(outcome->conflicts.size(), 0);
        QCOMPARE(taken.size(), 40);
        QCOMPARE(QSet<QString>(taken.cbegin(), taken.cend()).size(), 40);
        QVERIFY(server.requests().first().path.contains("require_alias=true"));
        QCOMPARE(server.requests().first().headers.value("content-type"), QByteArray("application/x-ndjson"));
    }

    void aServerThatStaysBusyIsGivenUp()
    {
        FakeHttpServer server([](const FakeRequest &) {
            return answer(R"({"error":{"type":"es_rejected_execution_exception","reason":"busy"},"status":429})", 429);
        });
        Configuration configuration = at(QStringList(server.base()));
        configuration.patience = std::chrono::milliseconds(500);
        const auto outcome = send(configuration, creations(3));
        QVERIFY(!outcome.ok());
        QVERIFY2(outcome.error().message.contains(QLatin1String("too much to do")), qPrintable(outcome.error().message));
        QVERIFY(outcome.error().retryable);
    }

    void partsThatAreTooLargeAreHalved()
    {
        QStringList taken;
        FakeHttpServer server([&](const FakeRequest &request) {
            if (request.body.size() > 300'000)
                return answer("", 413);
            taken += idsOf(request.body);
            return answer(bulkAnswer(idsOf(request.body), [](const QString &) { return Created; }));
        });
        QList<Write> writes = creations(50);
        for (Write &write : writes)
            write.fields[QLatin1String("text")] = QString(40'000, QLatin1Char('x'));
        const auto outcome = send(at(QStringList(server.base())), writes);
        QVERIFY2(outcome.ok(), qPrintable(outcome ? QString() : outcome.error().message));
        QCOMPARE(taken.size(), 50);
    }

    void anAnswerThatLeavesPassagesOutIsNoSuccess()
    {
        FakeHttpServer server([](const FakeRequest &request) {
            return answer(bulkAnswer(idsOf(request.body).mid(0, 2), [](const QString &) { return Created; }));
        });
        const auto outcome = send(at(QStringList(server.base())), creations(3));
        QVERIFY(!outcome.ok());
        QCOMPARE(outcome.error().code, ErrorCode::Protocol);
        QVERIFY(outcome.error().retryable);
    }

    void onePassageThatIsNotTakenStopsNoOther()
    {
        FakeHttpServer server([&](const FakeRequest &request) {
            return answer(bulkAnswer(idsOf(request.body), [](const QString &id) {
                return id == QLatin1String("3") ? itemError(400, "document_parsing_exception", "immense term")
                    : id == QLatin1String("5")  ? itemError(409, "version_conflict_engine_exception", "document already exists")
                                                : Created;
            }));
        });
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("refuses a passage.*immense term")));
        auto outcome = send(at(QStringList(server.base())), creations(8));
        QVERIFY(outcome.ok());
        QCOMPARE(outcome->refused, 1);
        QVERIFY(outcome->reason.contains(QLatin1String("immense term")));
        QCOMPARE(outcome->conflicts, QList<qsizetype>({ 5 }));
        // None is taken at all: that is said.
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("refuses a passage.*immense term")));
        outcome = send(at(QStringList(server.base())), creations(8).mid(3, 1));
        QVERIFY(!outcome.ok());
        QVERIFY(outcome.error().message.contains(QLatin1String("fields are not Heddle's")));
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

    void addressesAndCertificatesAreChecked()
    {
        QCOMPARE(Settings::nodesOf(QStringLiteral(" http://a:9200, http://b:9200\nhttp://c:9200 ")).size(), 3);
        using namespace Settings;
        const auto with = [](const Values &values, const Key<QString> &key, const QString &text) {
            Changes changes;
            changes.set(key, text);
            return values.with(changes);
        };
        Changes remote;
        remote.set(Keys::SearchEngine, SearchPlace::Remote);
        Values values = Values().with(remote);
        QVERIFY(searchServerFrom(values).error().message.contains(QLatin1String("search.url")));
        values = with(values, Keys::SearchUrl, QStringLiteral("https://a:9200 https://b:9200"));
        values = with(values, Keys::SearchUser, QStringLiteral("anna"));
        const auto configuration = searchServerFrom(values);
        QCOMPARE((*configuration)->nodes.size(), 2);
        QCOMPARE((*configuration)->index, QStringLiteral("heddle"));
        QCOMPARE(keyBinding(**configuration), QStringLiteral("search anna https://a:9200 https://b:9200"));
        values = with(values, Keys::SearchCa, QStringLiteral("/nowhere.pem"));
        QVERIFY(searchServerFrom(values).error().message.contains(QLatin1String("/nowhere.pem")));
        QTemporaryDir folder;
        writeFile(folder.filePath(QStringLiteral("text.pem")), "no certificate");
        values = with(values, Keys::SearchCa, folder.filePath(QStringLiteral("text.pem")));
        QVERIFY(searchServerFrom(values).error().message.contains(QLatin1String("PEM")));
    }
};

QTEST_GUILESS_MAIN(TestElastic)
#include "test_elastic.moc"
