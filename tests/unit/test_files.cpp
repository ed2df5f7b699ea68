// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "core/mindmap/formats.h"
#include "core/mindmap/outline.h"
#include "tests/support/testsupport.h"
#include <QTemporaryDir>
#include <sys/stat.h>

using namespace Heddle;
using namespace Heddle::TestSupport;

class TestFiles : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;

    QString path(const char *name) const { return m_folder.filePath(QLatin1String(name)); }

private Q_SLOTS:
    void aFileIsReadWholeOrNotAtAll()
    {
        writeFile(path("ten"), "0123456789");
        QCOMPARE(*loadFile(path("ten"), 10), QByteArray("0123456789"));
        const auto tooLarge = loadFile(path("ten"), 9);
        QCOMPARE(tooLarge.error().code, ErrorCode::Unreadable);
        QVERIFY2(tooLarge.error().message.contains(path("ten")), qPrintable(tooLarge.error().message));
        const auto missing = loadFile(path("missing"), 10);
        QCOMPARE(missing.error().code, ErrorCode::Unreadable);
        QVERIFY2(missing.error().message.contains(path("missing")), qPrintable(missing.error().message));
        QCOMPARE(loadFile(m_folder.path(), 10).error().code, ErrorCode::Unreadable);
        QCOMPARE(mkfifo(QFile::encodeName(path("pipe")).constData(), 0600), 0); // reading it would wait for ever
        QCOMPARE(loadFile(path("pipe"), 10).error().code, ErrorCode::Unreadable);
        QCOMPARE(loadFile(QStringLiteral("/dev/zero"), 10).error().code, ErrorCode::Unreadable);
    }

    void aFileIsWrittenWholeOrLeftAsItWas()
    {
        QVERIFY(saveFile(path("saved"), "first"));
        QVERIFY(saveFile(path("saved"), "second"));
        QCOMPARE(readFile(path("saved")), QByteArray("second"));
        const Status refused = saveFile(path("no/such/folder"), "third");
        QCOMPARE(refused.error().code, ErrorCode::StorageReadOnly);
        QVERIFY2(refused.error().message.contains(QLatin1String("Choose another place")), qPrintable(refused.error().message));
    }

    void aMapIsReadFromAFile()
    {
        writeFile(path("Looms.md"), "- warp\n- weft\n");
        const auto map = MindMap::loadMap(path("Looms.md"));
        QVERIFY(map);
        QCOMPARE(map->node(map->root()).label, QStringLiteral("Looms")); // no heading: the name stands in for it
        QCOMPARE(map->size(), 3);
        writeFile(path("bad.mm"), "<map><node");
        QVERIFY(MindMap::loadMap(path("bad.mm")).error().message.contains(QLatin1String("line 1")));
        QCOMPARE(MindMap::loadMap(path("missing.mm")).error().code, ErrorCode::Unreadable);
    }
};

QTEST_GUILESS_MAIN(TestFiles)
#include "test_files.moc"
