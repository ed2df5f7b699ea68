// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fakesearchserver.h"
#include "tests/ui/windowfixture.h"
#include <QToolButton>

using namespace Heddle;
using namespace Heddle::TestSupport;

//! A search server that goes and comes back, as somebody at the window sees it.
class TestRecoveryNotice : public WindowFixture {
    Q_OBJECT
    FakeSearchServer m_server;

    //! Has the sample indexed on a server that resets every connection.
    void indexOnTheBrokenServer()
    {
        m_server.trouble = [](const FakeRequest &) -> std::optional<FakeReply> { return FakeSearchServer::reset(); };
        m_app->upkeep().setRetryPauses(std::chrono::milliseconds(20), std::chrono::milliseconds(80));
        QVERIFY(m_app->settings().set(QStringLiteral("search.engine"), QStringLiteral("remote")));
        QVERIFY(m_app->settings().set(QStringLiteral("search.url"), m_server.base()));
        QVERIFY(awaitVoid(m_app->setup().apply({})));
        QTest::mouseClick(child<QPushButton>("trySample"), Qt::LeftButton);
    }

private Q_SLOTS:
    void initTestCase() { useEnglishNumbers(); }
    void init() { begin(); }
    void cleanup() { end(); }

    void theNoticeLeavesWhenTheServerIsBack()
    {
        indexOnTheBrokenServer();
        if (QTest::currentTestFailed())
            return;
        auto *banner = child<QLabel>("banner");
        QTRY_VERIFY_WITH_TIMEOUT(banner->isVisible() && banner->text().contains(m_server.base()), 60'000);
        const qint64 asked = m_server.requests();
        QTRY_VERIFY_WITH_TIMEOUT(m_server.requests() > asked, 60'000);
        QVERIFY(banner->isVisible());
        m_server.trouble = {};
        QTRY_VERIFY_WITH_TIMEOUT(!banner->isVisible(), 60'000);
        QTRY_VERIFY_WITH_TIMEOUT(child<QLabel>("libraryState")->text().contains(QLatin1String("documents in Sample library")), 60'000);
        QVERIFY(!m_server.documents().isEmpty());
    }

    void aNoticeOfSomethingElseStays()
    {
        indexOnTheBrokenServer();
        if (QTest::currentTestFailed())
            return;
        auto *banner = child<QLabel>("banner");
        QTRY_VERIFY_WITH_TIMEOUT(banner->isVisible(), 60'000);
        Q_EMIT m_app->upkeep().finished(QStringLiteral("Something else."));
        m_server.trouble = {};
        QTRY_VERIFY_WITH_TIMEOUT(m_app->upkeep().trouble().isEmpty() && !m_app->upkeep().isRunning(), 60'000);
        QCOMPARE(banner->text(), QStringLiteral("Something else."));
        QVERIFY(banner->isVisible());
    }
};

QTEST_MAIN(TestRecoveryNotice)
#include "test_recoverynotice.moc"
