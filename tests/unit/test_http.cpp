// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/concurrency/workpool.h"
#include "core/net/blockinghttp.h"
#include "core/net/endpoint.h"
#include "tests/support/fakehttpserver.h"
#include "tests/support/testsupport.h"
#include <QElapsedTimer>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslServer>
#include <QTimer>
#include <thread>

using namespace Heddle;
using namespace Heddle::Net;
using namespace Heddle::TestSupport;
using namespace std::chrono_literals;
using Way = FakeReply::Way;

class TestHttp : public QObject {
    Q_OBJECT
    std::unique_ptr<FakeHttpServer> m_server;
    std::shared_ptr<CallRegistry> m_registry;
    std::unique_ptr<HttpClient> m_client;
    int m_overloaded = 0;

    FakeReply play(const FakeRequest &request)
    {
        const QByteArray what = request.path.mid(1);
        FakeReply reply;
        reply.body = R"({"fine":true})";
        const QList<QPair<QByteArray, Way>> ways { { "hang", Way::Hang }, { "drip", Way::Drip }, { "short", Way::Short },
            { "reset", Way::Reset }, { "endless", Way::Endless } };
        for (const auto &[name, way] : ways) {
            if (what == name)
                reply.way = way;
        }
        if (what == "401")
            reply = { 401, "no", { { "WWW-Authenticate", "Basic realm=x" } }, Way::Whole, 0 };
        else if (what == "overloaded" && ++m_overloaded < 3)
            reply = { 429, "later", { { "Retry-After", "0.05" } }, Way::Whole, 0 };
        else if (what == "far")
            reply = { 429, "later", { { "Retry-After", "60" } }, Way::Whole, 0 };
        else if (what == "moved")
            reply = { 307, {}, { { "Location", "/fine" } }, Way::Whole, 0 };
        else if (what == "found")
            reply = { 302, {}, { { "Location", "/fine" } }, Way::Whole, 0 };
        else if (what == "away")
            reply = { 307, {}, { { "Location", "http://127.0.0.2:9/thief" } }, Way::Whole, 0 };
        else if (what.startsWith("round"))
            reply = { 307, {}, { { "Location", '/' + what + 'x' } }, Way::Whole, 0 };
        else if (what.startsWith("slow"))
            reply.delayMs = 100;
        return reply;
    }
    HttpRequest request(const char *path, std::chrono::milliseconds deadline = 20s) const
    {
        HttpRequest request;
        request.url = m_server->url(QLatin1Char('/') + QLatin1String(path));
        request.body = "{}";
        request.purpose = QStringLiteral("test");
        request.deadline = deadline;
        return request;
    }
    Result<HttpReply> send(const HttpRequest &request, std::stop_token stop = {})
    {
        auto reply = await(m_client->send(request, Concurrency::Context(stop)), 60'000);
        return reply ? *reply : Error { ErrorCode::Programming, QStringLiteral("never ended"), {}, false };
    }
    //! Nothing is left of any call.
    void isClean() const
    {
        QVERIFY(m_registry->inFlight() == 0);
        for (const HostFigures &host : m_registry->hosts())
            QVERIFY(host.waiting == 0 && host.active == 0);
    }

private Q_SLOTS:
    void init()
    {
        m_overloaded = 0;
        m_server = std::make_unique<FakeHttpServer>([this](const FakeRequest &request) { return play(request); });
        m_registry = std::make_shared<CallRegistry>();
        m_client = std::make_unique<HttpClient>(m_registry);
    }
    void cleanup()
    {
        isClean();
        m_client.reset();
        m_server.reset();
    }

    void endings_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<int>("code"); // 0: a reply
        QTest::addColumn<int>("status");
        const auto row = [](const char *path, ErrorCode code, int status) {
            QTest::newRow(path) << QByteArray(path) << int(code) << status;
        };
        row("fine", ErrorCode(0), 200);
        row("401", ErrorCode(0), 401);
        row("overloaded", ErrorCode(0), 200);
        row("far", ErrorCode(0), 429);
        row("moved", ErrorCode(0), 200);
        row("hang", ErrorCode::Timeout, 0);
        row("drip", ErrorCode::Timeout, 0);
        row("short", ErrorCode::Transport, 0);
        row("reset", ErrorCode::Transport, 0);
        row("endless", ErrorCode::Protocol, 0);
        row("found", ErrorCode::Protocol, 0);
        row("away", ErrorCode::Protocol, 0);
        row("round", ErrorCode::Protocol, 0);
    }
    void endings()
    {
        QFETCH(const QByteArray, path);
        QFETCH(const int, code);
        QFETCH(const int, status);
        HttpRequest asked = request(path.constData(), code == int(ErrorCode::Timeout) ? 300ms : 20s);
        asked.key = "secret";
        asked.maxReplyBytes = 1 << 20;
        QElapsedTimer clock;
        clock.start();
        for (const bool blocking : { false, true }) {
            m_overloaded = 0;
            Result<HttpReply> reply = Error::cancelled();
            if (blocking) {
                BlockingHttp http(m_registry);
                Concurrency::WorkPool pool(QStringLiteral("callers"), 1);
                auto task = pool.submit([&](std::stop_token token) { return http.send(asked, Concurrency::Context(token)); },
                    std::stop_token(), QStringLiteral("call"));
                reply = *await(std::move(task), 60'000);
            } else {
                reply = send(asked);
            }
            QCOMPARE(reply ? 0 : int(reply.error().code), code);
            if (reply)
                QCOMPARE(reply->status, status);
            else
                QVERIFY2(!reply.error().message.contains(QLatin1String("secret")), qUtf8Printable(reply.error().message));
        }
        if (path == "hang" || path == "drip")
            QVERIFY(clock.elapsed() >= 600 && clock.elapsed() < 10'000);
        for (const FakeRequest &got : m_server->requests())
            QCOMPARE(got.headers.value("authorization"), QByteArray("Bearer secret")); // and none went to the other host
    }

    void aServerThatIsNotThereIsNamed()
    {
        const QUrl url = m_server->url(QStringLiteral("/rerank?token=private"));
        m_server->close();
        HttpRequest asked = request("");
        asked.url = url;
        const auto reply = send(asked);
        QCOMPARE(reply.error().code, ErrorCode::Unreachable);
        QVERIFY(reply.error().message.contains(originOf(url)));
        QVERIFY(!(reply.error().message + reply.error().detail).contains(QLatin1String("private")));
        HttpRequest strange = request("");
        strange.url = QUrl(QStringLiteral("nope://x/y"));
        QCOMPARE(send(strange).error().code, ErrorCode::Unreachable);
    }

    void certificatesAndWrongPortsAreTold_data()
    {
        QTest::addColumn<QString>("certificate"); // empty: no TLS there
        QTest::addColumn<QString>("scheme");
        QTest::addColumn<QString>("message");
        QTest::newRow("self-signed") << QStringLiteral("selfsigned") << QStringLiteral("https") << QStringLiteral("can't be trusted: ");
        QTest::newRow("expired") << QStringLiteral("expired") << QStringLiteral("https") << QStringLiteral("can't be trusted: ");
        QTest::newRow("https to a plain port") << QString() << QStringLiteral("https") << QStringLiteral("does not speak TLS");
        QTest::newRow("http to a TLS port") << QStringLiteral("selfsigned") << QStringLiteral("http") << QStringLiteral("expects https://");
    }
    void certificatesAndWrongPortsAreTold()
    {
        QFETCH(const QString, certificate);
        QFETCH(const QString, scheme);
        QFETCH(const QString, message);
        QSslServer tls;
        QUrl url(m_server->base());
        if (!certificate.isEmpty()) {
            QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
            const QByteArray pem = readFile(QStringLiteral(HEDDLE_TLS "/%1.pem").arg(certificate));
            configuration.setLocalCertificate(QSslCertificate(pem));
            configuration.setPrivateKey(QSslKey(readFile(QStringLiteral(HEDDLE_TLS "/selfsigned.key")), QSsl::Rsa));
            tls.setSslConfiguration(configuration);
            QVERIFY(tls.listen(QHostAddress::LocalHost));
            url.setPort(tls.serverPort());
        }
        url.setScheme(scheme);
        HttpRequest asked = request("", 10s);
        asked.url = url;
        asked.key = "secret";
        const auto reply = send(asked);
        QVERIFY(!reply.ok());
        QVERIFY2(reply.error().message.contains(message), qUtf8Printable(reply.error().message));
        QCOMPARE(reply.error().code, scheme == QLatin1String("https") ? ErrorCode::Unreachable : ErrorCode::Transport);
    }

    void anAuthorityOfOnesOwnIsTrustedWhereItIsNamed()
    {
        QSslServer tls;
        QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
        const QByteArray pem = readFile(QStringLiteral(HEDDLE_TLS "/selfsigned.pem"));
        configuration.setLocalCertificate(QSslCertificate(pem));
        configuration.setPrivateKey(QSslKey(readFile(QStringLiteral(HEDDLE_TLS "/selfsigned.key")), QSsl::Rsa));
        tls.setSslConfiguration(configuration);
        QVERIFY(tls.listen(QHostAddress::LocalHost));
        connect(&tls, &QTcpServer::pendingConnectionAvailable, this, [&tls] {
            QTcpSocket *socket = tls.nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, socket, [socket] {
                if (socket->readAll().endsWith("\r\n\r\n"))
                    socket->write("HTTP/1.1 200 OK\r\nX-Kind: one\r\nContent-Length: 2\r\n\r\n{}");
            });
        });
        HttpRequest asked = request("", 10s);
        asked.method = "GET";
        asked.body.clear();
        asked.url = QUrl(QStringLiteral("https://127.0.0.1:%1/").arg(tls.serverPort()));
        QVERIFY(!send(asked).ok());
        asked.authorities = pem;
        const auto reply = send(asked);
        QVERIFY2(reply.ok(), qPrintable(reply ? QString() : reply.error().message));
        QCOMPARE(reply->body, QByteArray("{}"));
        QCOMPARE(reply->header("x-kind"), QByteArray("one"));
        QCOMPARE(reply->header("x-other"), QByteArray());
        asked.authorities.clear();
        QVERIFY(!send(asked).ok());
    }

    void bytesOfAReplyCanBeTakenAsTheyCome()
    {
        QByteArray got;
        const auto state = std::make_shared<HttpClient::State>();
        m_client->start(request("fine"), state, {}, [&got](const QByteArray &bytes) { got += bytes; });
        QTRY_VERIFY(state->settled());
        const auto reply = state->take();
        QVERIFY(reply && reply->ok() && reply->body.isEmpty());
        QCOMPARE(got, QByteArray(R"({"fine":true})"));
        // A stream that falls silent, one that is stopped, and one whose client goes.
        HttpRequest idle = request("drip");
        idle.idle = 5ms; // a byte comes every 20
        const auto silent = std::make_shared<HttpClient::State>(), stopped = std::make_shared<HttpClient::State>(),
                   left = std::make_shared<HttpClient::State>();
        std::stop_source stop;
        int pieces = 0;
        m_client->start(idle, silent, {}, [](const QByteArray &) {});
        m_client->start(request("drip"), stopped, Concurrency::Context(stop.get_token()), [&](const QByteArray &) {
            if (++pieces == 3)
                stop.request_stop();
        });
        m_client->start(request("drip"), left, {}, [](const QByteArray &) {});
        QTRY_VERIFY(silent->settled() && stopped->settled());
        QCOMPARE(silent->take().error().code, ErrorCode::Timeout);
        QVERIFY(stopped->take().error().isCancelled());
        QVERIFY(!left->settled());
        m_client.reset();
        QCOMPARE(left->take().error().code, ErrorCode::Transport);
    }

    void aReplyWithoutEndIsCutOff()
    {
        HttpRequest asked = request("endless");
        asked.maxReplyBytes = 4 << 20;
        QCOMPARE(send(asked).error().code, ErrorCode::Protocol);
        QVERIFY(m_registry->hosts().front().bytesReceived < std::uint64_t(16) << 20);
        QTRY_COMPARE(m_server->connections(), 0);
    }

    void anIdleServerIsGivenUpBeforeTheDeadline()
    {
        HttpRequest asked = request("hang");
        asked.idle = 150ms;
        QElapsedTimer clock;
        clock.start();
        QCOMPARE(send(asked).error().code, ErrorCode::Timeout);
        QVERIFY(clock.elapsed() < 10'000);
    }

    void withoutAKeyThereIsNoHeaderAndNoCookieComesBack()
    {
        m_server->setHandler([](const FakeRequest &) { return FakeReply { 200, "{}", { { "Set-Cookie", "a=b" } }, Way::Whole, 0 }; });
        QVERIFY(send(request("a")).ok());
        QVERIFY(send(request("b")).ok());
        for (const FakeRequest &got : m_server->requests()) {
            QVERIFY(!got.headers.contains("authorization") && !got.headers.contains("cookie"));
            QCOMPARE(got.headers.value("content-type"), QByteArray("application/json"));
        }
    }

    void aStopEndsACallAtOnceFromAnyThread()
    {
        std::stop_source before;
        before.request_stop();
        QVERIFY(send(request("hang"), before.get_token()).error().isCancelled());

        std::stop_source stop;
        QElapsedTimer sinceStop;
        // Once the server has the request: a connection on which nothing was sent may be kept for another call.
        std::thread stopper;
        QTimer look;
        connect(&look, &QTimer::timeout, this, [&] {
            if (m_server->requests().isEmpty() || stopper.joinable())
                return;
            stopper = std::thread([&] {
                sinceStop.start();
                stop.request_stop();
            });
        });
        m_server->forgetRequests();
        look.start(1);
        const auto stopped = send(request("hang"), stop.get_token());
        look.stop();
        if (stopper.joinable())
            stopper.join();
        QVERIFY(!stopped.ok() && stopped.error().isCancelled());
        qInfo("stopped after %lld ms (goal 50)", static_cast<long long>(sinceStop.elapsed()));
        QTRY_VERIFY(m_registry->inFlight() == 0);
        QTRY_COMPARE(m_server->connections(), 0); // the connection was cut, too
    }

    void stopsRaceWithReplies()
    {
        int replies = 0, stopped = 0;
        for (int i = 0; i < 200; ++i) {
            std::stop_source stop;
            std::thread stopper([&stop, i] {
                std::this_thread::sleep_for(std::chrono::microseconds(i * 10));
                stop.request_stop();
            });
            const auto reply = send(request("fine"), stop.get_token());
            stopper.join();
            replies += reply.ok();
            stopped += !reply.ok() && reply.error().isCancelled();
        }
        QCOMPARE(replies + stopped, 200);
        QTRY_VERIFY(m_registry->inFlight() == 0);
    }

    void aStopEndsTheWaitForTheNextAttempt()
    {
        HttpRequest asked = request("far", 120s);
        std::stop_source stop;
        QTimer::singleShot(0, this, [this, &stop] {
            QTRY_VERIFY(m_registry->inFlight() == 0 && !m_server->requests().isEmpty());
            stop.request_stop();
        });
        QVERIFY(send(asked, stop.get_token()).error().isCancelled());
    }

    void aClientMayGoWhileItsCallsAreAwaited()
    {
        const auto state = std::make_shared<HttpClient::State>();
        m_client->start(request("hang"), state, {});
        QTimer::singleShot(0, this, [this] {
            QTRY_VERIFY(!m_server->requests().isEmpty());
            m_client.reset();
        });
        auto *client = m_client.get();
        auto reply = await(client->send(request("hang"), {}));
        QVERIFY(reply && !reply->ok());
        QCOMPARE(reply->error().code, ErrorCode::Transport);
        QVERIFY(state->settled());
    }

    void theBlockingClientMayGoWhileCallersWait()
    {
        Concurrency::WorkPool pool(QStringLiteral("callers"), 4);
        auto http = std::make_unique<BlockingHttp>(m_registry);
        QList<std::shared_ptr<std::optional<Result<HttpReply>>>> results;
        QObject context;
        for (int i = 0; i < 4; ++i) {
            const auto result = std::make_shared<std::optional<Result<HttpReply>>>();
            results += result;
            auto task = pool.submit([raw = http.get(), asked = request("hang")](
                                        std::stop_token token) { return raw->send(asked, Concurrency::Context(token)); },
                std::stop_token(), QStringLiteral("call"));
            QCoro::connect(std::move(task), &context, [result](Result<HttpReply> reply) { result->emplace(std::move(reply)); });
        }
        QTRY_COMPARE(m_server->requests().size(), 4);
        http.reset();
        for (const auto &result : results) {
            QTRY_VERIFY(result->has_value());
            QCOMPARE((*result)->error().code, ErrorCode::Transport);
        }
    }

    void hundredsOfCallsShareAHundredAndTwoConnections()
    {
        m_server->setHandler([](const FakeRequest &) { return FakeReply { 200, "{}", {}, Way::Whole, 100 }; });
        int done = 0;
        QObject context;
        for (int i = 0; i < 500; ++i)
            QCoro::connect(m_client->send(request("x"), {}), &context, [&done](Result<HttpReply> reply) { done += reply.ok(); });
        QTRY_COMPARE_WITH_TIMEOUT(done, 500, 60'000);
        QVERIFY2(m_server->mostConnections() <= 102, qPrintable(QString::number(m_server->mostConnections())));
        QVERIFY(m_server->mostConnections() > 60);
        QCOMPARE(m_client->networkThreads(), 17);
        QCOMPARE(m_registry->peak(), 500);
        const HostFigures host = m_registry->hosts().front();
        QCOMPARE(host.done, 500u);
        QCOMPARE(host.peakActive, 102);
        QVERIFY(host.medianMs >= 100);
    }

    void idleManagersAndTheirThreadsGo()
    {
        m_client = std::make_unique<HttpClient>(m_registry, HttpLimits { 102, 200ms });
        QVERIFY(send(request("fine")).ok());
        QCOMPARE(m_client->networkThreads(), 1);
        QTRY_COMPARE(m_client->networkThreads(), 0);
        QVERIFY(send(request("fine")).ok());
    }

    void retryAfterIsReadAsSecondsOrDate()
    {
        const QDateTime now({ 2015, 10, 21 }, { 7, 28, 0 }, Qt::UTC);
        QCOMPARE(parseRetryAfter("2", now), std::optional(2000ms));
        QCOMPARE(parseRetryAfter("0.5", now), std::optional(500ms));
        QCOMPARE(parseRetryAfter("Wed, 21 Oct 2015 07:28:05 GMT", now), std::optional(5000ms));
        QCOMPARE(parseRetryAfter("Wed, 21 Oct 2015 07:00:00 GMT", now), std::optional(0ms));
        for (const char *bad : { "", "-1", "nan", "1e9", "soon" })
            QVERIFY2(!parseRetryAfter(bad, now), bad);
    }

    void addressesBecomeEndpoints_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("plain"); // path /rerank, as the OpenAI-compatible servers have it
        QTest::addColumn<QString>("versioned"); // path /v1/rerank
        const auto row = [](const char *typed, const char *plain, const char *versioned) {
            QTest::newRow(typed) << QString::fromUtf8(typed) << QString::fromUtf8(plain) << QString::fromUtf8(versioned);
        };
        row("http://h:9997", "http://h:9997/rerank", "http://h:9997/v1/rerank");
        row("http://h:9997/", "http://h:9997/rerank", "http://h:9997/v1/rerank");
        row("http://h:9997/v1", "http://h:9997/v1/rerank", "http://h:9997/v1/rerank");
        row("http://h:9997/v1/", "http://h:9997/v1/rerank", "http://h:9997/v1/rerank");
        row("http://h:9997/v1/rerank", "http://h:9997/v1/rerank", "http://h:9997/v1/rerank");
        row("http://h/pfx/v1", "http://h/pfx/v1/rerank", "http://h/pfx/v1/rerank");
        row("http://h/reranker-svc/v1", "http://h/reranker-svc/v1/rerank", "http://h/reranker-svc/v1/rerank");
        row("http://h/rerank/", "http://h/rerank", "http://h/rerank");
        row("http://h/v1/?a=b#part", "http://h/v1/rerank?a=b", "http://h/v1/rerank?a=b");
        row("  HTTPS://h ", "https://h/rerank", "https://h/v1/rerank");
        row("http://[::1]:80/x%20y", "http://[::1]:80/x%20y/rerank", "http://[::1]:80/x%20y/v1/rerank");
        row("http://h:9997/a b", "http://h:9997/a%20b/rerank", "http://h:9997/a%20b/v1/rerank");
        row("http://my host:9997", "space", "space");
        row("h:9997", "first", "first");
        row("", "needed", "needed");
        row("ftp://h", "first", "first");
        row("http://", "not an address", "not an address");
        row("http://me:word@h", "own field", "own field");
    }
    void addressesBecomeEndpoints()
    {
        QFETCH(const QString, typed);
        QFETCH(const QString, plain);
        QFETCH(const QString, versioned);
        const auto check = [&](const char *path, const QString &expected) {
            const auto url = endpointFrom(typed, { {}, QLatin1String(path), { QStringLiteral("rerank") } });
            if (expected.contains(QLatin1String("://")))
                QCOMPARE(url ? url->toString(QUrl::FullyEncoded) : url.error().message, expected);
            else
                QVERIFY2(!url && url.error().message.contains(expected), qUtf8Printable(url ? url->toString() : url.error().message));
        };
        check("/rerank", plain);
        check("/v1/rerank", versioned);
    }
};

QTEST_GUILESS_MAIN(TestHttp)
#include "test_http.moc"
