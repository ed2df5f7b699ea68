// SPDX-License-Identifier: GPL-3.0-or-later
// The engine against a real server that asks for a password; HEDDLE_TEST_ENGINE says which: opensearch or elasticsearch.
#include "tests/support/searchcomputer.h"
#include "tests/support/searchserver.h"

using namespace Heddle;
using namespace Heddle::TestSupport;

class TestSearchPasswords : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void passwordsAreAskedForInWords()
    {
        SearchServer guarded(engineName(), QStringLiteral("heddle:correct horse"));
        if (!guarded.start())
            QSKIP(qPrintable(guarded.skipReason()));
        auto login = configurationFor(guarded.url(), QStringLiteral("guarded"));
        Computer computer(login);
        computer.library.write(QStringLiteral("a.txt"), "Lanterns are lit at six.");
        const auto without = computer.search(QStringLiteral("lantern"));
        QVERIFY(!without.ok());
        QVERIFY2(without.error().message.contains(QLatin1String("search.password")), qPrintable(without.error().message));
        login.user = QStringLiteral("heddle");
        login.secret = "wrong";
        computer.connectTo(login);
        const auto wrong = computer.search(QStringLiteral("lantern"));
        QVERIFY(!wrong.ok());
        QVERIFY2(wrong.error().message.contains(QLatin1String("password of \"heddle\"")), qPrintable(wrong.error().message));
        QVERIFY(!wrong.error().message.contains(QLatin1String("wrong")));
        login.secret = "correct horse";
        computer.connectTo(login);
        QVERIFY(computer.library.index());
        QCOMPARE(computer.found(QStringLiteral("lantern")).size(), 1);
    }
};

QTEST_GUILESS_MAIN(TestSearchPasswords)
#include "test_searchpasswords.moc"
