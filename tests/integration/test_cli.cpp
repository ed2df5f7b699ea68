// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/indexlock.h"
#include "core/rerank/provider.h"
#include "tests/integration/clifixture.h"
#include <QDirIterator>
#include <QFileInfo>
#include <csignal>

using namespace Heddle;
using namespace Heddle::TestSupport;

//! The terminal program by itself, with the sample library: what it finds, tells, keeps and refuses.
class TestCli : public CliFixture {
    Q_OBJECT

    //! Whether a program says within half a minute that it waits for another one.
    static bool saysThatItWaits(QProcess &program)
    {
        QByteArray said;
        return QTest::qWaitFor(
            [&] {
                said += program.readAllStandardError();
                return said.contains("waiting");
            },
            30'000);
    }

private Q_SLOTS:
    void initTestCase() { begin(); }

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
            const QJsonObject context = citation[QLatin1String("context")].toObject();
            QVERIFY(hasKeys(context, { QStringLiteral("headings"), QStringLiteral("before"), QStringLiteral("after") }));
        }
        const QJsonObject first = citations.first().toObject();
        const QString before = first[QLatin1String("context")][QLatin1String("before")].toString(),
                      after = first[QLatin1String("context")][QLatin1String("after")].toString(),
                      window = first[QLatin1String("window")][QLatin1String("text")].toString();
        QVERIFY(!window.isEmpty() && !(before + after).isEmpty());
        const QString text = first[QLatin1String("text")].toString().simplified();
        QVERIFY2(text.contains((before + QLatin1Char(' ') + window + QLatin1Char(' ') + after).simplified()), qUtf8Printable(text));
        // For people the quote stands behind marks, among what is around it.
        const QString said = QString::fromUtf8(
            run({ QStringLiteral("ask"), QStringLiteral("How does Heddle show where an answer comes from?") }).out);
        QVERIFY2(said.contains(QLatin1String("\n  > ") + window.left(30)), qUtf8Printable(said));
    }

    void whatIsMissingIsExplained()
    {
        const auto why = [this](const QString &subject) {
            const QJsonObject report = json({ QStringLiteral("why"), QStringLiteral("Where are my conversations kept?"), subject });
            return report[QLatin1String("standings")].toArray().first().toObject();
        };
        const QJsonObject kept = why(QStringLiteral("conversations are in one file"));
        QVERIFY(hasKeys(kept,
            { QStringLiteral("path"), QStringLiteral("collection"), QStringLiteral("step"), QStringLiteral("message"),
                QStringLiteral("text_rank"), QStringLiteral("vector_rank"), QStringLiteral("search_rank"), QStringLiteral("rank") }));
        QVERIFY(kept[QLatin1String("path")].toString().endsWith(QLatin1String("07-conversations.md")));
        QVERIFY(kept[QLatin1String("text_rank")].toInt() >= 1);
        QVERIFY(kept[QLatin1String("vector_rank")].isNull());
        QCOMPARE(why(QStringLiteral("no-such-file.pdf"))[QLatin1String("step")].toString(), QStringLiteral("not_in_library"));
        QVERIFY(run({ QStringLiteral("why"), QStringLiteral("question?"), QStringLiteral("07-conversations.md") })
                    .out.contains("07-conversations.md"));
        QCOMPARE(run({ QStringLiteral("why"), QStringLiteral("only a question") }).exit, 2);
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

    void aFileIsAskedThatIsInNoCollection()
    {
        const QString path = m_folder.filePath(QStringLiteral("bridge.md")), other = m_folder.filePath(QStringLiteral("lamps.txt"));
        writeFile(path, "# Harbour bridge\n\nA further movement of 4 millimetres would close the eastern lane of the bridge.\n");
        writeFile(other, "The lamps of the quay were lit with gas until 1931.\n");
        const QString question = QStringLiteral("What would close the eastern lane of the bridge?");
        const auto names = [](const QJsonObject &answer) {
            QStringList files;
            for (const QJsonValue &citation : answer[QLatin1String("citations")].toArray())
                files += citation[QLatin1String("path")].toString().section(QLatin1Char('/'), -1);
            return files;
        };
        const QJsonObject asked =
            json({ QStringLiteral("ask"), question, QStringLiteral("--attach"), path, QStringLiteral("--attach"), other });
        QVERIFY(names(asked).contains(QStringLiteral("bridge.md")));
        const QString conversation = asked[QLatin1String("conversation")].toString();
        const QJsonObject follows = json({ QStringLiteral("ask"), QStringLiteral("Until when were the lamps of the quay lit with gas?"),
            QStringLiteral("--conversation"), conversation, QStringLiteral("--only-attached") });
        QCOMPARE(names(follows), QStringList(QStringLiteral("lamps.txt")));
        QVERIFY(!names(json({ QStringLiteral("ask"), question })).contains(QStringLiteral("bridge.md")));
        const QJsonArray attachments =
            json({ QStringLiteral("conversations"), QStringLiteral("show"), conversation })[QLatin1String("attachments")].toArray();
        QCOMPARE(attachments.size(), 2);
        // What can't be attached asks nothing.
        const Run folder = run({ QStringLiteral("ask"), question, QStringLiteral("--attach"), m_folder.path() });
        QVERIFY2(folder.exit == 2 && folder.err.contains("is a folder"), folder.err.constData());
        const Run gone = run({ QStringLiteral("ask"), question, QStringLiteral("--attach"), m_folder.filePath(QStringLiteral("gone.md")) });
        QVERIFY2(gone.exit == 5 && gone.err.contains("gone.md"), gone.err.constData());
        QCOMPARE(run({ QStringLiteral("ask"), question, QStringLiteral("--only-attached") }).exit, 2);
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
        const auto set = [this](const char *key, const char *value) {
            return run({ QStringLiteral("config"), QStringLiteral("set"), QString::fromLatin1(key), QString::fromLatin1(value) });
        };
        const Run inAddress = set("rerank.url", "https://host/rerank?api_key=very-secret");
        QCOMPARE(inAddress.exit, 2);
        QVERIFY(inAddress.err.contains("config secret") && !inAddress.err.contains("very-secret"));
        QCOMPARE(set("rerank.provider", "xinference").exit, 0);
        QCOMPARE(set("rerank.url", "http://192.0.2.1:9997").exit, 0);
        QStringList keep { QStringLiteral("config"), QStringLiteral("secret"), QStringLiteral("rerank.key") };
        const Run unencrypted = run(keep, "very-secret\n");
        QCOMPARE(unencrypted.exit, 2);
        QVERIFY(unencrypted.err.contains("192.0.2.1") && unencrypted.err.contains("--unencrypted"));
        keep += QStringLiteral("--unencrypted");
        QCOMPARE(run(keep, "very-secret\n").exit, 4); // accepted, though there is no keychain
        QCOMPARE(set("rerank.url", "").exit, 0);
        QCOMPARE(set("rerank.provider", "none").exit, 0);
        const QJsonArray rerank = json({ QStringLiteral("providers") })[QLatin1String("rerank")].toArray();
        QCOMPARE(rerank.size(), Rerank::providers().size());
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
        QVERIFY(saysThatItWaits(waiting));
        held = Error::cancelled();
        QVERIFY(waiting.waitForFinished(60'000));
        QCOMPARE(waiting.exitCode(), 0);
    }

    void aSignalStopsAProgramThatWaits_data()
    {
        QTest::addColumn<int>("number");
        QTest::newRow("Ctrl+C") << SIGINT;
        QTest::newRow("end of the session") << SIGTERM;
        QTest::newRow("closed terminal") << SIGHUP;
    }
    void aSignalStopsAProgramThatWaits()
    {
        QFETCH(int, number);
        const auto held = Library::IndexLock::take(data());
        QVERIFY(held.ok());
        QProcess waiting;
        waiting.start(QStringLiteral(HEDDLE_CLI),
            { QStringLiteral("--data"), data(), QStringLiteral("index"), QStringLiteral(HEDDLE_SAMPLE), QStringLiteral("--wait") });
        QVERIFY(saysThatItWaits(waiting));
        QCOMPARE(::kill(pid_t(waiting.processId()), number), 0);
        QVERIFY(waiting.waitForFinished(10'000));
        QCOMPARE(waiting.exitStatus(), QProcess::NormalExit);
        QVERIFY(waiting.readAllStandardError().contains("Stopped."));
    }

    void nobodyElseSeesWhatIsStored()
    {
        QDirIterator files(data(), QDir::AllEntries | QDir::NoDotAndDotDot | QDir::Hidden);
        QCOMPARE(QFile::permissions(data()) & 0x77, QFile::Permissions());
        int seen = 0;
        while (files.hasNext()) {
            const QString name = files.next();
            const bool open = (QFile::permissions(name) & 0x77) != 0;
            // What is made anew at each start lies in a folder that nobody else may enter.
            QVERIFY2(!open || name.endsWith(QLatin1String("index.lock")), qPrintable(name));
            ++seen;
        }
        QVERIFY(seen >= 3);
    }

    void doctorWaitsForWhoWrites()
    {
        const QString shard = data() + QLatin1String("/index/shard-0"), away = m_folder.filePath(QStringLiteral("shard-0"));
        QVERIFY(QDir().rename(shard, away));
        const auto bad = [this] { return run({ QStringLiteral("doctor"), QStringLiteral("index") }); };
        QCOMPARE(bad().exit, 4);
        {
            const auto held = Library::IndexLock::take(data());
            QVERIFY(held.ok());
            const Run during = bad();
            QCOMPARE(during.exit, 0);
            QVERIFY(during.out.contains("being written now"));
        }
        QVERIFY(QDir().rename(away, shard));
        QCOMPARE(bad().exit, 0);
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
