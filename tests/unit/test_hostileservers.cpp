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

constexpr auto Wait = 100ms; //!< of each call here; users' settings have more
constexpr qint64 MaxGrowth = qint64(64) << 20; //!< bytes, of four calls; the fake server's own are among them
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

    std::unique_ptr<Net::BlockingHttp> m_http;

    void begin(std::chrono::milliseconds deadline)
    {
        m_server = std::make_unique<FakeHttpServer>([](const FakeRequest &) { return FakeReply(); });
        m_registry = std::make_shared<Net::CallRegistry>();
        Net::HttpLimits limits;
        limits.replyBytes = qint64(1) << 20;
        limits.messageBytes = qint64(256) << 10;
        limits.errorBytes = qint64(64) << 10;
        limits.deadline = deadline;
        m_client = std::make_unique<Net::HttpClient>(m_registry, limits);
        m_http = std::make_unique<Net::BlockingHttp>(m_registry, limits);
    }

    //! Asks the kind of server once and returns the error.
    QCoro::Task<std::optional<Error>> ask(QString kind, QString base)
    {
        if (kind == QLatin1String("chat")) {
            Llm::Configuration chat = configuration();
            chat.endpoint.url = base;
            chat.wait = Wait;
            Llm::ChatRequest request;
            request.messages = { { Llm::ChatMessage::Role::User, QStringLiteral("question") } };
            const auto model = Llm::HttpChatModel::make(chat, m_client.get());
            auto asking = (*model)->complete(request, {}, {});
            const auto reply = co_await std::move(asking);
            co_return reply ? reply->cut : std::optional(reply.error());
        }
        if (kind == QLatin1String("embedding")) {
            Embedding::Configuration embedding;
            embedding.kind = Embedding::Configuration::Kind::Http;
            embedding.endpoint = { QStringLiteral("openai-compatible"), base, {}, QStringLiteral("model") };
            const Embedding::Transports transports { m_client.get(), &m_pools, {} };
            const auto embedder = Embedding::makeEmbedder(embedding, transports);
            auto asking = (*embedder)->embedQuery(QStringLiteral("question"), {});
            const auto vector = co_await std::move(asking);
            co_return vector ? std::nullopt : std::optional(vector.error());
        }
        if (kind == QLatin1String("rerank")) {
            Rerank::Configuration rerank;
            rerank.endpoint = { QStringLiteral("openai-compatible"), base, {}, QStringLiteral("model") };
            rerank.deadline = Wait;
            const Rerank::Transports transports { m_client.get(), nullptr, &m_pools.inference, {} };
            const auto reranker = Rerank::makeReranker(rerank, transports);
            const QStringList passages(QStringLiteral("passage"));
            auto asking = Rerank::rerankByModel(*reranker, QStringLiteral("question"), passages, &m_pools.inference, {});
            const auto scores = co_await std::move(asking);
            co_return scores ? std::nullopt : std::optional(scores.error());
        }
        Search::Elastic::Configuration search;
        search.nodes = QStringList(base);
        const auto client = std::make_shared<Search::Elastic::Client>(search, m_http.get());
        auto task = m_pools.search.submit(
            [client](std::stop_token) {
                Search::Elastic::Call call;
                call.path = QStringLiteral("/index/_search");
                call.deadline = Wait;
                return client->call(call, {});
            },
            Concurrency::Context(), QStringLiteral("test"));
        const auto answer = co_await std::move(task);
        co_return answer ? std::nullopt : std::optional(answer.error());
    }
    std::optional<Error> errorOf(const char *kind)
    {
        const auto error = await(ask(QLatin1String(kind), m_server->base()), 60'000);
        return error ? *error : std::nullopt;
    }

    struct Attack {
        const char *name;
        Way way;
        QByteArray body, repeat;
    };
    static QList<Attack> attacks()
    {
        const QByteArray json = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n",
                         stream = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n", line(65'536, 'a');
        const QByteArray deep = QByteArray(100'000, '[') + QByteArray(100'000, ']'),
                         deepObjects = QByteArray("{\"data\":").repeated(100'000) + '1' + QByteArray(100'000, '}');
        const auto whole = [&json](const QByteArray &body) {
            return json + "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
        };
        const QByteArray bomb = qCompress(QByteArray(64 << 20, ' '), 9).mid(4); // zlib's format, which HTTP calls deflate
        return {
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
    }

private Q_SLOTS:
    void init() { begin(2 * Wait); }
    void cleanup()
    {
        m_http.reset();
        end();
    }

    void everyCallEndsSoonAndSmall_data()
    {
        QTest::addColumn<FakeReply>("reply");
        for (const Attack &attack : attacks()) {
            FakeReply reply;
            reply.way = attack.way;
            reply.body = attack.body;
            reply.repeat = attack.repeat;
            QTest::newRow(attack.name) << reply;
        }
    }
    //! Each kind of server does it, all of them at the same time.
    void everyCallEndsSoonAndSmall()
    {
        QFETCH(FakeReply, reply);
        m_server->setHandler([&reply](const FakeRequest &) { return reply; });
        const bool measured = measuresMemory();
        const qint64 before = peakMemory(); // measuresMemory() has set it back to what is held now
        QElapsedTimer clock;
        clock.start();
        const QStringList kinds { QStringLiteral("chat"), QStringLiteral("embedding"), QStringLiteral("rerank"), QStringLiteral("search") };
        QHash<QString, std::optional<Error>> errors;
        for (const QString &kind : kinds)
            QCoro::connect(
                ask(kind, m_server->base()), this, [&errors, kind](const std::optional<Error> &error) { errors.insert(kind, error); });
        QTRY_COMPARE_WITH_TIMEOUT(errors.size(), kinds.size(), 60'000);
        const qint64 ms = clock.elapsed(), growth = peakMemory() - before;
        qInfo("%lld ms, %lld KB", static_cast<long long>(ms), static_cast<long long>(growth / 1024));
        for (const QString &kind : kinds) {
            const std::optional<Error> &error = errors[kind];
            QVERIFY2(error && !error->message.isEmpty() && error->code != ErrorCode::Programming, qPrintable(kind));
        }
        QVERIFY2(ms < MaxMs, qPrintable(QString::number(ms)));
        if (measured)
            QVERIFY2(growth < MaxGrowth, qPrintable(QString::number(growth)));
        QTRY_VERIFY(m_registry->inFlight() == 0);
    }

    void numbersThatNoneCanHold()
    {
        cleanup();
        begin(20s); // what is right must not fail for the time alone
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
            const auto error = errorOf("embedding");
            QVERIFY2(error && error->code == ErrorCode::Protocol, values);
        }
        vector("1e39, 1");
        QVERIFY(!errorOf("embedding"));
        numbers = R"({"data":[{"index":0,"embedding":[1)" + QByteArray(",1").repeated(70'000) + "]}]}";
        QVERIFY(errorOf("embedding"));

        for (const char *score : { "1e999", "-1e999", "null", "\"1\"" }) {
            numbers = QByteArray(R"({"results":[{"index":0,"relevance_score":)") + score + "}]}";
            QVERIFY2(errorOf("rerank"), score);
        }
        for (const char *index : { "1e999", "-1", "0.5", "4294967296", "null" }) {
            numbers = QByteArray(R"({"results":[{"relevance_score":1,"index":)") + index + "}]}";
            QVERIFY2(errorOf("rerank"), index);
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

QTEST_GUILESS_MAIN(TestHostileServers)
#include "test_hostileservers.moc"
