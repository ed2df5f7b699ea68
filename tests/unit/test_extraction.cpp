// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/chunk/chunker.h"
#include "core/library/extract/blocklimits.h"
#include "core/library/extract/extractionprocess.h"
#include "core/library/extract/extractionprotocol.h"
#include "tests/support/openfile.h"
#include "tests/support/testsupport.h"
#include <QProcess>
#include <QTemporaryDir>
#include <sys/resource.h>
#include <sys/socket.h>

using namespace Heddle;
using namespace Heddle::Library;
using namespace Heddle::TestSupport;

namespace {

const ExtractionLimits ShortLimits { std::chrono::seconds(1), std::chrono::seconds(2), qint64(128) << 20 };

qint64 peakMemory()
{
    rusage usage {};
    getrusage(RUSAGE_SELF, &usage);
    return qint64(usage.ru_maxrss) * 1024; // kilobytes on Linux
}

bool isActive(const QList<ReaderLock> &locks, const char *name)
{
    return std::any_of(
        locks.cbegin(), locks.cend(), [name](const ReaderLock &lock) { return lock.active && lock.name.contains(QLatin1String(name)); });
}

} // namespace

class TestExtraction : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;

    InputFile document(const QByteArray &bytes = "text")
    {
        const QString path = m_folder.filePath(QStringLiteral("document"));
        writeFile(path, bytes);
        return openDocument(path.toStdString());
    }
    //! What the fake helper says to a document of this type.
    static Result<Extracted> play(ExtractionProcess &process, const InputFile &file, const QString &type, QStringList *texts = nullptr)
    {
        return process.extract(file, type,
            [texts](const Block &block) {
                if (texts)
                    *texts += block.text;
                return true;
            },
            {});
    }

private Q_SLOTS:
    void theHelperReadsAndOutlivesBadFiles_data()
    {
        QTest::addColumn<QString>("type");
        QTest::addColumn<QString>("reason");
        QTest::newRow("crash") << QStringLiteral("crash") << QStringLiteral("stopped");
        QTest::newRow("hang") << QStringLiteral("hang") << QStringLiteral("stood still for 1 s");
        QTest::newRow("never ends") << QStringLiteral("endless") << QStringLiteral("longer than");
        QTest::newRow("eats memory") << QStringLiteral("eat") << QStringLiteral("memory");
        QTest::newRow("nonsense") << QStringLiteral("nonsense") << QStringLiteral("invalid data");
        QTest::newRow("a line without end") << QStringLiteral("line") << QStringLiteral("invalid data");
        QTest::newRow("text of another document") << QStringLiteral("stale") << QStringLiteral("invalid data");
        QTest::newRow("quits") << QStringLiteral("quit") << QStringLiteral("stopped");
        QTest::newRow("says that it works, for ever") << QStringLiteral("working") << QStringLiteral("longer than");
    }
    void theHelperReadsAndOutlivesBadFiles()
    {
        QFETCH(QString, type);
        QFETCH(QString, reason);
#ifdef __SANITIZE_ADDRESS__
        if (type == QLatin1String("eat"))
            QSKIP("the address sanitizer needs more address space than the limit leaves");
#endif
        ExtractionProcess process(ShortLimits, QStringLiteral(HEDDLE_FAKE_EXTRACT));
        const InputFile file = document();
        QStringList texts;
        const auto bad = play(process, file, type, &texts);
        QVERIFY(!bad.ok());
        QCOMPARE(bad.error().code, ErrorCode::Unreadable);
        QVERIFY2(bad.error().message.contains(reason), qUtf8Printable(bad.error().message));
        QVERIFY(!texts.contains(QStringLiteral("of another document")));
        texts.clear();
        const auto good = play(process, file, QStringLiteral("good"), &texts);
        QVERIFY2(good.ok(), good.ok() ? "" : qUtf8Printable(good.error().message));
        QCOMPARE(texts, QStringList(QStringLiteral("fine")));
    }

    void moreTextThanAFileCanHoldIsRefused()
    {
        ExtractionProcess process({}, QStringLiteral(HEDDLE_FAKE_EXTRACT));
        qint64 taken = 0;
        const auto bomb = process.extract(document(), QStringLiteral("bomb"),
            [&taken](const Block &block) {
                taken += block.text.size();
                return true;
            },
            {});
        QVERIFY(!bomb.ok() && bomb.error().message.contains(QLatin1String("more than 64 MB")));
        QVERIFY(taken <= qint64(64) << 20);
        QCOMPARE(outputBudget(1 << 20), qint64(64) << 20);
        QCOMPARE(outputBudget(qint64(1) << 30), qint64(20) << 30);
    }

    void aStopEndsAHangingFileAtOnce()
    {
        ExtractionProcess process({}, QStringLiteral(HEDDLE_FAKE_EXTRACT));
        std::stop_source stop;
        stop.request_stop();
        const auto stopped = process.extract(
            document(), QStringLiteral("hang"), [](const Block &) { return true; }, stop.get_token());
        QVERIFY(!stopped.ok() && stopped.error().isCancelled());
    }

    void theHelperEndsWithTheProgramThatStartedIt()
    {
        auto channel = DescriptorChannel::make();
        QVERIFY(channel.ok());
        QProcess helper;
        helper.setChildProcessModifier([socket = channel->helper.get()] { ::dup2(socket, STDIN_FILENO); });
        helper.start(QStringLiteral(HEDDLE_FAKE_EXTRACT), QStringList());
        QVERIFY(helper.waitForStarted(30'000));
        channel->helper.reset();
        const InputFile file = document();
        QVERIFY(sendRequest(channel->program.get(), "{\"id\":5,\"type\":\"endless\"}\n", file.descriptor()));
        QVERIFY(helper.waitForReadyRead(30'000)); // it is in the middle of the file
        channel->program.reset();
        QVERIFY(helper.waitForFinished(30'000));
    }

    void aMissingHelperIsToldNotFatal()
    {
        ExtractionProcess process({}, QStringLiteral("/no/such/program"));
        const auto read = play(process, document(), QStringLiteral("md"));
        QVERIFY(!read.ok() && read.error().message.contains(QLatin1String("/no/such/program")));
        QVERIFY(!ExtractionProcess::locks(QStringLiteral("/no/such/program")).ok());
    }

    void theRealHelperReadsMarkdownAndNamesWithAnyBytes()
    {
        ExtractionProcess process({}, QStringLiteral(HEDDLE_EXTRACT));
        const std::string path = m_folder.path().toStdString() + "/b\xff\n.md";
        std::FILE *out = std::fopen(path.c_str(), "w");
        QVERIFY(out);
        std::fputs("# Title\n\nSome text.\n", out);
        std::fclose(out);
        QStringList texts;
        const auto read = play(process, openDocument(path), QStringLiteral("md"), &texts);
        QVERIFY2(read.ok(), read.ok() ? "" : qUtf8Printable(read.error().message));
        std::filesystem::remove(path); // QTemporaryDir can't
        QCOMPARE(read->title, QStringLiteral("Title"));
        QCOMPARE(texts, QStringList({ QStringLiteral("Title"), QStringLiteral("Some text.") }));
    }

    void characterSetsAreKnownBehindTheLocks()
    {
        ExtractionProcess process({}, QStringLiteral(HEDDLE_EXTRACT));
        const QList<QPair<QByteArray, QString>> cases {
            { QByteArray::fromHex("82b182ea82cd93fa967b8cea82cc95b68fcd82c582b78142 8c9f8df582c582ab82dc82b78142"),
                QStringLiteral("これは日本語の文章です。検索できます。") }, // Shift-JIS
            { QByteArray::fromHex("d3cccfd7c120d720c4cfcbd5cdc5ced4c520c9ddd5d4d3d120d0cf20cfd3cecfd7c1cd20d3cccfd7"),
                QStringLiteral("слова в документе ищутся по основам слов") }, // KOI8-R
        };
        for (const auto &[bytes, expected] : cases) {
            QStringList texts;
            QVERIFY(play(process, document(bytes), QStringLiteral("txt"), &texts).ok());
            QCOMPARE(texts, QStringList(expected));
        }
    }

    void codeInTheReaderGetsNowhere()
    {
        qputenv("HEDDLE_CHAT_KEY", "very-secret");
        const auto locks = ExtractionProcess::locks(QStringLiteral(HEDDLE_EXTRACT));
        QVERIFY(locks.ok());
        ExtractionProcess process({}, QStringLiteral(HEDDLE_FAKE_EXTRACT));
        QStringList texts;
        const auto read = play(process, document(), QStringLiteral("escape"), &texts);
        qunsetenv("HEDDLE_CHAT_KEY");
        QVERIFY2(read.ok(), read.ok() ? "" : qUtf8Printable(read.error().message + read.error().detail));
        QMap<QString, QString> outcomes;
        for (const QString &text : std::as_const(texts))
            outcomes[text.section(QLatin1String(": "), 0, 0)] = text.section(QLatin1String(": "), 1);
        QVERIFY2(!outcomes.value(QStringLiteral("environment")).contains(QLatin1String("secret"))
                && !outcomes.value(QStringLiteral("environment")).contains(QLatin1String("HOME")),
            qPrintable(outcomes.value(QStringLiteral("environment"))));
        QStringList closed { QStringLiteral("limits") };
        if (isActive(*locks, "seccomp"))
            closed += QStringList { QStringLiteral("socket %1").arg(AF_INET), QStringLiteral("socket %1").arg(AF_INET6),
                QStringLiteral("socket %1").arg(AF_UNIX), QStringLiteral("fork"), QStringLiteral("exec"), QStringLiteral("kill"),
                QStringLiteral("program"), QStringLiteral("write"), QStringLiteral("remove") };
        if (isActive(*locks, "Landlock"))
            closed += QStringList { QStringLiteral("read passwd"), QStringLiteral("read environ"), QStringLiteral("read fonts") };
        for (const QString &attempt : std::as_const(closed)) {
            const QString came = outcomes.value(attempt);
            QVERIFY2(came.contains(QLatin1String("not permitted")) || came.contains(QLatin1String("denied")),
                qPrintable(attempt + QLatin1String(": ") + came));
        }
        QVERIFY(!QFile::exists(QStringLiteral("/tmp/heddle-escaped")));
    }

    void nothingThisProgramHasOpenReachesTheReader()
    {
        QFile open(m_folder.filePath(QStringLiteral("open")));
        QVERIFY(open.open(QIODevice::WriteOnly));
        const FileDescriptor inherited(::dup(open.handle())); // without O_CLOEXEC, as a careless library opens files
        ExtractionProcess process({}, QStringLiteral(HEDDLE_FAKE_EXTRACT));
        QStringList texts;
        QVERIFY(play(process, document(), QStringLiteral("inherited"), &texts).ok());
        QCOMPARE(texts.value(0), QStringLiteral("open:"));
    }

    void theLocksAreToldAndHoldHere()
    {
        const auto locks = ExtractionProcess::locks(QStringLiteral(HEDDLE_EXTRACT));
        QVERIFY(locks.ok());
        QCOMPARE(locks->size(), 5);
        for (const ReaderLock &lock : *locks)
            QVERIFY2(lock.active || !lock.detail.isEmpty(), qPrintable(lock.name)); // what is missing is told
        QVERIFY(isActive(*locks, "open files"));
    }

    void aHugeTextNeedsLittleMemoryHere_data()
    {
        QTest::addColumn<QByteArray>("unit");
        QTest::newRow("one line") << QByteArray("-");
        QTest::newRow("one sentence") << QByteArray("word ");
        QTest::newRow("lines without words") << QByteArray("----\n");
    }
    void aHugeTextNeedsLittleMemoryHere()
    {
        QFETCH(const QByteArray, unit);
        const QString path = m_folder.filePath(QStringLiteral("huge.txt"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
#ifndef __SANITIZE_ADDRESS__
        constexpr int Megabytes = 40;
#else
        constexpr int Megabytes = 8; // it takes its time, and memory isn't asked for
#endif
        const QByteArray megabyte = unit.repeated((1 << 20) / unit.size());
        for (int i = 0; i < Megabytes; ++i)
            QCOMPARE(file.write(megabyte), megabyte.size());
        file.close();
        const qint64 before = peakMemory();
        qsizetype longest = 0;
        Chunker chunker([&longest](const Chunk &chunk) {
            longest = std::max(longest, chunk.text.size());
            return true;
        });
        ExtractionProcess process({}, QStringLiteral(HEDDLE_EXTRACT));
        const auto read = process.extract(
            openDocument(path.toStdString()), QStringLiteral("txt"), [&chunker](const Block &block) { return chunker.add(block); }, {});
        QVERIFY2(read.ok(), read.ok() ? "" : qUtf8Printable(read.error().message));
        QVERIFY(chunker.finish());
        QVERIFY(chunker.length() > (Megabytes << 20) / 2);
        QVERIFY2(longest < 20'000, qPrintable(QString::number(longest)));
#ifndef __SANITIZE_ADDRESS__ // which keeps what was freed
        const qint64 grown = peakMemory() - before;
        QVERIFY2(grown < qint64(30) << 20, qPrintable(QString::number(grown >> 20)));
#else
        Q_UNUSED(before)
#endif
    }

    void deepHeadingsMultiplyNothing()
    {
        QByteArray text;
        for (int level = 1; level <= 5; ++level)
            text += QByteArray(level, '#') + ' ' + QByteArray("long ").repeated(6'000) + "\n\n";
        while (text.size() < 320 * 1024)
            text += "###### a\n\nb\n\n";
        qint64 texts = 0, headings = 0, chunkBytes = 0;
        Chunker chunker([&chunkBytes](const Chunk &chunk) {
            chunkBytes += chunk.text.size() + chunk.heading.size();
            return true;
        });
        ExtractionProcess process({}, QStringLiteral(HEDDLE_EXTRACT));
        const auto read = process.extract(document(text), QStringLiteral("md"),
            [&](const Block &block) {
                texts += block.text.size();
                headings = std::max<qint64>(headings, block.headings.join(QString()).toUtf8().size());
                return chunker.add(block);
            },
            {});
        QVERIFY2(read.ok(), read.ok() ? "" : qUtf8Printable(read.error().message));
        QVERIFY(chunker.finish());
        QVERIFY(texts <= text.size());
        QVERIFY(headings > 0 && headings <= 1024);
        QVERIFY2(chunkBytes < 20 * text.size(), qPrintable(QString::number(chunkBytes)));
    }

    void aDecoderBelievesNothing_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::newRow("an unknown kind") << QByteArray(R"({"kind":9,"text":"t","page":0})");
        QTest::newRow("no kind") << QByteArray(R"({"text":"t","page":0})");
        QTest::newRow("no text") << QByteArray(R"({"kind":1,"page":0})");
        QTest::newRow("a page below zero") << QByteArray(R"({"kind":1,"text":"t","page":-4})");
        QTest::newRow("headings that continue none") << QByteArray(R"({"kind":1,"text":"t","page":0,"keep":2,"headings":["a"]})");
        QTest::newRow("long headings") << QByteArray(
            R"({"kind":1,"text":"t","page":0,"keep":0,"headings":[")" + QByteArray(1025, 'a') + R"("]})");
        QTest::newRow("a long text") << QByteArray(R"({"kind":1,"text":")" + QByteArray(MaxBlockText + 1, 'a') + R"(","page":0})");
    }
    void aDecoderBelievesNothing()
    {
        QFETCH(const QByteArray, line);
        BlockDecoder decoder(outputBudget(1));
        const auto block = decoder.decode(QJsonDocument::fromJson(line).object());
        QVERIFY(!block.ok());
        QVERIFY2(block.error().message.contains(QLatin1String("invalid data")), qUtf8Printable(block.error().message));
    }

    void pathsArriveAsTheyWereSent()
    {
        BlockEncoder encoder;
        BlockDecoder decoder(outputBudget(1));
        const auto path = [](const char *names) { return QString::fromLatin1(names).split(QLatin1Char(' '), Qt::SkipEmptyParts); };
        for (const char *names : { "", "a", "a b", "a b", "a b c", "a d", "x d", "x", "", "q r s" }) {
            const QJsonObject sent = encoder.encode({ Block::Kind::Paragraph, QStringLiteral("t"), path(names), 3 });
            const auto got = decoder.decode(QJsonDocument::fromJson(QJsonDocument(sent).toJson()).object());
            QVERIFY(got.ok());
            QCOMPARE(got->headings, path(names));
            QCOMPARE(got->page, 3);
        }
    }
};

QTEST_GUILESS_MAIN(TestExtraction)
#include "test_extraction.moc"
