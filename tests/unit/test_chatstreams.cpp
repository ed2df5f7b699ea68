// SPDX-License-Identifier: GPL-3.0-or-later
// Streams of answers as services send them: whole, cut anywhere, broken off, slow or without an end.
#include "core/llm/chatprogress.h"
#include "core/llm/repetition.h"
#include "core/llm/thinksplitter.h"
#include "core/net/eventparser.h"
#include "core/text/tokens.h"
#include "tests/unit/chatfixture.h"
#include <QElapsedTimer>
#include <QFileInfo>
#include <QRandomGenerator>

using namespace Heddle;
using namespace Heddle::Llm;
using namespace Heddle::TestSupport;
using namespace std::chrono_literals;
using Way = FakeReply::Way;
using Pieces = QList<QPair<int, QByteArray>>;

namespace {

//! Streams as servers were seen, or document, to send them.
QByteArray llamaCpp()
{
    return "data: {\"choices\":[{\"finish_reason\":null,\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":null}}],\"created\":1,"
           "\"id\":\"x\",\"model\":\"smol\",\"object\":\"chat.completion.chunk\"}\n\n"
           "data: {\"choices\":[{\"finish_reason\":null,\"index\":0,\"delta\":{\"content\":\"Fees\"}}]}\n\n"
           "data: {\"choices\":[{\"finish_reason\":null,\"index\":0,\"delta\":{\"content\":\" fell [1].\"}}]}\n\n"
           "data: {\"choices\":[{\"finish_reason\":\"length\",\"index\":0,\"delta\":{}}]}\n\n"
           "data: "
           "{\"choices\":[],\"usage\":{\"completion_tokens\":2,\"prompt_tokens\":31,\"total_tokens\":33},\"timings\":{\"prompt_n\":31,"
           "\"predicted_n\":2,\"predicted_per_second\":86.5}}\n\n"
           "data: [DONE]\n\n";
}

QByteArray deepSeek()
{
    return ": keep-alive\n\n"
           "data: {\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":null,\"reasoning_content\":\"The user\"}}]}\n\n"
           ": keep-alive\n\n"
           "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":null,\"reasoning_content\":\" asks.\"}}]}\n\n"
           "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Fees fell\",\"reasoning_content\":null}}]}\n\n"
           "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\" [1].\",\"reasoning_content\":null},\"finish_reason\":\"stop\"}],"
           "\"usage\":{\"prompt_tokens\":17,\"completion_tokens\":9}}\n\n"
           "data: [DONE]\n\n";
}

QByteArray vllm()
{
    return "data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\","
           "\"content\":\"\"},\"logprobs\":null,\"finish_reason\":null}]}\n\n"
           "data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Fees "
           "fell\"},\"logprobs\":null,\"finish_reason\":null}]}\n\n"
           "data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\" "
           "[1].\"},\"finish_reason\":\"stop\",\"stop_reason\":null}]}\n\n"
           "data: {\"id\":\"c\",\"choices\":[],\"usage\":{\"prompt_tokens\":11,\"total_tokens\":15,\"completion_tokens\":4}}\n\n"
           "data: [DONE]\n\n";
}

QByteArray ollama()
{
    return "{\"model\":\"m\",\"created_at\":\"2026-01-01T00:00:00Z\",\"message\":{\"role\":\"assistant\",\"content\":\"\",\"thinking\":"
           "\"Hm.\"},"
           "\"done\":false}\n"
           "{\"model\":\"m\",\"message\":{\"role\":\"assistant\",\"content\":\"Fees fell\"},\"done\":false}\n"
           "{\"model\":\"m\",\"message\":{\"role\":\"assistant\",\"content\":\" [1].\"},\"done\":false}\n"
           "{\"model\":\"m\",\"message\":{\"role\":\"assistant\",\"content\":\"\"},\"done\":true,\"done_reason\":\"stop\",\"prompt_eval_"
           "count\":26,"
           "\"eval_count\":4,\"eval_duration\":200000000}\n";
}

QByteArray anthropic()
{
    return "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"m\",\"role\":\"assistant\",\"content\":[],"
           "\"model\":\"claude\",\"usage\":{\"input_tokens\":25,\"output_tokens\":1}}}\n\n"
           "event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"thinking\","
           "\"thinking\":\"\"}}\n\n"
           "event: ping\ndata: {\"type\": \"ping\"}\n\n"
           "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"thinking_delta\","
           "\"thinking\":\"Hm.\"}}\n\n"
           "event: content_block_start\ndata: "
           "{\"type\":\"content_block_start\",\"index\":1,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\n"
           "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":1,\"delta\":{\"type\":\"text_delta\","
           "\"text\":\"Fees fell\"}}\n\n"
           "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":1,\"delta\":{\"type\":\"text_delta\",\"text\":\" "
           "[1].\"}}\n\n"
           "event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":1}\n\n"
           "event: message_delta\ndata: "
           "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":15}}\n\n"
           "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n";
}

} // namespace

class TestChatStreams : public ChatFixture {
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }
    void cleanup() { end(); }

    void eventsWhereverThePacketsCut()
    {
        const QByteArray stream = "\xEF\xBB\xBF: comment\r\nevent: a\r\ndata: one\r\n\r\ndata:two\ndata: \xC3\xA9\n\n\n"
                                  "id: 7\nretry: 10\ndata\n\nevent: lost\n\ndata: last\r\rdata: unended";
        for (qsizetype size = 1; size <= stream.size(); ++size) {
            Net::EventParser parser(Net::EventParser::Framing::Events, 1 << 20);
            QList<QByteArray> seen;
            for (qsizetype at = 0; at < stream.size(); at += size) {
                parser.feed(stream.mid(at, size));
                while (const auto event = parser.next())
                    seen += event->name + '|' + event->data;
            }
            QCOMPARE(seen, (QList<QByteArray> { "a|one", "|two\n\xC3\xA9", "|", "|last" }));
            QCOMPARE(parser.finish()->data, QByteArray("unended"));
            QVERIFY(!parser.next() && !parser.finish());
        }
    }

    void aMarkIsOneAtTheStartAlone()
    {
        const QByteArray stream = "\xEF\xBB\xBF\xEF\xBB\xBFno field: lost\n\ndata: seen\n\n";
        for (qsizetype size = 1; size <= stream.size(); ++size) {
            for (const auto framing : { Net::EventParser::Framing::Events, Net::EventParser::Framing::Lines }) {
                Net::EventParser parser(framing, 1 << 20);
                QList<QByteArray> seen;
                for (qsizetype at = 0; at < stream.size(); at += size) {
                    parser.feed(stream.mid(at, size));
                    while (const auto event = parser.next())
                        seen += event->data;
                }
                if (framing == Net::EventParser::Framing::Events)
                    QCOMPARE(seen, QList<QByteArray> { "seen" });
                else
                    QCOMPARE(seen, (QList<QByteArray> { "\xEF\xBB\xBFno field: lost", "data: seen" }));
            }
        }
    }

    void realStreams_data()
    {
        QTest::addColumn<QString>("provider");
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("answer");
        QTest::addColumn<QString>("thinking");
        QTest::addColumn<int>("finish");
        QTest::addColumn<int>("promptTokens");
        QTest::addColumn<int>("answerTokens");
        using F = ChatReply::Finish;
        const QString fell = QStringLiteral("Fees fell [1]."), custom = QStringLiteral("openai-compatible");
        QTest::newRow("llama.cpp") << custom << llamaCpp() << fell << QString() << int(F::Length) << 31 << 2;
        QTest::newRow("llama.cpp, CRLF") << custom << llamaCpp().replace("\n", "\r\n") << fell << QString() << int(F::Length) << 31 << 2;
        QTest::newRow("vLLM") << QStringLiteral("vllm") << vllm() << fell << QString() << int(F::Stop) << 11 << 4;
        QTest::newRow("DeepSeek") << custom << deepSeek() << fell << QStringLiteral("The user asks.") << int(F::Stop) << 17 << 9;
        QTest::newRow("Ollama") << QStringLiteral("ollama") << ollama() << fell << QStringLiteral("Hm.") << int(F::Stop) << 26 << 4;
        QTest::newRow("Anthropic") << QStringLiteral("anthropic") << anthropic() << fell << QStringLiteral("Hm.") << int(F::Stop) << 25
                                   << 15;
        QTest::newRow("not streamed")
            << custom
            << QByteArray("{\n \"choices\": [{\"message\": {\"role\": \"assistant\", \"content\": \"Fees fell [1].\"},\n"
                          "\"finish_reason\": \"stop\"}], \"usage\": {\"prompt_tokens\": 3, \"completion_tokens\": 4}\n}\n")
            << fell << QString() << int(F::Stop) << 3 << 4;
        QTest::newRow("think block") << custom
                                     << answerEvent(QStringLiteral("<think>Hm")) + answerEvent(QStringLiteral("m</th"))
                + answerEvent(QStringLiteral("ink>\n\nFees fell [1].")) + "data: [DONE]\n\n"
                                     << fell << QStringLiteral("Hmm") << int(F::Unknown) << 0 << 0;
        QTest::newRow("no blank line behind the last")
            << custom << answerEvent(fell) + QByteArray("data: [DONE]") << fell << QString() << int(F::Unknown) << 0 << 0;
        QTest::newRow("content as null, without choices, empty")
            << custom
            << QByteArray("data: {\"choices\":[]}\n\ndata: {\"choices\":[{\"delta\":{\"content\":null}}]}\n\ndata: "
                          "{\"choices\":[{\"delta\":{}}]}\n\n"
                          "data: {}\n\n")
                + answerEvent(QStringLiteral("Fees fell")) + answerEvent(QString()) + answerEvent(QStringLiteral(" [1]."))
                + "data: [DONE]\n\n"
            << fell << QString() << int(F::Unknown) << 0 << 0;
        QByteArray many;
        QString long5000;
        for (int i = 0; i < 5000; ++i) {
            long5000 += QStringLiteral("w%1 ").arg(i);
            many += answerEvent(QStringLiteral("w%1 ").arg(i));
        }
        QTest::newRow("5000 tokens") << custom << many + "data: [DONE]\n\n" << long5000 << QString() << int(F::Unknown) << 0 << 0;
        QTest::newRow("two, three and four bytes a letter") << custom << answerEvent(QStringLiteral("é四😀 عربي")) + "data: [DONE]\n\n"
                                                            << QStringLiteral("é四😀 عربي") << QString() << int(F::Unknown) << 0 << 0;
    }
    //! In one packet, and cut at any byte.
    void realStreams()
    {
        QFETCH(QString, provider);
        QFETCH(QByteArray, bytes);
        QFETCH(QString, answer);
        QFETCH(QString, thinking);
        QFETCH(int, finish);
        Configuration asked = configuration(provider);
        asked.endpoint.key = provider == QLatin1String("openai-compatible") ? QByteArray() : Key;
        asked.maxTokens = bytes.size() > 10'000 ? 1'000'000 : 0;
        const QString wire =
            provider == QLatin1String("ollama") || provider == QLatin1String("anthropic") ? provider : QStringLiteral("openai");
        QRandomGenerator random(7);
        for (int round = 0; round < (bytes.size() > 10'000 ? 2 : 12); ++round) {
            Pieces pieces;
            if (round == 0)
                pieces = { { 0, bytes } };
            for (qsizetype at = 0; round > 0 && at < bytes.size();) {
                const qsizetype size = bytes.size() > 10'000 ? 20'000 : round == 1 ? 1 : random.bounded(1, 60);
                pieces += QPair<int, QByteArray>(0, bytes.mid(at, size));
                at += size;
            }
            QStringList faults;
            m_server->setHandler([&, pieces](const FakeRequest &request) {
                faults = chatFaults(wire, request, asked.endpoint.key);
                FakeReply reply;
                reply.way = Way::Stream;
                reply.pieces = pieces;
                return reply;
            });
            const auto reply = complete(asked);
            QCOMPARE(faults, QStringList());
            QVERIFY2(reply.ok(), reply.ok() ? "" : qUtf8Printable(reply.error().message));
            QVERIFY2(!reply->cut, reply->cut ? qUtf8Printable(reply->cut->message) : "");
            QCOMPARE(reply->answer, answer);
            QCOMPARE(reply->thinking, thinking);
            QCOMPARE(m_answer, answer);
            QCOMPARE(m_thinking, thinking);
            QCOMPARE(int(reply->finish), finish);
            QTEST(reply->usage.promptTokens, "promptTokens");
            QTEST(reply->usage.answerTokens, "answerTokens");
            QVERIFY(reply->sentBytes > 0);
        }
        QTRY_VERIFY(m_registry->inFlight() == 0);
    }

    void aBurstDoesNotStopTheEventLoop()
    {
        QByteArray bytes;
        for (int i = 0; i < 50'000; ++i)
            bytes += answerEvent(QStringLiteral("w%1 ").arg(i));
        m_server->setHandler([bytes](const FakeRequest &) {
            FakeReply reply;
            reply.way = Way::Stream;
            reply.pieces = { { 0, bytes + "data: [DONE]\n\n" } };
            return reply;
        });
        qint64 longest = 0;
        QElapsedTimer clock;
        QTimer beat;
        clock.start();
        connect(&beat, &QTimer::timeout, this, [&] { longest = std::max(longest, clock.restart()); });
        beat.start(1);
        Configuration unlimited = configuration();
        unlimited.maxTokens = 1'000'000;
        const auto reply = complete(unlimited);
        QVERIFY(reply.ok());
        QVERIFY(reply->answer.endsWith(QLatin1String("w49999 ")));
        qInfo("longest time between two beats: %lld ms", static_cast<long long>(longest));
        QVERIFY(longest < 250);
    }

    void brokenStreamsKeepWhatCame_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<int>("way");
        QTest::addColumn<QString>("why");
        const QByteArray begun = answerEvent(QStringLiteral("Fees fell"));
        QTest::newRow("cut in a line") << begun + QByteArray("data: {\"choices\":[{\"del") << int(Way::StreamReset) << QString();
        QTest::newRow("cut in a line, properly") << begun + QByteArray("data: {\"choices\":[{\"del") << int(Way::Stream) << QString();
        QTest::newRow("ends without an end") << begun << int(Way::Stream) << QString();
        QTest::newRow("error object") << begun + QByteArray("data: {\"error\":{\"message\":\"out of luck\",\"code\":500}}\n\n")
                                      << int(Way::Stream) << QStringLiteral("out of luck");
        QTest::newRow("error event") << begun + QByteArray("event: error\ndata: {\"message\":\"out of luck\"}\n\n") << int(Way::Stream)
                                     << QStringLiteral("out of luck");
        QTest::newRow("no JSON") << begun + QByteArray("data: what?\n\n") << int(Way::Stream) << QString();
        QTest::newRow("silence") << begun << int(Way::StreamHang) << QStringLiteral("sent nothing");
    }
    void brokenStreamsKeepWhatCame()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(int, way);
        QFETCH(QString, why);
        m_server->setHandler([&](const FakeRequest &) {
            FakeReply reply;
            reply.way = Way(way);
            reply.pieces = { { 0, bytes } };
            return reply;
        });
        Configuration asked = configuration();
        asked.wait = 400ms;
        const auto reply = complete(asked);
        QVERIFY2(reply.ok(), reply.ok() ? "" : qUtf8Printable(reply.error().message));
        QCOMPARE(reply->answer, QStringLiteral("Fees fell"));
        QCOMPARE(m_answer, QStringLiteral("Fees fell"));
        QVERIFY(reply->cut);
        QVERIFY2(reply->cut->message.contains(QLatin1String("broke off")), qUtf8Printable(reply->cut->message));
        QVERIFY2(reply->cut->message.contains(why), qUtf8Printable(reply->cut->message));
        QCOMPARE(m_server->requests().size(), 1); // no retry in the middle: the beginning would come twice
    }

    void aSlowFirstTokenIsWaitedFor()
    {
        FakeReply slow = writtenReply({ QStringLiteral("late") });
        slow.pieces.prepend({ 300, ": still thinking\n\n" });
        slow.pieces[1].first = 300;
        m_server->setHandler([slow](const FakeRequest &) { return slow; });
        Configuration asked = configuration();
        asked.wait = 500ms; // silence, not the whole time, is what is not waited for
        const auto reply = complete(asked);
        QVERIFY(reply.ok());
        QCOMPARE(reply->answer, QStringLiteral("late"));
        QVERIFY(reply->firstTokenMs >= 550);
    }

    void aModelThatLoopsIsStopped()
    {
        m_server->setHandler([](const FakeRequest &) { return writtenReply(QStringList(100'000, QStringLiteral("buffalo "))); });
        const auto reply = complete(configuration());
        QVERIFY(reply.ok());
        QCOMPARE(reply->finish, ChatReply::Finish::Looping);
        QVERIFY(!reply->cut);
        QVERIFY(reply->answer.size() < 10'000);
    }

    //! The same sentence with small changes is a loop; a long list of things that are alike is none.
    void loopsAreToldFromLists()
    {
        const QStringList subjects { QStringLiteral("The late fee"), QStringLiteral("The fee"), QStringLiteral("A late fee"),
            QStringLiteral("This fee") },
            verbs { QStringLiteral("is due"), QStringLiteral("is payable"), QStringLiteral("must be paid"),
                QStringLiteral("has to be paid") },
            times { QStringLiteral("within ten days"), QStringLiteral("in ten days"), QStringLiteral("ten days after the letter") };
        QString loop, numbered, list, chinese, table;
        for (int i = 0; i < 160; ++i) {
            const QString sentence =
                subjects[i * 7 % 4] + QLatin1Char(' ') + verbs[i * 5 % 11 % 4] + QLatin1Char(' ') + times[i * 3 % 7 % 3];
            loop += sentence + QLatin1String(". ");
            numbered += QStringLiteral("%1. %2 [1].\n").arg(i).arg(sentence);
            list += QStringLiteral("- Member %1 of branch %2 pays %3 euros in month %4.\n")
                        .arg(i)
                        .arg(i * 13 % 29)
                        .arg(i * 37 % 101)
                        .arg(i % 12);
            chinese += QStringLiteral("逾期费用应在%1内支付。").arg(i % 2 ? QStringLiteral("十天") : QStringLiteral("十日"));
            table += QStringLiteral("| %1 | %2 | yes | no |\n").arg(i * 7919 % 1009).arg(i * 104'729 % 997);
        }
        for (const QString &text : { loop, numbered, chinese.repeated(2) })
            QVERIFY2(isLooping(text), qPrintable(text.left(80)));
        const QString opening = QStringLiteral("Fees are due in ten days, as the letter says. ");
        for (const QString &text : { list, table, opening, QStringLiteral("```\n") + loop })
            QVERIFY2(!isLooping(text), qPrintable(text.left(80)));
        QVERIFY(isLooping(loop.repeated(2), Prose::Thinking));
    }

    //! Real text is never taken for a loop, wherever it is looked at.
    void realTextIsNoLoop()
    {
        const QString folder = QStringLiteral(HEDDLE_TEST_DATA "/chunking-eval/");
        if (!QFileInfo::exists(folder + QLatin1String("finance.md")))
            QSKIP("the public collection \"chunking-eval\" is not on this machine");
        int looks = 0;
        for (const char *name : { "chatlogs", "finance", "pubmed", "state_of_the_union", "wikitexts" }) {
            const QString text = QString::fromUtf8(readFile(folder + QLatin1String(name) + QLatin1String(".md")));
            constexpr qsizetype Step = 4096, Seen = 24'000;
            for (qsizetype end = Step; end < text.size(); end += Step, ++looks) {
                const QString part = text.mid(std::max<qsizetype>(0, end - Seen), std::min(end, Seen));
                QVERIFY2(!isLooping(part), qPrintable(QStringLiteral("%1 at %2").arg(QLatin1String(name)).arg(end)));
            }
        }
        qInfo("%d looks at real text", looks);
    }

    void anAnswerWithoutEndIsCut()
    {
        QStringList pieces;
        for (int i = 0; i < 10'000; ++i)
            pieces += QStringLiteral("w%1 ").arg(i * 7919 % 100'003, 0, 36);
        m_server->setHandler([pieces](const FakeRequest &) { return writtenReply(pieces); });
        const auto reply = complete(configuration());
        QVERIFY(reply.ok());
        QCOMPARE(reply->finish, ChatReply::Finish::Length);
        QVERIFY(!reply->cut);
        const int tokens = Text::estimateTokens(reply->answer);
        QVERIFY2(tokens > 4096 && tokens < 6000, qPrintable(QString::number(tokens)));
        // A limit that the user set is the server's to keep.
        Configuration set = configuration();
        set.maxTokens = 100'000;
        const auto whole = complete(set);
        QVERIFY(whole.ok());
        QVERIFY(whole->answer.size() > 40'000);
    }

    void aTagAfterReasoningInAFieldIsText()
    {
        for (const QString &text :
            { QStringLiteral("Write <think> first, then </think>.\n<think>\nso"), QStringLiteral("hm</think> yes") }) {
            ThinkSplitter splitter;
            splitter.setReasonedApart();
            QString answer;
            const QList<ChatEvent> first = splitter.add(text), last = splitter.finish();
            for (const ChatEvent &event : first + last) {
                QVERIFY(std::get_if<ChatDelta>(&event) && std::get<ChatDelta>(event).kind == ChatDelta::Kind::Answer);
                answer += std::get<ChatDelta>(event).text;
            }
            QCOMPARE(answer, text);
        }
    }

    //! What a model writes behind the end of its turn is not waited for.
    void aTokenOfTheTemplateEndsTheAnswer()
    {
        m_server->setHandler([](const FakeRequest &) {
            return writtenReply(QStringList { QStringLiteral("Fees fell.<|im_"), QStringLiteral("end|>\n<|im_start|>user\n") }
                + QStringList(20'000, QStringLiteral("And rents? ")));
        });
        const auto reply = complete(configuration());
        QVERIFY(reply.ok());
        QCOMPARE(reply->answer, QStringLiteral("Fees fell."));
        QCOMPARE(m_answer, QStringLiteral("Fees fell."));
        QCOMPARE(reply->finish, ChatReply::Finish::Stop);
        QVERIFY(!reply->cut);
    }

    void thinkBlocks_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("answer");
        QTest::addColumn<QString>("thinking");
        const auto row = [](const char *name, const char *text, const char *answer, const char *thinking) {
            QTest::newRow(name) << QString::fromUtf8(text) << QString::fromUtf8(answer) << QString::fromUtf8(thinking);
        };
        row("none", "a < b and <b>", "a < b and <b>", "");
        row("block", "<think>hm</think>yes", "yes", "hm");
        row("blank lines", "\n<think>\nhm\n</think>\n\nyes\n", "yes\n", "\nhm\n");
        row("never opened", "hm, well</think>\n\nyes", "yes", "hm, well");
        row("never closed", "<think>hm", "", "hm");
        row("nothing else", "<think>hm</think>", "", "hm");
        row("almost", "<thin air", "<thin air", "");
        row("said later", "<think>hm</think>Write </think> to close.", "Write </think> to close.", "hm");
        row("other names", "<thinking>hm</thinking>yes", "yes", "hm");
        // The marks of other models
        row("capitals", "<Think>hm</Think>yes", "yes", "hm");
        row("reasoning", "<reasoning>\nhm\n</reasoning>\nyes", "yes", "\nhm\n");
        row("namespace", "<seed:think>hm</seed:think>yes", "yes", "hm");
        row("attribute", "<think budget=\"3\">hm</think>yes", "yes", "hm");
        row("square", "[THINK]hm[/THINK]yes", "yes", "hm");
        row("triangles", "◁think▷hm◁/think▷yes", "yes", "hm");
        row("bars", "<|thinking|>hm<|/thinking|>yes", "yes", "hm");
        row("wide bars", "<｜think｜>hm<｜/think｜>yes", "yes", "hm");
        row("begin and end", "<|begin_of_thought|>hm<|end_of_thought|>\n\n<|begin_of_solution|>yes<|end_of_solution|>", "yes", "hm");
        row("start and end", "<|START_THINKING|>hm<|END_THINKING|><|START_RESPONSE|>yes<|END_RESPONSE|>", "yes", "hm");
        row("channels", "<|channel|>analysis<|message|>hm<|end|><|start|>assistant<|channel|>final<|message|>yes<|return|>", "yes", "hm");
        row("all channels",
            "<|start|>assistant<|channel|>analysis<|message|>hm<|end|><|start|>assistant<|channel|>commentary<|message|>so<|end|>"
            "<|start|>assistant<|channel|>final<|message|>yes",
            "yes", "hmso");
        row("channel of a line", "<|channel>thought\nhm<channel|>yes", "yes", "hm");
        row("bare channels", "analysisHm, well.assistantfinalYes", "Yes", "Hm, well.");
        row("an analysis", "analysis of fees", "analysis of fees", "");
        row("wrapped answer", "<think>hm</think>\n<answer>yes</answer>", "yes", "hm");
        row("answer of XML", "<answer>yes</answer>", "<answer>yes</answer>", "");
        // Later blocks
        row("second block", "<think>one</think>Yes [1]. <think>two</think>And so [2].", "Yes [1]. And so [2].", "onetwo");
        row("block in the middle", "Yes [1]. <think>hm</think> And so.", "Yes [1]. And so.", "hm");
        row("block on a line", "Yes\n<think>\nhm\n</think>\nAnd so.", "Yes\nAnd so.", "\nhm\n");
        // What is spoken of
        row("in code", "Use `<think>` and `</think>` here.", "Use `<think>` and `</think>` here.", "");
        row("closer in code", "The tag `</think>` ends it.", "The tag `</think>` ends it.", "");
        row("in a fence", "So:\n```\n<think>\nhm\n</think>\n```\nDone.", "So:\n```\n<think>\nhm\n</think>\n```\nDone.", "");
        row("in prose", "The tag <think> opens it and </think> closes it.", "The tag <think> opens it and </think> closes it.", "");
        row("in quotes", "It says \"</think>\" at the end.", "It says \"</think>\" at the end.", "");
        row("quoted in thinking", "<think>I write `</think>` last.</think>yes", "yes", "I write `</think>` last.");
        row("code after thinking", "<think>hm</think>Use `<think>` here.", "Use `<think>` here.", "hm");
        // Tokens of templates
        row("end of turn", "Yes [1].<|im_end|>", "Yes [1].", "");
        row("what follows it", "Yes [1].<|im_end|>\n<|im_start|>user\nAnd?", "Yes [1].", "");
        row("Llama", "<|start_header_id|>assistant<|end_header_id|>\n\nYes.<|eot_id|>No.", "Yes.", "");
        row("sentence piece", "<s>Yes.</s>No.", "Yes.", "");
        row("Gemma", "<start_of_turn>model\nYes.<end_of_turn>\nNo.", "Yes.", "");
        row("DeepSeek", "<｜Assistant｜>Yes.<｜end▁of▁sentence｜>No.", "Yes.", "");
        row("instruction", "Yes.[INST] And? [/INST] No.", "Yes.", "");
        row("next speaker", "Yes.\n<|user|>\nAnd?", "Yes.\n", "");
        row("its own role", "<|assistant|>\nYes.<|end|>", "Yes.", "");
        row("end of another name", "Yes.<|endofprompt|>No.", "Yes.", "");
        row("square end", "Yes.[EOS]No.", "Yes.", "");
        row("rationale", "<rationale>hm</rationale>yes", "yes", "hm");
        row("hyphens", "<chain-of-thought>hm</chain-of-thought>yes", "yes", "hm");
        row("padding", "Yes.<pad><pad>", "Yes.", "");
        row("thinking unfinished", "<think>hm<|im_end|>No.", "", "hm");
        row("token in code", "The token `<|im_end|>` ends it.", "The token `<|im_end|>` ends it.", "");
        row("token in a fence", "```\nYes<|im_end|>\n[INST]\n```\n", "```\nYes<|im_end|>\n[INST]\n```\n", "");
        row("token in quotes", "It writes \"<|eot_id|>\" last.", "It writes \"<|eot_id|>\" last.", "");
        row("token in prose", "The token <|im_end|> ends a turn.", "The token <|im_end|> ends a turn.", "");
        row("struck", "It is <s>old</s> new.", "It is <s>old</s> new.", "");
        row("other tags", "a <br> b <div class=\"x\"> c <|x|> d [NOTE] e", "a <br> b <div class=\"x\"> c <|x|> d [NOTE] e", "");
        row("comparison", "if a<b and c>d", "if a<b and c>d", "");
    }
    void thinkBlocks()
    {
        QFETCH(QString, text);
        for (qsizetype size = 1; size <= text.size(); ++size) {
            ThinkSplitter splitter;
            QString answer, thinking;
            QList<ChatEvent> events;
            for (qsizetype at = 0; at < text.size(); at += size)
                events += splitter.add(text.mid(at, size));
            events += splitter.finish();
            for (const ChatEvent &event : std::as_const(events)) {
                if (const auto *delta = std::get_if<ChatDelta>(&event)) {
                    (delta->kind == ChatDelta::Kind::Answer ? answer : thinking) += delta->text;
                } else {
                    thinking += answer;
                    answer.clear();
                }
            }
            QTEST(answer, "answer");
            QTEST(thinking, "thinking");
        }
    }
};

QTEST_GUILESS_MAIN(TestChatStreams)
#include "test_chatstreams.moc"
