// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/conversation/branch.h"
#include "core/conversation/conversationservice.h"
#include "core/llm/httpchatmodel.h"
#include "core/storage/schemas.h"
#include "tests/support/chatcontracts.h"
#include "tests/support/testlibrary.h"
#include "tests/support/testsetup.h"

namespace Heddle::TestSupport {

//! \brief Conversations over a library of two files, with a chat model that answers what the test tells it to.
class DialogFixture : public QObject {
protected:
    using Answered = Conversation::ConversationService::Answered;

    std::unique_ptr<Concurrency::TaskGroup> m_tasks;
    std::unique_ptr<TestLibrary> m_library;
    std::unique_ptr<Net::HttpClient> m_http;
    std::unique_ptr<FakeHttpServer> m_server;
    std::unique_ptr<Storage::ConversationRepository> m_conversations;
    std::unique_ptr<TestSetup> m_setup;
    std::unique_ptr<Retrieval::Retriever> m_retriever;
    std::unique_ptr<Dialog::DialogService> m_dialog;
    std::unique_ptr<Conversation::ConversationService> m_service;
    QList<FakeRequest> m_chats;
    FakeHttpServer::Handler m_chat;

    void useModel(std::chrono::milliseconds wait = std::chrono::seconds(20), int context = 8192)
    {
        Llm::Configuration configuration;
        configuration.endpoint.id = QStringLiteral("openai-compatible");
        configuration.endpoint.url = m_server->base();
        configuration.endpoint.model = QStringLiteral("some-model");
        configuration.wait = wait;
        configuration.context = context;
        m_setup->change([&](Setup::AnswerSetup &setup) { setup.chatModel = *Llm::HttpChatModel::make(configuration, m_http.get()); });
    }
    void answerWith(const QStringList &pieces, int pauseMs = 0)
    {
        m_chat = [pieces, pauseMs](const FakeRequest &) { return writtenReply(pieces, pauseMs); };
    }
    Answered ask(const Conversation::AskRequest &request, std::stop_token stop = {}, const Dialog::EventSink &sink = {})
    {
        auto answered = await(m_service->ask(request, stop, sink));
        if (!answered || !answered->ok())
            qFatal("the turn was not saved: %s", answered ? qUtf8Printable(answered->error().message) : "no end");
        return **answered;
    }
    QList<Conversation::Message> stored(const QString &conversation)
    {
        auto loaded = await(m_service->load(conversation, {}));
        return loaded && loaded->ok() ? (**loaded).messages : QList<Conversation::Message>();
    }
    QList<Conversation::Message> shown(const QString &conversation)
    {
        auto loaded = await(m_service->load(conversation, {}));
        return Conversation::branchTo((**loaded).messages, (**loaded).summary.leaf);
    }
    void begin()
    {
        Storage::Database::closeThreadConnections();
        m_tasks = std::make_unique<Concurrency::TaskGroup>();
        m_library = std::make_unique<TestLibrary>();
        m_library->write(QStringLiteral("fees.md"),
            "# Fees\n\nLate fees fall from $32 to $8 under the new rule.\n\n# Council\n\nThe competition council was founded in 2021.\n");
        m_library->write(QStringLiteral("penguins.md"), "# Penguins\n\nPenguins eat krill and small fish. They live in the south.\n");
        QVERIFY(m_library->index().ok());
        auto database = Storage::Database::open(m_library->data() + QStringLiteral("/conversations.db"), Storage::conversationsSchema());
        QVERIFY(database.ok());
        m_conversations = std::make_unique<Storage::ConversationRepository>(*database);
        m_chats.clear();
        answerWith({ QStringLiteral("Late fees fall "), QStringLiteral("from $32 to $8 [1].") });
        m_server = std::make_unique<FakeHttpServer>([this](const FakeRequest &request) {
            if (request.method == "GET")
                return FakeReply { 404, "{}", {}, FakeReply::Way::Whole, 0 };
            m_chats += request;
            return m_chat(request);
        });
        m_http = std::make_unique<Net::HttpClient>(std::make_shared<Net::CallRegistry>(m_library->pools().flows));
        m_setup = std::make_unique<TestSetup>(m_library->sharedEngine());
        m_retriever = std::make_unique<Retrieval::Retriever>(&m_library->pools(), m_tasks.get());
        m_dialog = std::make_unique<Dialog::DialogService>(m_retriever.get(), m_library->library(), &m_library->pools());
        m_service = std::make_unique<Conversation::ConversationService>(
            *m_conversations, m_library->library(), m_dialog.get(), m_setup->current(), &m_library->pools(), m_tasks.get());
    }
    void end()
    {
        QVERIFY(*await(m_tasks->drain(std::chrono::seconds(5))));
        m_service.reset();
        m_dialog.reset();
        m_retriever.reset();
        m_setup.reset();
        m_http.reset();
        m_server.reset();
        m_conversations.reset();
        m_library.reset();
        m_tasks.reset();
        Storage::Database::closeThreadConnections();
    }
    static Conversation::AskRequest question(const QString &text, const QString &conversation = {})
    {
        Conversation::AskRequest request;
        request.question = text;
        request.conversation = conversation;
        return request;
    }
};

} // namespace Heddle::TestSupport
