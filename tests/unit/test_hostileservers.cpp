// SPDX-License-Identifier: GPL-3.0-or-later
// Servers that mean harm, or are broken: whatever they send, a call ends with an error, soon, and takes little memory.
#include "core/embedding/httpembedder.h"
#include "core/net/blockinghttp.h"
#include "core/rerank/httpreranker.h"
#include "core/search/elastic/client.h"
#include "core/search/elastic/question.h"
#include "tests/unit/chatfixture.h"
#include <QElapsedTimer>
#include <cmath>

using namespace Heddle;
using namespace Heddle::TestSupport;
using namespace std::chrono_literals;
using Way = FakeReply::Way;

namespace {

constexpr auto Wait = 200ms; //!< of each call here; users' settings have more
constexpr qint64 MaxGrowth = qint64(64) << 20; //!< bytes; the fake server's own are among them
constexpr int MaxMs = 8000; //!< of a machine that does other things as well

//! The largest memory that the process has held since the last call, in bytes; 0 where the system doesn't say.
qint64 peakMemory()
{
    qint64 peak = 0;
    for (const QByteArray &line : readFile(QStringLiteral("/proc/self/status")).split('\n')) {
        if (line.startsWith("VmHWM:"))
            peak = line.mid(6).trimmed().split(' ').first().toLongLong() * 1024;
    }
    QFile reset(QStringLiteral("/proc/self/clear_refs"));
    return reset.open(QIODevice::WriteOnly) && reset.write("5") == 1 ? peak : 0;
}

bool measuresMemory()
{
#ifdef __SANITIZE_ADDRESS__
    return false; // freed memory stays in its quarantine
#else
    return peakMemory() > 0;
#endif
}

} // namespace

class TestHostileServers : public ChatFixture {
    Q_OBJECT

    Flow::Pools m_pools;

    //! Asks the kind of server once and returns the error.
    std::optional<Error> ask(const QString &kind)
    {
        if (kind == QLatin1String("chat")) {
            Llm::Configuration chat = configuration();
            chat.wait = Wait;
            const auto reply = complete(chat);
            return reply ? reply->cut : std::optional(reply.error());
        }
        if (kind == QLatin1String("embedding")) {
            Embedding::Configuration embedding;
            embedding.kind = Embedding::Configuration::Kind::Http;
            embedding.endpoint = { QStringLiteral("openai-compatible"), m_server->base(), {}, QStringLiteral("model") };
            const auto embedder = Embedding::makeEmbedder(embedding, { m_client.get(), &m_pools, {} });
            const auto vector = await((*embedder)->embedQuery(QStringLiteral("question"), {}), 60'000);
            return vector && *vector ? std::nullopt : std::optional(vector->error());
        }
        if (kind == QLatin1String("rerank")) {
            Rerank::Configuration rerank;
            rerank.endpoint = { QStringLiteral("openai-compatible"), m_server->base(), {}, QStringLiteral("model") };
            rerank.deadline = Wait;
            const auto reranker = Rerank::makeReranker(rerank, { m_client.get(), nullptr, &m_pools.inference, {} });
            const auto scores =
                await(Rerank::rerankByModel(*reranker, QStringLiteral("question"), { QStringLiteral("passage") }, &m_pools.inference, {}),
                    60'000);
            return scores && *scores ? std::nullopt : std::optional(scores->error());
        }
        Search::Elastic::Configuration search;
        search.nodes = QStringList(m_server->base());
        Net::BlockingHttp http(m_registry, m_client->limits());
        Search::Elastic::Client client(search, &http);
        const auto asked = [&client](std::stop_token) {
            Search::Elastic::Call call;
            call.path = QStringLiteral("/index/_search");
            call.deadline = Wait;
            return client.call(call, {});
        };
        auto task = m_pools.search.submit(asked, Concurrency::Context(), QStringLiteral("test"));
        const auto answer = await(std::move(task), 60'000);
        return answer && *answer ? std::nullopt : std::optional(answer->error());
    }

private Q_SLOTS:
    void init()
    {
        m_server = std::make_unique<FakeHttpServer>([](const FakeRequest &) { return FakeReply(); });
        m_registry = std::make_shared<Net::CallRegistry>();
        Net::HttpLimits limits;
        limits.replyBytes = qint64(4) << 20;
        limits.messageBytes = qint64(256) << 10;
        limits.errorBytes = qint64(64) << 10;
        limits.deadline = 2 * Wait;
        m_client = std::make_unique<Net::HttpClient>(m_registry, limits);
    }
    void cleanup() { end(); }

    void everyCallEndsSoonAndSmall_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<FakeReply>("reply");
        struct Attack {
            const char *name;
            Way way;
            QByteArray body, repeat;
        };
        const QByteArray json = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n",
                         stream = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n", line(65'536, 'a');
        const QByteArray deep = QByteArray(100'000, '[') + QByteArray(100'000, ']'),
                         deepObjects = QByteArray("{\"data\":").repeated(100'000) + '1' + QByteArray(100'000, '}');
        const auto whole = [&json](const QByteArray &body) {
            return json + "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
        };
        const QByteArray bomb = qCompress(QByteArray(64 << 20, ' '), 9).mid(4); // zlib's format, which HTTP calls deflate
        const QList<Attack> attacks {
            { "an endless body", Way::Raw, json + "\r\n", " " },
            { "an endless list", Way::Raw, json + "\r\n[", "0," },
            { "two announced gigabytes", Way::Raw, json + "Content-Length: 2147483648\r\n\r\n", " " },
            { "a byte now and then", Way::RawDrip, json + "\r\n", " " },
            { "nothing at all", Way::Hang, {}, {} },
            { "an endless status line", Way::Raw, "HTTP/1.1 200 ", "a" },
            { "an endless header", Way::Raw, json + "X: ", "a" },
            { "endless headers", Way::Raw, json, "X: a\r\n" },
            { "headers byte by byte", Way::RawDrip, json, "X: a\r\n" },
            { "endless interim replies", Way::Raw, "HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 100 Continue\r\n\r\n" },
            { "an endless chunk header", Way::Raw, json + "Transfer-Encoding: chunked\r\n\r\n1;", "a" },
            { "endless trailers", Way::Raw, json + "Transfer-Encoding: chunked\r\n\r\n1\r\n \r\n0\r\n", "X: a\r\n" },
            { "an endless page of an error", Way::Raw, "HTTP/1.1 500 X\r\n\r\n", "<p>" },
            { "an endless redirection", Way::Raw, "HTTP/1.1 302 X\r\nLocation: /x\r\n\r\n", "<p>" },
            { "an endless line of a stream", Way::Raw, stream + "data: ", line },
            { "an endless comment", Way::Raw, stream + ":", line },
            { "endless comments", Way::Raw, stream, ":\n" },
            { "endless data lines", Way::Raw, stream, "data: a\n" },
            { "endless pings", Way::Raw, stream, "event: ping\ndata: {\"type\":\"ping\"}\n\n" },
            { "a ping now and then", Way::RawDrip, stream, "data: {}\n\n" },
            { "comments now and then", Way::RawDrip, stream, ":\n" },
            { "a compressed bomb", Way::Raw, json + "Content-Encoding: deflate\r\n\r\n" + bomb, {} },
            { "a compressed bomb without its header", Way::Raw, json + "\r\n" + bomb, {} },
            { "deep arrays", Way::Raw, whole(deep), {} },
            { "deep objects", Way::Raw, whole(deepObjects), {} },
            { "a deep message", Way::Raw, stream + "data: " + deep + "\n\n", {} },
            { "a deep page of an error", Way::Raw, "HTTP/1.1 500 X\r\n\r\n" + deep, {} },
            { "half of a reply", Way::Raw, json + "Content-Length: 100\r\n\r\n{", {} },
        };
        for (const char *kind : { "chat", "embedding", "rerank", "search" }) {
            for (const Attack &attack : attacks) {
                FakeReply reply;
                reply.way = attack.way;
                reply.body = attack.body;
                reply.repeat = attack.repeat;
                QTest::addRow("%s: %s", kind, attack.name) << QString::fromLatin1(kind) << reply;
            }
        }
    }
    void everyCallEndsSoonAndSmall()
    {
        QFETCH(QString, kind);
        QFETCH(FakeReply, reply);
        m_server->setHandler([&reply](const FakeRequest &) { return reply; });
        const bool measured = measuresMemory();
        const qint64 before = peakMemory(); // measuresMemory() has set it back to what is held now
        QElapsedTimer clock;
        clock.start();
        const auto error = ask(kind);
        const qint64 ms = clock.elapsed(), growth = peakMemory() - before;
        qInfo("%lld ms, %lld KB: %s", static_cast<long long>(ms), static_cast<long long>(growth / 1024),
            error ? qUtf8Printable(error->message) : "no error");
        QVERIFY(error.has_value());
        QVERIFY(!error->message.isEmpty() && error->code != ErrorCode::Programming);
        QVERIFY2(ms < MaxMs, qPrintable(QString::number(ms)));
        if (measured)
            QVERIFY2(growth < MaxGrowth, qPrintable(QString::number(growth)));
        QTRY_VERIFY(m_registry->inFlight() == 0);
    }

    void numbersThatNoneCanHold()
    {
        // A vector is scaled to length 1 before it is kept, so that a number larger than any float is fine; infinity isn't.
        QByteArray numbers;
        m_server->setHandler([&numbers](const FakeRequest &) {
            FakeReply reply;
            reply.body = numbers;
            return reply;
        });
        const auto vector = [&](const char *values) { numbers = QByteArray(R"({"data":[{"index":0,"embedding":[)") + values + "]}]}"; };
        for (const char *values : { "1e999, 1", "-1e999, 1", "1e200, 1", "null, 1", "0, 0", "\"1\", 1" }) {
            vector(values);
            const auto error = ask(QStringLiteral("embedding"));
            QVERIFY2(error && error->code == ErrorCode::Protocol, values);
        }
        vector("1e39, 1");
        QVERIFY(!ask(QStringLiteral("embedding")));
        numbers = R"({"data":[{"index":0,"embedding":[1)" + QByteArray(",1").repeated(70'000) + "]}]}";
        QVERIFY(ask(QStringLiteral("embedding")));

        for (const char *score : { "1e999", "-1e999", "null", "\"1\"" }) {
            numbers = QByteArray(R"({"results":[{"index":0,"relevance_score":)") + score + "}]}";
            QVERIFY2(ask(QStringLiteral("rerank")), score);
        }
        for (const char *index : { "1e999", "-1", "0.5", "4294967296", "null" }) {
            numbers = QByteArray(R"({"results":[{"relevance_score":1,"index":)") + index + "}]}";
            QVERIFY2(ask(QStringLiteral("rerank")), index);
        }

        numbers = R"({"choices":[{"message":{"content":"Yes"},"finish_reason":"stop"}],)"
                  R"("usage":{"prompt_tokens":1e999,"completion_tokens":5},"timings":{"predicted_per_second":1e999}})";
        const auto reply = complete(configuration());
        if (reply) // what the server counts is shown, and never worth an answer
            QVERIFY(std::isfinite(reply->usage.tokensPerSecond) && reply->usage.promptTokens >= 0);

        const auto found = Search::Elastic::readHits(
            QJsonDocument::fromJson(R"({"hits":{"hits":[{"_score":1e300,"fields":{"key":["a"]}},{"_score":1e999,"fields":{}}]}})")
                .object());
        for (const auto &hit : found)
            QVERIFY(std::isfinite(hit.score));
    }
};

Q_DECLARE_METATYPE(Heddle::TestSupport::FakeReply)
QTEST_GUILESS_MAIN(TestHostileServers)
#include "test_hostileservers.moc"
