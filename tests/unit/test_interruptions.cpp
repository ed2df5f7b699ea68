// SPDX-License-Identifier: GPL-3.0-or-later
// Answers that do not come to their end: the model fails or breaks off, the user stops it, the program is closed.
#include "core/conversation/messagecodec.h"
#include "tests/unit/dialogfixture.h"

using namespace Heddle;
using namespace Heddle::Dialog;
using namespace Heddle::TestSupport;
using namespace std::chrono_literals;
using Conversation::Answer;
using Conversation::AskRequest;
using Conversation::Message;
using Way = FakeReply::Way;

class TestInterruptions : public DialogFixture {
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

    //! None can make it worse: without an answer of the model there is a quoted one, and the question can be asked again.
    void aModelThatFailsLeavesAQuotedAnswer_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<int>("way");
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("401") << 401 << int(Way::Whole) << QByteArray(R"({"error":{"message":"Invalid API Key"}})");
        QTest::newRow("429") << 429 << int(Way::Whole) << QByteArray(R"({"error":{"message":"insufficient_quota"}})");
        QTest::newRow("web page") << 200 << int(Way::Whole) << QByteArray("<html>");
        QTest::newRow("hangs") << 200 << int(Way::Hang) << QByteArray();
        QTest::newRow("says nothing") << 200 << int(Way::Whole)
                                      << QByteArray("data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n");
        QTest::newRow("only thinks")
            << 200 << int(Way::Whole)
            << QByteArray("data: {\"choices\":[{\"delta\":{\"content\":\"<think>hm\"},\"finish_reason\":\"length\"}]}\n\ndata: [DONE]\n\n");
    }
    void aModelThatFailsLeavesAQuotedAnswer()
    {
        QFETCH(int, status);
        QFETCH(int, way);
        QFETCH(QByteArray, body);
        useModel(700ms);
        m_chat = [&](const FakeRequest &) { return FakeReply { status, body, { { "Content-Type", "text/event-stream" } }, Way(way), 0 }; };
        const Answered answered = ask(question(QStringLiteral("late fees")));
        QCOMPARE(answered.answer().kind, Answer::Kind::Quoted);
        QVERIFY(answered.answer().text.contains(QLatin1String("$32 to $8")));
        QVERIFY(answered.answer().error);
        QCOMPARE(answered.answer().notices.size(), 1);
        QVERIFY2(answered.answer().notices.first().contains(QLatin1String("quoted from your documents")),
            qUtf8Printable(answered.answer().notices.first()));
        const QList<Message> messages = stored(answered.conversation);
        QCOMPARE(messages[1].answer()->state, Answer::State::Done);
        QVERIFY(messages[1].answer()->error);
        QCOMPARE(messages[1].answer()->error->code, answered.answer().error->code); // and no other one
        // Asked again, with the model back.
        answerWith({ QStringLiteral("Late fees fall [1].") });
        AskRequest again;
        again.conversation = answered.conversation;
        again.again = messages[0].id;
        const Answered second = ask(again);
        QCOMPARE(second.answer().kind, Answer::Kind::Written);
        QCOMPARE(stored(answered.conversation).size(), 3);
        QCOMPARE(shown(answered.conversation).size(), 2);
        QCOMPARE(shown(answered.conversation)[1].id, second.message.id);
    }

    void aStreamThatBreaksOffIsKeptAndSaidSo()
    {
        useModel(700ms);
        for (const Way way : { Way::StreamReset, Way::StreamHang }) {
            m_chat = [way](const FakeRequest &) {
                FakeReply reply;
                reply.way = way;
                reply.pieces = { { 0, answerEvent(QStringLiteral("Late fees fall from $32. Then")) } };
                return reply;
            };
            const Answered answered = ask(question(QStringLiteral("late fees")));
            QVERIFY(answered.answer().text.startsWith(QLatin1String("Late fees fall from $32")));
            QVERIFY(answered.answer().error);
            const Message message = stored(answered.conversation)[1];
            QCOMPARE(message.answer()->state, Answer::State::Failed);
            QVERIFY(message.text().startsWith(QLatin1String("Late fees fall from $32")));
            QVERIFY(message.answer()->notices.first().contains(QLatin1String("broke off")));
            QVERIFY(!message.answer()->sources.isEmpty());
        }
    }

    void anAnswerThatBreaksOffAtOnceIsQuoted()
    {
        useModel(700ms);
        int looked = 0;
        for (const char *begun : { "Late", "According to the 1.5 documents,", "根据文件", "وفقا للوثائق" }) {
            m_chat = [begun](const FakeRequest &) {
                FakeReply reply;
                reply.way = Way::StreamReset;
                reply.pieces = { { 0, answerEvent(QString::fromUtf8(begun)) } };
                return reply;
            };
            const Answered answered = ask(question(QStringLiteral("late fees")));
            QCOMPARE(answered.answer().kind, Answer::Kind::Quoted);
            QVERIFY(answered.answer().text.contains(QLatin1String("$32 to $8 under the new rule.")));
            QVERIFY(answered.answer().error);
            QCOMPARE(answered.answer().notices.size(), 1);
            QVERIFY(answered.answer().notices.first().contains(QString::fromUtf8(begun))); // nothing of it is lost
            const auto trace = m_library->pools().flows->find(answered.flow);
            looked += int(
                std::count_if(trace->spans.begin(), trace->spans.end(), [](const auto &span) { return span.what == "look for evidence"; }));
        }
        QCOMPARE(looked, 4); // once for each question
        for (const char *said :
            { "It is $8. And", "它是八美元。而且", "- The fee is $8\n- The", "The fee" }) { // the last one ends as it should
            const bool ends = QByteArray(said) == "The fee";
            m_chat = [said, ends](const FakeRequest &) {
                FakeReply reply = ends ? writtenReply({ QString::fromUtf8(said) }) : FakeReply();
                if (!ends) {
                    reply.way = Way::StreamReset;
                    reply.pieces = { { 0, answerEvent(QString::fromUtf8(said)) } };
                }
                return reply;
            };
            QCOMPARE(ask(question(QStringLiteral("late fees"))).answer().kind, Answer::Kind::Written);
        }
    }

    void aStopAtAnyMomentKeepsWhatWasShown()
    {
        useModel();
        answerWith(QStringList(50, QStringLiteral("fees fall [1]. ")), 5);
        for (int event = 0; event < 14; ++event) {
            std::stop_source stop;
            int seen = 0;
            QString streamed;
            bool quoted = false;
            const Answered answered = ask(question(QStringLiteral("late fees")), stop.get_token(), [&](const Event &one) {
                if (const auto *delta = std::get_if<Delta>(&one))
                    streamed += delta->text;
                quoted = quoted || std::holds_alternative<Quotation>(one);
                if (seen++ == event)
                    stop.request_stop();
            });
            const QList<Message> messages = stored(answered.conversation);
            QCOMPARE(messages.size(), 2);
            QCOMPARE(messages[0].text(), QStringLiteral("late fees"));
            QCOMPARE(messages[1].answer()->state, Answer::State::Stopped);
            QVERIFY(!messages[1].answer()->interrupted);
            if (quoted || !streamed.isEmpty()) // the last event may come after the stop
                QVERIFY(!messages[1].text().isEmpty());
            QCOMPARE(messages[1].answer()->kind == Conversation::Answer::Kind::Written, !streamed.isEmpty());
            if (!streamed.isEmpty())
                QVERIFY(messages[1].text().startsWith(QLatin1String("fees fall [1].")));
        }
    }

    //! What another program, or this one after a kill, finds of an answer that is being written.
    void draftsAreSavedEverySecond()
    {
        useModel(20s, 280); // room for one passage
        QStringList words; // each another: a model that says the same over and over is stopped
        for (int i = 0; i < 300; ++i)
            words += QStringLiteral("fee%1 ").arg(i);
        answerWith(words, 10);
        std::stop_source stop;
        QString streamed, conversation;
        auto task = m_service->ask(question(QStringLiteral("fees council penguins")), stop.get_token(), [&](const Event &event) {
            if (const auto *delta = std::get_if<Delta>(&event))
                streamed += delta->text;
        });
        bool over = false;
        QCoro::connect(std::move(task), this, [&over](const auto &) { over = true; });
        QTRY_VERIFY_WITH_TIMEOUT(streamed.size() > 600, 120'000); // 1.2 s of it
        Message draft;
        QTRY_VERIFY_WITH_TIMEOUT(
            [&] {
                const auto rows = await(m_service->list(0, 10, {}, {}));
                draft = stored((**rows).first().id).value(1);
                return draft.text().size() > 100;
            }(),
            10'000);
        QVERIFY(!over);
        QCOMPARE(draft.answer()->state, Answer::State::Running);
        QVERIFY(streamed.startsWith(draft.text()));
        const QList<Source> &sources = draft.answer()->sources;
        QVERIFY(sources.size() > 1);
        QCOMPARE(sources[0].n, 1);
        QCOMPARE(sources[1].n, 0);
        stop.request_stop();
        QTRY_VERIFY(over);
    }

    void anAnswerThatAProgramLeftBehindIsStopped()
    {
        const auto row = m_conversations->create(QStringLiteral("c"));
        const Message asked { QStringLiteral("q"), row->id, {}, {}, {}, Conversation::Question { QStringLiteral("late fees?") } };
        QVERIFY(m_conversations->append(Conversation::rowFrom(asked)).ok());
        Answer begun;
        begun.text = QStringLiteral("Late fees fall");
        const Message answer { QStringLiteral("a"), row->id, asked.id, {}, {}, begun };
        QVERIFY(m_conversations->append(Conversation::rowFrom(answer)).ok());
        QCOMPARE(stored(row->id)[1].answer()->state, Answer::State::Running); // it may be alive, in another program
        QVERIFY(m_conversations->database()
                    .run(QStringLiteral("UPDATE message SET updated=? WHERE id='a'"), { QDateTime::currentMSecsSinceEpoch() - 60'000 })
                    .ok());
        const Answer left = *stored(row->id)[1].answer();
        QCOMPARE(left.state, Answer::State::Stopped);
        QVERIFY(left.interrupted);
        QCOMPARE(left.kind, Answer::Kind::Written);
        QCOMPARE(left.text, QStringLiteral("Late fees fall"));
        QCOMPARE(left.error->code, ErrorCode::Cancelled);
        QVERIFY(left.error->message.contains(QLatin1String("closed")));
    }
};

QTEST_GUILESS_MAIN(TestInterruptions)
#include "test_interruptions.moc"
