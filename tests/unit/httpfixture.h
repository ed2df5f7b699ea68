// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/net/httpclient.h"
#include "tests/support/fakehttpserver.h"
#include "tests/support/testsupport.h"

namespace Heddle::TestSupport {

//! \brief A client, and a server that answers each path in its own way, good or bad. After every test nothing may be left.
class HttpFixture : public QObject {
protected:
    std::unique_ptr<FakeHttpServer> m_server;
    std::shared_ptr<Net::CallRegistry> m_registry;
    std::unique_ptr<Net::HttpClient> m_client;
    int m_overloaded = 0;

    //! What the path of a request asks for.
    FakeReply play(const FakeRequest &request)
    {
        const QByteArray what = request.path.mid(1);
        FakeReply reply;
        reply.body = R"({"fine":true})";
        const QList<QPair<QByteArray, FakeReply::Way>> ways { { "hang", FakeReply::Way::Hang }, { "drip", FakeReply::Way::Drip },
            { "short", FakeReply::Way::Short }, { "reset", FakeReply::Way::Reset }, { "endless", FakeReply::Way::Endless } };
        for (const auto &[name, way] : ways) {
            if (what == name)
                reply.way = way;
        }
        if (what == "401")
            reply = { 401, "no", { { "WWW-Authenticate", "Basic realm=x" } }, FakeReply::Way::Whole, 0 };
        else if (what == "overloaded" && ++m_overloaded < 3)
            reply = { 429, "later", { { "Retry-After", "0.05" } }, FakeReply::Way::Whole, 0 };
        else if (what == "far")
            reply = { 429, "later", { { "Retry-After", "60" } }, FakeReply::Way::Whole, 0 };
        else if (what == "moved")
            reply = { 307, {}, { { "Location", "/fine" } }, FakeReply::Way::Whole, 0 };
        else if (what == "found")
            reply = { 302, {}, { { "Location", "/fine" } }, FakeReply::Way::Whole, 0 };
        else if (what == "away")
            reply = { 307, {}, { { "Location", "http://127.0.0.2:9/thief" } }, FakeReply::Way::Whole, 0 };
        else if (what.startsWith("round"))
            reply = { 307, {}, { { "Location", '/' + what + 'x' } }, FakeReply::Way::Whole, 0 };
        else if (what.startsWith("slow"))
            reply.delayMs = 100;
        return reply;
    }
    Net::HttpRequest request(const char *path, std::chrono::milliseconds deadline = std::chrono::seconds(20)) const
    {
        Net::HttpRequest request;
        request.url = m_server->url(QLatin1Char('/') + QLatin1String(path));
        request.body = "{}";
        request.purpose = QStringLiteral("test");
        request.deadline = deadline;
        return request;
    }
    Result<Net::HttpReply> send(const Net::HttpRequest &request, std::stop_token stop = {})
    {
        auto reply = await(m_client->send(request, Concurrency::Context(stop)), 60'000);
        return reply ? *reply : Error { ErrorCode::Programming, QStringLiteral("never ended"), {}, false };
    }
    //! Nothing is left of any call.
    void isClean() const
    {
        QVERIFY(m_registry->inFlight() == 0);
        for (const Net::HostFigures &host : m_registry->hosts())
            QVERIFY(host.waiting == 0 && host.active == 0);
    }
    void begin()
    {
        m_overloaded = 0;
        m_server = std::make_unique<FakeHttpServer>([this](const FakeRequest &request) { return play(request); });
        m_registry = std::make_shared<Net::CallRegistry>();
        m_client = std::make_unique<Net::HttpClient>(m_registry);
    }
    void end()
    {
        isClean();
        m_client.reset();
        m_server.reset();
    }
};

} // namespace Heddle::TestSupport
