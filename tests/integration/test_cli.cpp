// SPDX-License-Identifier: GPL-3.0-or-later
// The terminal program as scripts see it: exact keys, exit codes, one JSON object on standard output.
#include "core/library/indexlock.h"
#include "core/storage/database.h"
#include "core/storage/schemas.h"
#include "tests/support/chatcontracts.h"
#include "tests/support/rerankcontracts.h"
#include "tests/support/testsupport.h"
#include <QDir>
#include <QDirIterator>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>

using namespace Heddle;
using namespace Heddle::TestSupport;

namespace {

struct Run {
    int exit = -1;
    QByteArray out, err;
    QJsonObject json() const { return QJsonDocument::fromJson(out).object(); }
};

} // namespace

class TestCli : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    QString data() const { return m_folder.filePath(QStringLiteral("data")); }

    Run run(const QStringList &arguments, const QByteArray &input = {}) const
    {
        QProcess process;
        process.start(QStringLiteral(HEDDLE_CLI), QStringList { QStringLiteral("--data"), data() } + arguments);
        process.write(input);
        process.closeWriteChannel();
        if (!QTest::qWaitFor([&process] { return process.state() == QProcess::NotRunning; }, 120'000)) // a server may live in this loop
            qFatal("heddle-cli did not end");
        return { process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1, process.readAllStandardOutput(),
            process.readAllStandardError() };
    }
    QJsonObject json(const QStringList &arguments, int exit = 0) const
    {
        const Run result = run(QStringList(QStringLiteral("--json")) + arguments);
        if (result.exit != exit)
            qWarning("exit %d: %s %s", result.exit, result.out.constData(), result.err.constData());
        QJsonParseError error;
        const QJsonDocument document = QJsonDocument::fromJson(result.out, &error);
        return result.exit == exit && error.error == QJsonParseError::NoError && result.out.count('\n') == 1 ? document.object()
                                                                                                             : QJsonObject();
    }
    static bool hasKeys(const QJsonObject &object, const QStringList &keys)
    {
        for (const QString &key : keys) {
            if (!object.contains(key)) {
                qWarning("no key %s", qUtf8Printable(key));
                return false;
            }
        }
        return !object.isEmpty();
    }

private Q_SLOTS:
    void initTestCase()
    {
        const QJsonObject report =
            json({ QStringLiteral("index"), QStringLiteral(HEDDLE_SAMPLE), QStringLiteral("--collection"), QStringLiteral("Handbook") });
        QVERIFY(hasKeys(report,
            { QStringLiteral("files"), QStringLiteral("indexed"), QStringLiteral("unchanged"), QStringLiteral("removed"),
                QStringLiteral("no_text"), QStringLiteral("failed"), QStringLiteral("chunks"), QStringLiteral("ms"),
                QStringLiteral("failures") }));
        QVERIFY(report[QLatin1String("files")].toInt() >= 12);
        QCOMPARE(report[QLatin1String("indexed")], report[QLatin1String("files")]);
    }

    void theSampleAnswersWithTwoCitationsThatHold()
    {
        const QJsonObject answer = json({ QStringLiteral("ask"), QStringLiteral("How does Heddle show where an answer comes from?") });
        QVERIFY(hasKeys(answer,
            { QStringLiteral("answer"), QStringLiteral("kind"), QStringLiteral("citations"), QStringLiteral("conversation"),
                QStringLiteral("message"), QStringLiteral("timings_ms"), QStringLiteral("notices"), QStringLiteral("sent") }));
        QCOMPARE(answer[QLatin1String("kind")].toString(), QStringLiteral("quoted"));
        QCOMPARE(answer[QLatin1String("sent")].toArray().size(), 0);
        const QJsonArray citations = answer[QLatin1String("citations")].toArray();
        QVERIFY(citations.size() >= 2);
        for (const QJsonValue &value : citations) {
            const QJsonObject citation = value.toObject();
            QVERIFY(hasKeys(citation,
                { QStringLiteral("n"), QStringLiteral("chunk"), QStringLiteral("path"), QStringLiteral("page"), QStringLiteral("text"),
                    QStringLiteral("supported") }));
            QVERIFY(answer[QLatin1String("answer")].toString().contains(QStringLiteral("[%1]").arg(citation[QLatin1String("n")].toInt())));
            QVERIFY(QFile::exists(citation[QLatin1String("path")].toString()));
        }
    }

    void aSecondRunFindsAllUnchanged()
    {
        const QJsonObject report =
            json({ QStringLiteral("index"), QStringLiteral(HEDDLE_SAMPLE), QStringLiteral("--collection"), QStringLiteral("Handbook") });
        QCOMPARE(report[QLatin1String("unchanged")], report[QLatin1String("files")]);
        QCOMPARE(json({ QStringLiteral("collections"), QStringLiteral("rescan"), QStringLiteral("Handbook") })[QLatin1String("unchanged")],
            report[QLatin1String("files")]);
    }

    void searchTellsEverythingOfAHit()
    {
        const QJsonObject found =
            json({ QStringLiteral("search"), QStringLiteral("spelling suggestion"), QStringLiteral("--limit"), QStringLiteral("3") });
        QVERIFY(hasKeys(found,
            { QStringLiteral("query"), QStringLiteral("total"), QStringLiteral("ms"), QStringLiteral("order"), QStringLiteral("notices"),
                QStringLiteral("hits") }));
        QCOMPARE(found[QLatin1String("order")].toString(), QStringLiteral("text"));
        const QJsonArray hits = found[QLatin1String("hits")].toArray();
        QVERIFY(!hits.isEmpty() && hits.size() <= 3);
        QVERIFY(found[QLatin1String("total")].toInt() >= hits.size());
        QVERIFY(hasKeys(hits.first().toObject(),
            { QStringLiteral("rank"), QStringLiteral("chunk"), QStringLiteral("document"), QStringLiteral("path"), QStringLiteral("title"),
                QStringLiteral("page"), QStringLiteral("score"), QStringLiteral("text_rank"), QStringLiteral("text_score"),
                QStringLiteral("vector_rank"), QStringLiteral("vector_score"), QStringLiteral("rerank_score"), QStringLiteral("snippet"),
                QStringLiteral("text") }));
        QCOMPARE(hits.first().toObject()[QLatin1String("rank")].toInt(), 1);
        QVERIFY(hits.first().toObject()[QLatin1String("vector_rank")].isNull());
        QVERIFY(run({ QStringLiteral("search"), QStringLiteral("zzyzx") }).out.contains("Handbook"));
    }

    void batchesWriteARunOneLinePerDocument()
    {
        const QString topics = m_folder.filePath(QStringLiteral("topics.tsv")), out = m_folder.filePath(QStringLiteral("run.txt"));
        writeFile(topics, "q1\twhat leaves my computer\nq2\tdelete a conversation\n");
        QVERIFY(!json({ QStringLiteral("search"), QStringLiteral("--topics"), topics, QStringLiteral("--run"), out }).isEmpty());
        QSet<QByteArray> seen;
        int rank = 0;
        QByteArray topic;
        for (const QByteArray &line : readFile(out).split('\n')) {
            if (line.isEmpty())
                continue;
            const QList<QByteArray> parts = line.split(' ');
            QCOMPARE(parts.size(), 6);
            QCOMPARE(parts[1], QByteArray("Q0"));
            rank = parts[0] == topic ? rank + 1 : 1;
            topic = parts[0];
            QCOMPARE(parts[3].toInt(), rank);
            QVERIFY(!seen.contains(parts[0] + parts[2]));
            seen += parts[0] + parts[2];
            QVERIFY(!parts[2].endsWith(".md"));
        }
        QCOMPARE(topic, QByteArray("q2"));
        writeFile(topics, "no tab here\n");
        QCOMPARE(run({ QStringLiteral("search"), QStringLiteral("--topics"), topics, QStringLiteral("--run"), out }).exit, 2);
    }

    void conversationsAreListedShownFoundExportedAndDeleted()
    {
        const QString id =
            json({ QStringLiteral("ask"), QStringLiteral("What leaves my computer?") })[QLatin1String("conversation")].toString();
        QVERIFY(!id.isEmpty());
        QCOMPARE(json({ QStringLiteral("ask"), QStringLiteral("And to the network?"), QStringLiteral("--conversation"),
                     id })[QLatin1String("conversation")]
                     .toString(),
            id);
        QCOMPARE(json({ QStringLiteral("conversations"), QStringLiteral("list") })[QLatin1String("conversations")]
                     .toArray()
                     .first()
                     .toObject()[QLatin1String("id")]
                     .toString(),
            id);
        QCOMPARE(json({ QStringLiteral("conversations"), QStringLiteral("show"), id })[QLatin1String("messages")].toArray().size(), 4);
        QVERIFY(!json({ QStringLiteral("conversations"), QStringLiteral("search"),
            QStringLiteral("leaves my computer") })[QLatin1String("conversations")]
                     .toArray()
                     .isEmpty());
        for (const char *format : { "md", "html", "json", "pdf" }) {
            const QString out = m_folder.filePath(QStringLiteral("out.") + QLatin1String(format));
            QCOMPARE(run({ QStringLiteral("conversations"), QStringLiteral("export"), id, QStringLiteral("--format"), QLatin1String(format),
                             QStringLiteral("--out"), out })
                         .exit,
                0);
            QVERIFY(qstrcmp(format, "pdf") != 0 ? readFile(out).contains("What leaves my computer?") : readFile(out).startsWith("%PDF-"));
        }
        QVERIFY(!json({ QStringLiteral("conversations"), QStringLiteral("delete"), id }).isEmpty());
        QCOMPARE(run({ QStringLiteral("conversations"), QStringLiteral("show"), id }).exit, 2);
        QCOMPARE(run({ QStringLiteral("ask"), QStringLiteral("x"), QStringLiteral("--conversation"), id }).exit, 2);
    }

    void settingsProvidersAndDoctor()
    {
        QVERIFY(!json({ QStringLiteral("config"), QStringLiteral("list") }).isEmpty());
        QVERIFY(!json({ QStringLiteral("config"), QStringLiteral("set"), QStringLiteral("pools.search"), QStringLiteral("3") }).isEmpty());
        QVERIFY(run({ QStringLiteral("config"), QStringLiteral("get"), QStringLiteral("pools.search") }).out.contains('3'));
        const Run refused =
            run({ QStringLiteral("config"), QStringLiteral("set"), QStringLiteral("rerank.provider"), QStringLiteral("nobody") });
        QCOMPARE(refused.exit, 2);
        QVERIFY(refused.err.contains("jina"));
        const Run secret = run({ QStringLiteral("config"), QStringLiteral("secret"), QStringLiteral("rerank.key") }, "very-secret\n");
        QCOMPARE(secret.exit, 4); // no keychain here: the variable is named, nothing is stored
        QVERIFY(secret.err.contains("HEDDLE_RERANK_KEY") && !secret.err.contains("very-secret"));
        const QJsonArray rerank = json({ QStringLiteral("providers") })[QLatin1String("rerank")].toArray();
        QCOMPARE(rerank.size(), 11); // ten services, and what is built in
        QVERIFY(hasKeys(rerank.first().toObject(),
            { QStringLiteral("id"), QStringLiteral("name"), QStringLiteral("default_url"), QStringLiteral("needs_key"),
                QStringLiteral("asynchronous") }));
        const QJsonArray checks = json({ QStringLiteral("doctor"), QStringLiteral("index") })[QLatin1String("checks")].toArray();
        QVERIFY(!checks.isEmpty());
        for (const QJsonValue &check : checks) {
            QVERIFY(hasKeys(check.toObject(),
                { QStringLiteral("role"), QStringLiteral("ok"), QStringLiteral("url"), QStringLiteral("server"), QStringLiteral("message"),
                    QStringLiteral("fix"), QStringLiteral("ms"), QStringLiteral("scale") }));
            QVERIFY(check.toObject()[QLatin1String("ok")].toBool());
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
        const auto hits = [this, &question] {
            const QJsonObject found = json({ QStringLiteral("search"), question });
            QStringList chunks;
            for (const QJsonValue &hit : found[QLatin1String("hits")].toArray())
                chunks += hit[QLatin1String("chunk")].toString();
            return std::pair(chunks, found);
        };
        const QStringList before = hits().first;
        const QJsonArray none =
            json({ QStringLiteral("search"), question, QStringLiteral("--rerank") })[QLatin1String("notices")].toArray();
        QCOMPARE(none.size(), 1);
        QVERIFY(none.first().toString().contains(QLatin1String("No reranker is set up")));
        QVERIFY(!before.isEmpty());
        QString bad;
        const QString provider = QStringLiteral("localai");
        FakeHttpServer server([&](const FakeRequest &request) {
            return bad.isEmpty() ? playContract(provider, {}, request) : badReply(bad, provider, request);
        });
        const auto set = [this](const char *key, const QString &value) {
            QCOMPARE(run({ QStringLiteral("config"), QStringLiteral("set"), QLatin1String(key), value }).exit, 0);
        };
        set("rerank.provider", provider);
        set("rerank.url", server.base());
        set("rerank.model", QStringLiteral("m"));
        QJsonObject check =
            json({ QStringLiteral("doctor"), QStringLiteral("rerank") }, 3)[QLatin1String("checks")].toArray().first().toObject();
        QVERIFY(!check[QLatin1String("ok")].toBool()); // all passages score the same there
        QCOMPARE(check[QLatin1String("scale")].toString(), QStringLiteral("probability"));
        QCOMPARE(hits().second[QLatin1String("order")].toString(), QStringLiteral("rerank"));
        set("rerank.deadline_ms", QStringLiteral("500"));
        for (const QString &name : badReplies()) {
            bad = name;
            QElapsedTimer clock;
            clock.start();
            const auto [chunks, found] = hits();
            QVERIFY2(chunks == before, qUtf8Printable(bad));
            QVERIFY2(found[QLatin1String("notices")].toArray().size() == 1, qUtf8Printable(bad));
            QCOMPARE(found[QLatin1String("order")].toString(), QStringLiteral("text"));
            const QJsonObject error =
                json({ QStringLiteral("rerank"), QStringLiteral("--provider"), provider, QStringLiteral("--url"), server.base(),
                         QStringLiteral("--deadline-ms"), QStringLiteral("500"), QStringLiteral("--query"), QStringLiteral("q"), file },
                    3)[QLatin1String("error")]
                    .toObject();
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

    //! A chat server that plays; settings are put back afterwards.
    void writtenAnswersInTheTerminal()
    {
        const QByteArray key = "sk-very-secret-0123456789";
        qputenv("HEDDLE_CHAT_KEY", key);
        FakeHttpServer::Handler chat = [](const FakeRequest &) {
            return writtenReply({ QStringLiteral("Documents are kept "), QStringLiteral("where they are [1]. "),
                                    QStringLiteral("Wizards guard 77 of them [2].") },
                50);
        };
        QStringList faults;
        FakeHttpServer server([&](const FakeRequest &request) {
            if (request.method == "GET")
                return modelsReply({ QStringLiteral("some-model") }, 8192);
            faults += chatFaults(QStringLiteral("openai"), request, key);
            return chat(request);
        });
        const auto set = [this](const char *name, const QString &value, int exit = 0) {
            json({ QStringLiteral("config"), QStringLiteral("set"), QLatin1String(name), value }, exit);
        };
        set("chat.temperature", QStringLiteral("5"), 2);
        set("chat.provider", QStringLiteral("nobody"), 2);
        set("chat.provider", QStringLiteral("openai-compatible"));
        set("chat.url", server.base() + QStringLiteral("/v1"));
        set("chat.model", QStringLiteral("some-model"));
        set("chat.temperature", QStringLiteral("0.2"));
        const QJsonObject check =
            json({ QStringLiteral("doctor"), QStringLiteral("chat") })[QLatin1String("checks")].toArray().first().toObject();
        QVERIFY2(check[QLatin1String("ok")].toBool(), qPrintable(check[QLatin1String("message")].toString()));
        QVERIFY(check[QLatin1String("message")].toString().contains(QLatin1String("8192 tokens")));

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
        QVERIFY(citations[1][QLatin1String("reason")].toString().contains(QLatin1String("77")));
        const QJsonObject sent = answer[QLatin1String("sent")].toArray().first().toObject();
        QCOMPARE(sent[QLatin1String("host")].toString(), server.base());
        QVERIFY(sent[QLatin1String("bytes")].toInt() > 500);
        QCOMPARE(faults, QStringList());

        // It streams: the beginning is there before the end.
        QProcess process;
        process.start(QStringLiteral(HEDDLE_CLI),
            { QStringLiteral("--data"), data(), QStringLiteral("ask"), QStringLiteral("Where are my documents kept?"),
                QStringLiteral("--conversation"), answer[QLatin1String("conversation")].toString() });
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
        QVERIFY(seen.contains("[1] ") && seen.contains("not borne out: ") && seen.contains("were sent to " + server.base().toLatin1()));
        QCOMPARE(process.exitCode(), 0);
        const Run again = run({ QStringLiteral("ask"), QStringLiteral("--regenerate"), QStringLiteral("--conversation"),
            answer[QLatin1String("conversation")].toString() });
        QCOMPARE(again.exit, 0);
        QCOMPARE(json({ QStringLiteral("conversations"), QStringLiteral("show"),
                     answer[QLatin1String("conversation")].toString() })[QLatin1String("messages")]
                     .toArray()
                     .size(),
            5);

        // A model that is refused, gone, or breaks off.
        chat = [](const FakeRequest &) { return FakeReply { 401, R"({"error":{"message":"no"}})", {}, FakeReply::Way::Whole, 0 }; };
        const QJsonObject refused = json({ QStringLiteral("ask"), QStringLiteral("Where are my documents kept?") });
        QCOMPARE(refused[QLatin1String("kind")].toString(), QStringLiteral("quoted"));
        QCOMPARE(refused[QLatin1String("notices")].toArray().size(), 1);
        const QJsonObject bad =
            json({ QStringLiteral("doctor"), QStringLiteral("chat") }, 3)[QLatin1String("checks")].toArray().first().toObject();
        QVERIFY(bad[QLatin1String("message")].toString().contains(QLatin1String("does not accept the key")));
        chat = [](const FakeRequest &) {
            FakeReply reply;
            reply.way = FakeReply::Way::StreamReset;
            reply.pieces = { { 0, answerEvent(QStringLiteral("Documents are kept")) } };
            return reply;
        };
        const QJsonObject cut = json({ QStringLiteral("ask"), QStringLiteral("Where are my documents kept?") }, 3);
        QVERIFY(cut[QLatin1String("answer")].toString().startsWith(QLatin1String("Documents are kept")));
        QVERIFY(cut[QLatin1String("error")].toObject()[QLatin1String("message")].toString().contains(QLatin1String("broke off")));

        // Killed in the middle: question and beginning are kept.
        chat = [](const FakeRequest &) { return writtenReply(QStringList(2000, QStringLiteral("word ")), 10); };
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

        // Ctrl+C keeps what was shown.
        QProcess stopped;
        stopped.start(QStringLiteral(HEDDLE_CLI),
            { QStringLiteral("--data"), data(), QStringLiteral("ask"), QStringLiteral("Where are my documents kept?") });
        written.clear();
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

        chat = [](const FakeRequest &) { return writtenReply({ QStringLiteral("Who?\nWhere?\nWhen?\n") }); };
        QCOMPARE(json({ QStringLiteral("related"), QStringLiteral("Where are my documents kept?") })[QLatin1String("questions")]
                     .toArray()
                     .size(),
            3);
        chat = [](const FakeRequest &) {
            return writtenReply({ QStringLiteral("# Kept\n- library\n"), QStringLiteral("  - chunks [1]\n") });
        };
        const QJsonObject map = json({ QStringLiteral("mindmap"), QStringLiteral("Where are my documents kept?") });
        QCOMPARE(map[QLatin1String("label")].toString(), QStringLiteral("Kept"));
        QVERIFY(map[QLatin1String("written")].toBool() && map[QLatin1String("sent")].toArray().size() == 1);
        set("chat.provider", QStringLiteral("none"));
        QVERIFY(
            json({ QStringLiteral("related"), QStringLiteral("Where are my documents kept?") })[QLatin1String("questions")].toArray().size()
            >= 3);
        const QString id = answer[QLatin1String("conversation")].toString();
        json({ QStringLiteral("conversations"), QStringLiteral("rename"), id, QStringLiteral("Where they are") });
        for (const char *format : { "md", "html", "json", "pdf" }) {
            const QString out = m_folder.filePath(QStringLiteral("chat.%1").arg(QLatin1String(format)));
            json({ QStringLiteral("conversations"), QStringLiteral("export"), id, QStringLiteral("--format"), QLatin1String(format),
                QStringLiteral("--out"), out });
            QVERIFY(QFileInfo(out).size() > 500);
        }
        QVERIFY(readFile(m_folder.filePath(QStringLiteral("chat.md"))).contains("# Where they are"));
        QVERIFY(readFile(m_folder.filePath(QStringLiteral("chat.md"))).contains("not borne out"));
        // No key anywhere.
        QDirIterator files(m_folder.path(), QDir::Files, QDirIterator::Subdirectories);
        while (files.hasNext())
            QVERIFY(!readFile(files.next()).contains(key));
        qunsetenv("HEDDLE_CHAT_KEY");
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

    void mindMapsInEveryFormat()
    {
        const QStringList words { QStringLiteral("mindmap"), QStringLiteral("How do I add a folder?") };
        const QJsonObject map = json(words);
        QVERIFY(hasKeys(map, { QStringLiteral("id"), QStringLiteral("label"), QStringLiteral("sources"), QStringLiteral("children") }));
        QCOMPARE(map[QLatin1String("label")].toString(), words[1]);
        QVERIFY(map[QLatin1String("children")].toArray().size() >= 3);
        QVERIFY(map[QLatin1String("sent")].toArray().isEmpty());
        QVERIFY(run(words).out.startsWith("# How do I add a folder?"));
        const std::pair<const char *, const char *> formats[] = { { "json", "\"children\"" }, { "md", "# How do" }, { "opml", "<opml" },
            { "mm", "<map" }, { "svg", "<svg" }, { "png", "\x89PNG" }, { "pdf", "%PDF" } };
        for (const auto &[format, start] : formats) {
            const QString out = m_folder.filePath(QStringLiteral("map.%1").arg(QLatin1String(format)));
            const QJsonObject said =
                json(words + QStringList { QStringLiteral("--format"), QLatin1String(format), QStringLiteral("--out"), out });
            QCOMPARE(said[QLatin1String("bytes")].toInteger(), QFileInfo(out).size());
            QVERIFY2(readFile(out).left(300).contains(start), format);
        }
        // The map of a conversation's answer, kept with it.
        const QString id = json({ QStringLiteral("ask"), words[1] })[QLatin1String("conversation")].toString();
        const QStringList ofAnswer { QStringLiteral("mindmap"), QStringLiteral("--conversation"), id };
        QCOMPARE(json(ofAnswer)[QLatin1String("label")].toString(), words[1]);
        QCOMPARE(json(ofAnswer), json(ofAnswer));
        json({ QStringLiteral("mindmap"), QStringLiteral("--conversation"), QStringLiteral("none") }, 4);
    }

    void wrongUseIsToldInWords_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<int>("exit");
        QTest::newRow("no such command") << QStringList { QStringLiteral("dance") } << 2;
        QTest::newRow("no such option") << QStringList { QStringLiteral("search"), QStringLiteral("x"), QStringLiteral("--fast") } << 2;
        QTest::newRow("no value") << QStringList { QStringLiteral("search"), QStringLiteral("x"), QStringLiteral("--limit") } << 2;
        QTest::newRow("limit no number") << QStringList { QStringLiteral("search"), QStringLiteral("x"), QStringLiteral("--limit"),
            QStringLiteral("many") } << 2;
        QTest::newRow("no question") << QStringList { QStringLiteral("ask") } << 2;
        QTest::newRow("empty question") << QStringList { QStringLiteral("ask"), QStringLiteral(" ") } << 2;
        QTest::newRow("no question for a map") << QStringList { QStringLiteral("mindmap") } << 2;
        QTest::newRow("no such format") << QStringList { QStringLiteral("mindmap"), QStringLiteral("x"), QStringLiteral("--format"),
            QStringLiteral("gif") } << 2;
        QTest::newRow("an image has to go somewhere")
            << QStringList { QStringLiteral("mindmap"), QStringLiteral("x"), QStringLiteral("--format"), QStringLiteral("png") } << 2;
        QTest::newRow("no such collection") << QStringList { QStringLiteral("search"), QStringLiteral("x"), QStringLiteral("--collection"),
            QStringLiteral("None") } << 2;
        QTest::newRow("no such folder") << QStringList { QStringLiteral("index"), QStringLiteral("/no/such/folder") } << 5;
        QTest::newRow("a file for a folder") << QStringList { QStringLiteral("index"),
            QStringLiteral(HEDDLE_SAMPLE "/01-what-heddle-is.md") }
                                             << 5;
        QTest::newRow("no topics file") << QStringList { QStringLiteral("search"), QStringLiteral("--topics"), QStringLiteral("/none.tsv"),
            QStringLiteral("--run"), QStringLiteral("/tmp/none.run") }
                                        << 5;
    }
    void wrongUseIsToldInWords()
    {
        QFETCH(QStringList, arguments);
        QFETCH(int, exit);
        const Run plain = run(arguments);
        QCOMPARE(plain.exit, exit);
        QVERIFY(plain.err.size() > 20 && plain.out.isEmpty());
        const QJsonObject error = json(arguments, exit)[QLatin1String("error")].toObject();
        QVERIFY(hasKeys(error, { QStringLiteral("code"), QStringLiteral("message"), QStringLiteral("detail") }));
        QVERIFY(plain.err.contains(error[QLatin1String("message")].toString().toUtf8()));
    }

    void aDamagedDataFolderIsToldAndLeftAlone()
    {
        QTemporaryDir folder;
        writeFile(folder.filePath(QStringLiteral("library.db")), "this is no database, and long enough to look at");
        QProcess process;
        process.start(
            QStringLiteral(HEDDLE_CLI), { QStringLiteral("--data"), folder.path(), QStringLiteral("search"), QStringLiteral("x") });
        QVERIFY(process.waitForFinished(30'000));
        QCOMPARE(process.exitCode(), 4);
        QVERIFY(process.readAllStandardError().contains(folder.filePath(QStringLiteral("library.db")).toUtf8()));
        QCOMPARE(readFile(folder.filePath(QStringLiteral("library.db"))), QByteArray("this is no database, and long enough to look at"));
    }

    void aSecondIndexerIsToldWhoIsFirstAndMayWait()
    {
        auto held = Library::IndexLock::take(data());
        QVERIFY(held.ok());
        const Run refused =
            run({ QStringLiteral("index"), QStringLiteral(HEDDLE_SAMPLE), QStringLiteral("--collection"), QStringLiteral("Handbook") });
        QCOMPARE(refused.exit, 4);
        QVERIFY(refused.err.contains(QByteArray::number(QCoreApplication::applicationPid())));
        QCOMPARE(run({ QStringLiteral("search"), QStringLiteral("spelling") }).exit, 0); // others read on
        QCOMPARE(run({ QStringLiteral("ask"), QStringLiteral("spelling") }).exit, 0); // and hold conversations
        QProcess waiting;
        waiting.start(QStringLiteral(HEDDLE_CLI),
            { QStringLiteral("--data"), data(), QStringLiteral("index"), QStringLiteral(HEDDLE_SAMPLE), QStringLiteral("--collection"),
                QStringLiteral("Handbook"), QStringLiteral("--wait") });
        QByteArray said;
        QVERIFY(QTest::qWaitFor(
            [&] {
                said += waiting.readAllStandardError();
                return said.contains("waiting");
            },
            30'000));
        held = Error::cancelled();
        QVERIFY(waiting.waitForFinished(60'000));
        QCOMPARE(waiting.exitCode(), 0);
    }

    void settingsAreListedWithWhatTheyMayBe()
    {
        QTemporaryDir folder;
        const QStringList own { QStringLiteral("--data"), folder.filePath(QStringLiteral("data")), QStringLiteral("config") };
        QCOMPARE(run(own + QStringList { QStringLiteral("set"), QStringLiteral("rerank.window"), QStringLiteral("12") }).exit, 0);
        const Run list = run(own + QStringList { QStringLiteral("list") });
        QVERIFY(
            list.out.contains("\nrerank.window = 12\n    ") && list.out.contains("Default: 64; it must be a whole number from 1 to 1000."));
        const QJsonObject settings = run(own + QStringList { QStringLiteral("list"), QStringLiteral("--json") }).json();
        QCOMPARE(settings.keys(), QStringList { QStringLiteral("settings") });
        QCOMPARE(settings[QLatin1String("settings")].toObject().size(), 36);
        QCOMPARE(settings[QLatin1String("settings")].toObject()[QLatin1String("rerank.window")].toString(), QStringLiteral("12"));
        QCOMPARE(run(own + QStringList { QStringLiteral("list"), QStringLiteral("--format"), QStringLiteral("html") }).exit, 2);
        const Run help = run({ QStringLiteral("--help") });
        QCOMPARE(help.exit, 0);
        QVERIFY(help.out.contains("  rerank.window ") && help.out.contains("  pools.render "));
        // The handbook's page is written from the same keys; the target settings-page writes it anew.
        const Run page = run(own + QStringList { QStringLiteral("list"), QStringLiteral("--format"), QStringLiteral("markdown") });
        QCOMPARE(QString::fromUtf8(readFile(QStringLiteral(HEDDLE_SAMPLE "/22-settings.md"))), QString::fromUtf8(page.out));
    }

    void aStoredSettingThatCantBeUsedIsSaidWithTheResult()
    {
        QTemporaryDir folder;
        const QStringList own { QStringLiteral("--data"), folder.filePath(QStringLiteral("data")) };
        writeFile(folder.filePath(QStringLiteral("texts/garage.txt")), "The automobile is parked in the yard behind the house.");
        QCOMPARE(run(own + QStringList { QStringLiteral("index"), folder.filePath(QStringLiteral("texts")) }).exit, 0);
        {
            auto database =
                Storage::Database::open(folder.filePath(QStringLiteral("data/conversations.db")), Storage::conversationsSchema());
            QVERIFY(database.ok());
            QVERIFY(database->run(QStringLiteral("INSERT INTO setting VALUES('rerank.window', 'wide')")).ok());
        }
        Storage::Database::closeThreadConnections();
        const QJsonObject found = json(own + QStringList { QStringLiteral("search"), QStringLiteral("automobile") });
        QCOMPARE(found[QLatin1String("hits")].toArray().size(), 1);
        const QJsonArray notices = found[QLatin1String("notices")].toArray();
        QCOMPARE(notices.size(), 1);
        QVERIFY(notices.first().toString().contains(QLatin1String("rerank.window")));
    }

    void aSearchServerThatIsGoneIsNamedAndTheIndexHereAnswers()
    {
        QTemporaryDir folder;
        const QStringList own { QStringLiteral("--data"), folder.filePath(QStringLiteral("data")) };
        const auto call = [&](const QStringList &words) { return run(own + words); };
        const auto set = [&](const char *key, const QString &value) {
            return call({ QStringLiteral("config"), QStringLiteral("set"), QLatin1String(key), value }).exit;
        };
        writeFile(folder.filePath(QStringLiteral("texts/garage.txt")), "The automobile is parked in the yard behind the house.");
        const QStringList index { QStringLiteral("index"), folder.filePath(QStringLiteral("texts")), QStringLiteral("--collection"),
            QStringLiteral("C") };
        QCOMPARE(call({ QStringLiteral("eval") }).exit, 2);
        QCOMPARE(set("search.url", QStringLiteral("http://127.0.0.1:9 ftp://b:9200")), 2);
        QCOMPARE(set("search.index", QStringLiteral("Not Good")), 2);
        QCOMPARE(set("search.engine", QStringLiteral("remote")), 0);
        const Run without = call({ QStringLiteral("doctor"), QStringLiteral("search") });
        QCOMPARE(without.exit, 3);
        QVERIFY2(without.out.contains("search.url"), without.out.constData());
        QCOMPARE(call(index).exit, 0); // with the index on this computer
        QCOMPARE(set("search.url", QStringLiteral("http://127.0.0.1:9 http://localhost:9")), 0);
        const Run refused = call(index);
        QCOMPARE(refused.exit, 3);
        QVERIFY2(refused.err.contains("Start the server"), refused.err.constData());
        const Run found = call({ QStringLiteral("search"), QStringLiteral("automobile") });
        QCOMPARE(found.exit, 0);
        QVERIFY2(found.out.contains("yard") && (found.out + found.err).contains("which may be older"), found.out.constData());
        QCOMPARE(call({ QStringLiteral("search"), QStringLiteral("zeppelin") }).exit, 3); // nothing is known of it here
        const Run checked = call({ QStringLiteral("doctor"), QStringLiteral("search") });
        QCOMPARE(checked.exit, 3);
        QVERIFY2(checked.out.contains("BAD") && checked.out.contains("Start the server"), checked.out.constData());
    }

    void meaningIsSearchedWithAModelOfTheProgram()
    {
        QTemporaryDir folder;
        const QStringList own { QStringLiteral("--data"), folder.filePath(QStringLiteral("data")) };
        const auto set = [&](const char *key, const QString &value) {
            return run(own + QStringList { QStringLiteral("config"), QStringLiteral("set"), QLatin1String(key), value });
        };
        QCOMPARE(set("embedding.kind", QStringLiteral("http")).exit, 0);
        QCOMPARE(set("embedding.model", QStringLiteral("a-server's")).exit, 0);
        QCOMPARE(set("embedding.kind", QStringLiteral("local")).exit, 0);
        QCOMPARE(json(own
                     + QStringList { QStringLiteral("config"), QStringLiteral("get"),
                         QStringLiteral("embedding.model") })[QLatin1String("value")]
                     .toString(),
            QString());
        const Run refused = set("embedding.model", QStringLiteral("a-server's"));
        QCOMPARE(refused.exit, 2);
        QVERIFY(refused.err.contains("minilm"));

        writeFile(folder.filePath(QStringLiteral("texts/garage.txt")), "The automobile is parked in the yard behind the house.");
        writeFile(folder.filePath(QStringLiteral("texts/garden.txt")), "Roses and tulips grow along the southern wall.");
        const QStringList index = own
            + QStringList { QStringLiteral("index"), folder.filePath(QStringLiteral("texts")), QStringLiteral("--collection"),
                  QStringLiteral("Meaning") };
        const QJsonObject indexed = json(index);
        QCOMPARE(indexed[QLatin1String("files")].toInt(), 2);
        const QJsonObject check = run(own + QStringList { QStringLiteral("--json"), QStringLiteral("doctor"), QStringLiteral("embedding") })
                                      .json()[QLatin1String("checks")]
                                      .toArray()[0]
                                      .toObject();
        writeFile(folder.filePath(QStringLiteral("q.jsonl")), R"({"question":"Where did she leave her car?","right":["garage"]})");
        const QStringList eval = own
            + QStringList { QStringLiteral("eval"), folder.filePath(QStringLiteral("q.jsonl")), QStringLiteral("--collection"),
                  QStringLiteral("Meaning") };
        const QJsonObject evaluated = json(eval);
        QCOMPARE(evaluated[QLatin1String("questions")].toInt(), 1);
        if (!indexed.contains(QLatin1String("embedded"))) { // no runtime, no model: words alone, and it says why
            QVERIFY(!check[QLatin1String("ok")].toBool() && !check[QLatin1String("fix")].toString().isEmpty());
            QVERIFY(!evaluated[QLatin1String("notices")].toArray().isEmpty());
            QSKIP("no runtime or model is installed (tools/fetch-components): only their absence was tested");
        }
        QVERIFY(indexed[QLatin1String("embedded")].toInt() >= 2);
        QVERIFY2(check[QLatin1String("ok")].toBool(), qPrintable(check[QLatin1String("message")].toString()));
        QCOMPARE(evaluated[QLatin1String("order")].toString(), QStringLiteral("hybrid"));
        QCOMPARE(evaluated[QLatin1String("found10")].toInt(), 1);
        QCOMPARE(evaluated[QLatin1String("results")].toArray()[0].toObject()[QLatin1String("rank")].toInt(), 1);
        const QJsonObject again = json(index);
        QCOMPARE(again[QLatin1String("embedded")].toInt(), 0); // nothing twice
        QCOMPARE(set("embedding.kind", QStringLiteral("none")).exit, 0);
        writeFile(folder.filePath(QStringLiteral("before.json")), QJsonDocument(evaluated).toJson());
        const Run after = run(eval + QStringList { QStringLiteral("--before"), folder.filePath(QStringLiteral("before.json")) });
        QCOMPARE(after.exit, 0);
        QVERIFY2(after.out.contains("0 of 1") && after.out.contains("were 1"), after.out.constData());
    }

    void paragraphsAreFoundInTheirLanguages_data()
    {
        QTest::addColumn<QString>("language");
        QTest::newRow("Chinese") << QStringLiteral("zh");
        QTest::newRow("Arabic") << QStringLiteral("ar");
    }
    void paragraphsAreFoundInTheirLanguages()
    {
        QFETCH(QString, language);
        QFile file(QStringLiteral(HEDDLE_TEST_DATA "/xquad/xquad.%1.json").arg(language));
        if (!file.open(QIODevice::ReadOnly))
            QSKIP("the XQuAD collection is not on this machine");
        QTemporaryDir folder;
        QByteArray topics;
        QHash<QByteArray, QByteArray> right;
        int paragraphs = 0, questions = 0;
        const QJsonArray articles = QJsonDocument::fromJson(file.readAll()).object()[QLatin1String("data")].toArray();
        for (const QJsonValue &article : articles) {
            for (const QJsonValue &paragraph : article.toObject()[QLatin1String("paragraphs")].toArray()) {
                const QByteArray name = "p" + QByteArray::number(paragraphs++);
                writeFile(folder.filePath(QStringLiteral("texts/%1.txt").arg(QString::fromUtf8(name))),
                    paragraph.toObject()[QLatin1String("context")].toString().toUtf8());
                for (const QJsonValue &qa : paragraph.toObject()[QLatin1String("qas")].toArray()) {
                    if (++questions % 5) // a fifth of them, for the sake of time
                        continue;
                    const QByteArray id = qa.toObject()[QLatin1String("id")].toString().toUtf8();
                    topics += id + '\t' + qa.toObject()[QLatin1String("question")].toString().simplified().toUtf8() + '\n';
                    right.insert(id, name);
                }
            }
        }
        writeFile(folder.filePath(QStringLiteral("topics.tsv")), topics);
        QVERIFY(!json({ QStringLiteral("index"), folder.filePath(QStringLiteral("texts")), QStringLiteral("--collection"), language })
                     .isEmpty());
        QVERIFY(!json({ QStringLiteral("search"), QStringLiteral("--topics"), folder.filePath(QStringLiteral("topics.tsv")),
                          QStringLiteral("--run"), folder.filePath(QStringLiteral("run")), QStringLiteral("--collection"), language })
                     .isEmpty());
        int first5 = 0;
        for (const QByteArray &line : readFile(folder.filePath(QStringLiteral("run"))).split('\n')) {
            const QList<QByteArray> parts = line.split(' ');
            first5 += parts.size() == 6 && parts[3].toInt() <= 5 && right.value(parts[0]) == parts[2];
        }
        const double share = double(first5) / double(right.size());
        qInfo("%s: %.3f of %d questions", qUtf8Printable(language), share, int(right.size()));
        QVERIFY(share >= 0.85);
    }
};

QTEST_GUILESS_MAIN(TestCli)
#include "test_cli.moc"
