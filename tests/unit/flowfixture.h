// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/conversation/conversationservice.h"
#include "core/storage/schemas.h"
#include "tests/support/testlibrary.h"
#include "tests/support/testsetup.h"

namespace Heddle::TestSupport {

//! \brief Questions to a library of a hundred files about fees and two about penguins; no chat model answers.
class FlowFixture : public QObject {
protected:
    Concurrency::TaskGroup m_tasks;
    std::unique_ptr<TestLibrary> m_library;
    std::unique_ptr<Storage::ConversationRepository> m_conversations;
    std::unique_ptr<TestSetup> m_setup;
    std::unique_ptr<Retrieval::Retriever> m_retriever;
    std::unique_ptr<Dialog::DialogService> m_dialog;
    std::unique_ptr<Conversation::ConversationService> m_service;

    void begin()
    {
        Storage::Database::closeThreadConnections();
        m_library = std::make_unique<TestLibrary>();
        for (int i = 0; i < 100; ++i)
            m_library->write(
                QStringLiteral("f%1.txt").arg(i), QStringLiteral("The fee of case %1 is settled. ").arg(i).repeated(1 + i % 5).toUtf8());
        m_library->write(
            QStringLiteral("answer.txt"), "Penguins live in the south. A penguin eats fish and krill every day. It can't fly.");
        m_library->write(QStringLiteral("second.txt"), "What does a penguin eat? Many birds, such as the penguin, eat fish from the sea.");
        QVERIFY(m_library->index().ok());
        auto database = Storage::Database::open(m_library->data() + QLatin1String("/conversations.db"), Storage::conversationsSchema());
        QVERIFY(database.ok());
        m_conversations = std::make_unique<Storage::ConversationRepository>(*database);
        m_setup = std::make_unique<TestSetup>(m_library->sharedEngine());
        m_retriever = std::make_unique<Retrieval::Retriever>(&m_library->pools(), &m_tasks);
        m_dialog = std::make_unique<Dialog::DialogService>(m_retriever.get(), m_library->library(), &m_library->pools());
        m_service = std::make_unique<Conversation::ConversationService>(
            *m_conversations, m_library->library(), m_dialog.get(), m_setup->current(), &m_library->pools(), &m_tasks);
    }
    static void end() { Storage::Database::closeThreadConnections(); }
    Conversation::ConversationService::Answered ask(const QString &question, const QString &conversation = {})
    {
        auto answered = await(m_service->ask(Conversation::AskRequest { question, conversation, {}, {}, {}, {}, {} }, {}, {}));
        if (!answered || !answered->ok())
            qFatal("no answer");
        return **answered;
    }
};

} // namespace Heddle::TestSupport
