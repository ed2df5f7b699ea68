// SPDX-License-Identifier: GPL-3.0-or-later
// How passages go to a search server in parts that it can take, whatever it answers to them.
#include "core/search/elastic/bulk.h"
#include "tests/unit/elasticfixture.h"
#include <QJsonArray>
#include <QJsonDocument>

using namespace Heddle;
using namespace Heddle::Search;
using namespace Heddle::Search::Elastic;
using namespace Heddle::TestSupport;

namespace {

QList<Write> creations(int count)
{
    QList<Write> writes;
    for (int i = 0; i < count; ++i)
        writes += { Write::Kind::Create, QString::number(i), { { QStringLiteral("text"), QStringLiteral("passage %1").arg(i) } }, {} };
    return writes;
}

//! Ids of the actions in a bulk.
QStringList idsOf(const QByteArray &body)
{
    QStringList ids;
    for (const QByteArray &line : body.split('\n')) {
        const QJsonObject action = QJsonDocument::fromJson(line).object()[QLatin1String("create")].toObject();
        if (!action.isEmpty())
            ids += action[QLatin1String("_id")].toString();
    }
    return ids;
}

QByteArray bulkAnswer(const QStringList &ids, const std::function<QJsonObject(const QString &id)> &item)
{
    QJsonArray items;
    for (const QString &id : ids)
        items += QJsonObject { { QStringLiteral("create"), item(id) } };
    return toJson({ { QStringLiteral("errors"), true }, { QStringLiteral("items"), items } });
}

QJsonObject itemError(int status, const char *type, const char *reason)
{
    return { { QStringLiteral("status"), status },
        { QStringLiteral("error"),
            QJsonObject { { QStringLiteral("type"), QLatin1String(type) }, { QStringLiteral("reason"), QLatin1String(reason) } } } };
}

const QJsonObject Created { { QStringLiteral("status"), 201 } };

} // namespace

class TestElasticBulk : public ElasticFixture {
    Q_OBJECT

    Result<BulkOutcome> send(const Configuration &configuration, const QList<Write> &writes)
    {
        return inPool([this, configuration, writes] {
            Client client(configuration, &m_http);
            return Bulk(&client).send(QStringLiteral("heddle"), true, writes, Concurrency::Context());
        });
    }

private Q_SLOTS:
    void aBusyServerIsWaitedForAndGetsLess()
    {
        QList<qsizetype> sizes;
        QStringList taken;
        int refusals = 0;
        FakeHttpServer server([&](const FakeRequest &request) {
            const QStringList ids = idsOf(request.body);
            sizes += request.body.size();
            if (++refusals == 1)
                return answer(R"({"error":{"type":"es_rejected_execution_exception","reason":"busy"},"status":429})", 429);
            // Later every second one of a part is turned away once.
            const bool picky = refusals == 2;
            return answer(bulkAnswer(ids, [&](const QString &id) {
                if (picky && id.toInt() % 2 == 1)
                    return itemError(429, "es_rejected_execution_exception", "busy");
                taken += id;
                return Created;
            }));
        });
        const auto outcome = send(at(QStringList(server.base())), creations(40));
        QVERIFY2(outcome.ok(), qPrintable(outcome ? QString() : outcome.error().message));
        QCOMPARE(outcome->refused, 0);
        QCOMPARE(outcome->conflicts.size(), 0);
        QCOMPARE(taken.size(), 40);
        QCOMPARE(QSet<QString>(taken.cbegin(), taken.cend()).size(), 40);
        QVERIFY(server.requests().first().path.contains("require_alias=true"));
        QCOMPARE(server.requests().first().headers.value("content-type"), QByteArray("application/x-ndjson"));
    }

    void aServerThatStaysBusyIsGivenUp()
    {
        FakeHttpServer server([](const FakeRequest &) {
            return answer(R"({"error":{"type":"es_rejected_execution_exception","reason":"busy"},"status":429})", 429);
        });
        Configuration configuration = at(QStringList(server.base()));
        configuration.patience = std::chrono::milliseconds(500);
        const auto outcome = send(configuration, creations(3));
        QVERIFY(!outcome.ok());
        QVERIFY2(outcome.error().message.contains(QLatin1String("too much to do")), qPrintable(outcome.error().message));
        QVERIFY(outcome.error().retryable);
    }

    void partsThatAreTooLargeAreHalved()
    {
        QStringList taken;
        FakeHttpServer server([&](const FakeRequest &request) {
            if (request.body.size() > 300'000)
                return answer("", 413);
            taken += idsOf(request.body);
            return answer(bulkAnswer(idsOf(request.body), [](const QString &) { return Created; }));
        });
        QList<Write> writes = creations(50);
        for (Write &write : writes)
            write.fields[QLatin1String("text")] = QString(40'000, QLatin1Char('x'));
        const auto outcome = send(at(QStringList(server.base())), writes);
        QVERIFY2(outcome.ok(), qPrintable(outcome ? QString() : outcome.error().message));
        QCOMPARE(taken.size(), 50);
    }

    void anAnswerThatLeavesPassagesOutIsNoSuccess()
    {
        FakeHttpServer server([](const FakeRequest &request) {
            return answer(bulkAnswer(idsOf(request.body).mid(0, 2), [](const QString &) { return Created; }));
        });
        const auto outcome = send(at(QStringList(server.base())), creations(3));
        QVERIFY(!outcome.ok());
        QCOMPARE(outcome.error().code, ErrorCode::Protocol);
        QVERIFY(outcome.error().retryable);
    }

    void onePassageThatIsNotTakenStopsNoOther()
    {
        FakeHttpServer server([&](const FakeRequest &request) {
            return answer(bulkAnswer(idsOf(request.body), [](const QString &id) {
                return id == QLatin1String("3") ? itemError(400, "document_parsing_exception", "immense term")
                    : id == QLatin1String("5")  ? itemError(409, "version_conflict_engine_exception", "document already exists")
                                                : Created;
            }));
        });
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("refuses a passage.*immense term")));
        auto outcome = send(at(QStringList(server.base())), creations(8));
        QVERIFY(outcome.ok());
        QCOMPARE(outcome->refused, 1);
        QVERIFY(outcome->reason.contains(QLatin1String("immense term")));
        QCOMPARE(outcome->conflicts, QList<qsizetype>({ 5 }));
        // None is taken at all: that is said.
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("refuses a passage.*immense term")));
        outcome = send(at(QStringList(server.base())), creations(8).mid(3, 1));
        QVERIFY(!outcome.ok());
        QVERIFY(outcome.error().message.contains(QLatin1String("fields are not Heddle's")));
    }
};

QTEST_GUILESS_MAIN(TestElasticBulk)
#include "test_elasticbulk.moc"
