// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "tests/support/chatcontracts.h"
#include "tests/ui/windowfixture.h"

namespace Heddle::TestSupport {

//! \brief A window over the sample library, and a chat model that answers what the test tells it to.
class WritingFixture : public WindowFixture {
public:
    std::unique_ptr<FakeHttpServer> m_server;
    FakeHttpServer::Handler m_chat; //!< answers a chat request
    QList<FakeRequest> m_chats; //!< the chat requests so far

    void begin()
    {
        m_chats.clear();
        answerWith({ QStringLiteral("Heddle shows "), QStringLiteral("where it comes from [1].") });
        m_server = std::make_unique<FakeHttpServer>([this](const FakeRequest &request) { return reply(request); });
        WindowFixture::begin();
        addSample();
    }
    void end()
    {
        WindowFixture::end();
        m_server.reset();
    }
    void useModel()
    {
        const QPair<const char *, QString> values[] = { { "chat.provider", QStringLiteral("openai-compatible") },
            { "chat.url", m_server->base() }, { "chat.model", QStringLiteral("fake") } };
        for (const auto &[key, value] : values)
            QVERIFY(m_app->settings().set(QLatin1String(key), value).ok());
        QVERIFY(awaitVoid(m_app->setup().apply({})));
        QVERIFY(m_app->setup().answers().take()->chatModel);
    }
    void answerWith(const QStringList &pieces, int pauseMs = 0)
    {
        m_chat = [pieces, pauseMs](const FakeRequest &) { return writtenReply(pieces, pauseMs); };
    }
    bool answered() const { return child<QPushButton>("send")->accessibleName() == QLatin1String("Send"); }

private:
    FakeReply reply(const FakeRequest &request)
    {
        if (request.method == "GET")
            return request.path == "/v1/models" ? modelsReply({ QStringLiteral("small"), QStringLiteral("large") }, 8192)
                                                : FakeReply { 404, "{}", {}, FakeReply::Way::Whole, 0 };
        m_chats += request;
        return request.body.contains("Write a title") ? writtenReply({ QStringLiteral("A title") }) : m_chat(request);
    }
};

} // namespace Heddle::TestSupport
