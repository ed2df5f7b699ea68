// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rerank/comparison.h"
#include "core/rerank/httpreranker.h"
#include "core/rerank/overlapreranker.h"
#include "core/rerank/reply.h"
#include "core/text/tokens.h"
#include "tests/support/rerankcontracts.h"
#include "tests/support/testsupport.h"
#include <QElapsedTimer>
#include <cmath>

using namespace Heddle;
using namespace Heddle::Rerank;
using namespace Heddle::TestSupport;
using namespace std::chrono_literals;

namespace {

const QByteArray Key = "k3y-that-nobody-must-see";

} // namespace

class TestRerank : public QObject {
    Q_OBJECT
    Concurrency::WorkPool m_inference { QStringLiteral("inference"), 2 };
    std::shared_ptr<Net::CallRegistry> m_registry = std::make_shared<Net::CallRegistry>();
    std::unique_ptr<Net::HttpClient> m_http;
    std::unique_ptr<Net::BlockingHttp> m_blocking;
    std::unique_ptr<FakeHttpServer> m_server;

    static QStringList remote()
    {
        QStringList ids;
        for (const Provider &provider : providers()) {
            if (provider.asynchronous)
                ids += provider.id;
        }
        return ids;
    }
    Transports transports(std::shared_ptr<ScoreCache> cache = {})
    {
        return { m_http.get(), m_blocking.get(), &m_inference, std::move(cache) };
    }
    Configuration configuration(const QString &provider, const QString &url = {}) const
    {
        Configuration made;
        made.endpoint.id = provider;
        made.endpoint.url = url.isEmpty() ? m_server->base() : url;
        made.endpoint.model = QStringLiteral("test-model");
        made.endpoint.key = providerById(provider)->needsKey ? Key : QByteArray();
        return made;
    }
    Result<Scores> rerank(const Configuration &configuration, const QStringList &passages, std::shared_ptr<ScoreCache> cache = {})
    {
        auto reranker = makeReranker(configuration, transports(std::move(cache)));
        if (!reranker)
            return reranker.error();
        auto scores = await(rerankByModel(*reranker, QStringLiteral("a question"), passages, &m_inference, {}), 60'000);
        return scores ? *scores : Error { ErrorCode::Programming, QStringLiteral("never ended"), {}, false };
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_http = std::make_unique<Net::HttpClient>(m_registry);
        m_blocking = std::make_unique<Net::BlockingHttp>(m_registry);
        m_server = std::make_unique<FakeHttpServer>([](const FakeRequest &) { return FakeReply(); });
    }
    void init() { m_server->forgetRequests(); }
    void cleanupTestCase()
    {
        m_http.reset();
        m_blocking.reset();
        m_server.reset();
    }

    void eachProviderKeepsItsContract_data()
    {
        QTest::addColumn<QString>("provider");
        QTest::addColumn<QString>("typed"); // behind the server's address
        for (const QString &provider : remote()) {
            QStringList forms { QString(), QStringLiteral("/"), QStringLiteral("/v1"), QStringLiteral("/v1/"), QStringLiteral("/pfx/v1"),
                QStringLiteral("/reranker-svc/v1") };
            const QByteArray path = contractPath(provider);
            forms += QLatin1String("/v1") + QString::fromLatin1(path.mid(path.lastIndexOf('/')));
            for (const QString &form : std::as_const(forms))
                QTest::newRow(qUtf8Printable(provider + QLatin1Char(' ') + form)) << provider << form;
        }
    }
    void eachProviderKeepsItsContract()
    {
        QFETCH(const QString, provider);
        QFETCH(const QString, typed);
        const QByteArray key = configuration(provider).endpoint.key;
        m_server->setHandler([&](const FakeRequest &request) { return playContract(provider, key, request); });
        const QStringList passages { QStringLiteral("one score=0.25"), QStringLiteral("two score=0.75"),
            QStringLiteral("three score=0.5") };
        auto asynchronous = rerank(configuration(provider, m_server->base() + typed), passages);
        QVERIFY2(asynchronous.ok(), asynchronous.ok() ? "" : qUtf8Printable(asynchronous.error().message));
        QCOMPARE(asynchronous->score.size(), 3u);
        for (std::size_t i = 0; i < 3; ++i)
            QVERIFY(std::abs(asynchronous->score[i] - QList<double> { 0.25, 0.75, 0.5 }[qsizetype(i)]) < 1e-9);
        QCOMPARE(asynchronous->scale, providerById(provider)->scale);
        QCOMPARE(asynchronous->batches, 1);
        QCOMPARE(asynchronous->tokens, contractTokens(provider));
        const QByteArray path = m_server->requests().last().path;
        QVERIFY2(path.startsWith(typed.section(QLatin1String("/v1"), 0, 0).toUtf8()), path.constData());

        // The same through its blocking side.
        auto blocking = HttpReranker::make(configuration(provider, m_server->base() + typed), transports());
        auto task = m_inference.submit(
            [&](std::stop_token stop) {
                return (*blocking)->similarity(QStringLiteral("a question"), passages, Concurrency::Context(stop));
            },
            std::stop_token(), QStringLiteral("rerank"));
        auto scores = await(std::move(task));
        QVERIFY(scores && scores->ok());
        QCOMPARE((*scores)->score, asynchronous->score);
        QCOMPARE(m_server->requests().size(), 2);
        QCOMPARE(m_server->requests()[0].body, m_server->requests()[1].body);
        // Without a model there is no such field.
        QVERIFY(m_server->requests()[0].body.contains("test-model"));
    }

    void theFakeServerIsStrict()
    {
        const auto refused = [](const QByteArray &body, const QByteArray &authorization = "Bearer x",
                                 const QByteArray &path = "/v1/rerank") {
            FakeRequest request { "POST", path, { { "content-type", "application/json" } }, body };
            if (!authorization.isNull())
                request.headers.insert("authorization", authorization);
            return playContract(QStringLiteral("jina"), "x", request).status == 400;
        };
        const QByteArray good = R"({"model":"m","query":"q","documents":["d"],"top_n":1,"return_documents":false})";
        QVERIFY(!refused(good));
        QVERIFY(refused(good, {}));
        QVERIFY(refused(good, "Bearer y"));
        QVERIFY(refused(good, "Bearer x", "/rerank"));
        QVERIFY(refused(QByteArray(good).replace("\"top_n\":1", "\"top_n\":2")));
        QVERIFY(refused(QByteArray(good).replace("\"top_n\":1,", "")));
        QVERIFY(refused(QByteArray(good).replace("\"top_n\"", "\"top_k\":1,\"top_n\"")));
        QVERIFY(refused(QByteArray(good).replace("\"q\"", "7")));
    }

    void badRepliesAreErrorsInWords_data()
    {
        QTest::addColumn<QString>("provider");
        for (const QString &provider : remote())
            QTest::newRow(qUtf8Printable(provider)) << provider;
    }
    void badRepliesAreErrorsInWords()
    {
        QFETCH(const QString, provider);
        for (const QString &bad : badReplies()) {
            m_server->setHandler([&](const FakeRequest &request) { return badReply(bad, provider, request); });
            Configuration asked = configuration(provider);
            asked.endpoint.key = Key;
            asked.deadline = bad == QLatin1String("hang") || bad == QLatin1String("drip") ? 200ms : 30s;
            QElapsedTimer clock;
            clock.start();
            const auto scores = rerank(asked, { QStringLiteral("one"), QStringLiteral("two") });
            QVERIFY2(!scores, qUtf8Printable(bad));
            const Error error = scores.error();
            QVERIFY2(error.band() >= 1 && error.band() <= 3, qUtf8Printable(bad));
            QVERIFY2(!error.message.isEmpty() && error.message.contains(QLatin1String("127.0.0.1")), qUtf8Printable(error.message));
            QVERIFY(!(error.message + error.detail).contains(QString::fromLatin1(Key)));
            QVERIFY2(clock.elapsed() < 20'000, qUtf8Printable(bad));
        }
    }

    void serversThatCantRerankAreNamed()
    {
        const auto message = [this](const char *bad) {
            m_server->setHandler(
                [bad](const FakeRequest &request) { return badReply(QLatin1String(bad), QStringLiteral("localai"), request); });
            return rerank(configuration(QStringLiteral("localai")), { QStringLiteral("one") }).error().message;
        };
        QVERIFY(message("ollama").contains(QLatin1String("Ollama")));
        QVERIFY(message("lm studio").contains(QLatin1String("LM Studio")));
        QVERIFY(message("401").contains(QLatin1String("no luck today"))); // what the server says is handed on
    }

    void manyDocumentsGoInBatchesSideBySide()
    {
        m_server->setHandler([](const FakeRequest &request) {
            FakeReply reply = playContract(QStringLiteral("localai"), {}, request);
            reply.delayMs = 200;
            return reply;
        });
        Configuration asked = configuration(QStringLiteral("localai"));
        asked.documents = 10;
        QStringList passages;
        for (int i = 0; i < 64; ++i)
            passages += QStringLiteral("passage score=%1").arg(i / 100.0);
        QElapsedTimer clock;
        clock.start();
        const auto scores = rerank(asked, passages);
        QVERIFY2(scores.ok(), scores.ok() ? "" : qUtf8Printable(scores.error().message));
        QCOMPARE(scores->batches, 7);
        QCOMPARE(m_server->requests().size(), 7);
        for (std::size_t i = 0; i < 64; ++i)
            QVERIFY(std::abs(scores->raw[i] - double(i) / 100) < 1e-9);
        qInfo("seven batches of 200 ms took %lld ms", static_cast<long long>(clock.elapsed()));
        QVERIFY(m_server->mostConnections() >= 7);
        // One bad batch fails all, and at once.
        m_server->setHandler([](const FakeRequest &request) {
            return request.body.contains("score=0.63") ? FakeReply { 500, "{}", {}, FakeReply::Way::Whole, 0 }
                                                       : FakeReply { 200, {}, {}, FakeReply::Way::Hang, 0 };
        });
        clock.start();
        QVERIFY(rerank(asked, passages).error().message.contains(QLatin1String("an error of its own")));
        QVERIFY(clock.elapsed() < 10'000);
        QTRY_VERIFY(m_registry->inFlight() == 0);
    }

    void largeRequestsAreWrittenInThePool()
    {
        m_server->setHandler([](const FakeRequest &request) { return playContract(QStringLiteral("jina"), Key, request); });
        const auto before = m_inference.figures().done;
        QStringList passages(64, QStringLiteral("word ").repeated(1000) + QStringLiteral("score=0.5"));
        QVERIFY(rerank(configuration(QStringLiteral("jina")), passages).ok());
        QCOMPARE(m_inference.figures().done, before + 2); // written, and read
    }

    void scoresThatAreKnownAreNotAskedForAgain()
    {
        m_server->setHandler([](const FakeRequest &request) { return playContract(QStringLiteral("jina"), Key, request); });
        const auto cache = std::make_shared<ScoreCache>();
        const QStringList two { QStringLiteral("one score=0.25"), QStringLiteral("two score=0.75") };
        QVERIFY(rerank(configuration(QStringLiteral("jina")), two, cache).ok());
        auto again = rerank(configuration(QStringLiteral("jina")), two, cache);
        QVERIFY(again.ok());
        QCOMPARE(again->raw, (std::vector<double> { 0.25, 0.75 }));
        QCOMPARE(again->batches, 0);
        QCOMPARE(m_server->requests().size(), 1);
        QVERIFY(rerank(configuration(QStringLiteral("jina")), { two[1], QStringLiteral("three") }, cache).ok());
        QCOMPARE(documentsOf(QStringLiteral("jina"), m_server->requests().last().body), QStringList(QStringLiteral("three")));
        Configuration other = configuration(QStringLiteral("jina"));
        other.endpoint.model = QStringLiteral("other");
        QVERIFY(rerank(other, two, cache).ok());
        QCOMPARE(m_server->requests().size(), 3);
    }

    void scalesAreDecidedOverAllScores_data()
    {
        using S = std::vector<double>;
        QTest::addColumn<int>("declared");
        QTest::addColumn<S>("raw");
        QTest::addColumn<int>("scale");
        QTest::addColumn<S>("score");
        const auto sigmoid = [](double x) { return 1 / (1 + std::exp(-x)); };
        const int unknown = int(Scale::Unknown), probability = int(Scale::Probability), logit = int(Scale::Logit);
        QTest::newRow("probabilities") << probability << S { 0.1, 0.9 } << probability << S { 0.1, 0.9 };
        QTest::newRow("rounding") << probability << S { -1e-7, 1 + 1e-7 } << probability << S { -1e-7, 1 + 1e-7 };
        QTest::newRow("no probabilities") << probability << S { 0.5, 1.95 } << unknown << S { sigmoid(0.5), sigmoid(1.95) };
        QTest::newRow("logits") << logit << S { 0.2, -3 } << logit << S { sigmoid(0.2), sigmoid(-3) };
        QTest::newRow("unknown, inside") << unknown << S { 0.2, 0.3 } << unknown << S { 0.2, 0.3 };
        QTest::newRow("unknown, outside") << unknown << S { 7, -11 } << unknown << S { sigmoid(7), sigmoid(-11) };
    }
    void scalesAreDecidedOverAllScores()
    {
        QFETCH(const int, declared);
        QFETCH(const std::vector<double>, raw);
        QFETCH(const int, scale);
        QFETCH(const std::vector<double>, score);
        Scores scores;
        scores.raw = raw;
        applyScale(scores, Scale(declared));
        QCOMPARE(int(scores.scale), scale);
        QCOMPARE(scores.score, score);
    }

    void passagesAreCutAtACharacter()
    {
        QCOMPARE(Text::estimateTokens(QStringLiteral("eight ch")), 3);
        QCOMPARE(Text::estimateTokens(QStringLiteral("港口大桥")), 5);
        QCOMPARE(Text::cutToTokens(QStringLiteral("港口大桥报告"), 5), QStringLiteral("港口大桥"));
        QCOMPARE(Text::cutToTokens(QStringLiteral("short"), 100), QStringLiteral("short"));
        for (int tokens = 0; tokens < 12; ++tokens) {
            const QString cut = Text::cutToTokens(QStringLiteral("a😀e\u0301港😀x\u0301"), tokens);
            QVERIFY(cut.isValidUtf16());
            QVERIFY(!QStringLiteral("a😀e\u0301港😀x\u0301").mid(cut.size()).startsWith(QChar(0x301)));
        }
        // The query counts, too, and leaves room for the passage.
        m_server->setHandler([](const FakeRequest &request) { return playContract(QStringLiteral("jina"), Key, request); });
        Configuration asked = configuration(QStringLiteral("jina"));
        asked.tokens = 50;
        auto reranker = makeReranker(asked, transports());
        QVERIFY(
            await(rerankByModel(*reranker, QStringLiteral("q").repeated(1000), { QStringLiteral("p").repeated(1000) }, &m_inference, {}))
                ->ok());
        const QByteArray body = m_server->requests().last().body;
        QVERIFY(body.count('q') > 50 && body.count('q') <= 102);
        QVERIFY(body.count('p') > 40 && body.count('p') <= 102);
    }

    void addressesAndKeysAreCheckedBeforeAnythingIsSent()
    {
        const auto refused = [this](const char *provider, const char *url, const QByteArray &key) {
            Configuration asked;
            asked.endpoint.id = QLatin1String(provider);
            asked.endpoint.url = QLatin1String(url);
            asked.endpoint.key = key;
            const auto made = makeReranker(asked, transports());
            return made ? QString() : made.error().message;
        };
        QVERIFY(refused("jina", "", Key).isEmpty());
        QVERIFY(refused("jina", "", {}).contains(QLatin1String("needs a key")));
        QVERIFY(refused("localai", "", {}).contains(QLatin1String("URL is needed")));
        QVERIFY(refused("localai", "h:9997", {}).contains(QLatin1String("http:// or https:// first")));
        QVERIFY(refused("nobody", "", {}).contains(QLatin1String("nobody")));
        for (const char *bad : { "one\ntwo", "a b", "k\xc3\xa9y", "k\r\nX-Header: y" })
            QVERIFY(refused("jina", "", bad).contains(QLatin1String("copy it again")));
        QCOMPARE(
            resolvedUrl(Net::ServiceEndpoint { QStringLiteral("nvidia"), {}, {}, QStringLiteral("nvidia/llama-3.2-nv-rerankqa-1b-v2") })
                ->toString(),
            QStringLiteral("https://ai.api.nvidia.com/v1/retrieval/nvidia/llama-3_2-nv-rerankqa-1b-v2/reranking"));
        QCOMPARE(resolvedUrl(Net::ServiceEndpoint { QStringLiteral("nvidia"), {}, {}, {} })->toString(),
            QStringLiteral("https://ai.api.nvidia.com/v1/retrieval/nvidia/reranking"));
        QCOMPARE(resolvedUrl(Net::ServiceEndpoint { QStringLiteral("nvidia"), QStringLiteral("http://h/v1"), {}, {} })->toString(),
            QStringLiteral("http://h/v1/ranking"));
    }

    void anyTextCanBeSent()
    {
        m_server->setHandler([](const FakeRequest &request) { return playContract(QStringLiteral("openai-compatible"), {}, request); });
        const QStringList strange { QString(), QStringLiteral("   "), QStringLiteral("x").repeated(1 << 20),
            QString(QChar(u'\0')) + QLatin1Char('a'), QString(QChar(0xd800)) + QLatin1Char('b'), QString(QChar(0xdc00)),
            QStringLiteral("\x07\x1b[31m") };
        Configuration asked = configuration(QStringLiteral("openai-compatible"));
        asked.endpoint.model = QStringLiteral("org/modèle-重排:v1");
        auto reranker = makeReranker(asked, transports());
        auto scores = await(rerankByModel(*reranker, QStringLiteral("q").repeated(50'000), strange, &m_inference, {}), 60'000);
        QVERIFY2(scores && scores->ok(), scores && !scores->ok() ? qUtf8Printable(scores->error().message) : "");
        const QByteArray body = m_server->requests().last().body;
        QVERIFY(body.size() < 20'000); // cut to what the model takes
        QVERIFY(!body.contains("\\u0000") && !body.contains("\\u001b") && body.contains("modèle-重排"));
        QVERIFY(QString::fromUtf8(body).toUtf8() == body && !QString::fromUtf8(body).contains(QChar::ReplacementCharacter));
        // Ten thousand of them, in batches of a thousand.
        QStringList many;
        for (int i = 0; i < 10'000; ++i)
            many += QStringLiteral("passage %1 score=0.%1").arg(i, 5, 10, QLatin1Char('0'));
        m_server->forgetRequests();
        const auto all = rerank(asked, many);
        QVERIFY2(all.ok(), all.ok() ? "" : qUtf8Printable(all.error().message));
        QCOMPARE(all->batches, 10);
        QVERIFY(std::abs(all->raw[9999] - 0.09999) < 1e-9);
        const auto none = rerank(asked, {});
        QVERIFY(none.ok() && none->raw.empty());
    }

    void wordOverlapPrefersRareWordsThatStandTogether()
    {
        OverlapReranker overlap;
        QVERIFY(!overlap.asAsync());
        const QStringList passages { QStringLiteral("The bridge is long and the bridge is old."),
            QStringLiteral("The bearing of the bridge was inspected."), QStringLiteral("Nothing of it."),
            QStringLiteral("The bearing is new. Much else is said here of other things before the word bridge comes.") };
        auto scores = overlap.similarity(QStringLiteral("When was the bridge bearing inspected?"), passages, {});
        QVERIFY(scores.ok());
        QVERIFY(scores->raw[1] > scores->raw[3] && scores->raw[3] > scores->raw[0]);
        QVERIFY(scores->score[1] > scores->score[0]);
        QCOMPARE(scores->raw[2], 0.0);
        auto chinese = overlap.similarity(QStringLiteral("港口大桥"), { QStringLiteral("图书馆规则"), QStringLiteral("港口大桥报告") }, {});
        QVERIFY(chinese->score[1] > chinese->score[0]);
        QVERIFY(overlap.similarity(QString(), passages, {}).ok());
    }

    void ordersAreCompared()
    {
        using Order = std::vector<std::size_t>;
        QCOMPARE(Rerank::kendallTau(Order { 0, 1, 2, 3 }, Order { 0, 1, 2, 3 }), 1.0);
        QCOMPARE(Rerank::kendallTau(Order { 3, 2, 1, 0 }, Order { 0, 1, 2, 3 }), -1.0);
        QCOMPARE(Rerank::kendallTau(Order { 1, 0, 2, 3 }, Order { 0, 1, 2, 3 }), 4.0 / 6);
        QCOMPARE(Rerank::kendallTau(Order { 3, 9, 1 }, Order { 1, 5, 3 }), -1.0); // of what both have
        QCOMPARE(Rerank::kendallTau(Order { 1 }, Order { 1 }), 0.0);
        QCOMPARE(Rerank::overlapAt(Order { 0, 1, 2 }, Order { 1, 3, 0 }, 2), 0.5);
        QCOMPARE(Rerank::overlapAt(Order { 0, 1 }, Order { 1, 0 }, 10), 1.0);
        QCOMPARE(Rerank::overlapAt(Order {}, Order { 1, 0 }, 10), 0.0);
    }
};

QTEST_GUILESS_MAIN(TestRerank)
#include "test_rerank.moc"
