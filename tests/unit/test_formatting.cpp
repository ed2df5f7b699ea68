// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/pages/documentformatter.h"
#include "core/library/pages/htmlformatter.h"
#include "tests/support/openfile.h"
#include "tests/support/testsupport.h"
#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <ctime>

using namespace Heddle;
using namespace Heddle::Library;
using TestSupport::await;
using TestSupport::writeFile;
using Kind = FormattedBlock::Kind;

//! Pages of HTML as a reader sees them, and what must never get that far.
class TestFormatting : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;

    InputFile file(const QByteArray &page) const
    {
        const QString path = m_folder.filePath(QStringLiteral("page.html"));
        writeFile(path, page);
        return TestSupport::openDocument(path.toStdString());
    }
    FormattedText format(const QByteArray &page, const QString &passage = {}) const
    {
        const auto text = formatHtml(file(page), passage);
        if (!text)
            qFatal("%s", qUtf8Printable(text.error().message));
        return *text;
    }
    static QString textOf(const FormattedText &text)
    {
        QStringList texts;
        for (const FormattedBlock &block : text.blocks)
            texts += block.text;
        return texts.join(QLatin1Char('|'));
    }
    static bool hasLinks(const FormattedText &text)
    {
        for (const FormattedBlock &block : text.blocks) {
            for (const FormattedSpan &span : block.spans) {
                if (!span.link.isEmpty())
                    return true;
            }
        }
        return false;
    }

private Q_SLOTS:
    void aPageKeepsItsStructure()
    {
        const FormattedText text = format("<title>Harbour</title><h1>The <em>wall</em></h1><p>Built of <b>granite</b>, x<sup>2</sup>.<br>Long."
                                          "<ul><li>one<li>two<ol start=3><li>deep</ol></ul><blockquote>said</blockquote><pre>  a\n   b</pre>"
                                          "<hr><p>See <a href='https://example.org/a'>there</a>.");
        QCOMPARE(text.title, QStringLiteral("Harbour"));
        QCOMPARE(textOf(text), QStringLiteral("The wall|Built of granite, x2.\nLong.|one|two|deep|said|  a\n   b||See there."));
        const QList<FormattedBlock> &blocks = text.blocks;
        QCOMPARE(blocks[0].kind, Kind::Heading);
        QCOMPARE(blocks[0].level, 1);
        QCOMPARE(blocks[0].spans, (QList<FormattedSpan> { { 4, 0 }, { 4, FormattedSpan::Italic } }));
        QCOMPARE(blocks[1].spans[1], (FormattedSpan { 7, FormattedSpan::Bold }));
        QCOMPARE(blocks[1].spans[3], (FormattedSpan { 1, FormattedSpan::Raised }));
        QCOMPARE(blocks[2].kind, Kind::Bullet);
        QCOMPARE(blocks[4].kind, Kind::Number);
        QCOMPARE(blocks[4].level, 2);
        QCOMPARE(blocks[4].number, 3);
        QCOMPARE(blocks[5].kind, Kind::Quote);
        QCOMPARE(blocks[6].kind, Kind::Code);
        QCOMPARE(blocks[7].kind, Kind::Rule);
        QCOMPARE(blocks[8].spans[1].link, QStringLiteral("https://example.org/a"));
    }

    void tablesKeepTheirCells()
    {
        const FormattedText text = format("<table><tr><th>Pier<th>Year<th>Moved<tr><td rowspan=2>north<td>1987<td>11 mm<tr><td>1988"
                                          "<td>2 mm<tr><td colspan=3>all</table><p>after");
        QCOMPARE(textOf(text), QStringLiteral("Pier|Year|Moved|north|1987|11 mm|1988|2 mm|all|after"));
        QCOMPARE(text.blocks[0].kind, Kind::HeaderCell);
        QCOMPARE(text.blocks[6].number, 2);
        QCOMPARE(text.blocks[6].column, 1); // the cell above reaches down beside it
        QCOMPARE(text.blocks[8].columns, 3);
        QCOMPARE(text.blocks[9].kind, Kind::Paragraph);
        QVERIFY(decodeFormatted(encodeFormatted(text)));
    }

    void aTableThatPlacesThingsIsNone()
    {
        const FormattedText text = format("<table><tr><td>menu<td><h2>Title</h2><p>Text.<table><tr><td>a<td>b</table></table>");
        QCOMPARE(textOf(text), QStringLiteral("menu|Title|Text.|a|b"));
        QCOMPARE(text.blocks[1].kind, Kind::Heading);
        QCOMPARE(text.blocks[3].kind, Kind::Cell);
        QVERIFY(decodeFormatted(encodeFormatted(text)));
    }

    void whatRunsLoadsOrHidesIsLeftOut_data()
    {
        QTest::addColumn<QByteArray>("page");
        const auto row = [](const char *name, const char *page) { QTest::newRow(name) << QByteArray(page); };
        row("script", "<p>a<script>alert('evil')</script><script src='http://127.0.0.1/evil.js'></script>");
        row("script that ends in a string", "<p>a<script>'<p>evil</p>'</script>");
        row("event", "<p onclick='evil()'>a<img src=x onerror='evil()'>");
        row("picture of a server", "<p>a<img src='http://127.0.0.1/evil.png'>");
        row("picture of a file", "<p>a<img src='file:///etc/evil'><img src='../evil.png'>");
        row("picture in the page", "<p>a<img src='data:image/png;base64,evil'>");
        row("vector picture", "<p>a<svg><text>evil</text><image href='http://127.0.0.1/evil'/></svg>");
        row("frame", "<p>a<iframe src='http://127.0.0.1/evil'>evil</iframe><frame src=evil><object data='evil'>evil</object><embed src=evil>");
        row("style sheet", "<link rel=stylesheet href='http://127.0.0.1/evil.css'><style>p{background:url(http://127.0.0.1/evil)}</style><p>a");
        row("style", "<p style=\"background:url('http://127.0.0.1/evil')\">a");
        row("refresh", "<meta http-equiv=refresh content='0;url=http://127.0.0.1/evil'><base href='http://127.0.0.1/evil'><p>a");
        row("video", "<p>a<video src=evil poster=evil>evil</video><audio src=evil>evil</audio>");
        row("form", "<form action='http://127.0.0.1/evil'><p>a<input type=hidden value=evil></form>");
        row("hidden", "<p>a<span style='display:none'>evil</span><span hidden>evil</span><template>evil</template><!-- evil -->");
        row("comment of Internet Explorer", "<p>a<!--[if IE]>evil<![endif]-->");
        row("script link", "<p><a href='javascript:evil()'>a</a>");
        row("data link", "<p><a href='data:text/html,evil'>a</a>");
        row("file link", "<p><a href='file:///etc/evil'>a</a>");
        row("script link with blanks", "<p><a href=' java\nscript:evil()'>a</a>");
        row("relative link", "<p><a href='//127.0.0.1/evil'>a</a>");
    }
    void whatRunsLoadsOrHidesIsLeftOut()
    {
        QFETCH(const QByteArray, page);
        const FormattedText text = format(page);
        QCOMPARE(textOf(text), QStringLiteral("a"));
        QVERIFY(!hasLinks(text));
        const QByteArray sent = QJsonDocument(encodeFormatted(text)).toJson();
        QVERIFY2(!sent.contains("evil"), sent);
    }

    void aPictureIsItsDescription()
    {
        QCOMPARE(textOf(format("<p>See <img src=x alt='the northern pier'> there.")), QStringLiteral("See [the northern pier] there."));
    }

    void whatATextDocumentTakesForItsOwnIsLeftOut()
    {
        QCOMPARE(textOf(format("<p>a&#xfffc;&#xfdd0;&#x2029;&#x2028;&#x1b;b")), QStringLiteral("ab"));
    }

    void strangePagesEndInTime_data()
    {
        QTest::addColumn<QByteArray>("page");
        const auto nested = [](const char *tag, int times) { return QByteArray(tag).repeated(times) + "x"; };
        QTest::newRow("a hundred thousand elements") << nested("<div>", 100'000);
        QTest::newRow("a hundred thousand lists") << nested("<ul><li>", 100'000);
        QTest::newRow("a hundred thousand tables") << nested("<table><tr><td>", 100'000);
        QTest::newRow("a hundred thousand quotations") << nested("<blockquote>", 100'000);
        QTest::newRow("a hundred thousand hidden elements") << nested("<svg>", 100'000) + nested("</svg>", 100'000);
        QTest::newRow("a row of 200,000 cells") << "<table><tr>" + nested("<td>y", 200'000);
        QTest::newRow("a hundred thousand rows") << "<table>" + nested("<tr><td>a<td>b", 100'000);
        QTest::newRow("ten megabytes of paragraphs") << QByteArray("<p>The wall was built of granite.").repeated(350'000);
        QTest::newRow("ten megabytes of letters") << QByteArray(10 << 20, 'a');
        QTest::newRow("ten megabytes of blanks") << "x" + QByteArray(10 << 20, ' ') + "y";
        QTest::newRow("three megabytes of emphasis") << QByteArray("<b>a</b>").repeated(400'000);
        QTest::newRow("ten megabytes of links") << QByteArray("<a href='https://example.org/some/page'>a</a> ").repeated(240'000);
        QTest::newRow("a tag without end") << "x<a href='" + QByteArray(10 << 20, 'a');
    }
    void strangePagesEndInTime()
    {
#ifdef __SANITIZE_ADDRESS__
        constexpr std::clock_t MaxSeconds = 200;
#else
        constexpr std::clock_t MaxSeconds = 20;
#endif
        QFETCH(const QByteArray, page);
        const std::clock_t begin = std::clock(); // processor time, which a busy machine leaves alone
        const FormattedText text = format(page);
        const std::clock_t seconds = (std::clock() - begin) / CLOCKS_PER_SEC;
        QVERIFY2(seconds < MaxSeconds, qPrintable(QString::number(seconds)));
        const auto read = decodeFormatted(encodeFormatted(text)); // within its limits
        QVERIFY(read);
        QCOMPARE(*read, text);
        QVERIFY(QJsonDocument(encodeFormatted(text)).toJson(QJsonDocument::Compact).size() < (2 << 20) - (1 << 12)); // a line of a reply
    }

    void thePartAroundThePassageIsShown()
    {
        QByteArray page;
        for (int i = 0; i < 20'000; ++i)
            page += "<p>Paragraph " + QByteArray::number(i) + " says nothing new.";
        const FormattedText text = format(page, QStringLiteral("Paragraph 15000 says nothing new.\nParagraph 15001 says"));
        QVERIFY(text.more);
        QVERIFY(textOf(text).contains(QLatin1String("Paragraph 15000 says nothing new.|Paragraph 15001")));
        QVERIFY(!textOf(text).contains(QLatin1String("Paragraph 100 says")));
        QVERIFY(format(page, QStringLiteral("no such words")).blocks.first().text.contains(QLatin1String("Paragraph 0")));
        const FormattedText whole = format("<p>One.<p>Two.", QStringLiteral("Two."));
        QVERIFY(!whole.more);
        QCOMPARE(whole.blocks.size(), 2);
    }

    void aTableThatIsCutBeginsWithItsFirstRow()
    {
        QByteArray page("<table>");
        for (int i = 0; i < 3900; ++i)
            page += "<tr><td>Row " + QByteArray::number(i) + "<td>value of " + QByteArray::number(i);
        const FormattedText text = format(page + "</table>", QStringLiteral("Row 2500 | value of 2500"));
        const auto read = decodeFormatted(encodeFormatted(text));
        QVERIFY(read);
    }

    //! One wide row makes every row of a table wide.
    void aTableHasALimit()
    {
        QByteArray page("<p>Before.<table><tr>" + QByteArray("<td>x").repeated(FormattedText::MaxColumns));
        for (int i = 0; i < 3000; ++i)
            page += "<tr><td>Row " + QByteArray::number(i) + "<td>value of " + QByteArray::number(i);
        page += "</table>";
        for (const char *passage : { "Before.", "Row 2500 | value of 2500" }) {
            const FormattedText text = format(page, QLatin1String(passage));
            QVERIFY(text.more);
            QVERIFY(decodeFormatted(encodeFormatted(text)));
            QVERIFY(textOf(text).contains(QLatin1String(passage).left(8)));
        }
        FormattedText text;
        const auto cell = [](int row, int columns) { return FormattedBlock { FormattedBlock::Kind::Cell, 0, row, 0, columns }; };
        for (int row = 0; row < FormattedText::MaxPlaces / FormattedText::MaxColumns; ++row)
            text.blocks += cell(row, row == 0 ? FormattedText::MaxColumns : 1);
        QVERIFY(decodeFormatted(encodeFormatted(text)));
        text.blocks += cell(int(text.blocks.size()), 1);
        QVERIFY(!decodeFormatted(encodeFormatted(text)));
    }

    void repliesAreNotBelieved_data()
    {
        QTest::addColumn<QByteArray>("block");
        QTest::newRow("no kind") << QByteArray("[99,0,0,0,1,\"a\",[[1,0,\"\"]]]");
        QTest::newRow("fields missing") << QByteArray("[0,0,0]");
        QTest::newRow("spans that don't cover it") << QByteArray("[0,0,0,0,1,\"ab\",[[1,0,\"\"]]]");
        QTest::newRow("spans beyond it") << QByteArray("[0,0,0,0,1,\"a\",[[2,0,\"\"]]]");
        QTest::newRow("a script") << QByteArray("[0,0,0,0,1,\"a\",[[1,0,\"javascript:x\"]]]");
        QTest::newRow("a file") << QByteArray("[0,0,0,0,1,\"a\",[[1,0,\"file:///x\"]]]");
        QTest::newRow("no style") << QByteArray("[0,0,0,0,1,\"a\",[[1,4096,\"\"]]]");
        QTest::newRow("deep") << QByteArray("[2,99,0,0,1,\"a\",[[1,0,\"\"]]]");
        QTest::newRow("far to the right") << QByteArray("[7,0,0,1000000,1,\"a\",[[1,0,\"\"]]]");
        QTest::newRow("a cell far below") << QByteArray("[7,0,1000000,0,1,\"a\",[[1,0,\"\"]]]");
        QTest::newRow("a cell of no width") << QByteArray("[7,0,0,0,0,\"a\",[[1,0,\"\"]]]");
    }
    void repliesAreNotBelieved()
    {
        QFETCH(const QByteArray, block);
        const auto decode = [](const QByteArray &blocks) {
            return decodeFormatted(QJsonDocument::fromJson("{\"title\":\"\",\"blocks\":[" + blocks + "],\"more\":false}").object());
        };
        QVERIFY(decode("[0,0,0,0,1,\"a\",[[1,0,\"\"]]]"));
        QVERIFY(!decode(block));
        QVERIFY(!decodeFormatted(QJsonValue::Undefined));
        QVERIFY(!decode(QByteArray("[8,0,0,0,1,\"\",[]],").repeated(FormattedText::MaxBlocks) + "[8,0,0,0,1,\"\",[]]"));
    }

    void aPageIsReadInAProcessOfItsOwn()
    {
        auto reading = formatDocument(file("<h1>Harbour</h1><script>evil</script><p>The wall."), {}, {}, QStringLiteral(HEDDLE_EXTRACT), {});
        const auto text = await(std::move(reading), 60'000);
        QVERIFY(text && text->ok());
        QCOMPARE(textOf(**text), QStringLiteral("Harbour|The wall."));
        auto missing = formatDocument(file("x"), {}, {}, QStringLiteral("/no/such/program"), {});
        const auto failed = await(std::move(missing));
        QVERIFY(failed && !failed->ok());
    }
};

QTEST_GUILESS_MAIN(TestFormatting)
#include "test_formatting.moc"
