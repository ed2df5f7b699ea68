// SPDX-License-Identifier: GPL-3.0-or-later
// A server that fails holds up the work that needs it, and nothing else; when it is back, the work goes on by itself.
#include "tests/support/fakesearchserver.h"
#include "tests/unit/upkeepfixture.h"

using namespace Heddle;
using namespace Heddle::TestSupport;
using namespace std::chrono_literals;

class TestRecovery : public UpkeepFixture {
    Q_OBJECT
    std::unique_ptr<FakeSearchServer> m_search;
    QStringList m_troubles;

    void useSearchServer()
    {
        set("search.engine", QStringLiteral("remote"));
        set("search.url", m_search->base());
        QVERIFY(awaitVoid(m_setup->apply({})));
        QVERIFY(!m_setup->indexing().engine->host().isEmpty());
    }
    void fail()
    {
        m_search->trouble = [](const FakeRequest &) -> std::optional<FakeReply> { return FakeSearchServer::reset(); };
    }
    bool isAtRest() const { return !m_upkeep->isRunning() && m_tasks->running() == 0; } //!< and nobody waits for a server

private Q_SLOTS:
    void init()
    {
        begin();
        m_search = std::make_unique<FakeSearchServer>();
        m_upkeep->setRetryPauses(20ms, 80ms);
        m_troubles.clear();
        connect(m_upkeep.get(), &Library::LibraryUpkeep::troubleChanged, this, [this](const QString &trouble) { m_troubles += trouble; });
    }
    void cleanup()
    {
        end();
        m_search.reset();
    }

    void indexingGoesOnWhenTheServerIsBack()
    {
        useSearchServer();
        m_search->trouble = [this](const FakeRequest &) -> std::optional<FakeReply> {
            return m_search->bulks() >= 1 ? std::optional(FakeSearchServer::reset()) : std::nullopt;
        };
        m_upkeep->addFolder(folder(QStringLiteral("apple"), 40), QStringLiteral("A"));
        QTRY_VERIFY_WITH_TIMEOUT(!m_upkeep->trouble().isEmpty(), 60'000);
        QVERIFY2(m_upkeep->trouble().contains(m_search->base()) && m_upkeep->trouble().contains(QLatin1String("by itself")),
            qPrintable(m_upkeep->trouble()));
        QVERIFY(m_search->documents().size() < 40);
        const qint64 asked = m_search->requests();
        QTRY_VERIFY_WITH_TIMEOUT(m_search->requests() > asked + 2, 60'000); // it is looked at again and again
        QVERIFY(!m_upkeep->isRunning()); // quietly
        QCOMPARE(m_troubles.size(), 1);
        m_search->trouble = {};
        QTRY_COMPARE_WITH_TIMEOUT(m_search->documents().size(), 40, 60'000);
        QTRY_VERIFY_WITH_TIMEOUT(isAtRest(), 60'000);
        QVERIFY(m_upkeep->trouble().isEmpty());
        QCOMPARE(m_troubles.size(), 2);
        QVERIFY(m_messages.join(QString()).isEmpty());
    }

    void oneFailureHoldsAllThatNeedsTheServer()
    {
        useSearchServer();
        fail();
        m_upkeep->addFolder(folder(QStringLiteral("apple"), 2), QStringLiteral("A"));
        QTRY_VERIFY_WITH_TIMEOUT(!m_upkeep->trouble().isEmpty(), 60'000);
        // Whoever asks for something more learns at once that it does not work yet.
        m_upkeep->addFolder(folder(QStringLiteral("pear"), 2), QStringLiteral("B"));
        QTRY_COMPARE_WITH_TIMEOUT(m_troubles.size(), 3, 60'000);
        QVERIFY(m_troubles[1].isEmpty() && !m_troubles[2].isEmpty());
        m_search->trouble = {};
        QTRY_COMPARE_WITH_TIMEOUT(m_search->documents().size(), 4, 60'000);
        QTRY_VERIFY_WITH_TIMEOUT(isAtRest(), 60'000);
    }

    void nobodyIsAskedWhileNothingIsWrongOrNothingIsToBeDone()
    {
        useSearchServer();
        m_upkeep->addFolder(folder(QStringLiteral("apple"), 2), QStringLiteral("A"));
        QTRY_VERIFY_WITH_TIMEOUT(m_search->documents().size() == 2 && isAtRest(), 60'000);
        fail();
        m_upkeep->rescan(QStringLiteral("A"));
        QTRY_VERIFY_WITH_TIMEOUT(!m_upkeep->trouble().isEmpty(), 60'000);
        m_upkeep->stop();
        QTRY_VERIFY_WITH_TIMEOUT(isAtRest(), 60'000);
        QVERIFY(m_upkeep->trouble().isEmpty());
        // What no time mends is said once.
        m_search->trouble = [](const FakeRequest &) -> std::optional<FakeReply> {
            return FakeReply { 401, "{}", {}, FakeReply::Way::Whole, 0 };
        };
        m_messages.clear();
        m_upkeep->rescan(QStringLiteral("A"));
        QTRY_VERIFY_WITH_TIMEOUT(!m_messages.isEmpty() && isAtRest(), 60'000);
        QVERIFY2(m_messages.first().contains(QLatin1String("search.password")), qPrintable(m_messages.first()));
        // Also where it comes after something that time would have mended.
        const auto refusing = m_search->trouble;
        fail();
        m_upkeep->rescan(QStringLiteral("A"));
        QTRY_VERIFY_WITH_TIMEOUT(!m_upkeep->trouble().isEmpty(), 60'000);
        m_messages.clear();
        m_search->trouble = refusing;
        QTRY_VERIFY_WITH_TIMEOUT(!m_messages.isEmpty() && isAtRest(), 60'000);
        QVERIFY(m_upkeep->trouble().isEmpty());
        QVERIFY2(m_messages.first().contains(QLatin1String("search.password")), qPrintable(m_messages.first()));
    }

    void whoGoesOnAfterAPauseDoesNotWait()
    {
        useSearchServer();
        fail();
        m_upkeep->setRetryPauses(1h, 1h);
        m_upkeep->addFolder(folder(QStringLiteral("apple"), 2), QStringLiteral("A"));
        QTRY_VERIFY_WITH_TIMEOUT(!m_upkeep->trouble().isEmpty(), 60'000);
        m_search->trouble = {};
        m_upkeep->setPaused(true);
        m_upkeep->setRetryPauses(1ms, 1ms);
        m_upkeep->setPaused(false);
        QTRY_VERIFY_WITH_TIMEOUT(m_search->documents().size() == 2 && isAtRest(), 60'000);
    }

    void embeddingGoesOnWhenItsServerIsBack()
    {
        m_server->setHandler([](const FakeRequest &) { return FakeSearchServer::reset(); });
        embedWith(QStringLiteral("one"));
        m_upkeep->addFolder(folder(QStringLiteral("apple"), 3), QStringLiteral("A"));
        QTRY_VERIFY_WITH_TIMEOUT(!m_upkeep->trouble().isEmpty(), 60'000);
        QVERIFY(m_upkeep->trouble().startsWith(QLatin1String("Not all passages could be embedded")));
        // Words need no server.
        m_upkeep->addFolder(folder(QStringLiteral("pear"), 3), QStringLiteral("B"));
        QTRY_COMPARE_WITH_TIMEOUT(m_library->search(QStringLiteral("pear")).total, 3, 60'000);
        m_server->setHandler(vectorsFor);
        QTRY_VERIFY_WITH_TIMEOUT(!m_library->engine().vectorModel().isEmpty() && isAtRest(), 60'000);
        QVERIFY(m_upkeep->trouble().isEmpty());
        QVERIFY(m_library->engine().chunksWithoutVector(m_library->engine().vectorModel(), {})->isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestRecovery)
#include "test_recovery.moc"
