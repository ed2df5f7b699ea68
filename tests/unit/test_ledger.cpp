// SPDX-License-Identifier: GPL-3.0-or-later
// The record of what left this computer.
#include "core/privacy/ledger.h"
#include "tests/support/testlibrary.h"
#include <QSignalSpy>

using namespace Heddle;
using namespace Heddle::TestSupport;
using namespace std::chrono_literals;

class TestLedger : public QObject {
    Q_OBJECT
    std::unique_ptr<TestLibrary> m_library;
    std::unique_ptr<Concurrency::TaskGroup> m_tasks;

    Storage::Database openConversations() const
    {
        return *Storage::Database::open(m_library->data() + QStringLiteral("/conversations.db"), Storage::conversationsSchema());
    }

private Q_SLOTS:
    void init()
    {
        m_library = std::make_unique<TestLibrary>();
        m_tasks = std::make_unique<Concurrency::TaskGroup>();
    }
    void cleanup()
    {
        QVERIFY(*await(m_tasks->drain(5s)));
        m_library.reset();
        m_tasks.reset();
        Storage::Database::closeThreadConnections();
    }

    void whatLeavesIsRecordedByHostAndDay()
    {
        Privacy::Ledger ledger(
            openConversations(), &m_library->pools().conversations, &m_library->pools().conversationsWriter, m_tasks.get());
        QSignalSpy changed(&ledger, &Privacy::Ledger::changed);
        for (int i = 0; i < 3; ++i)
            ledger.note({ QStringLiteral("https://api.example.org:443"), 100, 4 });
        ledger.note({ QStringLiteral("https://other.example.org:443"), 1000, 0 });
        QTRY_VERIFY(!changed.isEmpty()); // written by itself
        ledger.note({ QStringLiteral("https://api.example.org:443"), 1, 1 });
        auto list = await(ledger.list({}));
        QVERIFY(list && list->ok());
        QCOMPARE((**list).size(), 2);
        QCOMPARE((**list)[0].host, QStringLiteral("https://other.example.org:443"));
        QCOMPARE((**list)[1].requests, qint64(4));
        QCOMPARE((**list)[1].bytes, qint64(301));
        QCOMPARE((**list)[1].passages, qint64(13));
        QCOMPARE((**list)[1].day, QDate::currentDate());
        // What is older than a year goes.
        const Storage::PrivacyRepository repository(openConversations());
        const QDate old = QDate::currentDate().addDays(-Privacy::Ledger::KeptDays - 1), young = QDate::currentDate().addDays(-3);
        QVERIFY(repository
                    .addDepartures(
                        { { old, QStringLiteral("https://old"), 1, 1, 1 }, { young, QStringLiteral("https://young"), 1, 1, 1 } }, old)
                    .ok());
        ledger.note({ QStringLiteral("https://young"), 9, 0 });
        list = await(ledger.list({}));
        QCOMPARE((**list).size(), 4);
        QCOMPARE((**list).last().day, young);
        const auto totals = Privacy::totalsOf(**list);
        QCOMPARE(totals.size(), 3);
        QCOMPARE(totals.last().host, QStringLiteral("https://young"));
        QCOMPARE(totals.last().bytes, qint64(10));
        QVERIFY(await(ledger.clear({}))->ok());
        QVERIFY((**await(ledger.list({}))).isEmpty());
    }

    void whatCouldNotBeRecordedIsRecordedLater()
    {
        Privacy::Ledger ledger(
            openConversations(), &m_library->pools().conversations, &m_library->pools().conversationsWriter, m_tasks.get());
        QSignalSpy changed(&ledger, &Privacy::Ledger::changed);
        const Storage::Database database = openConversations();
        QVERIFY(database.run(QStringLiteral("ALTER TABLE departure RENAME TO away")).ok());
        ledger.note({ QStringLiteral("https://api.example.org:443"), 100, 4 });
        const auto failed = await(ledger.flush());
        QVERIFY(failed && !*failed);
        QVERIFY(database.run(QStringLiteral("ALTER TABLE away RENAME TO departure")).ok());
        QTRY_VERIFY_WITH_TIMEOUT(!changed.isEmpty(), 20'000); // though nothing else is sent
        const auto list = await(ledger.list({}));
        QVERIFY(list && list->ok());
        QCOMPARE((**list).size(), 1);
        QCOMPARE((**list)[0].bytes, qint64(100));
    }
};

QTEST_GUILESS_MAIN(TestLedger)
#include "test_ledger.moc"
