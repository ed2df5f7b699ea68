// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/chunk/chunker.h"
#include "core/library/extract/extractor.h"
#include "core/library/extract/format.h"
#include "core/text/decoder.h"
#include "core/text/sentences.h"
#include "tests/support/openfile.h"
#include "tests/support/testsupport.h"
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QTemporaryDir>

using namespace Heddle;
using namespace Heddle::Library;
using TestSupport::writeFile;

namespace {

struct Read {
    QList<Block> blocks;
    Result<Extracted> extracted = Extracted {};
    QString text() const
    {
        QStringList texts;
        for (const Block &block : blocks)
            texts += block.text;
        return texts.join(QLatin1String("\n\n"));
    }
};

Read readAs(const QString &type, const QString &path)
{
    Read read;
    read.extracted = extractorFor(type)->extract(TestSupport::openDocument(path.toStdString()), [&read](Block block) {
        if (!block.text.isEmpty()) // one without text is a sign of life
            read.blocks += std::move(block);
        return true;
    });
    return read;
}

} // namespace

class TestReading : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    Read readText(const QByteArray &bytes, const QString &type = QStringLiteral("txt"))
    {
        const QString path = m_folder.filePath(QStringLiteral("text.") + type);
        writeFile(path, bytes);
        return readAs(type, path);
    }

private Q_SLOTS:
    void decodesAnyCharset_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("expected");
        const QString german = QStringLiteral(
            "Die Gebühren für Änderungen betragen höchstens fünf Euro. Größere Beträge müssen schriftlich bestätigt werden.");
        QTest::newRow("UTF-8") << german.toUtf8() << german;
        QTest::newRow("UTF-8 with mark") << QByteArray("\xef\xbb\xbf" + german.toUtf8()) << german;
        QTest::newRow("Latin-1") << german.toLatin1() << german;
        QByteArray little, big;
        for (const QChar c : german) {
            little += QByteArray(1, char(c.unicode() & 0xff)) + QByteArray(1, char(c.unicode() >> 8));
            big += QByteArray(1, char(c.unicode() >> 8)) + QByteArray(1, char(c.unicode() & 0xff));
        }
        QTest::newRow("UTF-16 LE with mark") << QByteArray("\xff\xfe" + little) << german;
        QTest::newRow("UTF-16 BE with mark") << QByteArray("\xfe\xff" + big) << german;
        QTest::newRow("UTF-16 LE without mark") << little << german;
        // "Слова в документе ищутся по основам" in KOI8-R, and the same in windows-1251
        const QString russian = QStringLiteral("слова в документе ищутся по основам слов");
        QTest::newRow("KOI8-R") << QByteArray::fromHex("d3cccfd7c120d720c4cfcbd5cdc5ced4c520c9ddd5d4d3d120d0cf20cfd3cecfd7c1cd20d3cccfd7")
                                << russian;
        QTest::newRow("windows-1251") << QByteArray::fromHex(
            "f1ebeee2e020e220e4eeeaf3ece5edf2e520e8f9f3f2f1ff20efee20eef1edeee2e0ec20f1ebeee2")
                                      << russian;
        // "これは日本語の文章です。検索できます。" in Shift-JIS, "我们的文件不会离开电脑" in GB18030
        QTest::newRow("Shift-JIS") << QByteArray::fromHex("82b182ea82cd93fa967b8cea82cc95b68fcd82c582b78142 8c9f8df582c582ab82dc82b78142")
                                   << QStringLiteral("これは日本語の文章です。検索できます。");
        QTest::newRow("GB18030") << QByteArray::fromHex(
            "ced2c3c7b5c4cec4bcfeb2bbbbe1c0ebbfaab5e7c4d4a3accbf9d3d0b5c4cec4b5b5b6bcd4dab1bebbfaa1a3")
                                 << QStringLiteral("我们的文件不会离开电脑，所有的文档都在本机。");
    }
    void decodesAnyCharset()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, expected);
        const auto decoded = Text::decodeText(bytes, {});
        QVERIFY(decoded.ok());
        QCOMPARE(decoded->text, expected);
        QCOMPARE(readText(bytes).text(), expected); // and through the extractor
    }

    void charactersSplitBetweenReadsStayWhole()
    {
        const QString text = QStringLiteral("aé😀文");
        for (const auto &[charset, bytes] : { std::pair(QByteArray("UTF-8"), text.toUtf8()),
                 std::pair(QByteArray("UTF-16LE"), QByteArray(reinterpret_cast<const char *>(text.utf16()), 2 * text.size())) }) {
            Text::Decoder decoder(charset);
            QString decoded;
            for (qsizetype i = 0; i < bytes.size(); ++i)
                decoded += decoder.decode(bytes.mid(i, 1), i + 1 == bytes.size());
            QCOMPARE(decoded, text);
        }
    }

    void badBytesCostOnlyThemselves()
    {
        const Read read = readText("A good sentence stands here. \xc3( and goes on in UTF-8: gr\xc3\xbc\xc3\x9f"
                                   "e, \xc3\xa4\xc3\xb6\xc3\xbc, h\xc3\xa4user.");
        QVERIFY(read.text().startsWith(QLatin1String("A good sentence stands here. ")));
        QVERIFY(read.text().endsWith(QStringLiteral("and goes on in UTF-8: grüße, äöü, häuser.")));
    }

    void binaryFilesAreRefusedInWords()
    {
        QByteArray bytes;
        QRandomGenerator random(5);
        for (int i = 0; i < 50'000; ++i)
            bytes += char(random.bounded(256));
        const Read read = readText(bytes);
        QVERIFY(!read.extracted.ok());
        QCOMPARE(read.extracted.error().code, ErrorCode::Unreadable);
        QVERIFY(!read.extracted.error().message.isEmpty());
    }

    void emptyFilesHaveNoBlocks_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("no byte") << QByteArray();
        QTest::newRow("a mark") << QByteArray("\xef\xbb\xbf");
        QTest::newRow("white space") << QByteArray(" \r\n\t\n  ");
    }
    void emptyFilesHaveNoBlocks()
    {
        QFETCH(QByteArray, bytes);
        for (const auto &type : { QStringLiteral("txt"), QStringLiteral("md") }) {
            const Read read = readText(bytes, type);
            QVERIFY(read.extracted.ok());
            QCOMPARE(read.blocks.size(), 0);
        }
    }

    void paragraphsEndAtEmptyLinesWhateverTheLineEnds()
    {
        for (const char *end : { "\n", "\r\n", "\r" }) {
            QByteArray bytes = "First line\nand second.\n\nNext paragraph.\n";
            bytes.replace("\n", end);
            const Read read = readText(bytes);
            QCOMPARE(read.blocks.size(), 2);
            QCOMPARE(read.blocks[1].text, QStringLiteral("Next paragraph."));
        }
    }

    void aLineOfTenMegabytesIsRead()
    {
        const Read read = readText(QByteArray("word and word ").repeated(10 * 1024 * 1024 / 14));
        QVERIFY(read.extracted.ok());
        QVERIFY(read.blocks.size() > 1); // handed over in parts, not held whole
        QVERIFY(read.blocks.last().text.endsWith(QLatin1String("word")));
    }

    void markdownKeepsStructureAndDropsMarks()
    {
        const Read read = readText("---\ntitle: x\n---\n# Report *2020*\n\nIntro with a [link](http://a.b) and "
                                   "`code`.\n\nResults\n-------\n\n- one\n  - two **bold**\n\n| Name | Age |\n|---|---|\n| Ann | 7 |\n\n"
                                   "```\nint x;\n```\n\n<div>raw</div>\n\n## Deep\n\ntext\n",
            QStringLiteral("md"));
        QVERIFY(read.extracted.ok());
        QCOMPARE(read.extracted->title, QStringLiteral("x"));
        const QString text = read.text();
        for (const char *expected : { "Intro with a link and code.", "one", "two bold", "Name: Ann | Age: 7", "int x;" })
            QVERIFY2(text.contains(QLatin1String(expected)), expected);
        QVERIFY(
            !text.contains(QLatin1String("**")) && !text.contains(QLatin1String("http://a.b")) && !text.contains(QLatin1String("<div>")));
        QCOMPARE(read.blocks.last().headings,
            QStringList({ QStringLiteral("Report 2020"), QStringLiteral("Results"), QStringLiteral("Deep") }).mid(0, 1)
                + QStringList { QStringLiteral("Deep") });
    }

    void deepMarkdownDoesNotCrash()
    {
        const Read quotes = readText(QByteArray(">").repeated(100'000) + " deep", QStringLiteral("md"));
        QVERIFY(quotes.extracted.ok());
        const Read stars = readText(QByteArray("*a ").repeated(50'000), QStringLiteral("md"));
        QVERIFY(stars.extracted.ok());
    }

    void chunksAreWholeWordsWithTrueOffsets_data()
    {
        QTest::addColumn<int>("seed");
        for (int seed = 0; seed < 20; ++seed)
            QTest::newRow(qPrintable(QString::number(seed))) << seed;
    }
    void chunksAreWholeWordsWithTrueOffsets()
    {
        QFETCH(int, seed);
        QRandomGenerator random { quint32(seed) };
        QString whole;
        QList<Chunk> chunks;
        Chunker chunker([&chunks](Chunk chunk) {
            chunks += std::move(chunk);
            return true;
        });
        QStringList headings;
        for (int b = 0; b < 40; ++b) {
            Block block;
            if (random.bounded(6) == 0) {
                headings = { QStringLiteral("Part %1").arg(b) };
                block.kind = Block::Kind::Heading;
                block.text = headings.last();
            } else {
                const int words = int(random.bounded(1, seed % 5 == 0 ? 700 : 90));
                for (int w = 0; w < words; ++w)
                    block.text += (w ? QStringLiteral(" ") : QString())
                        + (random.bounded(7) == 0 ? QStringLiteral("漢字。") : QStringLiteral("word%1").arg(random.bounded(1000)))
                        + (random.bounded(12) == 0 ? QStringLiteral(".") : QString());
            }
            block.headings = headings;
            whole += (whole.isEmpty() ? QString() : QStringLiteral("\n\n")) + block.text;
            QVERIFY(chunker.add(block));
        }
        QVERIFY(chunker.finish());
        QVERIFY(!chunks.isEmpty());
        QVERIFY(chunker.length() == whole.size());
        qint64 covered = 0;
        for (const Chunk &chunk : std::as_const(chunks)) {
            QCOMPARE(whole.mid(chunk.start, chunk.end - chunk.start), chunk.text);
            QVERIFY(chunk.start <= covered + 2); // nothing between two chunks but the break
            QVERIFY(chunk.end > covered);
            covered = chunk.end;
            const auto inWord = [&whole](qint64 at) {
                return at > 0 && at < whole.size() && whole[at - 1].isLetterOrNumber() && whole[at].isLetterOrNumber()
                    && whole[at].unicode() < 0x1000 && whole[at - 1].unicode() < 0x1000;
            };
            QVERIFY(!inWord(chunk.start) && !inWord(chunk.end));
            QVERIFY(Text::countWords(chunk.text) <= 1.6 * Chunker::TargetWords);
        }
        QCOMPARE(covered, whole.size());
    }

    void textWithoutWordsIsCutByItsLength_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("dashes") << QString(1'000'000, QLatin1Char('-'));
        QTest::newRow("signs and spaces") << QStringLiteral("— … ").repeated(250'000);
        QTest::newRow("empty characters") << QString(1'000'000, QChar(0x200b));
    }
    void textWithoutWordsIsCutByItsLength()
    {
        QFETCH(const QString, text);
        qsizetype longest = 0;
        qint64 end = 0;
        Chunker chunker([&](const Chunk &chunk) {
            longest = std::max(longest, chunk.text.size());
            end = chunk.end;
            return true;
        });
        for (qsizetype at = 0; at < text.size(); at += 50'000)
            QVERIFY(chunker.add({ Block::Kind::Paragraph, text.mid(at, 50'000).trimmed(), {}, 0 }));
        QVERIFY(chunker.finish());
        QCOMPARE(end, chunker.length());
        QVERIFY2(longest < 20'000, qPrintable(QString::number(longest)));
    }

    void headingsAndColumnNamesAreCut()
    {
        QByteArray text;
        for (int level = 1; level <= 6; ++level)
            text += QByteArray(level, '#') + ' ' + QByteArray("räumlich ").repeated(6'000) + "\n\n";
        text += "text\n\n| " + QByteArray("name ").repeated(2'000) + " | b |\n|---|---|\n| cell | other |\n";
        const Read read = readText(text, QStringLiteral("md"));
        QVERIFY(read.extracted.ok());
        for (const Block &block : read.blocks) {
            QVERIFY(block.headings.join(QString()).toUtf8().size() <= 1024);
            QVERIFY(block.headings.size() <= 6);
        }
        QVERIFY(read.blocks.first().text.size() > 50'000); // the heading itself is text of the document
        QVERIFY(read.blocks.at(6).headings.size() > 1 && read.blocks.at(6).headings.first().endsWith(QChar(u'…')));
        QVERIFY(read.blocks.last().text.size() < 250 && read.blocks.last().text.contains(QLatin1String("cell | b: other")));
    }

    void aRowOfAMillionCellsIsManyRows()
    {
        const Read read = readText("<table><tr>" + QByteArray("<td>a").repeated(20'000) + "</table>", QStringLiteral("html"));
        QVERIFY(read.extracted.ok());
        QVERIFY(read.blocks.size() >= 20);
        const Read cell = readText("<table><tr><td>" + QByteArray("word <br>").repeated(100'000) + "</table>", QStringLiteral("html"));
        for (const Block &block : cell.blocks)
            QVERIFY(block.text.size() < 300'000);
    }

    void holesInATextAreLeftOut()
    {
        const Read read = readText(QByteArray("A line before.\n\n").repeated(300'000) + QByteArray(3'000'000, '\0') + "and after.");
        QVERIFY(read.extracted.ok());
        QCOMPARE(read.blocks.last().text, QStringLiteral("and after."));
        const QString path = m_folder.filePath(QStringLiteral("sparse.txt"));
        writeFile(path, QByteArray("A line before.\n\n").repeated(300'000));
        QVERIFY(QFile::resize(path, qint64(200) << 30));
        const Read sparse = readAs(QStringLiteral("txt"), path);
        QVERIFY(!sparse.extracted.ok() && sparse.extracted.error().message.contains(QLatin1String("not a text file")));
    }

    void aFileTypeHasOneExtractorOrNone()
    {
        QVERIFY(extractorFor(QStringLiteral("txt")) && extractorFor(QStringLiteral("md")) && extractorFor(QStringLiteral("markdown")));
        QVERIFY(!extractorFor(QStringLiteral("exe")) && !extractorFor(QString()));
        QCOMPARE(typeOf("/a/b.TXT"), QStringLiteral("txt"));
        QCOMPARE(typeOf("/a.b/c"), QString());
    }

    //! What the handbook says of an ending is true: it is read, or it is not.
    void theHandbookListsTheFormatsThatAreRead()
    {
        const QString page = QString::fromUtf8(TestSupport::readFile(QStringLiteral(HEDDLE_SAMPLE "/03-formats.md")));
        static const QRegularExpression row(
            QStringLiteral("^\\| ([^|]*`[^|]*) \\|[^|]*\\| ([^|]*) \\|$"), QRegularExpression::MultilineOption);
        static const QRegularExpression ending(QStringLiteral("`\\.(\\w+)`"));
        int found = 0;
        for (auto rows = row.globalMatch(page); rows.hasNext();) {
            const auto cells = rows.next();
            for (auto endings = ending.globalMatch(cells.captured(1)); endings.hasNext(); ++found) {
                const QString type = endings.next().captured(1);
                QVERIFY2((extractorFor(type) != nullptr) == (cells.captured(2) == QLatin1String("yes")), qUtf8Printable(type));
            }
        }
        QVERIFY(found >= 13);
    }
};

QTEST_GUILESS_MAIN(TestReading)
#include "test_reading.moc"
