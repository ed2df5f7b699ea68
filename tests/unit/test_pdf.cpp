// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/extract/documenttitle.h"
#include "core/library/extract/extractionprocess.h"
#include "core/library/extract/readerprogram.h"
#include "tests/support/openfile.h"
#include "tests/support/pdfbuilder.h"
#include "tests/support/testsupport.h"
#include <QDir>
#include <QFileInfo>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>

using namespace Heddle;
using namespace Heddle::Library;
using namespace Heddle::TestSupport;

namespace {

const QByteArrayList Prose { "The committee met in the old town hall and heard what the engineers had",
    "found when they opened the eastern pier. Nobody had expected that the wood",
    "below the water line was as sound as on the day it was laid." };

//! A font whose codes are 29 less than the letters they show, as converters number them.
QByteArray shiftedFont(PdfBuilder &pdf, const QByteArray &toUnicode)
{
    const QByteArray descendant = pdf.addObject("<</Type/Font/Subtype/CIDFontType2/BaseFont/ABCDEF+Sub/CIDSystemInfo<</Registry(Adobe)"
                                                "/Ordering(Identity)/Supplement 0>>/DW 500/FontDescriptor<</Type/FontDescriptor/FontName"
                                                "/ABCDEF+Sub/Flags 4/FontBBox[0 -200 1000 900]/ItalicAngle 0/Ascent 800/Descent -200"
                                                "/CapHeight 700/StemV 80>>>>");
    QByteArray font = "<</Type/Font/Subtype/Type0/BaseFont/ABCDEF+Sub/Encoding/Identity-H/DescendantFonts[" + descendant + ']';
    if (!toUnicode.isEmpty()) {
        const QByteArray map = "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def /CMapType 2 def\n"
                               "1 begincodespacerange <0000> <FFFF> endcodespacerange\n1 beginbfrange <0003> <0080> <"
            + toUnicode + "> endbfrange\nendcmap end end";
        font += "/ToUnicode " + pdf.addObject("<</Length " + QByteArray::number(map.size()) + ">>stream\n" + map + "\nendstream");
    }
    return pdf.addObject(font + ">>");
}

QByteArray shiftedText(const QByteArrayList &lines)
{
    QByteArray content = "BT /C 11 Tf 14 TL 72 740 Td";
    for (const QByteArray &line : lines) {
        content += " <";
        for (const char c : line)
            content += "00" + QByteArray(1, char(c - 29)).toHex();
        content += "> Tj T*";
    }
    return content + " ET\n";
}

} // namespace

//! What is read from PDF files that other programs may write.
class TestPdf : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    std::unique_ptr<ExtractionProcess> m_process;
    QList<Block> m_blocks;
    Extracted m_extracted;

    bool read(const QByteArray &bytes)
    {
        const QString file = m_folder.filePath(QStringLiteral("a.pdf"));
        writeFile(file, bytes);
        m_blocks.clear();
        const auto extracted = m_process->extract(openDocument(file.toStdString()), QStringLiteral("pdf"),
            [this](Block block) {
                m_blocks += std::move(block);
                return true;
            },
            {});
        if (!extracted) {
            qWarning("%s", qPrintable(extracted.error().message));
            return false;
        }
        m_extracted = *extracted;
        return true;
    }
    QString text() const
    {
        QStringList all;
        for (const Block &block : m_blocks)
            all += block.text;
        return all.join(QLatin1Char('\n'));
    }
    const Block *blockWith(const QString &words) const
    {
        const auto found = std::find_if(m_blocks.cbegin(), m_blocks.cend(), [&](const Block &block) { return block.text.contains(words); });
        return found == m_blocks.cend() ? nullptr : &*found;
    }

private Q_SLOTS:
    void initTestCase()
    {
        HEDDLE_NEEDS_PDFIUM();
        m_process = std::make_unique<ExtractionProcess>();
    }
    void cleanupTestCase() { m_process.reset(); }

    void hyphensAtLineEnds_data()
    {
        QTest::addColumn<QByteArrayList>("lines");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *name, const QByteArrayList &lines, const char *expected) {
            QTest::newRow(name) << lines << QString::fromUtf8(expected);
        };
        row("hyphenated elsewhere", { "A cost-benefit study is dear. We made a cost-", "benefit study all the same." },
            "made a cost-benefit study");
        row("joined elsewhere", { "The schoolhouse is old. They closed the school-", "house in May." }, "closed the schoolhouse in");
        row("joined elsewhere with another ending", { "The agreements are old. They signed the agree-", "ment in May." },
            "signed the agreement in");
        row("a part of a compound", { "They bought the state-of-the-", "art sensors at last." }, "state-of-the-art sensors");
        row("before a compound", { "They keep an up-", "to-date list of all." }, "an up-to-date list");
        row("suspended, German", { "Der Mieter zahlt die Haupt-", "und Nebenkosten sowie die", "Grundsteuer, wie vereinbart ist." },
            "Haupt- und Nebenkosten");
        row("suspended, English", { "They looked at pre-", "and postwar houses in town." }, "pre- and postwar");
        row("suspended by or", { "They looked at pre-", "or postwar houses in town." }, "pre- or postwar");
        row("one word, German", { "Der Mieter zahlt die Heizkosten-", "abrechnung und die Miete, wie es im Vertrag steht." },
            "Heizkostenabrechnung");
        row("two words, German",
            { "Die Kosten der Abrechnung sind hoch, und die Kosten-", "abrechnung ist falsch, sagt der Mieter im Haus." },
            "Kostenabrechnung ist");
        row("usual prefix", { "This needs a self-", "service shop in town." }, "self-service shop");
        row("usual ending", { "This is an evidence-", "based view of it." }, "evidence-based view");
        row("syllables", { "They asked the govern-", "ment for money." }, "the government for");
        row("a name", { "The Anglo-", "American fleet sailed." }, "Anglo-American fleet");
        row("a number", { "The COVID-", "19 wards were shut." }, "COVID-19 wards");
        row("a dash", { "It rained -", "nobody came." }, "rained - nobody");
        row("soft hyphen", { "They asked the govern\xad", "ment for money." }, "the government for");
    }
    void hyphensAtLineEnds()
    {
        QFETCH(const QByteArrayList, lines);
        QFETCH(const QString, expected);
        PdfBuilder pdf;
        pdf.addPage(textAt(72, 700, lines));
        QVERIFY(read(pdf.build()));
        QVERIFY2(text().contains(expected), qUtf8Printable(text()));
    }

    void paragraphsGoOnOverPages_data()
    {
        QTest::addColumn<QByteArrayList>("pages"); //!< the last line of one and the first of the next
        QTest::addColumn<QString>("expected");
        QTest::newRow("a word") << QByteArrayList { "The tenants tend the green-", "house in spring." }
                                << QStringLiteral("the greenhouse in spring");
        QTest::newRow("a sentence") << QByteArrayList { "The tenants tend the old", "garden in spring." }
                                    << QStringLiteral("the old garden in spring");
        QTest::newRow("a name after a comma") << QByteArrayList { "The tenants moved to Bergen,", "Norway, in spring." }
                                              << QStringLiteral("to Bergen, Norway, in spring");
        QTest::newRow("a new sentence") << QByteArrayList { "The tenants tend the garden.", "house rules follow." }
                                        << QStringLiteral("tend the garden.\n1 Measured");
        QTest::newRow("a new paragraph") << QByteArrayList { "The tenants tend the garden", "Rules of the house" }
                                         << QStringLiteral("tend the garden\n1 Measured");
    }
    void paragraphsGoOnOverPages()
    {
        QFETCH(const QByteArrayList, pages);
        QFETCH(const QString, expected);
        // Between the two: a note, a running foot, a page number, a running head.
        PdfBuilder pdf;
        for (int page = 0; page < 4; ++page) {
            QByteArrayList body = Prose;
            body[2] += page == 0 ? "" : " It holds.";
            if (page == 1)
                body += pages[0];
            if (page == 2)
                body.prepend(pages[1]);
            QByteArray content = textAt(72, 800, { "HARBOUR BRIDGE REPORT" }, 9) + textAt(72, 740, body);
            if (page == 1)
                content += textAt(72, 90, { "1 Measured in June, at low water." }, 7);
            pdf.addPage(content + textAt(290, 40, { QByteArray::number(page + 11) }, 9));
        }
        QVERIFY(read(pdf.build()));
        QVERIFY2(text().contains(expected), qUtf8Printable(text()));
        QVERIFY2(!text().contains(QStringLiteral("HARBOUR")), qUtf8Printable(text()));
        QVERIFY2(!text().contains(QStringLiteral("12")) && !text().contains(QStringLiteral("13")), qUtf8Printable(text()));
        QVERIFY(blockWith(QStringLiteral("Measured in June")));
        QCOMPARE(blockWith(QStringLiteral("Measured in June"))->page, 2);
    }

    void runningHeadsAreLeftOut_data()
    {
        QTest::addColumn<QByteArrayList>("heads"); //!< of the pages; a tab separates what stands left and right
        QTest::addColumn<QByteArrayList>("feet");
        QTest::addColumn<bool>("gone");
        QTest::newRow("left and right pages differ")
            << QByteArrayList { "2 THE BRIDGE", "Condition 3", "4 THE BRIDGE", "Condition 5", "6 THE BRIDGE", "Condition 7" }
            << QByteArrayList(6) << true;
        QTest::newRow("page of pages") << QByteArrayList(4) << QByteArrayList { "Page 1 of 4", "Page 2 of 4", "Page 3 of 4", "Page 4 of 4" }
                                       << true;
        QTest::newRow("dashes") << QByteArrayList(4) << QByteArrayList { "- 1 -", "- 2 -", "- 3 -", "- 4 -" } << true;
        QTest::newRow("Roman") << QByteArrayList(4) << QByteArrayList { "iii", "iv", "v", "vi" } << true;
        QTest::newRow("two pages") << QByteArrayList { "Condition report", "Condition report" } << QByteArrayList { "1", "2" } << true;
        QTest::newRow("three parts") << QByteArrayList { "Rev. 3\tBridge\tDraft", "Rev. 3\tBridge\tDraft", "Rev. 3\tBridge\tDraft" }
                                     << QByteArrayList(3) << true;
        QTest::newRow("other words each time") << QByteArrayList { "Opening", "Condition", "Closing" } << QByteArrayList(3) << false;
        QTest::newRow("years, not pages") << QByteArrayList(3) << QByteArrayList { "1931", "1951", "2026" } << false;
        QTest::newRow("one page") << QByteArrayList { "Condition report" } << QByteArrayList { "1" } << false;
    }
    void runningHeadsAreLeftOut()
    {
        QFETCH(const QByteArrayList, heads);
        QFETCH(const QByteArrayList, feet);
        QFETCH(const bool, gone);
        PdfBuilder pdf;
        for (qsizetype page = 0; page < heads.size(); ++page) {
            QByteArray content;
            const QByteArrayList parts = heads[page].split('\t');
            for (qsizetype i = 0; i < parts.size(); ++i)
                content += textAt(72 + 200 * double(i), 800, { parts[i] }, 9);
            QByteArrayList body = Prose;
            body[0].prepend(QByteArray("abcdef").mid(page, 1) + ' ');
            pdf.addPage(content + textAt(72, 740, body) + textAt(290, 40, { feet[page] }, 9));
        }
        QVERIFY(read(pdf.build()));
        for (qsizetype page = 0; page < heads.size(); ++page) {
            for (const QByteArray &part : heads[page].split('\t') + feet[page].split('\t')) {
                const QStringList lines = text().split(QLatin1Char('\n'));
                const bool there = std::any_of(
                    lines.cbegin(), lines.cend(), [&](const QString &line) { return line.contains(QString::fromLatin1(part)); });
                if (!part.isEmpty() && (gone || part.size() > 1))
                    QVERIFY2(there != gone, qPrintable(QString::fromLatin1(part) + QLatin1Char('\n') + text()));
            }
        }
        QCOMPARE(text().count(QStringLiteral("The committee met")), heads.size());
    }

    //! Names of sections that begin pages, and titles of slides, stand at the same place on many pages, too.
    void headingsThatRepeatStay()
    {
        PdfBuilder pdf;
        for (int page = 0; page < 4; ++page) {
            const QByteArray number = QByteArray::number(page);
            pdf.addPage(textAt(72, 760, { "function_" + QByteArray("abcd").mid(page, 1) }, 11, "B") + textAt(72, 730, { "Synopsis" })
                + textAt(72, 700, Prose));
        }
        QVERIFY(read(pdf.build()));
        QCOMPARE(text().count(QStringLiteral("Synopsis")), 4);
        PdfBuilder slides;
        for (int page = 0; page < 4; ++page)
            slides.addPage(textAt(72, 760, { "Findings" }, 28, "B") + textAt(72, 700, Prose));
        QVERIFY(read(slides.build()));
        QCOMPARE(text().count(QStringLiteral("Findings")), 4);
    }

    void columnsAreReadOneAfterAnother_data()
    {
        QTest::addColumn<int>("columns");
        QTest::addColumn<bool>("rowByRow"); //!< as the file writes them
        QTest::newRow("two, one after another") << 2 << false;
        QTest::newRow("two, row by row") << 2 << true;
        QTest::newRow("three, one after another") << 3 << false;
        QTest::newRow("three, row by row") << 3 << true;
    }
    void columnsAreReadOneAfterAnother()
    {
        QFETCH(const int, columns);
        QFETCH(const bool, rowByRow);
        const QByteArrayList all { "the first pier was opened in June", "by the engineers of the harbour in",
            "the presence of the committee and", "of the owners of the ships that lay", "in the dock for the whole summer, as",
            "the committee had wished it to be", "done before the winter came again" };
        const double size = columns == 2 ? 11 : 8, step = columns == 2 ? 210 : 160;
        QByteArrayList parts;
        for (int row = 0; row < all.size(); ++row) {
            for (int column = 0; column < columns; ++column)
                parts += textAt(60 + step * column, 680 - 14 * row - 3 * (rowByRow ? 0 : column),
                    { QByteArray("xyz").mid(column, 1) + char('a' + row) + ' ' + all[row] }, size);
        }
        QByteArray content = textAt(60, 760, { "On the condition of the piers of the bridge in the harbour" }, 14);
        if (rowByRow) {
            content += parts.join();
        } else {
            for (int column = 0; column < columns; ++column) {
                for (int row = 0; row < all.size(); ++row)
                    content += parts[row * columns + column];
            }
        }
        content += textAt(60, 540, { "Below the columns a line runs over the whole width of the page, from edge to edge of it." });
        PdfBuilder pdf;
        pdf.addPage(content);
        QVERIFY(read(pdf.build()));
        QStringList order;
        static const QRegularExpression mark(QStringLiteral("\\b[xyz][a-g]\\b"));
        for (auto it = mark.globalMatch(text()); it.hasNext();)
            order += it.next().captured();
        QStringList sorted = order;
        sorted.sort();
        QCOMPARE(order.size(), 7 * columns);
        QVERIFY2(order == sorted, qUtf8Printable(text()));
        QVERIFY2(text().trimmed().endsWith(QStringLiteral("edge of it.")), qUtf8Printable(text()));
    }

    void tablesAreReadRowByRow()
    {
        QByteArray content = textAt(60, 760, Prose);
        const QByteArrayList names { "Bearing", "Deck plate", "Railing", "Lamp", "Expansion joint" };
        for (int row = 0; row < names.size(); ++row) {
            content += textAt(60, 680 - 14 * row, { names[row] }) + textAt(220, 680 - 14 * row, { "lot " + QByteArray::number(100 + row) })
                + textAt(380, 680 - 14 * row, { QByteArray::number(1000 + row) + ".00 EUR" });
        }
        PdfBuilder pdf;
        pdf.addPage(content);
        QVERIFY(read(pdf.build()));
        QVERIFY2(text().contains(QStringLiteral("Deck plate lot 101 1001.00 EUR")), qUtf8Printable(text()));
        QCOMPARE(blockWith(QStringLiteral("Railing"))->kind, Block::Kind::TableRow);
        QCOMPARE(blockWith(QStringLiteral("Railing"))->text, QStringLiteral("Railing lot 102 1002.00 EUR"));
    }

    void programsKeepTheirLines()
    {
        PdfBuilder pdf;
        pdf.addPage(
            textAt(72, 760, Prose) + textAt(72, 690, { "int main()", "{", "    return 0;", "}" }, 10, "M", 12) + textAt(72, 610, Prose));
        QVERIFY(read(pdf.build()));
        const Block *const code = blockWith(QStringLiteral("int main()"));
        QVERIFY(code);
        QCOMPARE(code->kind, Block::Kind::Code);
        QVERIFY2(code->text.startsWith(QStringLiteral("int main()\n{\n")), qUtf8Printable(code->text));
    }

    void smallMarksStayApart()
    {
        const auto raised = [](const char *mark, int rise) {
            return QByteArray("/F 6 Tf ") + QByteArray::number(rise) + " Ts (" + mark + ") Tj 0 Ts /F 11 Tf ";
        };
        PdfBuilder pdf;
        pdf.addPage("BT /F 11 Tf 72 700 Td (Harvests) Tj " + raised("3", 4) + "( fell in Bergen) Tj " + raised("12", 4) + "(, H) Tj "
            + raised("2", -2) + "(O froze, 10) Tj " + raised("6", 4) + "( nets of a firm) Tj " + raised("b", 4) + "( tore on the 1) Tj "
            + raised("st", 4) + "( of May.) Tj ET\n");
        QVERIFY(read(pdf.build()));
        QCOMPARE(text(), QStringLiteral("Harvests³ fell in Bergen¹², H₂O froze, 10⁶ nets of a firm b tore on the 1st of May."));
    }

    //! Without a blank in the text, as TeX writes it, and with letters that reach into the gap.
    void wordsBehindSlantedLettersStayApart()
    {
        PdfBuilder pdf;
        const QByteArray italic = pdf.addObject("<</Type/Font/Subtype/Type1/Encoding/WinAnsiEncoding/BaseFont/Times-Italic>>");
        pdf.addFont("/I " + italic);
        pdf.addPage("BT /I 11 Tf 72 700 Td [(The) -250 (rules) -250 (of) -250 (Debian) -250 (bind) -250 (half) -250 (the) -250 (staf)"
                    " 20 (f) -15 (.)] TJ ET\n");
        QVERIFY(read(pdf.build()));
        QCOMPARE(text(), QStringLiteral("The rules of Debian bind half the staff."));
    }

    void accentsThatAreDrawnOnLettersBelongToThem()
    {
        PdfBuilder pdf; // M, then ¨ above o, and ´ drawn after the whole line
        pdf.addPage("BT /F 11 Tf 72 700 Td (M) Tj 10.3 0 Td (\xa8) Tj -1.2 0 Td (oller met R) Tj 53.7 0 Td (esume) Tj ET\n"
                    "BT /F 11 Tf 135.9 700 Td (\xb4) Tj ET\n");
        QVERIFY(read(pdf.build()));
        QVERIFY2(text().startsWith(QStringLiteral("Möller met R")), qUtf8Printable(text()));
        QVERIFY2(text().contains(QStringLiteral("é")), qUtf8Printable(text()));
    }

    void commentsAreRead()
    {
        PdfBuilder pdf;
        const auto note = [](const char *type, const QByteArray &entries, int y) {
            return QByteArray("<</Type/Annot/Subtype/") + type + "/Rect[100 " + QByteArray::number(y) + " 120 " + QByteArray::number(y + 20)
                + "]" + entries + ">>";
        };
        pdf.addPage(textAt(72, 740, Prose));
        pdf.addPage(textAt(72, 740, Prose),
            "/Annots[" + note("Text", "/Contents(Check the flywheel)", 600)
                + note("Highlight", "/QuadPoints[72 750 300 750 72 738 300 738]/Contents(disputed)", 740)
                + note("FreeText", "/DA(/Helv 11 Tf)/Contents<FEFF0047006500740072006900650062006500F6006C>", 500)
                + note("Underline", "/Contents(underlined)", 400) + note("Stamp", "/Contents(approved)", 300)
                + note("Text", "/F 2/Contents(hidden)", 200) + note("Popup", "/Contents(Check the flywheel)", 600)
                + note("Link", "/Contents(a link)", 100) + note("Highlight", "/Contents()", 90) + ']');
        QVERIFY(read(pdf.build()));
        for (const char *words : { "Check the flywheel", "disputed", "Getriebeöl", "underlined", "approved" }) {
            const Block *const block = blockWith(QString::fromUtf8(words));
            QVERIFY2(block, words);
            QCOMPARE(block->page, 2);
        }
        QCOMPARE(text().count(QStringLiteral("flywheel")), 1);
        QVERIFY(!text().contains(QStringLiteral("hidden")) && !text().contains(QStringLiteral("a link")));
        QVERIFY(text().indexOf(QStringLiteral("disputed")) < text().indexOf(QStringLiteral("flywheel")));

        PdfBuilder scan; // nothing but a picture, and what somebody wrote on it
        scan.addPage("0.9 g 50 50 400 600 re f", "/Annots[" + note("Text", "/Contents(Check the flywheel)", 600) + ']');
        QVERIFY(read(scan.build()));
        QCOMPARE(text(), QStringLiteral("Comment: Check the flywheel"));
        QCOMPARE(m_extracted.pagesWithoutText, 1);
    }

    void formFieldsAreRead()
    {
        PdfBuilder pdf;
        QByteArrayList fields;
        const auto field = [&](const QByteArray &entries, const char *box) {
            fields += pdf.addObject(QByteArray("<</Type/Annot/Subtype/Widget/F 4/Rect[") + box + ']' + entries + ">>");
        };
        field("/FT/Tx/T(name)/V(Quentin Apfelbaum)", "150 696 400 712");
        field("/FT/Ch/Ff 131072/T(town)/Opt[(Bergen)(Narvik)]/V(Narvik)", "150 666 400 682");
        field("/FT/Btn/T(member)/V/Yes/AS/Yes/AP<</N<</Yes<<>>/Off<<>>>>>>", "150 636 162 648");
        field("/FT/Btn/T(guest)/V/Off/AS/Off/AP<</N<</Yes<<>>/Off<<>>>>>>", "150 606 162 618");
        field("/FT/Tx/Ff 8192/T(password)/V(geheim)", "150 576 400 592");
        field("/FT/Tx/Ff 4096/T(remarks)/V(The bearing is worn and must be replaced before the winter comes.)", "150 476 300 560");
        pdf.addToCatalog("/AcroForm<</Fields[" + fields.join(' ') + "]>>");
        pdf.addPage(textAt(72, 700, { "Name:", "", "Town:", "", "Member:", "", "Guest:", "", "Password:" }, 11, "F", 15)
                + textAt(72, 548, { "Remarks:" }),
            "/Annots[" + fields.join(' ') + ']');
        QVERIFY(read(pdf.build()));
        for (const char *words :
            { "Name: Quentin Apfelbaum", "Town: Narvik", "Member: ☒", "Remarks: The bearing is worn", "before the winter comes." })
            QVERIFY2(text().contains(QString::fromUtf8(words)), qUtf8Printable(text()));
        QVERIFY(!text().contains(QStringLiteral("geheim")));
        QCOMPARE(text().count(QStringLiteral("☒")), 1);
    }

    void propertiesAreRead()
    {
        PdfBuilder pdf;
        pdf.addPage(textAt(72, 740, { "Guide to bee keeping" }, 18) + textAt(72, 700, Prose));
        pdf.setInfo("/Title(Guide to bee keeping)/Author(Quentin Apfelbaum)/Subject(varroa treatment)/Keywords(propolis, swarm)");
        QVERIFY(read(pdf.build()));
        QCOMPARE(m_extracted.title, QStringLiteral("Guide to bee keeping"));
        QCOMPARE(text().count(QStringLiteral("bee keeping")), 1); // it stands on the page
        for (const char *words : { "Author: Quentin Apfelbaum", "Subject: varroa treatment", "Keywords: propolis, swarm" })
            QVERIFY2(text().contains(QString::fromUtf8(words)), qUtf8Printable(text()));
        PdfBuilder scan;
        scan.addPage("0.9 g 50 50 400 600 re f");
        scan.setInfo("/Title(Guide to bee keeping)/Keywords(propolis)");
        QVERIFY(read(scan.build()));
        QVERIFY(m_blocks.isEmpty()); // a scan stays a scan
    }

    void titles_data()
    {
        QTest::addColumn<bool>("isTitle");
        for (const char *title : { "Guide to bee keeping", "Nettle: a low-level library", "Bericht 2026", "港口大桥报告", "ISO 9001", "C++",
                 "Dracula", "Self-Reliance", "Version 2.0 of the tariff", "Document management for beginners",
                 "A"
                 "BC of Law" })
            QTest::newRow(title) << (qstrcmp(title, "C++") != 0);
        for (const char *title : { "", "x", "Microsoft Word - doc1.docx", "Microsoft PowerPoint - Annual meeting", "report_final_v2",
                 "minutes.pdf", "minutes.PDF", "C:\\Users\\a\\b", "/home/a/b", "untitled", "Untitled-1", "(anonymous)", "Document1",
                 "Dokument 3", "unbenannt", "Sans titre", "IMG0815", "2021-03-04", "PowerPoint Presentation", "Slide 1",
                 "d41d8cd98f00b204e9800998ecf8427e", "chapter.indd", "Layout 1", "file:///tmp/a.html", "无标题", "scan0001", "Title",
                 "<title>" })
            QTest::newRow(*title ? title : "nothing") << false;
    }
    void titles()
    {
        QFETCH(const bool, isTitle);
        const char *const tag = QTest::currentDataTag();
        QCOMPARE(isDocumentTitle(qstrcmp(tag, "nothing") == 0 ? QString() : QString::fromUtf8(tag)), isTitle);
    }
    void theLargestWordsAreTheTitleWhereThereIsNone()
    {
        PdfBuilder pdf;
        pdf.addPage(
            textAt(72, 760, { "Harbour Board" }, 12, "B") + textAt(72, 720, { "Condition of the bridge" }, 24) + textAt(72, 680, Prose));
        pdf.setInfo("/Title(Microsoft Word - doc1.docx)");
        QVERIFY(read(pdf.build()));
        QCOMPARE(m_extracted.title, QStringLiteral("Condition of the bridge"));
        QVERIFY(!text().contains(QStringLiteral("doc1")));
    }

    void textThatIsNoTextIsNotRead_data()
    {
        QTest::addColumn<QByteArray>("map"); //!< the character of the first code
        QTest::addColumn<bool>("readable");
        QTest::newRow("right") << QByteArray("0020") << true;
        QTest::newRow("no map") << QByteArray() << false;
        QTest::newRow("private") << QByteArray("E020") << false;
        QTest::newRow("another place") << QByteArray("0014") << false;
        QTest::newRow("two letters off") << QByteArray("0022") << false;
    }
    void textThatIsNoTextIsNotRead()
    {
        QFETCH(const QByteArray, map);
        QFETCH(const bool, readable);
        QByteArrayList lines { "Tenants must give notice in writing before spring", "and keep the stairs clean at all times of the year",
            "or the landlord may ask for a deposit of two rents", "which is paid back when the flat is left in order" };
        PdfBuilder pdf;
        pdf.addFont("/C " + shiftedFont(pdf, map));
        pdf.addPage(textAt(72, 780, { "Chapter one" }) + shiftedText(lines));
        pdf.addPage(textAt(72, 740, Prose));
        QVERIFY(read(pdf.build()));
        QCOMPARE(m_extracted.pagesUnreadable, readable ? 0 : 1);
        QCOMPARE(text().contains(QStringLiteral("deposit of two rents")), readable);
        QVERIFY(text().contains(QStringLiteral("The committee met")));
        QCOMPARE(blockWith(QStringLiteral("Tenants")) || blockWith(QStringLiteral("7HQDQWV")), readable);
    }
    void namesAndFiguresAreText_data()
    {
        QTest::addColumn<QByteArrayList>("lines");
        QTest::newRow("acronyms") << QByteArrayList { "NATO UNESCO HTTP TCP UDP SSL TLS XML HTML CPU GPU RAM PSK GSM LTE WLAN VPN DNS",
            "SMTP IMAP POP3 LDAP NTP SNMP BGP OSPF RIP STP VLAN MPLS" };
        QTest::newRow("figures") << QByteArrayList { "1931 14,200 48.3 % AB-1234/5 0815-4711 10.0.0.7 2026-11-28",
            "100 200 300 400 500 600 700 800 900" };
        QTest::newRow("Polish") << QByteArrayList { "Przedsiebiorstwo zobowiazuje sie do przestrzegania wszystkich przepisow",
            "bezpieczenstwa oraz wyjasnienia szczegolowych okolicznosci wypadku" };
        QTest::newRow("Finnish") << QByteArrayList { "Kaupunginhallitus hyvaksyi yksimielisesti jatevesiliikelaitoksen",
            "toimintasuunnitelman ja talousarvioesityksen seuraavalle vuodelle" };
        QTest::newRow("a program") << QByteArrayList { "static_cast<uint8_t>(ptr->buf[idx++] ^ 0xff); strcmp(argv[i], str);",
            "ctx = malloc(sizeof *ctx); memcpy(ctx, src, len); free(ptr);" };
        QTest::newRow("a sample of letters") << QByteArrayList { "abcdefghijklmnopqrstuvwxyz ABCDEFGHIJKLMNOPQRSTUVWXYZ",
            "abcdefghijklmnopqrstuvwxyz aabbccddeeffgghhiijjkkllmm" };
    }
    void namesAndFiguresAreText()
    {
        QFETCH(const QByteArrayList, lines);
        PdfBuilder pdf;
        pdf.addPage(textAt(72, 740, lines, 9));
        QVERIFY(read(pdf.build()));
        QCOMPARE(m_extracted.pagesUnreadable, 0);
        QVERIFY2(text().contains(QString::fromLatin1(lines[0].left(20))), qUtf8Printable(text()));
    }

    void headingsComeFromTheOutline()
    {
        PdfBuilder pdf;
        pdf.addPage(textAt(72, 780, { "Plot" }) + textAt(72, 750, { "Words about plots in general." }) + textAt(72, 700, { "Binary" })
            + textAt(72, 670, { "Words about binary files." })
            + textAt(72, 620, { "Words below a place that has no heading on the page." }));
        pdf.addPage(textAt(72, 780, { "Words before the section of the second page." }) + textAt(72, 700, { "Binary" })
            + textAt(72, 670, { "Other words on another page." }));
        pdf.addPage(textAt(72, 780, { "Words of the last page." }));
        for (const PdfBuilder::Entry &entry : { PdfBuilder::Entry { "1 Plot", 0, 795, 1 }, { "Binary", 0, 715, 2 },
                 { "A picture", 0, 640, 3 }, { "2 Splot", 1, 720, 1 }, { "Binary", 1, 715, 2 }, { "Appendix", 2, -1, 1 } })
            pdf.addOutline(entry);
        QVERIFY(read(pdf.build()));
        const auto path = [this](const char *words) {
            const Block *const block = blockWith(QString::fromUtf8(words));
            return block ? block->headings.join(QLatin1Char('>')) : QStringLiteral("not there");
        };
        QCOMPARE(path("about plots"), QStringLiteral("Plot"));
        QCOMPARE(path("about binary"), QStringLiteral("Plot>Binary"));
        QCOMPARE(path("has no heading"), QStringLiteral("Plot>Binary>A picture"));
        QCOMPARE(path("Words before"), QStringLiteral("Plot>Binary>A picture"));
        QCOMPARE(path("Other words"), QStringLiteral("2 Splot>Binary"));
        QCOMPARE(path("last page"), QStringLiteral("Appendix"));
        QVERIFY(!text().contains(QStringLiteral("A picture")));
    }
    void anOutlineInALoopEnds()
    {
        QVERIFY(read(pdfOf({ "<</Type/Catalog/Pages 2 0 R/Outlines 6 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 4 0 R>>>>/Contents 5 0 R>>",
            "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
            "<</Length 52>>stream\nBT /F 12 Tf 72 700 Td (Nineteen swans swam.) Tj ET \nendstream",
            "<</Type/Outlines/First 7 0 R/Last 8 0 R>>", "<</Title(One)/Parent 6 0 R/First 8 0 R/Next 8 0 R/Dest[3 0 R/Fit]>>",
            "<</Title(Two)/Parent 6 0 R/First 7 0 R/Next 7 0 R/Dest[3 0 R/Fit]>>" })));
        QVERIFY2(text().contains(QStringLiteral("Nineteen swans swam.")), qUtf8Printable(text()));
    }

    void aPageInTwoColumnsFromGhostscript()
    {
        const QString program = QStandardPaths::findExecutable(QStringLiteral("gs"));
        if (program.isEmpty())
            QSKIP("Ghostscript (gs) is not installed: it makes the file");
        QByteArray page = "%!\n/Times-Roman findfont 11 scalefont setfont\n";
        const QByteArrayList rows { "the keeper of the lock counted swans", "on the water below the northern gate",
            "until the light of the lamp was gone", "and the ice had closed the river for", "the ships that carried coal to town" };
        for (int row = 0; row < rows.size(); ++row) // row by row, as programs write that know no columns
            page += "72 " + QByteArray::number(700 - 13 * row) + " moveto (l" + char('a' + row) + ' ' + rows[row] + ") show\n320 "
                + QByteArray::number(700 - 13 * row) + " moveto (r" + char('a' + row) + ' ' + rows[row] + ") show\n";
        writeFile(m_folder.filePath(QStringLiteral("a.ps")), page + "showpage\n");
        QProcess process;
        process.start(program,
            { QStringLiteral("-q"), QStringLiteral("-dBATCH"), QStringLiteral("-dNOPAUSE"), QStringLiteral("-sDEVICE=pdfwrite"),
                QStringLiteral("-sOutputFile=") + m_folder.filePath(QStringLiteral("gs.pdf")), m_folder.filePath(QStringLiteral("a.ps")) });
        QVERIFY(process.waitForStarted());
        while (process.state() != QProcess::NotRunning)
            process.waitForReadyRead(100);
        QVERIFY(read(readFile(m_folder.filePath(QStringLiteral("gs.pdf")))));
        QVERIFY2(text().indexOf(QStringLiteral("le the ships")) < text().indexOf(QStringLiteral("ra the keeper")), qUtf8Printable(text()));
        QVERIFY2(text().contains(QStringLiteral("counted swans lb on the water")), qUtf8Printable(text()));
    }

    void withoutTheLibraryTheUserIsToldWhatToDo()
    {
        // A reader that has no library beside it.
        const QString alone = m_folder.filePath(QStringLiteral("alone/bin/heddle-extract"));
        QVERIFY(QDir().mkpath(QFileInfo(alone).path()));
        QVERIFY(QFile::copy(readerProgram(), alone));
        QVERIFY(QFile::setPermissions(alone, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
        const QString file = m_folder.filePath(QStringLiteral("a.pdf"));
        PdfBuilder pdf;
        pdf.addPage(textAt(72, 740, Prose));
        writeFile(file, pdf.build());
        ExtractionProcess process({}, alone);
        const auto extracted =
            process.extract(openDocument(file.toStdString()), QStringLiteral("pdf"), [](const Block &) { return true; }, {});
        QVERIFY(!extracted.ok());
        QVERIFY2(extracted.error().message.contains(QStringLiteral("tools/fetch-components")), qUtf8Printable(extracted.error().message));
    }
};

QTEST_GUILESS_MAIN(TestPdf)
#include "test_pdf.moc"
