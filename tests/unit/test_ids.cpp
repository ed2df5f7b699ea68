// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/ids.h"
#include <QTest>

using namespace Heddle;

class TestIds : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void boundariesCount() { QVERIFY(contentId({ "ab", "c" }) != contentId({ "a", "bc" })); }
    void is128BitsInHex() { QCOMPARE(contentId({ "x" }).size(), 32); }
    void sameInSameOut() { QCOMPARE(contentId({ "a", "b" }), contentId({ "a", "b" })); }
    void uuidsDiffer() { QVERIFY(newUuid() != newUuid()); }
};

QTEST_GUILESS_MAIN(TestIds)
#include "test_ids.moc"
