// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/extract/extractionprocess.h"
#include "core/library/extract/format.h"
#include "tests/support/openfile.h"
#include "tests/support/pdfbuilder.h"
#include "tests/support/testsupport.h"
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>

using namespace Heddle;
using namespace Heddle::Library;
using namespace Heddle::TestSupport;

namespace {

//! The letters of a text, sorted: nothing may be missing, whatever the order and the line ends.
QString letters(const QString &text)
{
    QString all;
    for (const QChar c : text) {
        if (c.isLetter() || c.isSurrogate())
            all += c;
    }
    std::sort(all.begin(), all.end());
    return all;
}

QByteArray onePage(const QByteArray &box, const QByteArray &more, const QByteArray &content)
{
    return pdfOf({ "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox" + box + "/Resources<</Font<</F 4 0 R>>>>/Contents 5 0 R" + more + ">>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        "<</Length " + QByteArray::number(content.size()) + ">>\nstream\n" + content + "\nendstream" });
}

const QByteArray Hello = "BT /F 12 Tf 72 700 Td (The keeper counted nineteen swans.) Tj ET";

} // namespace

class TestDocuments : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    std::unique_ptr<ExtractionProcess> m_process;
    QList<Block> m_blocks;

    Result<Extracted> read(const QString &file)
    {
        m_blocks.clear();
        return m_process->extract(openDocument(file.toStdString()), typeOf(file.toStdString()),
            [this](Block block) {
                m_blocks += std::move(block);
                return true;
            },
            {});
    }
    Result<Extracted> readBytes(const QString &name, const QByteArray &bytes)
    {
        writeFile(m_folder.filePath(name), bytes);
        return read(m_folder.filePath(name));
    }
    QString text() const
    {
        QStringList all;
        for (const Block &block : m_blocks)
            all += block.text;
        return all.join(QLatin1Char('\n'));
    }

private Q_SLOTS:
    void initTestCase() { m_process = std::make_unique<ExtractionProcess>(); }
    void cleanupTestCase() { m_process.reset(); }

    void aPdfIsReadWhole_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QString>("sentence");
        QTest::addColumn<int>("page");
        QTest::addColumn<QString>("heading");
        const auto row = [](const char *file, const char *sentence, int page, const char *heading) {
            QTest::newRow(file) << QString::fromLatin1(file) << QString::fromUtf8(sentence) << page << QString::fromUtf8(heading);
        };
        row("libreoffice", "replace the bearing before the winter of 2026", 2, "Costs");
        row("chromium", "the river froze and the ice pressed on the eastern face for nineteen days.", 1, "Condition of the piers");
        row("latex", "the remaining third is attributed to counterrevolutionary simplifications", 1, "2 Findings");
        row("twocolumns", "an uncharacteristically straightforward undertaking, was responsible", 1, "2 Findings");
        row("reportlab", "not at the price that was paid when it was bought.", 1, "Late returns");
        row("rotated", "The desk is open from 9 to 18 on weekdays", 2, "Opening hours");
        row("ghostscript", "a new gate was ordered.", 1, "");
        row("cjk", "检查员每年检查两次", 1, "港口大桥报告");
        row("cjk-notembedded", "期限为四个星期", 1, "");
        row("rtl", "تستند الدعامة الشمالية", 1, "تقرير عن جسر الميناء");
    }
    void aPdfIsReadWhole()
    {
        HEDDLE_NEEDS_PDFIUM();
        QFETCH(const QString, file);
        QFETCH(const QString, sentence);
        QFETCH(const int, page);
        QFETCH(const QString, heading);
        const QString path = QStringLiteral(HEDDLE_PDFS "/%1.pdf").arg(file);
        auto extracted = read(path);
        QVERIFY2(extracted.ok(), extracted.ok() ? "" : qUtf8Printable(extracted.error().message));
        QCOMPARE(extracted->pagesWithoutText, 0);
        const auto holds = [&](const Block &block) { return block.text.contains(sentence); };
        const auto found = std::find_if(m_blocks.cbegin(), m_blocks.cend(), holds);
        QVERIFY2(found != m_blocks.cend(), qUtf8Printable(text()));
        QCOMPARE(found->page, page);
        QCOMPARE(found->headings.isEmpty() ? QString() : found->headings.last(), heading);

        const QString peer = QStandardPaths::findExecutable(QStringLiteral("pdftotext"));
        if (peer.isEmpty())
            QSKIP("pdftotext (poppler-utils) is not installed: the text is not compared with it");
        QProcess process;
        process.start(peer, { path, QStringLiteral("-") });
        QVERIFY(process.waitForStarted());
        while (process.state() != QProcess::NotRunning)
            process.waitForReadyRead(100);
        // Heddle leaves page numbers out and adds what the document says of itself.
        const QString expected = QString::fromUtf8(process.readAllStandardOutput());
        if (letters(expected).isEmpty())
            QSKIP("pdftotext reads nothing of it: the tables of East Asian letters (poppler-data) are not installed");
        m_blocks.removeIf([](const Block &block) { return block.text.startsWith(QLatin1String("Title: ")); });
        QCOMPARE(letters(text()).normalized(QString::NormalizationForm_KC), letters(expected).normalized(QString::NormalizationForm_KC));
    }

    void rightToLeftTextIsInTheOrderInWhichItIsRead()
    {
        HEDDLE_NEEDS_PDFIUM();
        QVERIFY(read(QStringLiteral(HEDDLE_PDFS "/rtl.pdf")).ok());
        QVERIFY2(text().contains(QStringLiteral("في عام 1931 وتعبره 14200 مركبة كل يوم.")), qUtf8Printable(text()));
        QVERIFY2(text().contains(QStringLiteral("(وبعد كل عاصفة).")), qUtf8Printable(text()));
        QVERIFY2(text().contains(QStringLiteral("הגשר נפתח בשנת 1931. העמוד")), qUtf8Printable(text()));
    }

    void aPdfThatCantBeReadSaysWhy_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("words");
        const auto fixture = [](const char *name) { return readFile(QStringLiteral(HEDDLE_PDFS "/") + QLatin1String(name)); };
        QTest::newRow("empty") << QByteArray() << QStringLiteral("empty");
        QTest::newRow("four letters") << QByteArray("%PDF") << QStringLiteral("damaged");
        QTest::newRow("something else") << QByteArray(5000, 'x') << QStringLiteral("damaged");
        QTest::newRow("password") << fixture("locked.pdf") << QStringLiteral("password");
        QTest::newRow("no copying") << fixture("nocopy.pdf") << QStringLiteral("does not allow");
        QTest::newRow("cut in half") << fixture("chromium.pdf").left(13'000) << QStringLiteral("damaged");
        QTest::newRow("pages in a loop") << pdfOf({ "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[2 0 R]/Count 1/Parent 2 0 R>>" })
                                         << QString();
    }
    void aPdfThatCantBeReadSaysWhy()
    {
        HEDDLE_NEEDS_PDFIUM();
        QFETCH(const QByteArray, bytes);
        QFETCH(const QString, words);
        auto extracted = readBytes(QStringLiteral("bad.pdf"), bytes);
        if (!words.isEmpty()) {
            QVERIFY(!extracted.ok());
            QVERIFY2(extracted.error().message.contains(words), qUtf8Printable(extracted.error().message));
        } else {
            QVERIFY(!extracted.ok() || m_blocks.isEmpty());
        }
        QVERIFY(readBytes(QStringLiteral("good.pdf"), onePage("[0 0 595 842]", {}, Hello)).ok()); // the next file is read as ever
        QCOMPARE(text(), QStringLiteral("The keeper counted nineteen swans."));
    }

    void strangePdfsAreRead()
    {
        HEDDLE_NEEDS_PDFIUM();
        QVERIFY(readBytes(QStringLiteral("wide.pdf"), onePage("[0 0 50000 50000]", {}, Hello)).ok());
        QCOMPARE(text(), QStringLiteral("The keeper counted nineteen swans."));
        QByteArray notes = "/Annots[";
        for (int i = 0; i < 10'000; ++i)
            notes += "<</Type/Annot/Subtype/Text/Rect[10 10 20 20]/Contents(n)>>";
        QVERIFY(readBytes(QStringLiteral("notes.pdf"), onePage("[0 0 595 842]", notes + ']', Hello)).ok());
        QCOMPARE(text(), QStringLiteral("The keeper counted nineteen swans.\nComment: n"));
    }

    void aScanIsAPageWithoutText()
    {
        HEDDLE_NEEDS_PDFIUM();
        auto extracted = readBytes(QStringLiteral("scan.pdf"), onePage("[0 0 595 842]", {}, "0 0 m 100 100 l S"));
        QVERIFY(extracted.ok());
        QCOMPARE(extracted->pages, 1);
        QCOMPARE(extracted->pagesWithoutText, 1);
        QVERIFY(m_blocks.isEmpty());
    }

    //! The mark of a note is no part of the word before it, whatever the format.
    void raisedDigitsStayApart()
    {
        QVERIFY(readBytes(QStringLiteral("notes.html"),
            "<p>Emissions<sup>3</sup> fell in Kiruna<sup><a href='#n'>12</a></sup>. H<sub>2</sub>O, 9 m<sup>2</sup>, 10<sup>-6</sup>, "
            "1<sup>st</sup>, rate<sup>a</sup></p><p>in 2031</p>")
                    .ok());
        QCOMPARE(text(), QStringLiteral("Emissions³ fell in Kiruna¹². H₂O, 9 m², 10⁻⁶, 1st, rateᵃ\nin 2031"));
        QVERIFY(readBytes(QStringLiteral("notes.md"), "Turnover<sup>4</sup> rose by CO<sub>2</sub> in `x<sup>2</sup>` 5.\n").ok());
        QCOMPARE(text(), QStringLiteral("Turnover⁴ rose by CO₂ in x<sup>2</sup> 5."));
        QVERIFY(readBytes(QStringLiteral("notes.pdf"),
            onePage("[0 0 595 842]", {},
                "BT /F 12 Tf 72 700 Td (Harvests) Tj /F 7 Tf 5 Ts (34) Tj 0 Ts /F 12 Tf ( fell, H) Tj /F 7 Tf -3 Ts (2) Tj 0 Ts /F 12 Tf "
                "(O "
                "rose in 2031.) Tj ET"))
                    .ok());
        QCOMPARE(text(), QStringLiteral("Harvests³⁴ fell, H₂O rose in 2031."));
    }

    void headingsOfPlainTextsAreTold_data()
    {
        QTest::addColumn<QString>("before"); // the heading; the text behind it is always the same
        QTest::addColumn<QString>("path");
        const auto row = [](const char *name, const char *before, const char *path) {
            QTest::newRow(name) << QString::fromUtf8(before) << QString::fromUtf8(path);
        };
        row("numbers", "5. The Chair\n\n  5.1. Powers\n\n", "5. The Chair|5.1. Powers");
        row("numbers that go back", "5. The Chair\n\n5.1 Powers\n\n5.1.1 Money\n\nOf it.\n\n5.2 Election\n\n", "5. The Chair|5.2 Election");
        row("an appendix", "A.1. Tables of Weights\n\n", "A.1. Tables of Weights");
        row("a chapter", "Chapter 3\n\n", "Chapter 3");
        row("a chapter with its title and sections", "CHAPTER IV. The Lock\n\n4.1 Gates\n\n", "CHAPTER IV. The Lock|4.1 Gates");
        row("German", "Teil II\n\nKapitel 2: Fristen\n\n\u00a7 4 K\u00fcndigung\n\n", "Teil II|Kapitel 2: Fristen|\u00a7 4 K\u00fcndigung");
        row("capitals", "OPENING HOURS\n\n", "OPENING HOURS");
        row("capitals over indented lines", "NAME\n    gate - opens the gate\n    and shuts it\n\nSYNOPSIS\n\n", "SYNOPSIS");
        row("underlined", "The Harbour\n===========\n\nGates\n-----\n", "The Harbour|Gates");
        row("a row above and below", "===========\nThe Harbour\n===========\nGates\n~~~~~\n\nDucks\n~~~~~\n\n", "The Harbour|Ducks");
        row("underlined and numbered", "The Harbour\n===========\n\n1. Gates\n--------\n\n1.1 Locks\n---------\n\n", "The Harbour|1. Gates|1.1 Locks");
        row("a question", "6.4.  When should it NOT be opened?\n\n", "6.4. When should it NOT be opened?");
        row("a list", "1. Apples\n\n2. Pears\n\n3. Plums\n\n", "");
        row("an indented item", "    2. Pears\n\n", "");
        row("a sentence", "5.1. The chair is elected.\n\n", "");
        row("an announcement", "5.1. The chair may:\n\n", "");
        row("dates", "3. May 2025\n\n24.12.2025 Market day\n\n09.30 Opening\n\n", "");
        row("a year, an address, an amount", "1984. A Novel\n\n192.168.1.1 Router\n\n12 High Street\n\n3.5 million people came\n\n", "");
        row("a line of the contents", "5.1. Powers ............ 12\n\n5.2. Election      14\n\n", "");
        row("the middle of a paragraph", "It says:\n5.1. Powers\nOPENING HOURS\nand so on\n\n", "");
        row("cries and codes", "STOP!\n\nAB-12/7 99\n\nOK\n\n", "");
        row("a row of signs alone", "----------\n\n==========\n\n", "");
        row("a table", "Name      Age\n-------------\nAnn       7\n\n", "");
        row("a section that is spoken of", "Section 3 applies to all of them\n\nPart of the plan\n\n", "");
    }
    void headingsOfPlainTextsAreTold()
    {
        QFETCH(const QString, before);
        QFETCH(const QString, path);
        QVERIFY(readBytes(QStringLiteral("plain.txt"), (before + QStringLiteral("The keeper counted nineteen swans.\n")).toUtf8()).ok());
        QCOMPARE(m_blocks.last().text, QStringLiteral("The keeper counted nineteen swans."));
        QCOMPARE(m_blocks.last().headings.join(QLatin1Char('|')), path);
        const QStringList headings = path.split(QLatin1Char('|'), Qt::SkipEmptyParts);
        for (const QString &heading : headings)
            QVERIFY2(text().contains(heading), qUtf8Printable(text()));
    }

    void aPlainTextWithHeadingsIsReadWhole()
    {
        const auto extracted = readBytes(QStringLiteral("plain.txt"),
            "The Harbour\r\n===========\r\nBuilt in 1931.\r\n\r\n1. Gates\r\n\r\n   There are:\r\n    1. the old\r\n    2. the new");
        QVERIFY(extracted.ok());
        QCOMPARE(extracted->title, QStringLiteral("The Harbour"));
        QCOMPARE(text(), QStringLiteral("The Harbour\nBuilt in 1931.\n1. Gates\nThere are:\n    1. the old\n    2. the new"));
        QCOMPARE(m_blocks[2].kind, Block::Kind::Heading);
    }

    void htmlIsReadByItsStructure()
    {
        auto extracted = readBytes(QStringLiteral("a.html"),
            "<!DOCTYPE html><title>The &amp; title</title><script>var a = '<p>never</p>';</script><style>p{color:red}</style>"
            "<h1>First</h1><p>A line\nthat <b>goes</b> on<br>and breaks</p><!-- not this --><ul><li>one<li>two</ul>"
            "<table><thead><tr><th>Name<th>Age</tr></thead><tr><td>Ann<td>7</tr></table><h2>Second</h2><div hidden>no</div>"
            "<pre>a\n  b</pre><img src='http://192.0.2.1/x.png' alt='a heron'><iframe src='file:///etc/passwd'></iframe>");
        QVERIFY(extracted.ok());
        QCOMPARE(extracted->title, QStringLiteral("The & title"));
        QCOMPARE(text(), QStringLiteral("First\nA line that goes on\nand breaks\n• one\n• two\nName: Ann | Age: 7\nSecond\na\n  b\na heron"));
        QCOMPARE(m_blocks[0].kind, Block::Kind::Heading);
        QCOMPARE(m_blocks[2].kind, Block::Kind::ListItem);
        QCOMPARE(m_blocks[4].kind, Block::Kind::TableRow);
        QCOMPARE(m_blocks[4].headings, QStringList { QStringLiteral("First") });
        QCOMPARE(m_blocks[6].kind, Block::Kind::Code);
        QCOMPARE(m_blocks[6].headings, (QStringList { QStringLiteral("First"), QStringLiteral("Second") }));
    }

    void itemsOfListsHaveTheirMarks_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("texts");
        const auto row = [](const char *name, const char *bytes, const char *texts) {
            QTest::newRow(name) << QByteArray(bytes) << QString::fromUtf8(texts);
        };
        row("bullets", "<p>Take:</p><ul><li>oak</li><li><p>rope</p><p>of hemp</p></li></ul>", "Take:|• oak|• rope|of hemp");
        row("numbers", "<ol><li>Open<li>Close</ol><ol start=7><li>Lock<li value=12>Leave<li>Rest</ol>", "1. Open|2. Close|7. Lock|12. Leave|13. Rest");
        row("lists in lists", "<ol><li>Gates<ul><li>old<li>new</ul><li>Locks<li><ul><li>inner</ul>outer</ol>",
            "1. Gates|• old|• new|2. Locks|• inner|outer");
        row("no text, code, a heading", "<ul><li><li><pre>ls</pre>lists<li><h2>Head</h2>says</ul>", "ls|lists|Head|says");
        row("an item outside of a list", "<li>alone", "• alone");
        row("strange numbers", "<ol start=-3><li value=x>a<li value=99999999>b</ol>", "1. a|2. b");
        row("Markdown", "Take:\n\n- oak\n- rope\n\n3. Open\n4. Close\n", "");
    }
    void itemsOfListsHaveTheirMarks()
    {
        QFETCH(const QByteArray, bytes);
        QFETCH(const QString, texts);
        QVERIFY(readBytes(texts.isEmpty() ? QStringLiteral("l.md") : QStringLiteral("l.html"), bytes).ok());
        QCOMPARE(text().replace(QLatin1Char('\n'), QLatin1Char('|')), texts.isEmpty() ? QStringLiteral("Take:|• oak|• rope|3. Open|4. Close") : texts);
    }

    void htmlSaysItsCharacterSetAndMayBeWrong_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("said Latin 1, is UTF-8") << QByteArray("<meta charset=iso-8859-1><p>Größe und Maß der Tür</p>");
        QTest::newRow("said UTF-8, is Latin 1") << QByteArray("<meta charset=utf-8><p>Gr\xf6\xdf"
                                                              "e und Ma\xdf der T\xfcr</p>");
        QTest::newRow("says Latin 1") << QByteArray("<meta charset='iso-8859-1'><p>Gr\xf6\xdf"
                                                    "e und Ma\xdf der T\xfcr</p>");
        QTest::newRow("says nothing") << QByteArray("<p>Größe und Maß der Tür</p>");
        QTest::newRow("says cp850") << QByteArray("<meta http-equiv=content-type content='text/html; charset=cp850'><p>Gr\x94\xe1"
                                                  "e und Ma\xe1 der T\x81r</p>");
        QTest::newRow("unknown name") << QByteArray("<meta charset=klingon><p>Größe und Maß der Tür</p>");
    }
    void htmlSaysItsCharacterSetAndMayBeWrong()
    {
        QFETCH(const QByteArray, bytes);
        QVERIFY(readBytes(QStringLiteral("c.html"), bytes).ok());
        QCOMPARE(text(), QStringLiteral("Größe und Maß der Tür"));
    }

    void hostileHtmlEnds()
    {
        QVERIFY(readBytes(
            QStringLiteral("deep.html"), QByteArray("<div>").repeated(100'000) + "bottom" + QByteArray("</div>").repeated(100'000))
                    .ok());
        QCOMPARE(text(), QStringLiteral("bottom"));
        QVERIFY(readBytes(QStringLiteral("entity.html"), "<!DOCTYPE html [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><p>a &e; b</p>").ok());
        QVERIFY(!text().contains(QLatin1String("root:")));
        QVERIFY(readBytes(QStringLiteral("big.html"), QByteArray("<p>The common matter of this line.</p>\n").repeated(1'350'000)).ok());
        QCOMPARE(m_blocks.size(), 1'350'000);
    }
};

QTEST_GUILESS_MAIN(TestDocuments)
#include "test_documents.moc"
