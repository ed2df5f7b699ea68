// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/llm/httpchatmodel.h"
#include "tests/support/chatcontracts.h"
#include "tests/support/testsupport.h"

namespace Heddle::TestSupport {

//! \brief A chat model whose server does what the test tells it to.
class ChatFixture : public QObject {
protected:
    static inline const QByteArray Key = "sk-secret-0123456789";

    std::unique_ptr<FakeHttpServer> m_server;
    std::shared_ptr<Net::CallRegistry> m_registry;
    std::unique_ptr<Net::HttpClient> m_client;
    QString m_answer, m_thinking;
    QStringList m_waiting;

    Llm::Configuration configuration(const QString &provider = QStringLiteral("openai-compatible")) const
    {
        Llm::Configuration made;
        made.endpoint.id = provider;
        made.endpoint.url = m_server->base();
        made.endpoint.model = QStringLiteral("some-model");
        made.wait = std::chrono::seconds(20);
        return made;
    }
    Result<Llm::ChatReply> complete(const Llm::Configuration &configuration, std::stop_token stop = {})
    {
        m_answer.clear();
        m_thinking.clear();
        m_waiting.clear();
        auto model = Llm::HttpChatModel::make(configuration, m_client.get());
        if (!model)
            return model.error();
        Llm::ChatRequest request;
        request.messages = { { Llm::ChatMessage::Role::System, QStringLiteral("Rules {with} braces") },
            { Llm::ChatMessage::Role::User, QStringLiteral("One") }, { Llm::ChatMessage::Role::Assistant, QStringLiteral("Two") },
            { Llm::ChatMessage::Role::User, QStringLiteral("Three \"四\"\n") } };
        request.purpose = QStringLiteral("answer");
        auto reply = await((*model)->complete(
            request,
            [this](const Llm::ChatEvent &event) {
                if (const auto *delta = std::get_if<Llm::ChatDelta>(&event)) {
                    (delta->kind == Llm::ChatDelta::Kind::Answer ? m_answer : m_thinking) += delta->text;
                } else if (const auto *waiting = std::get_if<Llm::ChatWaiting>(&event)) {
                    m_waiting += waiting->text;
                } else {
                    m_thinking += m_answer;
                    m_answer.clear();
                }
            },
            Concurrency::Context(stop)));
        return reply.value_or(Error { ErrorCode::Programming, QStringLiteral("did not end"), {}, false });
    }
    void begin()
    {
        m_server = std::make_unique<FakeHttpServer>([](const FakeRequest &) { return FakeReply(); });
        m_registry = std::make_shared<Net::CallRegistry>();
        m_client = std::make_unique<Net::HttpClient>(m_registry);
    }
    void end()
    {
        m_client.reset();
        m_server.reset();
    }
};

} // namespace Heddle::TestSupport
