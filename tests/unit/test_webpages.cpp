// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/chunk/chunker.h"
#include "core/library/extract/extractor.h"
#include "tests/support/openfile.h"
#include "tests/support/testsupport.h"
#include <QTemporaryDir>
#include <ctime>

using namespace Heddle;
using namespace Heddle::Library;
using TestSupport::writeFile;

namespace {

#ifdef __SANITIZE_ADDRESS__
constexpr qint64 MaxSeconds = 200;
#else
constexpr qint64 MaxSeconds = 20;
#endif

} // namespace

//! What a reader sees of HTML and Markdown, and what is said of it.
class TestWebPages : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    QList<Block> m_blocks;
    Extracted m_extracted;

    QStringList read(const QByteArray &bytes, const QString &type = QStringLiteral("html"))
    {
        const QString path = m_folder.filePath(QStringLiteral("page.") + type);
        writeFile(path, bytes);
        m_blocks.clear();
        const auto extracted = extractorFor(type)->extract(TestSupport::openDocument(path.toStdString()), [this](Block block) {
            if (!block.text.isEmpty())
                m_blocks += std::move(block);
            return true;
        });
        if (!extracted)
            return { extracted.error().message };
        m_extracted = *extracted;
        QStringList texts;
        for (const Block &block : std::as_const(m_blocks))
            texts += block.text;
        return texts;
    }

    static void row(const char *name, const char *page, const QStringList &expected)
    {
        QTest::newRow(name) << QByteArray(page) << expected;
    }

private Q_SLOTS:
    void valuesStandWithTheirNames_data()
    {
        QTest::addColumn<QByteArray>("page");
        QTest::addColumn<QStringList>("expected");
        row("plain", "<table><tr><th>Ship<th>Draught<tr><td>Alma<td>7 m</table>", { QStringLiteral("Ship: Alma | Draught: 7 m") });
        row("a row span first", "<table><tr><th>Region<th>Year<th>Tons<tr><td rowspan=2>Moselle<td>2021<td>340<tr><td>2022<td>415</table>",
            { QStringLiteral("Region: Moselle | Year: 2021 | Tons: 340"), QStringLiteral("Region: Moselle | Year: 2022 | Tons: 415") });
        row("a row span in the middle",
            "<table><tr><th>Bus<th>Fare<th>Minutes<tr><td>7<td rowspan=2>3.20<td>18<tr><td>9<td>26<tr><td>4<td>2<td>5</table>",
            { QStringLiteral("Bus: 7 | Fare: 3.20 | Minutes: 18"), QStringLiteral("Bus: 9 | Fare: 3.20 | Minutes: 26"),
                QStringLiteral("Bus: 4 | Fare: 2 | Minutes: 5") });
        row("two row spans, and one to the end",
            "<table><tr><th>A<th>B<th>C<tbody><tr><td rowspan=0>x<td "
            "rowspan=2>y<td>1<tr><td>2<tr><td>z<td>3<tbody><tr><td>k<td>l<td>4</table>",
            { QStringLiteral("A: x | B: y | C: 1"), QStringLiteral("A: x | B: y | C: 2"), QStringLiteral("A: x | B: z | C: 3"),
                QStringLiteral("A: k | B: l | C: 4") });
        row("a column span", "<table><tr><th>Desk<th>Room<th>Phone<tr><td colspan=2>Reception<td>4410</table>",
            { QStringLiteral("Desk, Room: Reception | Phone: 4410") });
        row("two rows of names", "<table><tr><th rowspan=2>City<th colspan=2>Rent<tr><th>2020<th>2024<tr><td>Ulm<td>700<td>910</table>",
            { QStringLiteral("City: Ulm | Rent 2020: 700 | Rent 2024: 910") });
        row("names in the first column", "<table><tr><th>Weight<td>5 kg<tr><th>Length<td>2 m</table>",
            { QStringLiteral("Weight: 5 kg"), QStringLiteral("Length: 2 m") });
        row("names above and at the side", "<table><tr><td><th>2020<th>2024<tr><th>Ulm<td>700<td>910<tr><th>Bonn<td><td>950</table>",
            { QStringLiteral("Ulm | 2020: 700 | 2024: 910"), QStringLiteral("Bonn | 2024: 950") });
        row("no names", "<table><tr><td>Ann<td>7<tr><td>Ben<td>8</table>", { QStringLiteral("Ann | 7"), QStringLiteral("Ben | 8") });
        row("a head of plain cells", "<table><thead><tr><td>Name<td>Age<tbody><tr><td>Ann<td>7</table>",
            { QStringLiteral("Name: Ann | Age: 7") });
        row("a title over all columns",
            "<table><tr><th colspan=2>Rents<tr><th>City<th>Rent<tr><td>Ulm<td>700<tr><th colspan=2>North<tr><td>Kiel<td>800</table>",
            { QStringLiteral("Rents"), QStringLiteral("City: Ulm | Rent: 700"), QStringLiteral("North"),
                QStringLiteral("City: Kiel | Rent: 800") });
        row("new names further down", "<table><tr><th>A<th>B<tr><td>1<td>2<tr><th>C<th>D<tr><td>3<td>4</table>",
            { QStringLiteral("A: 1 | B: 2"), QStringLiteral("C: 3 | D: 4") });
        row("more cells than names", "<table><tr><th>A<th>B<tr><td>1<td>2<td>3</table>", { QStringLiteral("A: 1 | B: 2 | 3") });
        row("names only", "<table><tr><th>Ship<th>Draught</table>", { QStringLiteral("Ship | Draught") });
        row("one column", "<table><tr><th>Ship<tr><td>Alma</table>", { QStringLiteral("Ship"), QStringLiteral("Alma") });
        row("a caption", "<table><caption>Ships<tr><th>Ship<th>Draught<tr><td>Alma<td>7 m</table>",
            { QStringLiteral("Ships"), QStringLiteral("Ship: Alma | Draught: 7 m") });
        row("paragraphs and lists in a cell", "<table><tr><th>Ship<th>Crew<tr><td><p>Alma<td><ul><li>Ann<li>Ben</ul></table>",
            { QStringLiteral("Ship: Alma | Crew: Ann Ben") });
    }
    void valuesStandWithTheirNames()
    {
        QFETCH(QByteArray, page);
        QFETCH(QStringList, expected);
        QCOMPARE(read(page), expected);
    }

    void wordsAreWhatAReaderSees_data()
    {
        QTest::addColumn<QByteArray>("page");
        QTest::addColumn<QStringList>("expected");
        const auto one = [](const char *name, const char *page, const QString &expected) { row(name, page, { expected }); };
        one("parts of a word", "<p>un<b>believ</b>able, <span>N</span>obody, H<wbr>TML</p>", QStringLiteral("unbelievable, Nobody, HTML"));
        one("neighbours", "<p><a href=a>Home</a><a href=b>About</a> <span>Weight</span><span>Length</span>",
            QStringLiteral("Home About Weight Length"));
        one("boxes",
            "<form><label>Number</label><input><button>Send</button><button>Discard</button>x<img "
            "src=a>y<svg><text>no</text></svg>z</form>",
            QStringLiteral("Number Send Discard x y z"));
        row("blocks by style", "<div><span style='display:block'>Voltage</span><span style='DISPLAY: block'>Frequency</span></div>",
            { QStringLiteral("Voltage"), QStringLiteral("Frequency") });
        one("names of characters",
            "<p>Ko&ccaron;evje, &Lstrok;&oacute;d&zacute;, fish&comma; &#x201C;a&#8221; &#146;s &eacute &notit; &nosuch; &NotEqualTilde; "
            "R&D &amp;lt;",
            QStringLiteral("Kočevje, Łódź, fish, “a” ’s é ¬it; &nosuch; ≂̸ R&D &lt;"));
        one("an address with parameters", "<p><img alt='a?b=1&copy=2&lt;' src=x>", QStringLiteral("a?b=1&copy=2<"));
        one("ruby", "<p><ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp>字<rp>(</rp><rt>じ</rt><rp>)</rp></ruby>を書く",
            QStringLiteral("漢字(かんじ)を書く"));
        one("raised", "<p>Emissions<sup>3</sup> of CO<sub>2</sub>, 10<sup>-6</sup>, 1<sup>st</sup>",
            QStringLiteral("Emissions³ of CO₂, 10⁻⁶, 1st"));
        one("CDATA", "<p>Take <![CDATA[nutmeg]]> now", QStringLiteral("Take nutmeg now"));
        one("comments", "<p>a<!-- x -- > --> b<!--> c<!---> d<!-- y --!> e<? x ?> f</ x> g<!x>", QStringLiteral("a b c d e f g"));
        one("a lone sign", "<p>1 < 2 & 3 << 4 <5", QStringLiteral("1 < 2 & 3 << 4 <5"));
        row("hidden",
            "<p hidden>a<p>b<div style='display: none'>c<div>d</div></div><dialog>e</dialog><template>f</template><noscript>g</noscript>"
            "<input type=hidden value=h><script>'</p>'</scr</script><style>i</style><ul><li hidden>j<li>k</ul>",
            { QStringLiteral("b"), QStringLiteral("g"), QStringLiteral("• k") });
        one("decoration",
            "<p>Terms<a aria-hidden=true href=#t>#</a> <i aria-hidden=true>★</i> <i class=material-icons "
            "aria-hidden=true>arrow_forward</i> <b aria-hidden=true>stay</b>",
            QStringLiteral("Terms stay"));
        row("implied ends", "<p>one<p>two<div>three</p>four<ul><li>a<p>b<li>c</ul>",
            { QStringLiteral("one"), QStringLiteral("two"), QStringLiteral("three"), QStringLiteral("four"), QStringLiteral("• a"),
                QStringLiteral("b"), QStringLiteral("• c") });
        row("terms", "<dl><dt>Tare<dd>The weight of the empty box<dt>Net<dd>The rest</dl>",
            { QStringLiteral("Tare"), QStringLiteral("The weight of the empty box"), QStringLiteral("Net"), QStringLiteral("The rest") });
    }
    void wordsAreWhatAReaderSees()
    {
        QFETCH(QByteArray, page);
        QFETCH(QStringList, expected);
        QCOMPARE(read(page), expected);
        // Cut anywhere, it is the same page.
        QCOMPARE(read(QByteArray(32'760, ' ') + page), expected);
    }

    void headingsComeWithoutTheLinkToThemselves()
    {
        read("<h1>Backups<a class=headerlink href=#b>¶</a></h1><p>One.<h2>Writing C#</h2><p>Two.<h2>Restoring <a href=#r>#</a></h2><p>Three.");
        QStringList headings;
        for (const Block &block : std::as_const(m_blocks)) {
            if (block.kind == Block::Kind::Paragraph)
                headings += block.headings.value(block.headings.size() - 1);
        }
        QCOMPARE(headings, QStringList({ QStringLiteral("Backups"), QStringLiteral("Writing C#"), QStringLiteral("Restoring") }));
    }

    void headingsAreFoundHoweverTheyAreMade()
    {
        read("<title>T</title><h1>One <small>1</small></h1><p>a<div role=heading "
             "aria-level=2>Two</div><p>b<h3>Three<p>c</h3>d<h1>Four</h1>e");
        QCOMPARE(m_extracted.title, QStringLiteral("T"));
        QCOMPARE(m_blocks[1].headings, QStringList(QStringLiteral("One 1")));
        QCOMPARE(m_blocks[3].headings, (QStringList { QStringLiteral("One 1"), QStringLiteral("Two") }));
        QCOMPARE(m_blocks.last().headings, QStringList(QStringLiteral("Four")));
    }

    void hostilePagesTakeLittleTime_data()
    {
        QTest::addColumn<QByteArray>("page");
        QTest::newRow("divs") << QByteArray("<div>").repeated(100'000) + "<p>end";
        QTest::newRow("lists") << QByteArray("<ul><li>").repeated(100'000) + "end";
        QTest::newRow("tables") << QByteArray("<table><tr><td>").repeated(100'000) + "end";
        QTest::newRow("fonts") << QByteArray("<font color=1>").repeated(100'000) + QByteArray("<p>x").repeated(100'000) + "<p>end";
        QTest::newRow("attributes") << "<p " + QByteArray("a=1 ").repeated(1'000'000) + "><p>end";
        QTest::newRow("names of attributes") << [] {
            QByteArray page = "<p ";
            for (int i = 0; i < 200'000; ++i)
                page += 'a' + QByteArray::number(i) + "=1 ";
            return page + ">end";
        }();
        QTest::newRow("a huge attribute") << "<p title='" + QByteArray(10'000'000, 'x') + "'>end";
        QTest::newRow("a huge comment") << "<!--" + QByteArray(5'000'000, '-') + "x--><p>end";
        QTest::newRow("references") << QByteArray("&amp").repeated(1'000'000) + "<p>end";
        QTest::newRow("wide cells") << "<table><tr>" + QByteArray("<td colspan=1000 rowspan=1000>abc").repeated(2000)
                + QByteArray("<tr><td>x").repeated(20'000) + "</table><p>end";
    }
    void hostilePagesTakeLittleTime()
    {
        QFETCH(QByteArray, page);
        const std::clock_t start = std::clock(); // of the processor: other programs run beside
        const QStringList texts = read(page);
        QVERIFY(!texts.isEmpty());
        QVERIFY2(texts.last().endsWith(QLatin1String("end")), qPrintable(texts.last().right(100)));
        qint64 size = 0;
        for (const QString &text : texts)
            size += text.size();
        QVERIFY2(size < 20 * std::max<qint64>(page.size(), 1 << 20), qPrintable(QString::number(size)));
        const auto seconds = qint64((std::clock() - start) / CLOCKS_PER_SEC);
        QVERIFY2(seconds < MaxSeconds, qPrintable(QString::number(seconds)));
    }

    void markdownIsReadAsThePageItStandsFor_data()
    {
        QTest::addColumn<QByteArray>("page");
        QTest::addColumn<QStringList>("expected");
        row("a table in HTML",
            "# Prices\n\n<table>\n<tr><th>Item</th><th>Price</th></tr>\n<tr><td>\n\n**Crank**shaft\n\n</td><td>480 "
            "EUR</td></tr>\n</table>\n\nNet.\n",
            { QStringLiteral("Prices"), QStringLiteral("Item: Crankshaft | Price: 480 EUR"), QStringLiteral("Net.") });
        row("details", "<details>\n<summary>How?</summary>\nLoosen it.\n\nThen *tighten*.\n</details>\n",
            { QStringLiteral("How?"), QStringLiteral("Loosen it."), QStringLiteral("Then tighten.") });
        row("inline", "Press <kbd>Ctrl</kbd>, <b>boldly</b>.<!-- no --> <span hidden>no</span>\n",
            { QStringLiteral("Press Ctrl, boldly.") });
        row("hidden over blocks", "a\n\n<div hidden>\n\nno\n\n</div>\n\nb\n", { QStringLiteral("a"), QStringLiteral("b") });
        row("script", "a\n\n<script>\nno\n</script>\n\nb\n", { QStringLiteral("a"), QStringLiteral("b") });
        row("footnotes",
            "# One\n\nThe fee[^a] is due.\n\n# Two\n\nMore[^1].\n\n[^1]: Second *note*.\n[^a]: Eight percent.\n\n    Or nine.\n",
            { QStringLiteral("One"), QStringLiteral("The fee¹ is due."), QStringLiteral("¹ Eight percent."), QStringLiteral("Or nine."),
                QStringLiteral("Two"), QStringLiteral("More²."), QStringLiteral("² Second note.") });
        row("a rule at the top", "---\n\nThe kiln must cool.\n\n---\n\nGlazing.\n",
            { QStringLiteral("The kiln must cool."), QStringLiteral("Glazing.") });
        row("a rule above a sentence with a colon", "---\nNote: the kiln must cool.\nThen it is opened.\n\n---\nx\n",
            { QStringLiteral("Note: the kiln must cool. Then it is opened."), QStringLiteral("x") });
        row("fields",
            "---\ntitle: 'Heat: pumps' # c\naliases: [Wärmepumpe, \"WP, 900\"]\ntags:\n  - boilerroom\n  - \"#cellar\"\nlayout: "
            "x\ndescription: >\n  Two\n  lines.\nnested:\n  a: b\n---\n\nText.\n",
            { QStringLiteral("title: Heat: pumps | aliases: Wärmepumpe, WP, 900 | tags: boilerroom, #cellar | description: Two lines."),
                QStringLiteral("Text.") });
        row("fields that end with dots", "---\ntitle: Lathe\n...\n\nOil.\n", { QStringLiteral("title: Lathe"), QStringLiteral("Oil.") });
        row("fields in TOML", "+++\ntitle = \"Lathe\"\ntags = [\"a\", \"b\"]\n+++\nOil.\n",
            { QStringLiteral("title: Lathe | tags: a, b"), QStringLiteral("Oil.") });
    }
    void markdownIsReadAsThePageItStandsFor()
    {
        QFETCH(QByteArray, page);
        QFETCH(QStringList, expected);
        QCOMPARE(read(page, QStringLiteral("md")), expected);
    }

    void theTitleIsTheOneThatIsGiven()
    {
        read("---\ntitle: Lathe\n---\n# Care\n", QStringLiteral("md"));
        QCOMPARE(m_extracted.title, QStringLiteral("Lathe"));
        read("# Care\n\ntext\n", QStringLiteral("md"));
        QCOMPARE(m_extracted.title, QStringLiteral("Care"));
        read("# One\n\nThe fee[^a] is due.\n\n# Two\n\n[^a]: Eight percent.\n", QStringLiteral("md"));
        QCOMPARE(m_blocks[2].headings, QStringList(QStringLiteral("One"))); // the footnote
    }

    void aHeadingIsInThePassageThatItStandsAbove()
    {
        for (int words = 100; words < 420; words += 7) {
            QStringList passages;
            Chunker chunker([&passages](const Chunk &chunk) {
                passages += chunk.text;
                return true;
            });
            const auto add = [&chunker](Block::Kind kind, const QString &text) { return chunker.add({ kind, text, {}, 0 }); };
            QVERIFY(add(Block::Kind::Heading, QStringLiteral("First")));
            QVERIFY(add(Block::Kind::Paragraph, QStringLiteral("A short sentence.")));
            QVERIFY(add(Block::Kind::Heading, QStringLiteral("Second")));
            QVERIFY(add(Block::Kind::Paragraph, QStringLiteral("Sentences of six words come here. ").repeated(words / 6)));
            QVERIFY(chunker.finish());
            for (const QString &passage : std::as_const(passages))
                QVERIFY2(!passage.endsWith(QLatin1String("Second")), qPrintable(QString::number(words)));
        }
    }
};

QTEST_GUILESS_MAIN(TestWebPages)
#include "test_webpages.moc"
