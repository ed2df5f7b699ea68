// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/clifixture.h"
#include "tests/support/chatcontracts.h"

using namespace Heddle;
using namespace Heddle::TestSupport;

//! What the terminal program sends, to whom, and how that is decided and told.
class TestCliPrivacy : public CliFixture {
    Q_OBJECT

private Q_SLOTS:
    void whatIsSealedStaysAndWhatIsSentIsRecorded()
    {
        QTemporaryDir folder;
        const QStringList own { QStringLiteral("--data"), folder.filePath(QStringLiteral("data")) };
        const auto with = [&own](std::initializer_list<const char *> words) {
            QStringList all = own;
            for (const char *word : words)
                all += QString::fromUtf8(word);
            return all;
        };
        searchWordsAlone(own);
        writeFile(folder.filePath(QStringLiteral("Contracts/rent.txt")), "The rent of the cellar is forty dollars a month.");
        writeFile(folder.filePath(QStringLiteral("Letters/letter.txt")), "The rent of the garden is paid with apples.");
        for (const char *name : { "Contracts", "Letters" })
            QCOMPARE(run(own + QStringList { QStringLiteral("index"), folder.filePath(QLatin1String(name)) }).exit, 0);
        FakeHttpServer server([](const FakeRequest &request) {
            return request.method == "GET" ? FakeReply { 404, "{}", {}, FakeReply::Way::Whole, 0 }
                                           : writtenReply({ QStringLiteral("The rent is paid [1].") });
        });
        for (const auto &[key, value] :
            QList<std::pair<QString, QString>> { { QStringLiteral("chat.provider"), QStringLiteral("openai-compatible") },
                { QStringLiteral("chat.url"), server.base() }, { QStringLiteral("chat.model"), QStringLiteral("some-cloud") } })
            QCOMPARE(run(own + QStringList { QStringLiteral("config"), QStringLiteral("set"), key, value }).exit, 0);
        QCOMPARE(run(with({ "collections", "seal", "Nothing" })).exit, 2);
        QCOMPARE(run(with({ "collections", "seal", "Contracts" })).exit, 0);
        const QJsonArray collections = json(with({ "collections", "list" }))[QLatin1String("collections")].toArray();
        QCOMPARE(collections.size(), 2);
        QVERIFY(collections[0].toObject()[QLatin1String("never_send")].toBool());
        QVERIFY(!collections[1].toObject()[QLatin1String("never_send")].toBool());
        QVERIFY(json(with({ "ledger" }))[QLatin1String("days")].toArray().isEmpty());
        const QJsonObject answer = json(with({ "ask", "How is the rent paid?" }));
        QCOMPARE(answer[QLatin1String("kind")].toString(), QStringLiteral("written"));
        bool asked = false;
        for (const FakeRequest &request : server.requests()) {
            asked = asked || request.body.contains("apples");
            QVERIFY(!request.body.contains("forty dollars"));
        }
        QVERIFY(asked);
        const QJsonObject ledger = json(with({ "ledger" }));
        const QJsonArray totals = ledger[QLatin1String("totals")].toArray();
        QCOMPARE(totals.size(), 1);
        QVERIFY(totals[0].toObject()[QLatin1String("host")].toString().contains(QStringLiteral("some-cloud")));
        QVERIFY(totals[0].toObject()[QLatin1String("passages")].toInt() >= 1);
        QVERIFY(run(with({ "ledger" })).out.contains("some-cloud"));
        QCOMPARE(run(with({ "ledger", "clear" })).exit, 0);
        QVERIFY(run(with({ "ledger" })).out.contains("Nothing was sent"));
        // Removed, it can still be unsealed.
        QCOMPARE(run(with({ "collections", "remove", "Contracts" })).exit, 0);
        QVERIFY(run(with({ "collections", "list" })).out.contains("Contracts: removed"));
        QCOMPARE(run(with({ "collections", "unseal", "Contracts" })).exit, 0);
        QVERIFY(!run(with({ "collections", "list" })).out.contains("Contracts"));
    }

    void rerankersAreCompared()
    {
        QTemporaryDir folder;
        const QStringList own { QStringLiteral("--data"), folder.filePath(QStringLiteral("data")) };
        searchWordsAlone(own);
        writeFile(folder.filePath(QStringLiteral("texts/rent.txt")), "The rent of the cellar is forty dollars a month.");
        writeFile(folder.filePath(QStringLiteral("texts/garden.txt")), "The rent of the garden is paid with apples.");
        QCOMPARE(run(own + QStringList { QStringLiteral("index"), folder.filePath(QStringLiteral("texts")) }).exit, 0);
        const QStringList compare =
            own + QStringList { QStringLiteral("rerank"), QStringLiteral("compare"), QStringLiteral("rent of the cellar") };
        const QJsonArray rankings = json(compare)[QLatin1String("rankings")].toArray();
        QCOMPARE(rankings.size(), 1); // the one that is built in
        QCOMPARE(rankings[0].toObject()[QLatin1String("provider")].toString(), QStringLiteral("overlap"));
        QCOMPARE(rankings[0].toObject()[QLatin1String("order")].toArray().size(), 2);
        QVERIFY(run(compare).out.contains("Kendall"));
        QCOMPARE(run(own + QStringList { QStringLiteral("rerank"), QStringLiteral("compare") }).exit, 2);
        QCOMPARE(run(compare + QStringList { QStringLiteral("--providers"), QStringLiteral("nobody") }).exit, 2);
    }
};

QTEST_GUILESS_MAIN(TestCliPrivacy)
#include "test_cliprivacy.moc"
