// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/samplelibrary.h"
#include <QTest>

using namespace Heddle;
using namespace Heddle::Library;

//! Which collections are asked where none was chosen.
class TestSampleLibrary : public QObject {
    Q_OBJECT
    static Storage::CollectionRow row(qint64 id, const QString &folder, int ready)
    {
        Storage::CollectionRow row;
        row.id = id;
        row.folders = QStringList(folder);
        row.filesByState.insert(QStringLiteral("ready"), ready);
        return row;
    }

private Q_SLOTS:
    void theHandbookStaysOutOfOtherDocuments()
    {
        const QString sample = QStringLiteral("/usr/share/heddle/sample"), question = QStringLiteral("Where are keys kept?");
        const auto handbook = row(1, sample, 22), own = row(2, QStringLiteral("/home/anna"), 5), empty = row(3, QStringLiteral("/mnt"), 0);
        QCOMPARE(collectionsAskedByDefault({ handbook }, sample, question), QList<qint64>());
        QCOMPARE(collectionsAskedByDefault({ handbook, empty }, sample, question), QList<qint64>()); // nothing to be asked there
        QCOMPARE(collectionsAskedByDefault({ handbook, own, empty }, sample, question), QList<qint64>({ 2, 3 }));
        QCOMPARE(collectionsAskedByDefault({ own, empty }, sample, question), QList<qint64>());
        QCOMPARE(collectionsAskedByDefault({ handbook, own }, QString(), question), QList<qint64>());
        // Whoever names Heddle means it.
        QCOMPARE(collectionsAskedByDefault({ handbook, own }, sample, QStringLiteral("Where does heddle keep keys?")), QList<qint64>());
        QCOMPARE(collectionsAskedByDefault({ handbook, own }, sample, QStringLiteral("Who is Mr Heddleston?")), QList<qint64>({ 2 }));
    }
};

QTEST_GUILESS_MAIN(TestSampleLibrary)
#include "test_samplelibrary.moc"
