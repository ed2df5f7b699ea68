// SPDX-License-Identifier: GPL-3.0-or-later
// What tools/fuzz has found, and what reaches most of each parser: it must stay harmless.
#include "tests/fuzz/fuzzformats.h"
#include <QDir>
#include <QTest>

using namespace Heddle;

class TestCorpus : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        qInstallMessageHandler([](QtMsgType type, const QMessageLogContext &, const QString &message) {
            if (type == QtFatalMsg)
                qFatal("%s", qUtf8Printable(message));
        });
    }
    void cleanupTestCase() { qInstallMessageHandler(nullptr); }

    void everyInputIsRead_data()
    {
        QTest::addColumn<QString>("folder");
        QTest::addColumn<void *>("read");
        const QDir corpus(QStringLiteral(HEDDLE_CORPUS));
        QStringList names;
        for (const Fuzz::Format &format : Fuzz::formats()) {
            names += QLatin1String(format.name);
            QTest::newRow(format.name) << corpus.filePath(names.last()) << reinterpret_cast<void *>(format.read);
        }
        QCOMPARE(names, corpus.entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name));
    }
    void everyInputIsRead()
    {
        QFETCH(QString, folder);
        QFETCH(void *, read);
        const QStringList files = QDir(folder).entryList(QDir::Files);
        QVERIFY(!files.isEmpty());
        qint64 bytes = 0;
        for (const QString &name : files) {
            QFile file(folder + QLatin1Char('/') + name);
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QByteArray input = file.readAll();
            bytes += input.size();
            reinterpret_cast<void (*)(const QByteArray &)>(read)(input);
        }
        QVERIFY2(bytes <= 128 * 1024, "the corpus is kept small: tools/fuzz --minimize");
    }
};

QTEST_GUILESS_MAIN(TestCorpus)
#include "test_corpus.moc"
