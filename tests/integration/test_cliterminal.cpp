// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/clifixture.h"
#include "tests/support/chatcontracts.h"
#include "tests/support/rerankcontracts.h"

using namespace Heddle;
using namespace Heddle::TestSupport;

//! What reaches the terminal of names, documents, answers and messages that were made to steer it.
class TestCliTerminal : public CliFixture {
    Q_OBJECT

    //! A name that colours, rings, fills the clipboard, begins a line of its own, and reads backwards.
    static QByteArray hostileName()
    {
        return "no\x1b[31m\x07\x1b]52;c;aGk=\x07\n[9] \xe2\x80\xaetxt\xc2\x9b"
               "2J.txt";
    }
    static QString hostile() { return QString::fromUtf8(hostileName()); }

    static bool isQuiet(const QByteArray &bytes)
    {
        const QString text = QString::fromUtf8(bytes);
        return std::none_of(text.cbegin(), text.cend(), [](QChar c) {
            const char16_t u = c.unicode();
            return (u < 0x20 && u != '\n' && u != '\t') || (u >= 0x7f && u <= 0x9f) || (u >= 0x202a && u <= 0x202e)
                || (u >= 0x2066 && u <= 0x2069);
        });
    }
    //! Runs a command with --json and without. `line`: it prints the name, in one line; `own`: it prints a text of several
    //! lines that the user has set.
    void check(const QStringList &arguments, bool line = false, bool own = false)
    {
        const Run result = run(arguments), json = run(QStringList(QStringLiteral("--json")) + arguments);
        const QByteArray printed = result.out + result.err;
        const QByteArray command = arguments.join(QLatin1Char(' ')).toUtf8();
        QVERIFY2(isQuiet(printed), command + ": " + printed.toPercentEncoding(" \n"));
        QVERIFY2(isQuiet(json.out + json.err), command + ": " + json.out.toPercentEncoding(" \n"));
        QVERIFY2(own || !printed.contains("\n[9]"), command + ": " + printed);
        QVERIFY2(!line || printed.contains("␛[31m"), command + ": " + printed);
        QVERIFY2(!json.json().isEmpty(), command + ": " + json.out + json.err);
    }
    QString folder() const { return m_folder.filePath(QStringLiteral("docs")); }

private Q_SLOTS:
    void initTestCase()
    {
        qputenv("LC_ALL", "C.UTF-8");
        QVERIFY(QDir().mkpath(folder()));
        for (const QByteArray &name : { hostileName(), QByteArray("bad") + hostileName().replace(".txt", ".pdf") })
            writeFile(folder() + QLatin1Char('/') + QString::fromUtf8(name),
                name.endsWith(".pdf") ? QByteArray("nothing of a PDF")
                                      : "# \x1b]0;title\x07\n\nLate fees \x1b[31m fall to eight euros \xe2\x80\xaeoruE\xc2\x9b.\r\n");
        writeFile(m_folder.filePath(QStringLiteral("questions.jsonl")),
            QJsonDocument(QJsonObject { { QStringLiteral("question"), QStringLiteral("zebras ") + hostile() },
                              { QStringLiteral("right"), QJsonArray { hostile() } } })
                .toJson(QJsonDocument::Compact));
        writeFile(m_folder.filePath(QStringLiteral("passages.jsonl")),
            QJsonDocument(QJsonObject { { QStringLiteral("text"), QStringLiteral("late fees ") + hostile() } })
                .toJson(QJsonDocument::Compact));
    }

    void noCommandSteersTheTerminal()
    {
        const QString collection = hostile();
        check({ QStringLiteral("index"), folder(), QStringLiteral("--collection"), collection }, true);
        check({ QStringLiteral("collections"), QStringLiteral("list") }, true);
        check({ QStringLiteral("collections"), QStringLiteral("rescan"), collection }, true);
        check({ QStringLiteral("search"), QStringLiteral("late fees") }, true);
        check({ QStringLiteral("search"), hostile() });
        check({ QStringLiteral("ask"), QStringLiteral("How high are late fees?") }, true);
        check({ QStringLiteral("ask"), QStringLiteral("How high are late fees ") + hostile() + QLatin1Char('?') });
        check({ QStringLiteral("related"), QStringLiteral("late fees") });
        for (const char *format : { "md", "json", "opml", "mm", "svg" })
            check({ QStringLiteral("mindmap"), QStringLiteral("late fees"), QStringLiteral("--format"), QLatin1String(format) });
        check({ QStringLiteral("conversations"), QStringLiteral("list") });
        check({ QStringLiteral("conversations"), QStringLiteral("search"), QStringLiteral("late fees") });
        const QJsonArray listed =
            json({ QStringLiteral("conversations"), QStringLiteral("list") })[QLatin1String("conversations")].toArray();
        QVERIFY(listed.size() >= 4);
        const QString id = listed.last().toObject()[QLatin1String("id")].toString();
        check({ QStringLiteral("conversations"), QStringLiteral("rename"), id, hostile() });
        check({ QStringLiteral("conversations"), QStringLiteral("show"), id });
        check({ QStringLiteral("conversations"), QStringLiteral("export"), id, QStringLiteral("--format"), QStringLiteral("md"),
                  QStringLiteral("--out"), m_folder.filePath(hostile()) },
            true);
        check({ QStringLiteral("conversations"), QStringLiteral("show"), hostile() });
        check({ QStringLiteral("conversations"), QStringLiteral("delete"), id });
        check({ QStringLiteral("config"), QStringLiteral("set"), QStringLiteral("chat.system"), hostile() }, false, true);
        check({ QStringLiteral("config"), QStringLiteral("get"), QStringLiteral("chat.system") }, false, true);
        check({ QStringLiteral("config"), QStringLiteral("list") }, false, true);
        check({ QStringLiteral("config"), QStringLiteral("get"), hostile() }, true);
        check({ QStringLiteral("providers") });
        check({ QStringLiteral("doctor") });
        check({ QStringLiteral("doctor"), hostile() });
        check({ QStringLiteral("eval"), m_folder.filePath(QStringLiteral("questions.jsonl")) });
        check({ QStringLiteral("rerank"), QStringLiteral("--provider"), QStringLiteral("overlap"), QStringLiteral("--query"),
            QStringLiteral("late fees"), m_folder.filePath(QStringLiteral("passages.jsonl")) });
        check({ QStringLiteral("bench"), hostile() });
        check({ hostile() }, true);
        check({ QStringLiteral("--"), hostile() }, true);
        check({ QStringLiteral("index"), m_folder.filePath(QStringLiteral("gone") + hostile()) }, true);
        check({ QStringLiteral("collections"), QStringLiteral("remove"), collection }, true);
    }

    void aModelAndItsServerDoNotSteerItEither()
    {
        FakeHttpServer server([](const FakeRequest &request) {
            if (request.method == "GET")
                return modelsReply({ hostile() }, 8192);
            if (request.body.contains("refuse"))
                return FakeReply { 400, QJsonDocument(QJsonObject { { QStringLiteral("error"), hostile() } }).toJson(), {},
                    FakeReply::Way::Whole, 0 };
            return writtenReply(
                { QStringLiteral("Late fees \x1b[31m"), QStringLiteral("fall \x1b]52;c;aGk=\x07[1]."), QStringLiteral(" So \u202eend.") });
        });
        qputenv("HEDDLE_CHAT_KEY", "sk-0123456789");
        const auto set = [this](const char *key, const QString &value) {
            QCOMPARE(run({ QStringLiteral("config"), QStringLiteral("set"), QLatin1String(key), value }).exit, 0);
        };
        check({ QStringLiteral("index"), folder(), QStringLiteral("--collection"), QStringLiteral("C") }, true);
        set("chat.provider", QStringLiteral("openai-compatible"));
        set("chat.url", server.base() + QStringLiteral("/v1"));
        set("chat.model", QStringLiteral("some-model"));
        const Run answered = run({ QStringLiteral("ask"), QStringLiteral("How high are late fees?") });
        QVERIFY2(answered.out.contains("␛[31m"), answered.out + answered.err);
        check({ QStringLiteral("ask"), QStringLiteral("How high are late fees?") }, true);
        check({ QStringLiteral("ask"), QStringLiteral("refuse late fees?") });
        check({ QStringLiteral("mindmap"), QStringLiteral("late fees") });
        check({ QStringLiteral("related"), QStringLiteral("late fees") });
        check({ QStringLiteral("doctor"), QStringLiteral("chat") });
        set("chat.provider", QStringLiteral("none"));
        qunsetenv("HEDDLE_CHAT_KEY");
    }
};

QTEST_GUILESS_MAIN(TestCliTerminal)
#include "test_cliterminal.moc"
