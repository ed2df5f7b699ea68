// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/keys.h"
#include "core/storage/database.h"
#include "core/storage/schemas.h"
#include "tests/integration/clifixture.h"

using namespace Heddle;
using namespace Heddle::TestSupport;

//! The settings of the terminal program: how they are listed, and what searches make of them.
class TestCliSettings : public CliFixture {
    Q_OBJECT

private Q_SLOTS:
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
        QCOMPARE(settings[QLatin1String("settings")].toObject().size(), Settings::definitions().size());
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
        searchWordsAlone(own);
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

    void doctorFindsNothingAmissWithoutModels()
    {
        QTemporaryDir folder;
        searchWordsAlone({ QStringLiteral("--data"), folder.filePath(QStringLiteral("data")) });
        const Run checked =
            run({ QStringLiteral("--data"), folder.filePath(QStringLiteral("data")), QStringLiteral("--json"), QStringLiteral("doctor") });
        QCOMPARE(checked.exit, 0);
        QMap<QString, QString> messages;
        for (const QJsonValue &check : checked.json()[QLatin1String("checks")].toArray()) {
            QVERIFY(check[QLatin1String("ok")].toBool());
            messages[check[QLatin1String("role")].toString()] = check[QLatin1String("message")].toString();
        }
        QVERIFY(messages.value(QStringLiteral("reader")).contains(QLatin1String("locked in")));
        QVERIFY(messages.value(QStringLiteral("embedding")).contains(QLatin1String("no embedding model is set up")));
        QVERIFY(messages.value(QStringLiteral("rerank")).contains(QLatin1String("no reranker is set up")));
        QVERIFY(messages.value(QStringLiteral("chat")).contains(QLatin1String("no chat model is set up")));
    }

    void aSearchServerThatIsGoneIsNamedAndTheIndexHereAnswers()
    {
        QTemporaryDir folder;
        const QStringList own { QStringLiteral("--data"), folder.filePath(QStringLiteral("data")) };
        const auto call = [&](const QStringList &words) { return run(own + words); };
        const auto set = [&](const char *key, const QString &value) {
            return call({ QStringLiteral("config"), QStringLiteral("set"), QLatin1String(key), value }).exit;
        };
        searchWordsAlone(own);
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
        QCOMPARE(set("search.url", QStringLiteral("http://127.0.0.1:9 http://127.0.0.2:9")), 0);
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
};

QTEST_GUILESS_MAIN(TestCliSettings)
#include "test_clisettings.moc"
