// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/clifixture.h"
#include "tests/support/chatcontracts.h"
#include "tests/support/rerankcontracts.h"
#include <QDirIterator>
#include <QFileInfo>

using namespace Heddle;
using namespace Heddle::TestSupport;

//! The terminal program with the servers that it calls: a chat model and rerankers, good and bad.
class TestCliModels : public CliFixture {
    Q_OBJECT
    static constexpr const char *Key = "sk-very-secret-0123456789";

    //! A chat server that plays, and what was wrong with the requests it got.
    struct Chat {
        FakeHttpServer::Handler reply = [](const FakeRequest &) {
            return writtenReply({ QStringLiteral("Documents are kept "), QStringLiteral("where they are [1]. "),
                                    QStringLiteral("Wizards guard 77 of them [2].") },
                50);
        };
        QStringList faults;
        FakeHttpServer server { [this](const FakeRequest &request) {
            if (request.method == "GET")
                return modelsReply({ QStringLiteral("some-model") }, 8192);
            faults += chatFaults(QStringLiteral("openai"), request, Key);
            return reply(request);
        } };
    };
    std::unique_ptr<Chat> m_chat;

    void set(const char *name, const QString &value, int exit = 0)
    {
        const Run result = run({ QStringLiteral("config"), QStringLiteral("set"), QLatin1String(name), value });
        QVERIFY2(result.exit == exit, result.err.constData());
    }
    //! Sets the chat model up, until the test ends.
    void openChat()
    {
        qputenv("HEDDLE_CHAT_KEY", Key);
        m_chat = std::make_unique<Chat>();
        set("chat.provider", QStringLiteral("openai-compatible"));
        set("chat.url", m_chat->server.base() + QStringLiteral("/v1"));
        set("chat.model", QStringLiteral("some-model"));
        set("chat.temperature", QStringLiteral("0.2"));
    }

private Q_SLOTS:
    void initTestCase() { begin(); }
    void cleanup()
    {
        if (std::exchange(m_chat, nullptr)) {
            set("chat.provider", QStringLiteral("none"));
            qunsetenv("HEDDLE_CHAT_KEY");
        }
    }

    void eachProviderReranksInTheTerminal()
    {
        QString provider;
        FakeHttpServer server([&provider](const FakeRequest &request) { return playContract(provider, "k3y", request); });
        const QString file = m_folder.filePath(QStringLiteral("passages.jsonl"));
        writeFile(file, "{\"text\":\"one score=0.25\"}\n\n{\"text\":\"two score=0.75\"}\n");
        qputenv("HEDDLE_RERANK_KEY", "k3y");
        for (const QJsonValue &row : json({ QStringLiteral("providers") })[QLatin1String("rerank")].toArray()) {
            provider = row[QLatin1String("id")].toString();
            if (!row[QLatin1String("asynchronous")].toBool())
                continue;
            const QJsonObject result = json({ QStringLiteral("rerank"), QStringLiteral("--provider"), provider, QStringLiteral("--url"),
                server.base(), QStringLiteral("--model"), QStringLiteral("m"), QStringLiteral("--query"), QStringLiteral("q"), file });
            QVERIFY2(hasKeys(result,
                         { QStringLiteral("provider"), QStringLiteral("url"), QStringLiteral("model"), QStringLiteral("scale"),
                             QStringLiteral("batches"), QStringLiteral("ms"), QStringLiteral("tokens"), QStringLiteral("scores") }),
                qUtf8Printable(provider));
            const QJsonArray scores = result[QLatin1String("scores")].toArray();
            QCOMPARE(scores.size(), 2);
            QVERIFY(qAbs(scores[1][QLatin1String("score")].toDouble() - 0.75) < 1e-9);
            QVERIFY(hasKeys(scores[0].toObject(), { QStringLiteral("index"), QStringLiteral("raw"), QStringLiteral("score") }));
        }
        qunsetenv("HEDDLE_RERANK_KEY");
        const QJsonObject builtIn = json({ QStringLiteral("rerank"), QStringLiteral("--provider"), QStringLiteral("overlap"),
            QStringLiteral("--query"), QStringLiteral("two"), file });
        const QJsonArray overlap = builtIn[QLatin1String("scores")].toArray();
        QVERIFY(overlap[1][QLatin1String("raw")].toDouble() > overlap[0][QLatin1String("raw")].toDouble());
        QCOMPARE(run({ QStringLiteral("rerank"), QStringLiteral("--provider"), QStringLiteral("jina"), QStringLiteral("--query"),
                         QStringLiteral("q"), QStringLiteral("/no/such/file") })
                     .exit,
            5);
        writeFile(file, "not json\n");
        QCOMPARE(run({ QStringLiteral("rerank"), QStringLiteral("--provider"), QStringLiteral("overlap"), QStringLiteral("--query"),
                         QStringLiteral("q"), file })
                     .exit,
            5);
    }

    void aBadRerankerNeverStopsAnAnswer()
    {
        const QString file = m_folder.filePath(QStringLiteral("passages.jsonl"));
        writeFile(file, "{\"text\":\"one\"}\n{\"text\":\"two\"}\n");
        const QString question = QStringLiteral("What leaves my computer?");
        const auto chunksOf = [](const QJsonObject &found) {
            QStringList chunks;
            for (const QJsonValue &hit : found[QLatin1String("hits")].toArray())
                chunks += hit[QLatin1String("chunk")].toString();
            return chunks;
        };
        const auto hits = [&] {
            const QJsonObject found = json({ QStringLiteral("search"), question });
            return std::pair(chunksOf(found), found);
        };
        const QStringList before = hits().first;
        const QJsonArray none =
            json({ QStringLiteral("search"), question, QStringLiteral("--rerank") })[QLatin1String("notices")].toArray();
        QCOMPARE(none.size(), 1);
        QVERIFY(none.first().toString().contains(QLatin1String("No reranker is set up")));
        QVERIFY(!before.isEmpty());
        QString bad;
        bool passesTrial = false;
        const QString provider = QStringLiteral("localai");
        FakeHttpServer server([&](const FakeRequest &request) {
            if (bad.isEmpty() && passesTrial && request.body.contains("in spring and in autumn")) // the last of eight answers
                return FakeReply { 200,
                    R"({"results":[{"index":7,"relevance_score":0.9},{"index":0,"relevance_score":0.1},{"index":1,"relevance_score":0.1},{"index":2,"relevance_score":0.1},{"index":3,"relevance_score":0.1},{"index":4,"relevance_score":0.1},{"index":5,"relevance_score":0.1},{"index":6,"relevance_score":0.1}]})",
                    {}, FakeReply::Way::Whole, 0 };
            return bad.isEmpty() ? playContract(provider, {}, request) : badReply(bad, provider, request);
        });
        set("rerank.provider", provider);
        set("rerank.url", server.base());
        set("rerank.model", QStringLiteral("m"));
        QJsonObject check =
            json({ QStringLiteral("doctor"), QStringLiteral("rerank") }, 3)[QLatin1String("checks")].toArray().first().toObject();
        QVERIFY(!check[QLatin1String("ok")].toBool()); // all passages score the same there
        QCOMPARE(check[QLatin1String("scale")].toString(), QStringLiteral("probability"));
        QVERIFY(hits().second[QLatin1String("notices")].toArray().first().toString().contains(QLatin1String("ranks by chance")));
        passesTrial = true;
        QCOMPARE(hits().second[QLatin1String("order")].toString(), QStringLiteral("rerank"));
        set("rerank.deadline_ms", QStringLiteral("500"));
        for (const QString &name : badReplies()) {
            bad = name;
            // Both at the same time: several of the replies take them to their deadline.
            const auto searching = start({ QStringLiteral("--json"), QStringLiteral("search"), question });
            const auto reranking = start({ QStringLiteral("--json"), QStringLiteral("rerank"), QStringLiteral("--provider"), provider,
                QStringLiteral("--url"), server.base(), QStringLiteral("--deadline-ms"), QStringLiteral("500"), QStringLiteral("--query"),
                QStringLiteral("q"), file });
            const QJsonObject found = jsonOf(end(*searching));
            QVERIFY2(chunksOf(found) == before, qUtf8Printable(bad));
            QVERIFY2(found[QLatin1String("notices")].toArray().size() == 1, qUtf8Printable(bad));
            QCOMPARE(found[QLatin1String("order")].toString(), QStringLiteral("text"));
            const QJsonObject error = jsonOf(end(*reranking), 3)[QLatin1String("error")].toObject();
            QVERIFY2(hasKeys(error,
                         { QStringLiteral("code"), QStringLiteral("message"), QStringLiteral("detail"), QStringLiteral("status"),
                             QStringLiteral("url") }),
                qUtf8Printable(bad));
            QCOMPARE(error[QLatin1String("url")].toString(), server.base() + QLatin1String("/v1/rerank"));
            bool number = false;
            if (const int status = bad.toInt(&number); number)
                QCOMPARE(error[QLatin1String("status")].toInt(), status);
        }
        bad = QStringLiteral("500");
        const QJsonObject answer = json({ QStringLiteral("ask"), question });
        QCOMPARE(answer[QLatin1String("kind")].toString(), QStringLiteral("quoted"));
        QCOMPARE(answer[QLatin1String("notices")].toArray().size(), 1);
        QCOMPARE(answer[QLatin1String("sent")].toArray().size(), 1);
        set("rerank.provider", QStringLiteral("jina")); // needs a key that is not there
        set("rerank.url", QString());
        const auto [chunks, found] = hits();
        QCOMPARE(chunks, before);
        QVERIFY(found[QLatin1String("notices")].toArray().first().toString().contains(QLatin1String("needs a key")));
        set("rerank.provider", QStringLiteral("none"));
    }

    void aChatModelIsSetUpAndChecked()
    {
        set("chat.temperature", QStringLiteral("5"), 2);
        set("chat.provider", QStringLiteral("nobody"), 2);
        openChat();
        const QJsonObject check =
            json({ QStringLiteral("doctor"), QStringLiteral("chat") })[QLatin1String("checks")].toArray().first().toObject();
        QVERIFY2(check[QLatin1String("ok")].toBool(), qPrintable(check[QLatin1String("message")].toString()));
        QVERIFY(check[QLatin1String("message")].toString().contains(QLatin1String("8192 tokens")));
    }

    void anAnswerIsWrittenAndItsCitationsAreChecked()
    {
        openChat();
        const QJsonObject answer = json({ QStringLiteral("ask"), QStringLiteral("Where are my documents kept?") });
        QVERIFY(hasKeys(answer,
            { QStringLiteral("answer"), QStringLiteral("kind"), QStringLiteral("citations"), QStringLiteral("conversation"),
                QStringLiteral("message"), QStringLiteral("timings_ms"), QStringLiteral("notices"), QStringLiteral("sent") }));
        QCOMPARE(answer[QLatin1String("kind")].toString(), QStringLiteral("written"));
        QCOMPARE(answer[QLatin1String("answer")].toString(),
            QStringLiteral("Documents are kept where they are [1]. Wizards guard 77 of them [2]."));
        const QJsonArray citations = answer[QLatin1String("citations")].toArray();
        QCOMPARE(citations.size(), 2);
        QCOMPARE(citations[1][QLatin1String("supported")], QJsonValue(false));
        QCOMPARE(citations[1][QLatin1String("support")], QJsonValue(QLatin1String("not_found")));
        QVERIFY(citations[1][QLatin1String("reason")].toString().contains(QLatin1String("77")));
        const QJsonObject sent = answer[QLatin1String("sent")].toArray().first().toObject();
        QCOMPARE(sent[QLatin1String("host")].toString(), m_chat->server.base());
        QVERIFY(sent[QLatin1String("bytes")].toInt() > 500);
        QCOMPARE(m_chat->faults, QStringList());
    }

    //! The beginning is there before the end.
    void anAnswerStreams()
    {
        openChat();
        const QString conversation =
            json({ QStringLiteral("ask"), QStringLiteral("Where are my documents kept?") })[QLatin1String("conversation")].toString();
        QProcess process;
        process.start(QStringLiteral(HEDDLE_CLI),
            { QStringLiteral("--data"), data(), QStringLiteral("ask"), QStringLiteral("Where are my documents kept?"),
                QStringLiteral("--conversation"), conversation });
        QByteArray seen;
        bool early = false;
        QVERIFY(QTest::qWaitFor(
            [&] {
                seen += process.readAllStandardOutput();
                early = early || (seen.startsWith("Documents are kept") && !seen.contains("Wizards"));
                return process.state() == QProcess::NotRunning;
            },
            60'000));
        seen += process.readAllStandardOutput();
        QVERIFY(early);
        QVERIFY(seen.contains("[1] ") && seen.contains("Not found in the source: ")
            && seen.contains("were sent to " + m_chat->server.base().toLatin1()));
        QCOMPARE(process.exitCode(), 0);
        const Run again = run({ QStringLiteral("ask"), QStringLiteral("--regenerate"), QStringLiteral("--conversation"), conversation });
        QCOMPARE(again.exit, 0);
        QCOMPARE(
            json({ QStringLiteral("conversations"), QStringLiteral("show"), conversation })[QLatin1String("messages")].toArray().size(), 5);
    }

    void aModelThatIsRefusedOrBreaksOffIsTold()
    {
        openChat();
        m_chat->reply = [](const FakeRequest &) {
            return FakeReply { 401, R"({"error":{"message":"no"}})", {}, FakeReply::Way::Whole, 0 };
        };
        const QJsonObject refused = json({ QStringLiteral("ask"), QStringLiteral("Where are my documents kept?") });
        QCOMPARE(refused[QLatin1String("kind")].toString(), QStringLiteral("quoted"));
        QVERIFY2(
            refused[QLatin1String("notices")].toArray().size() == 1, QJsonDocument(refused[QLatin1String("notices")].toArray()).toJson());
        const QString notice = refused[QLatin1String("notices")][0].toString(); // sentences, one after the other
        QVERIFY2(notice.contains(QLatin1String("gave no answer, so the answer is quoted from your documents. http://127.0.0.1")),
            qUtf8Printable(notice));
        const QJsonObject bad =
            json({ QStringLiteral("doctor"), QStringLiteral("chat") }, 3)[QLatin1String("checks")].toArray().first().toObject();
        QVERIFY(bad[QLatin1String("message")].toString().contains(QLatin1String("does not accept the key")));
        m_chat->reply = [](const FakeRequest &) {
            FakeReply reply;
            reply.way = FakeReply::Way::StreamReset;
            reply.pieces = { { 0, answerEvent(QStringLiteral("Documents are kept. In")) } };
            return reply;
        };
        const QJsonObject cut = json({ QStringLiteral("ask"), QStringLiteral("Where are my documents kept?") }, 3);
        QVERIFY(cut[QLatin1String("answer")].toString().startsWith(QLatin1String("Documents are kept")));
        QVERIFY(cut[QLatin1String("error")].toObject()[QLatin1String("message")].toString().contains(QLatin1String("broke off")));
        // Before it has said anything: quoted, with what it began to say.
        m_chat->reply = [](const FakeRequest &) {
            FakeReply reply;
            reply.way = FakeReply::Way::StreamReset;
            reply.pieces = { { 0, answerEvent(QStringLiteral("Documents are")) } };
            return reply;
        };
        const QJsonObject begun = json({ QStringLiteral("ask"), QStringLiteral("Where are my documents kept?") });
        QCOMPARE(begun[QLatin1String("kind")].toString(), QStringLiteral("quoted"));
        QVERIFY(begun[QLatin1String("notices")].toArray().last().toString().contains(QStringLiteral("no further than “Documents are”")));
    }

    //! Question and beginning are in the conversation.
    void whatAKilledProgramShowedIsKept()
    {
        openChat();
        m_chat->reply = [](const FakeRequest &) { return writtenReply(QStringList(2000, QStringLiteral("word ")), 10); };
        QProcess killed;
        killed.start(QStringLiteral(HEDDLE_CLI),
            { QStringLiteral("--data"), data(), QStringLiteral("ask"), QStringLiteral("What is a collection, in one word?") });
        QByteArray written;
        QVERIFY(QTest::qWaitFor(
            [&] {
                written += killed.readAllStandardOutput();
                return written.count("word ") > 250; // 2.5 s of it
            },
            60'000));
        killed.kill();
        QVERIFY(QTest::qWaitFor([&] { return killed.state() == QProcess::NotRunning; }, 10'000));
        const QJsonArray found = json({ QStringLiteral("conversations"), QStringLiteral("search"),
            QStringLiteral("collection, in one word") })[QLatin1String("conversations")]
                                     .toArray();
        QCOMPARE(found.size(), 1);
        const QJsonArray kept = json({ QStringLiteral("conversations"), QStringLiteral("show"),
            found[0][QLatin1String("id")].toString() })[QLatin1String("messages")]
                                    .toArray();
        QCOMPARE(kept.size(), 2);
        QVERIFY(kept[1][QLatin1String("text")].toString().count(QLatin1String("word ")) > 50);
        QVERIFY(!kept[1][QLatin1String("sources")].toArray().isEmpty());
    }

    void ctrlCKeepsWhatWasShown()
    {
        openChat();
        m_chat->reply = [](const FakeRequest &) { return writtenReply(QStringList(2000, QStringLiteral("word ")), 10); };
        QProcess stopped;
        stopped.start(QStringLiteral(HEDDLE_CLI),
            { QStringLiteral("--data"), data(), QStringLiteral("ask"), QStringLiteral("Where are my documents kept?") });
        QByteArray written;
        QVERIFY(QTest::qWaitFor(
            [&] {
                written += stopped.readAllStandardOutput();
                return written.contains("word ");
            },
            60'000));
        stopped.terminate();
        QVERIFY(QTest::qWaitFor([&] { return stopped.state() == QProcess::NotRunning; }, 10'000));
        QCOMPARE(stopped.exitCode(), 130);
        QVERIFY(stopped.readAllStandardOutput().contains("Stopped; what is above is kept."));
    }

    void relatedQuestionsAndMapsAreWritten()
    {
        openChat();
        m_chat->reply = [](const FakeRequest &) { return writtenReply({ QStringLiteral("Who?\nWhere?\nWhen?\n") }); };
        QCOMPARE(json({ QStringLiteral("related"), QStringLiteral("Where are my documents kept?") })[QLatin1String("questions")]
                     .toArray()
                     .size(),
            3);
        m_chat->reply = [](const FakeRequest &) {
            return writtenReply({ QStringLiteral("# Kept\n- library\n"), QStringLiteral("  - chunks [1]\n") });
        };
        const QJsonObject map = json({ QStringLiteral("mindmap"), QStringLiteral("Where are my documents kept?") });
        QCOMPARE(map[QLatin1String("label")].toString(), QStringLiteral("Kept"));
        QVERIFY(map[QLatin1String("written")].toBool() && map[QLatin1String("sent")].toArray().size() == 1);
        set("chat.provider", QStringLiteral("none"));
        QVERIFY(
            json({ QStringLiteral("related"), QStringLiteral("Where are my documents kept?") })[QLatin1String("questions")].toArray().size()
            >= 3);
    }

    void aWrittenAnswerIsExportedAndTheKeyIsNowhere()
    {
        openChat();
        const QString id =
            json({ QStringLiteral("ask"), QStringLiteral("Where are my documents kept?") })[QLatin1String("conversation")].toString();
        json({ QStringLiteral("conversations"), QStringLiteral("rename"), id, QStringLiteral("Where they are") });
        for (const char *format : { "md", "html", "json", "pdf" }) {
            const QString out = m_folder.filePath(QStringLiteral("chat.%1").arg(QLatin1String(format)));
            json({ QStringLiteral("conversations"), QStringLiteral("export"), id, QStringLiteral("--format"), QLatin1String(format),
                QStringLiteral("--out"), out });
            QVERIFY(QFileInfo(out).size() > 500);
        }
        QVERIFY(readFile(m_folder.filePath(QStringLiteral("chat.md"))).contains("# Where they are"));
        QVERIFY(readFile(m_folder.filePath(QStringLiteral("chat.md"))).contains("Not found in the source: "));
        // No key anywhere.
        QDirIterator files(m_folder.path(), QDir::Files, QDirIterator::Subdirectories);
        while (files.hasNext())
            QVERIFY(!readFile(files.next()).contains(Key));
    }

    void theFlowBenchSaysWhatItDid()
    {
        FakeHttpServer server([](const FakeRequest &request) {
            FakeReply reply = playContract(QStringLiteral("openai-compatible"), {}, request);
            reply.delayMs = 30;
            return reply;
        });
        for (const char *mode : { "split", "blocking" }) {
            const QJsonObject result = json({ QStringLiteral("bench"), QStringLiteral("flow"), QStringLiteral("--users"),
                QStringLiteral("20"), QStringLiteral("--threads"), QStringLiteral("5"), QStringLiteral("--db-ms"), QStringLiteral("20"),
                QStringLiteral("--search-ms"), QStringLiteral("30"), QStringLiteral("--rerank-ms"), QStringLiteral("30"),
                QStringLiteral("--rerank-url"), server.base(), QStringLiteral("--mode"), QLatin1String(mode) });
            QVERIFY(hasKeys(result,
                { QStringLiteral("mode"), QStringLiteral("arrival"), QStringLiteral("users"), QStringLiteral("limit_ms"),
                    QStringLiteral("total_ms"), QStringLiteral("mean_ms"), QStringLiteral("p50_ms"), QStringLiteral("p99_ms"),
                    QStringLiteral("mean_busy"), QStringLiteral("peak_busy"), QStringLiteral("threads"), QStringLiteral("network_threads"),
                    QStringLiteral("os_threads"), QStringLiteral("peak_http"), QStringLiteral("connections"),
                    QStringLiteral("throughput_per_s"), QStringLiteral("cpu_ms"), QStringLiteral("rss_mb"),
                    QStringLiteral("max_gap_ms") }));
            QCOMPARE(result[QLatin1String("answers")].toInt(), 20);
            QCOMPARE(result[QLatin1String("limit_ms")].toDouble(), 230.0); // four rounds of 20, four of 30, and 30
            QVERIFY(result[QLatin1String("total_ms")].toDouble() >= 230);
            QVERIFY(result[QLatin1String("peak_busy")].toInt() <= 5);
        }
        QCOMPARE(run({ QStringLiteral("bench"), QStringLiteral("flow") }).exit, 2);
        // Without an address it brings its own reranker; what it did can be looked at elsewhere.
        const QString trace = m_folder.filePath(QStringLiteral("trace.json"));
        const QJsonObject alone = json({ QStringLiteral("bench"), QStringLiteral("flow"), QStringLiteral("--users"), QStringLiteral("4"),
            QStringLiteral("--db-ms"), QStringLiteral("1"), QStringLiteral("--search-ms"), QStringLiteral("1"),
            QStringLiteral("--rerank-ms"), QStringLiteral("1"), QStringLiteral("--trace"), trace });
        QCOMPARE(alone[QLatin1String("answers")].toInt(), 4);
        QVERIFY(QJsonDocument::fromJson(readFile(trace)).object()[QLatin1String("traceEvents")].toArray().size() > 4 * (2 + 2 + 2));
        QCOMPARE(run({ QStringLiteral("bench"), QStringLiteral("flow"), QStringLiteral("--users"), QStringLiteral("1"),
                         QStringLiteral("--trace"), m_folder.filePath(QStringLiteral("no/such/folder.json")) })
                     .exit,
            4);
    }
};

QTEST_GUILESS_MAIN(TestCliModels)
#include "test_climodels.moc"
