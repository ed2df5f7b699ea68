// SPDX-License-Identifier: GPL-3.0-or-later
// Calls over HTTP on their way: taken in pieces, stopped, left behind, and hundreds at once.
#include "core/concurrency/workpool.h"
#include "core/net/blockinghttp.h"
#include "tests/unit/httpfixture.h"
#include <QElapsedTimer>
#include <QTimer>
#include <thread>

using namespace Heddle;
using namespace Heddle::Net;
using namespace Heddle::TestSupport;
using namespace std::chrono_literals;
using Way = FakeReply::Way;

class TestHttpCalls : public HttpFixture {
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

    void bytesOfAReplyCanBeTakenAsTheyCome()
    {
        QByteArray got;
        const auto state = std::make_shared<HttpClient::State>();
        m_client->start(request("fine"), state, {}, [&got](const QByteArray &bytes) {
            got += bytes;
            return true;
        });
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
        m_client->start(idle, silent, {}, [](const QByteArray &) { return true; });
        m_client->start(request("drip"), stopped, Concurrency::Context(stop.get_token()), [&](const QByteArray &) {
            if (++pieces == 3)
                stop.request_stop();
            return true;
        });
        m_client->start(request("drip"), left, {}, [](const QByteArray &) { return true; });
        QTRY_VERIFY(silent->settled() && stopped->settled());
        QCOMPARE(silent->take().error().code, ErrorCode::Timeout);
        QVERIFY(stopped->take().error().isCancelled());
        QVERIFY(!left->settled());
        m_client.reset();
        QCOMPARE(left->take().error().code, ErrorCode::Transport);
    }

    void aLargeReplyArrivesWholeHoweverSlowlyItIsTaken()
    {
        QByteArray body;
        for (int i = 0; body.size() < (8 << 20); ++i) // thirty times what Qt holds for us
            body += QByteArray::number(i) + ' ';
        FakeReply whole, chunked;
        whole.body = body;
        chunked.way = Way::Stream;
        for (qsizetype at = 0; at < body.size(); at += 300'000)
            chunked.pieces += { 0, body.mid(at, 300'000) };
        for (const FakeReply &reply : { whole, chunked }) {
            m_server->setHandler([&reply](const FakeRequest &) { return reply; });
            const auto taken = send(request("large"));
            QVERIFY(taken.ok() && taken->body == body);

            QByteArray got;
            int asked = 0, largest = 0;
            const auto state = std::make_shared<HttpClient::State>();
            m_client->start(request("large"), state, {}, [&](const QByteArray &bytes) {
                got += bytes;
                largest = std::max(largest, int(bytes.size()));
                return ++asked % 4 == 0; // busy three times of four
            });
            QTRY_VERIFY_WITH_TIMEOUT(state->settled(), 60'000);
            QVERIFY(state->take().ok());
            QVERIFY(got == body);
            // The rest waits at the server; how much comes before Qt's thread knows the limit depends on how busy the computer is.
            QVERIFY2(largest < body.size(), qPrintable(QString::number(largest)));
        }
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
};

QTEST_GUILESS_MAIN(TestHttpCalls)
#include "test_httpcalls.moc"
