// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/search/fusion.h"
#include "core/search/query.h"
#include "core/search/snippet.h"
#include "core/text/analyzer.h"
#include "tests/support/testlibrary.h"
#include <QFile>

using namespace Heddle;
using namespace Heddle::Search;
using namespace Heddle::TestSupport;

namespace {

QStringList terms(const QString &text)
{
    QStringList list;
    for (const Text::Token &token : Text::Analyzer::forThisThread().tokens(text))
        list += QString::fromStdString(token.term);
    return list;
}

QList<QueryTerm> queryTerms(const QStringList &words)
{
    QList<QueryTerm> list;
    for (const QString &word : words) {
        QueryTerm term;
        term.word = word;
        term.forms = { word, QString::fromStdString(Text::Analyzer::forThisThread().stem(word.toStdString(), "en")) };
        term.idf = 1;
        list += term;
    }
    return list;
}

} // namespace

class TestSearch : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void cleanup() { Storage::Database::closeThreadConnections(); }

    void wordsAreFolded_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("expected");
        QTest::newRow("case and accents") << QStringLiteral("Café NAÏVE Straße")
                                          << QStringList { QStringLiteral("cafe"), QStringLiteral("naive"), QStringLiteral("strasse") };
        QTest::newRow("full width") << QStringLiteral("ＡＢＣ１２") << QStringList { QStringLiteral("abc12") };
        QTest::newRow("numbers") << QStringLiteral("3.5 and 1,000")
                                 << QStringList { QStringLiteral("3.5"), QStringLiteral("3"), QStringLiteral("5"), QStringLiteral("and"),
                                        QStringLiteral("1000"), QStringLiteral("1"), QStringLiteral("000") };
        QTest::newRow("apostrophes") << QStringLiteral("it's l’eau") << QStringList { QStringLiteral("it"), QStringLiteral("eau") };
        QTest::newRow("Cyrillic: ё is е, й is not и")
            << QStringLiteral("Ёлка йод") << QStringList { QStringLiteral("елка"), QStringLiteral("йод") };
        QTest::newRow("Chinese") << QStringLiteral("文件夹")
                                 << QStringList { QStringLiteral("文"), QStringLiteral("件"), QStringLiteral("文件"), QStringLiteral("夹"),
                                        QStringLiteral("件夹") };
        QTest::newRow("mixed") << QStringLiteral("用Qt写")
                               << QStringList { QStringLiteral("用"), QStringLiteral("qt"), QStringLiteral("写") };
        QTest::newRow("Arabic marks") << QStringLiteral("كِتَابٌ") << QStringList { QStringLiteral("كتاب") };
        QTest::newRow("punctuation alone") << QStringLiteral("?! … — ()") << QStringList();
        QTest::newRow("emoji alone") << QStringLiteral("😀") << QStringList(QStringLiteral("😀"));
    }
    void wordsAreFolded()
    {
        QFETCH(QString, text);
        QFETCH(QStringList, expected);
        QCOMPARE(terms(text), expected);
    }

    void stemsAreNeverEmpty()
    {
        Text::Analyzer &analyzer = Text::Analyzer::forThisThread();
        QCOMPARE(analyzer.stem("searching", "en"), std::string("search"));
        QCOMPARE(analyzer.stem("searching", "zh"), std::string("search")); // Latin words in a Chinese text
        QVERIFY(analyzer.stem("häuser", "de") != std::string("häuser"));
        for (const char *language : { "ar", "en", "de", "fr", "tr", "" }) {
            for (const QString &word : { QStringLiteral("ال"), QStringLiteral("ات"), QStringLiteral("s"), QStringLiteral("وال") })
                QVERIFY(!analyzer.stem(word.toStdString(), language).empty());
        }
    }

    void questionsAreTakenApart()
    {
        const std::vector<std::string> en { "en" };
        auto parsed = parseQuestion(QStringLiteral("What is the \"late fee\" in report.pdf?"), en);
        QCOMPARE(int(parsed.phrases.size()), 1);
        QCOMPARE(parsed.phrases[0], (std::vector<std::string> { "late", "fee" }));
        QVERIFY(std::find(parsed.names.begin(), parsed.names.end(), "report pdf") != parsed.names.end());
        QVERIFY(parsed.words.front().stop);
        parsed = parseQuestion(QStringLiteral("an \"unclosed quote"), en);
        QCOMPARE(int(parsed.phrases.size()), 0);
        QCOMPARE(int(parsed.words.size()), 3);
        parsed = parseQuestion(QStringLiteral("a AND (b OR NOT c*) NEAR ^d~2 field:x"), en);
        QStringList words;
        for (const auto &word : parsed.words)
            words += QString::fromStdString(word.term);
        QVERIFY(words.contains(QLatin1String("near")) && words.contains(QLatin1String("field")) && words.contains(QLatin1String("x")));
        parsed = parseQuestion(QStringLiteral("word ").repeated(20'000), en);
        QVERIFY(parsed.cut);
        QCOMPARE(int(parsed.words.size()), 1);
    }

    void endingsAreRecognized_data()
    {
        QTest::addColumn<QString>("question");
        QTest::addColumn<QStringList>("endings");
        QTest::newRow("an ending") << QStringLiteral("Which .md files are there?") << QStringList { QStringLiteral("md") };
        QTest::newRow("two, one twice") << QStringLiteral("*.TXT, .txt or .xhtml")
                                        << QStringList { QStringLiteral("txt"), QStringLiteral("xhtml") };
        QTest::newRow("names") << QStringLiteral("notes.text and report-v1.2.pdf") << QStringList();
        QTest::newRow("numbers and ends of sentences") << QStringLiteral("Is .5 more than 1.000? Yes... no. -") << QStringList();
        QTest::newRow("a pasted program") << QStringLiteral(" .a .b .c .d .e .f .g .h .i .j .k .l .m .n .o .p .q .r .s")
                                          << QStringLiteral("a b c d e f g h i j k l m n o p").split(QLatin1Char(' '));
    }
    void endingsAreRecognized()
    {
        QFETCH(QString, question);
        QFETCH(QStringList, endings);
        QCOMPARE(parseQuestion(question, { "en" }).endings, endings);
    }

    void pastedTextNamesFewFiles()
    {
        QString program;
        for (int i = 0; i < 1'000; ++i)
            program += QStringLiteral("object%1.call() ").arg(i);
        QVERIFY(parseQuestion(program, { "en" }).names.size() <= 64 * 16);
        QVERIFY(parseQuestion(QStringLiteral("x").repeated(300) + QLatin1String(".md"), { "en" }).names.size() <= 1);
        QVERIFY(parseQuestion(QStringLiteral("a-").repeated(9'999), { "en" }).names.size() <= 64 * 16);
    }

    void aFileNamedInAQuestionComesFirst()
    {
        TestLibrary library;
        for (const char *name : { "one.text", "two.text", "three.txt" })
            library.write(QLatin1String(name), "The keeper counted nineteen swans at the weir.\n");
        QVERIFY(library.index().ok());
        for (const char *name : { "one.text", "two.text", "three.txt" }) {
            const auto found = library.search(QStringLiteral("How many swans does %1 have?").arg(QLatin1String(name)));
            QCOMPARE(found.hits.size(), 3);
            QVERIFY2(found.hits.first().path.endsWith(QLatin1String(name)), name);
        }
    }

    void fusionIsTheSumOfReciprocalRanks()
    {
        SearchResult result;
        Hit a, b, c;
        a.chunk = QStringLiteral("a");
        a.textLeg = LegScore { 1, 9 };
        b.chunk = QStringLiteral("b");
        b.textLeg = LegScore { 2, 8 };
        b.vectorLeg = LegScore { 1, .9 };
        c.chunk = QStringLiteral("c");
        c.vectorLeg = LegScore { 2, .8 };
        result.hits = { a, b, c };
        fuse(result);
        QCOMPARE(result.hits[0].chunk, QStringLiteral("b"));
        QCOMPARE(result.hits[0].fused, 1.0 / 62 + 1.0 / 61);
        QCOMPARE(result.hits[1].chunk, QStringLiteral("a"));
        QCOMPARE(result.hits[1].fused, 1.0 / 61);
        QCOMPARE(result.hits[2].fused, 1.0 / 62);
    }

    void snippetsHoldTheRareWordsAndWholeCharacters()
    {
        const QString filler = QStringLiteral("nothing of note happens in this sentence at all. ").repeated(20);
        const QString text = filler + QStringLiteral("The boundary layers are thin. ") + filler;
        const QString cut = snippet(text, queryTerms({ QStringLiteral("boundary"), QStringLiteral("layer") }), QStringLiteral("en"), 120);
        QVERIFY(cut.contains(QLatin1String("boundary layers")));
        QVERIFY(cut.startsWith(QChar(0x2026)) && cut.endsWith(QChar(0x2026)));
        QVERIFY(cut.size() < 200);
        const QString emoji = QStringLiteral("😀").repeated(500);
        for (const QString &script : { emoji, QStringLiteral("这是一个很长的中文段落没有空格").repeated(50) }) {
            const QString part = snippet(script, {}, QStringLiteral("zh"), 101);
            QVERIFY(part.isValidUtf16());
        }
        const auto ranges =
            matchRanges(QStringLiteral("Layers and a layer."), queryTerms({ QStringLiteral("layer") }), QStringLiteral("en"));
        QCOMPARE(ranges.size(), 2);
        QCOMPARE(ranges[0], (std::pair<qsizetype, qsizetype>(0, 6)));
    }

    void findsByStemPhraseAndScript()
    {
        TestLibrary library;
        library.write(QStringLiteral("fees.txt"), "The late fee is eight dollars. Fees are charged once.");
        library.write(QStringLiteral("late.txt"), "It was late when the fee was paid.");
        library.write(QStringLiteral("zh.txt"), "我的文件会离开电脑吗？您的文档和问题都不会离开这台电脑。");
        library.write(QStringLiteral("de.txt"),
            QStringLiteral("Die Häuser in der Straße sind alt, und die Gebühren sind hoch. Das Haus steht leer.").toUtf8());
        QVERIFY(library.index().ok());
        const QStringList stemmed = library.found(QStringLiteral("fees"));
        QCOMPARE(QSet<QString>(stemmed.cbegin(), stemmed.cend()), (QSet<QString> { QStringLiteral("fees"), QStringLiteral("late") }));
        QCOMPARE(stemmed.first(), QStringLiteral("fees"));
        QCOMPARE(library.found(QStringLiteral("\"late fee\"")), QStringList(QStringLiteral("fees")));
        QCOMPARE(library.search(QStringLiteral("\"late fee\"")).total, 1);
        QCOMPARE(library.found(QStringLiteral("\"fee late\"")), QStringList());
        QCOMPARE(library.found(QStringLiteral("离开电脑")), QStringList(QStringLiteral("zh")));
        QCOMPARE(library.found(QStringLiteral("\"离开电脑\"")), QStringList(QStringLiteral("zh")));
        QCOMPARE(library.found(QStringLiteral("\"电脑离开\"")), QStringList());
        QCOMPARE(library.found(QStringLiteral("gebuhr haus")), QStringList(QStringLiteral("de")));
    }

    void suggestsTheSpellingOfWordsThatOccurNowhere()
    {
        TestLibrary library;
        library.write(QStringLiteral("a.txt"), "The boundary layer studies were searched carefully by everyone.");
        QVERIFY(library.index().ok());
        QCOMPARE(library.search(QStringLiteral("boundry layer")).suggestion, QStringLiteral("boundary layer"));
        QCOMPARE(library.search(QStringLiteral("Bonudary?")).suggestion, QStringLiteral("boundary?"));
        QCOMPARE(library.search(QStringLiteral("stuies")).suggestion, QStringLiteral("studies")); // as long as what is meant
        QCOMPARE(library.search(QStringLiteral("layr")).suggestion, QString()); // too short to tell
        QCOMPARE(library.search(QStringLiteral("boundary layers")).suggestion, QString());
        QVERIFY(library.search(QStringLiteral("stud")).suggestion != QStringLiteral("studi")); // a stem is no word
        QCOMPARE(library.search(QStringLiteral("xylophone")).suggestion, QString());
        QCOMPARE(library.search(QStringLiteral("BONUDARY")).suggestion, QString()); // a name, perhaps
        QCOMPARE(library.search(QStringLiteral("boundaryless")).suggestion, QString()); // another form of the word
        const auto unknown = library.search(QStringLiteral("boundary zeppelin")).terms;
        QVERIFY(unknown[0].known && !unknown[1].known);
    }

    void filtersAndTotalsAreExact()
    {
        TestLibrary library;
        for (int i = 0; i < 40; ++i)
            library.write(QStringLiteral("f%1.%2").arg(i).arg(i % 4 ? QStringLiteral("txt") : QStringLiteral("md")),
                QStringLiteral("apple %1").arg(i % 2 ? QStringLiteral("pear") : QStringLiteral("plum")).toUtf8());
        QVERIFY(library.index(QStringLiteral("C")).ok());
        QVERIFY(library.index(QStringLiteral("D")).ok());
        QCOMPARE(library.search(QStringLiteral("apple pear")).total, 80);
        QCOMPARE(library.search(QStringLiteral("pear")).total, 40);
        Filters filters;
        filters.collections += library.library().collection(QStringLiteral("D"))->id;
        QCOMPARE(library.search(QStringLiteral("pear"), filters).total, 20);
        filters.types += QStringLiteral("md");
        QCOMPARE(library.search(QStringLiteral("apple"), filters).total, 10);
        QCOMPARE(library.search(QStringLiteral("pear"), filters).total, 0); // the two filters hold together
        filters = {};
        filters.documents += library.search(QStringLiteral("plum")).hits.first().document;
        QCOMPARE(library.search(QStringLiteral("apple"), filters).total, 1);
        for (const auto &hit : library.search(QStringLiteral("pear")).hits)
            QVERIFY(hit.text.contains(QLatin1String("pear")));
    }

    void frequentWordsRankAndCountLikeRareOnes()
    {
        // Enough passages for the way that ranks shard by shard in parallel.
        TestLibrary library;
        QByteArray text;
        for (int i = 0; i < 13'000; ++i) {
            text += i % 3 ? QByteArray("the common matter of subject" + QByteArray::number(i)) : QByteArray("something else");
            text += " and " + QByteArray("more words ").repeated(60) + "\n\n# h\n\n";
        }
        library.write(QStringLiteral("big.md"), text.left(text.size() / 2));
        library.write(QStringLiteral("big2.md"), text.mid(text.size() / 2));
        library.write(QStringLiteral("best.txt"), "common matter words: common matter words, common matter words.");
        const auto report = library.index();
        QVERIFY(report.ok());
        const auto found = library.search(QStringLiteral("common matter words"));
        QVERIFY(found.total >= report->chunks - 2 && found.total <= report->chunks); // "words" is everywhere
        QVERIFY(found.hits.first().path.endsWith(QLatin1String("best.txt")));
        for (qsizetype i = 1; i < found.hits.size(); ++i)
            QVERIFY(found.hits[i].textLeg->score <= found.hits[i - 1].textLeg->score);
        // One shard holds nearly everything, the other the best passage alone: it must not be weighed by itself.
        TestLibrary skewed;
        skewed.write(QStringLiteral("a.md"), text);
        QVERIFY(skewed.index().ok());
        skewed.write(QStringLiteral("best.txt"), "common matter words: common matter words, common matter words.");
        QVERIFY(skewed.index().ok());
        QVERIFY(skewed.found(QStringLiteral("common matter words")).first() == QLatin1String("best"));
        const auto stops = library.search(QStringLiteral("the of and more"));
        QVERIFY(stops.total > report->chunks / 2 && !stops.hits.isEmpty());
    }

    void oddQuestionsAreAnsweredNotRefused_data()
    {
        QTest::addColumn<QString>("question");
        QTest::addColumn<bool>("finds");
        QTest::newRow("empty") << QString() << false;
        QTest::newRow("punctuation") << QStringLiteral("?!... ()[]{} --") << false;
        QTest::newRow("stop words only") << QStringLiteral("what is the") << true;
        QTest::newRow("unclosed quote") << QStringLiteral("\"boundary layer") << true;
        QTest::newRow("empty quotes") << QStringLiteral("\"\" \" \" layer") << true;
        QTest::newRow("operators") << QStringLiteral("boundary AND NOT layer OR (x NEAR/3 y) ^2 ~") << true;
        QTest::newRow("prefixes of the index") << QStringLiteral("XC1 Zlayer XTtxt") << false;
        QTest::newRow("100,000 characters") << QStringLiteral("boundary layer ").repeated(6'700) << true;
        QTest::newRow("100,000 different words") << [] {
            QString s;
            for (int i = 0; i < 100'000; ++i)
                s += QString::number(i, 36) + QLatin1Char(' ');
            return s + QStringLiteral("boundary");
        }() << false;
        QTest::newRow("one word of 100,000 letters") << QString(100'000, QLatin1Char('a')) << false;
        QTest::newRow("zero bytes and lone surrogates")
            << QString(QStringLiteral("boundary") + QChar(0) + QChar(0xd800) + QStringLiteral(" layer")) << true;
    }
    void oddQuestionsAreAnsweredNotRefused()
    {
        QFETCH(QString, question);
        QFETCH(bool, finds);
        static TestLibrary library;
        if (library.library().collections()->isEmpty()) {
            library.write(QStringLiteral("a.txt"), "What is the boundary layer? The boundary layer is thin.");
            QVERIFY(library.index().ok());
        }
        const auto found = library.search(question);
        QCOMPARE(!found.hits.isEmpty(), finds);
        QCOMPARE(found.total > 0, finds);
    }
};

QTEST_GUILESS_MAIN(TestSearch)
#include "test_search.moc"
