// SPDX-License-Identifier: GPL-3.0-or-later
// What a call over HTTP comes back with, whom it trusts, and where it goes.
#include "core/concurrency/workpool.h"
#include "core/net/blockinghttp.h"
#include "core/net/endpoint.h"
#include "tests/unit/httpfixture.h"
#include <QElapsedTimer>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslServer>

using namespace Heddle;
using namespace Heddle::Net;
using namespace Heddle::TestSupport;
using namespace std::chrono_literals;
using Way = FakeReply::Way;

class TestHttp : public HttpFixture {
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

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
        QTest::newRow("https to a plain port") << QString() << QStringLiteral("https")
                                               << QStringLiteral("the TLS handshake failed. Check the port");
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
