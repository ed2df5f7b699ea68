// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/concurrency/sleep.h"
#include "tests/support/testlibrary.h"
#include "tests/support/testsetup.h"
#include "ui/chat/chatsession.h"
#include "ui/window/conversationlist.h"
#include <QListView>
#include <QSignalSpy>

using namespace Heddle;
using namespace Heddle::TestSupport;
using namespace std::chrono_literals;
using Conversation::Answer;

namespace {

//! A model that writes what it is told to, with a pause before each piece; an error takes the place of a reply.
class ScriptedModel : public Llm::ChatModel {
public:
    QStringList pieces { QStringLiteral("Late fees fall "), QStringLiteral("to $8 [1].") };
    std::chrono::milliseconds pause { 0 };
    bool held = false; //!< says nothing until it is let go
    std::optional<Error> error;

    QString name() const override { return QStringLiteral("Script"); }
    QString host() const override { return QStringLiteral("http://script"); }
    QString model() const override { return QStringLiteral("script-1"); }
    QCoro::Task<int> contextTokens(Concurrency::Context) override { co_return 8192; }
    QCoro::Task<Result<Llm::ChatReply>> complete(Llm::ChatRequest, Llm::ChatSink sink, Concurrency::Context context) override
    {
        while (held && !context.stop_requested())
            co_await Concurrency::sleepFor(1ms, context.stop, &m_timers);
        if (error)
            co_return *error;
        Llm::ChatReply reply;
        const QStringList script = pieces;
        for (const QString &piece : script) {
            co_await Concurrency::sleepFor(pause, context.stop, &m_timers);
            if (context.stop_requested())
                co_return Error::cancelled();
            reply.answer += piece;
            if (sink)
                sink(Llm::ChatDelta { Llm::ChatDelta::Kind::Answer, piece });
        }
        co_return reply;
    }

private:
    QObject m_timers;
};

} // namespace

//! The chat's session, and a page of the window, over services of their own: no App, no window.
class TestChatSession : public QObject {
    Q_OBJECT
    std::unique_ptr<Concurrency::TaskGroup> m_tasks;
    std::unique_ptr<TestLibrary> m_library;
    std::unique_ptr<Storage::ConversationRepository> m_conversations;
    std::unique_ptr<TestSetup> m_setup;
    std::unique_ptr<Retrieval::Retriever> m_retriever;
    std::unique_ptr<Dialog::DialogService> m_dialog;
    std::unique_ptr<Conversation::ConversationService> m_service;
    std::shared_ptr<ScriptedModel> m_model;

    std::unique_ptr<Ui::ChatSession> session() { return std::make_unique<Ui::ChatSession>(m_service.get(), m_tasks.get()); }
    QTemporaryDir m_files;
    QString file(const char *name) const
    {
        const QString path = m_files.filePath(QLatin1String(name));
        writeFile(path, "A further movement of 4 millimetres would close the eastern lane.\n");
        return path;
    }
    QStringList attachedTo(const QString &conversation)
    {
        QStringList names;
        const auto listed = await(m_service->attachments().list(conversation, {}));
        for (const Conversation::Attachment &one : listed->value())
            names += one.name();
        return names;
    }
    static const Ui::Exchange &last(const std::unique_ptr<Ui::ChatSession> &session) { return session->exchanges().last(); }
    //! Asks, and waits for the end of it.
    void ask(const std::unique_ptr<Ui::ChatSession> &session, const char *question, const std::optional<QString> &before = {})
    {
        session->ask(QString::fromLatin1(question), before);
        QVERIFY(session->isAnswering());
        QTRY_VERIFY(!session->isAnswering());
    }
    void open(const std::unique_ptr<Ui::ChatSession> &session, const QString &conversation)
    {
        QSignalSpy changed(session.get(), &Ui::ChatSession::changed);
        session->open(conversation);
        QTRY_VERIFY(!changed.isEmpty());
    }

private Q_SLOTS:
    void init()
    {
        m_tasks = std::make_unique<Concurrency::TaskGroup>();
        m_library = std::make_unique<TestLibrary>();
        m_library->write(QStringLiteral("fees.md"), "# Fees\n\nLate fees fall from $32 to $8 under the new rule.\n");
        QVERIFY(m_library->index().ok());
        auto database = Storage::Database::open(m_library->data() + QStringLiteral("/conversations.db"), Storage::conversationsSchema());
        QVERIFY(database.ok());
        m_conversations = std::make_unique<Storage::ConversationRepository>(*database);
        m_retriever = std::make_unique<Retrieval::Retriever>(&m_library->pools(), m_tasks.get());
        m_setup = std::make_unique<TestSetup>(m_library->sharedEngine());
        m_dialog = std::make_unique<Dialog::DialogService>(m_retriever.get(), m_library->library(), &m_library->pools());
        m_service = std::make_unique<Conversation::ConversationService>(
            *m_conversations, m_library->library(), m_dialog.get(), m_setup->current(), &m_library->pools(), m_tasks.get());
        m_model = std::make_shared<ScriptedModel>();
        m_setup->change([this](Setup::AnswerSetup &setup) { setup.chatModel = m_model; });
    }
    void cleanup()
    {
        QVERIFY(*await(m_tasks->drain(5s)));
        m_service.reset();
        m_dialog.reset();
        m_retriever.reset();
        m_setup.reset();
        m_conversations.reset();
        m_library.reset();
        m_tasks.reset();
        Storage::Database::closeThreadConnections();
    }

    void aQuestionIsAskedSavedAndLoaded()
    {
        const auto first = session();
        QSignalSpy conversations(first.get(), &Ui::ChatSession::conversationChanged);
        QSignalSpy finished(first.get(), &Ui::ChatSession::finished), writing(first.get(), &Ui::ChatSession::writing);
        ask(first, "How much are late fees?");
        QCOMPARE(first->exchanges().size(), 1);
        QCOMPARE(last(first).answer.state, Answer::State::Done);
        QCOMPARE(last(first).answer.kind, Answer::Kind::Written);
        QCOMPARE(last(first).answer.text, QStringLiteral("Late fees fall to $8 [1]."));
        QCOMPARE(last(first).answer.sources.first().n, 1);
        QVERIFY(!first->conversation().isEmpty() && !last(first).questionId.isEmpty() && !last(first).answerId.isEmpty());
        QCOMPARE(conversations.size(), 2); // begun, and done
        QCOMPARE(writing.size(), 2);
        QVERIFY(finished.last().first().value<const Conversation::Answer *>());

        const auto second = session();
        open(second, first->conversation());
        QCOMPARE(second->exchanges().size(), 1);
        QCOMPARE(last(second).question, QStringLiteral("How much are late fees?"));
        QCOMPARE(last(second).answer.text, last(first).answer.text);
        QCOMPARE(last(second).answer.kind, Answer::Kind::Written);
        QCOMPARE(last(second).answerId, last(first).answerId);
    }

    void aStopKeepsWhatWasWritten()
    {
        m_model->pieces = QStringList(200, QStringLiteral("fees "));
        m_model->pause = 5ms;
        const auto first = session();
        first->ask(QStringLiteral("How much are late fees?"), {});
        QTRY_VERIFY(last(first).answer.text.size() > 20);
        first->stop();
        QTRY_VERIFY(!first->isAnswering());
        QCOMPARE(last(first).answer.state, Answer::State::Stopped);
        QVERIFY(last(first).answer.text.startsWith(QLatin1String("fees fees ")));
        const auto second = session();
        open(second, first->conversation());
        QCOMPARE(last(second).answer.state, Answer::State::Stopped);
        QCOMPARE(last(second).answer.text, last(first).answer.text);
        QVERIFY(!last(second).answer.interrupted);
    }

    void whatIsQuotedStandsUntilTheFirstWord()
    {
        m_model->held = true;
        const auto first = session();
        first->ask(QStringLiteral("How much are late fees?"), {});
        QTRY_VERIFY_WITH_TIMEOUT(last(first).answer.quoted, 120'000);
        QVERIFY(first->isAnswering() && last(first).answer.text.isEmpty());
        QCOMPARE(last(first).answer.quoted->cards.size(), 1);
        QCOMPARE(last(first).answer.sources.first().n, last(first).answer.quoted->cards.first().n); // a click on the card opens it
        QCOMPARE(last(first).stage, QStringLiteral("script-1 is writing…"));
        m_model->pause = 1h; // from now on between two words
        m_model->pieces.prepend(QStringLiteral(" "));
        m_model->held = false;
        first->stop(); // nothing was written: what was shown stays, and is stored
        QTRY_VERIFY(!first->isAnswering());
        QVERIFY(last(first).answer.quoted && last(first).answer.state == Answer::State::Stopped);
        const auto second = session();
        open(second, first->conversation());
        QVERIFY(last(second).answer.quoted && last(second).answer.text.contains(QLatin1String("$32 to $8")));

        m_model->held = true;
        m_model->pause = 0ms;
        QList<bool> quoted; // with each change of what is shown
        connect(second.get(), &Ui::ChatSession::writing, this, [&] { quoted += last(second).answer.quoted.has_value(); });
        second->ask(QStringLiteral("How much are late fees under the new rule?"), {}); // needs no rewriting
        QTRY_VERIFY_WITH_TIMEOUT(last(second).answer.quoted, 120'000);
        m_model->held = false;
        QTRY_VERIFY(!second->isAnswering());
        QCOMPARE(quoted, QList<bool>({ true, false, false })); // a space is no word
        QVERIFY(!last(second).answer.quoted);
        QCOMPARE(last(second).answer.text.trimmed(), QStringLiteral("Late fees fall to $8 [1]."));
    }

    void whatIsQuotedStaysWhenTheModelFails()
    {
        m_model->held = true;
        m_model->error = Error { ErrorCode::Timeout, QStringLiteral("Too slow."), {}, true };
        const auto first = session();
        first->ask(QStringLiteral("What are late fees?"), {});
        QTRY_VERIFY_WITH_TIMEOUT(last(first).answer.quoted, 120'000);
        const QString shown = Dialog::plainText(*last(first).answer.quoted, last(first).answer.sources);
        m_model->held = false;
        QTRY_VERIFY(!first->isAnswering());
        QCOMPARE(last(first).answer.kind, Answer::Kind::Quoted);
        QCOMPARE(last(first).answer.text, shown);
        QVERIFY2(last(first).answer.notices.size() == 1, qPrintable(last(first).answer.notices.join(QLatin1Char('|'))));
        // The next question knows it.
        m_model->error.reset();
        ask(first, "And since when?");
        QCOMPARE(last(first).answer.kind, Answer::Kind::Written);
        const auto second = session();
        open(second, first->conversation());
        QCOMPARE(second->exchanges().size(), 2);
        QCOMPARE(second->exchanges().first().answer.text, shown);
    }

    //! The application is closing.
    void aStopOfTheGroupStopsTheAnswer()
    {
        m_model->pieces = QStringList(200, QStringLiteral("fees "));
        m_model->pause = 5ms;
        const auto first = session();
        first->ask(QStringLiteral("How much are late fees?"), {});
        QTRY_VERIFY(last(first).answer.text.size() > 20);
        QVERIFY(*await(m_tasks->drain(5s)));
        QCOMPARE(last(first).answer.state, Answer::State::Stopped);
    }

    void anErrorHasTheSameCodeAfterwards()
    {
        m_model->error = Error { ErrorCode::Timeout, QStringLiteral("script sent nothing for 1 s"), {}, true };
        const auto first = session();
        ask(first, "How much are late fees?");
        QCOMPARE(last(first).answer.kind, Answer::Kind::Quoted);
        const auto second = session();
        open(second, first->conversation());
        for (const auto *shown : { &last(first), &last(second) }) {
            QVERIFY(shown->answer.error);
            QCOMPARE(shown->answer.error->code, ErrorCode::Timeout);
            QCOMPARE(shown->answer.error->message, QStringLiteral("script sent nothing for 1 s"));
        }
    }

    void aSessionThatGoesDropsNoTurn()
    {
        m_model->pieces = QStringList(30, QStringLiteral("fees "));
        m_model->pause = 5ms;
        auto first = session();
        first->ask(QStringLiteral("How much are late fees?"), {});
        QTRY_VERIFY(last(first).answer.text.size() > 20);
        const QString conversation = first->conversation();
        first.reset();
        const auto second = session();
        QTRY_VERIFY([&] {
            open(second, conversation);
            return last(second).answer.state == Answer::State::Done;
        }());
        QCOMPARE(last(second).answer.text.count(QLatin1String("fees")), 30);
    }

    void anotherConversationIsShownMeanwhile()
    {
        m_model->pieces = QStringList(30, QStringLiteral("fees "));
        m_model->pause = 5ms;
        const auto chat = session();
        chat->ask(QStringLiteral("How much are late fees?"), {});
        QTRY_VERIFY(last(chat).answer.text.size() > 20);
        const QString conversation = chat->conversation();
        chat->open(QString());
        QVERIFY(chat->exchanges().isEmpty() && !chat->isAnswering());
        QTRY_COMPARE(m_tasks->running(), 0);
        QVERIFY(chat->exchanges().isEmpty()); // the late answer is none of its business
        open(chat, conversation);
        QCOMPARE(last(chat).answer.state, Answer::State::Done);
    }

    //! Its conversation has no id yet.
    void aFileThatComesWithTheFirstQuestionIsOfItsConversation()
    {
        const QString path = file("bridge.txt");
        const auto chat = session();
        chat->ask(QStringLiteral("How much are late fees?"), {});
        QVERIFY(chat->conversation().isEmpty());
        chat->attach({ path });
        QTRY_COMPARE(chat->attachments().size(), 1);
        QTRY_VERIFY(!chat->isAnswering());
        QCOMPARE(await(m_service->list(0, 10, {}, {}))->value().size(), 1);
        QCOMPARE(attachedTo(chat->conversation()), QStringList(QStringLiteral("bridge.txt")));
    }

    void filesAreAttachedThoughAnotherConversationIsShown()
    {
        const auto chat = session();
        chat->attach({ file("one.txt"), file("two.txt"), file("three.txt") });
        chat->open(QString());
        QVERIFY(chat->reading().isEmpty());
        QTRY_COMPARE(m_tasks->running(), 0);
        QVERIFY(chat->attachments().isEmpty());
        const auto listed = await(m_service->list(0, 10, {}, {}))->value();
        QCOMPARE(listed.size(), 1);
        QCOMPARE(attachedTo(listed.first().id).size(), 3);
    }

    void aFileThatIsReadCanBeStopped()
    {
        const auto chat = session();
        QSignalSpy failed(chat.get(), &Ui::ChatSession::attachingFailed);
        const QString one = file("one.txt"), two = file("two.txt"), three = file("three.txt");
        chat->attach({ one, two, three });
        chat->cancelAttaching(two); // it waits
        chat->cancelAttaching(one); // it is being read
        QTRY_VERIFY(chat->reading().isEmpty());
        QCOMPARE(chat->attachments().size(), 1);
        QCOMPARE(chat->attachments().first().name(), QStringLiteral("three.txt"));
        chat->attach({ one, two });
        chat->stopAttaching();
        QTRY_COMPARE(m_tasks->running(), 0);
        QCOMPARE(attachedTo(chat->conversation()), QStringList(QStringLiteral("three.txt")));
        QCOMPARE(failed.count(), 0);
    }

    void whatAnotherProgramAttachedIsShown()
    {
        const auto chat = session();
        ask(chat, "How much are late fees?");
        QVERIFY(await(m_service->attachments().attach(chat->conversation(), QFile::encodeName(file("one.txt")), {}))->ok());
        chat->reload();
        QTRY_COMPARE(chat->attachments().size(), 1);
    }

    void versionsAreKeptBesideEachOther()
    {
        const auto chat = session();
        ask(chat, "How much are late fees?");
        const QString question = last(chat).questionId, answer = last(chat).answerId;
        chat->answerAgain(0);
        QTRY_COMPARE(last(chat).answerVersions.size(), 2);
        QVERIFY(last(chat).answerId != answer);
        chat->showVersion(answer);
        QTRY_COMPARE(last(chat).answerId, answer);
        ask(chat, "Which fees fall?", QString()); // in place of the first
        QTRY_COMPARE(last(chat).questionVersions.size(), 2);
        QCOMPARE(chat->exchanges().size(), 1);
        chat->showVersion(question);
        QTRY_COMPARE(last(chat).question, QStringLiteral("How much are late fees?"));
        chat->deleteTurn(0);
        QTRY_COMPARE(last(chat).question, QStringLiteral("Which fees fall?"));
    }

    void relatedQuestionsComeWithTheLastAnswer()
    {
        const auto chat = session();
        ask(chat, "How much are late fees?");
        m_model->pieces = { QStringLiteral("1. Who pays?\n2. When are they due?\n3. Why?") };
        chat->findRelated(0);
        QTRY_VERIFY(!last(chat).related.isEmpty());
        QCOMPARE(last(chat).related.first(), QStringLiteral("Who pays?"));
        QCOMPARE(last(chat).answer.sent.last().purpose, QStringLiteral("related questions"));
    }

    void aListOfConversationsNeedsNoApp()
    {
        Ui::ConversationList list(m_service.get(), &m_library->pools().render, m_tasks.get());
        const auto *rows = list.findChild<QListView *>(QStringLiteral("conversations"))->model();
        const auto chat = session();
        m_setup->change([](Setup::AnswerSetup &setup) { setup.chatModel.reset(); }); // it would give it a title
        ask(chat, "How much are late fees?");
        list.refresh();
        QTRY_COMPARE(rows->rowCount(), 2);
        QCOMPARE(rows->index(1, 0).data().toString(), QStringLiteral("How much are late fees?"));
    }
};

QTEST_MAIN(TestChatSession)
#include "test_chatsession.moc"
