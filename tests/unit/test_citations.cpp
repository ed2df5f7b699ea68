// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialog/citations.h"
#include "core/text/citationmarkers.h"
#include "tests/support/testsupport.h"
#include <QFileInfo>

using namespace Heddle;
using namespace Heddle::Dialog;

namespace {

Retrieval::Passage passage(const QString &text, const QString &title = {}, const QString &language = QStringLiteral("en"))
{
    Retrieval::Passage made;
    made.hit.text = text;
    made.hit.title = title;
    made.hit.language = language;
    made.hit.chunk = QString::number(qHash(text));
    return made;
}

//! What the marker table is about: five passages of which nothing is placed by itself.
QList<Retrieval::Passage> five()
{
    QList<Retrieval::Passage> passages;
    for (int i = 1; i <= 5; ++i)
        passages += passage(QStringLiteral("Zzyzx%1 qwrt%1 plmk%1.").arg(i));
    return passages;
}

} // namespace

class TestCitations : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void markersAreRepaired_data()
    {
        QTest::addColumn<QString>("answer");
        QTest::addColumn<QString>("cited"); //!< numbered by first use
        QTest::addColumn<QString>("order"); //!< which passages the numbers mean
        QTest::addColumn<int>("removed");
        const auto row = [](const char *answer, const char *cited, const char *order, int removed = 0) {
            QTest::addRow("%s", answer) << QString::fromUtf8(answer) << QString::fromUtf8(cited) << QString::fromUtf8(order) << removed;
        };
        row("Fees fell [1].", "Fees fell [1].", "1");
        row("Fees fell[1].", "Fees fell [1].", "1");
        row("Fees fell. [1]", "Fees fell [1].", "1");
        row("Fees fell [3]. Rents rose [1]. Fees again [3].", "Fees fell [1]. Rents rose [2]. Fees again [1].", "3,1");
        row("Fees fell [ID:3].", "Fees fell [1].", "3");
        row("Fees fell [ID: 3].", "Fees fell [1].", "3");
        row("Fees fell [Source 3].", "Fees fell [1].", "3");
        row("Fees fell [passage 3].", "Fees fell [1].", "3");
        row("Fees fell [Document 3].", "Fees fell [1].", "3");
        row("Fees fell [^3].", "Fees fell [1].", "3");
        row("Fees fell [#3].", "Fees fell [1].", "3");
        row("Fees fell [[3]].", "Fees fell [1].", "3");
        row("Fees fell 【3】.", "Fees fell [1].", "3");
        row("Fees fell 【3†source】.", "Fees fell [1].", "3");
        row("Fees fell 【3†L4-L9】.", "Fees fell [1].", "3");
        row("Fees fell ［3］.", "Fees fell [1].", "3");
        row("费用下降【3】。", "费用下降[1]。", "3");
        row("费用下降[3]。租金上涨[1]。", "费用下降[1]。租金上涨[2]。", "3,1");
        row("费用下降［３］。", "费用下降[1]。", "3");
        row("费用下降（3）。", "费用下降[1]。", "3");
        row("费用下降[1、2]。", "费用下降[1][2]。", "1,2");
        row("انخفضت الرسوم [٣].", "انخفضت الرسوم [1].", "3");
        row("انخفضت الرسوم [١، ٢].", "انخفضت الرسوم [1][2].", "1,2");
        row("هزینه کم شد [۳].", "هزینه کم شد [1].", "3");
        row("Fees fell (3).", "Fees fell [1].", "3");
        row("Fees fell (3), rents rose (1).", "Fees fell [1], rents rose [2].", "3,1");
        row("Fees fell (3)(1).", "Fees fell [1][2].", "3,1");
        row("Three (3) fees fell.", "Three (3) fees fell.", "");
        row("Three (3), no more.", "Three (3), no more.", "");
        row("(1) Fees fell.", "(1) Fees fell.", "");
        row("See section (2).", "See section (2).", "");
        row("Take f(3), then go.", "Take f(3), then go.", "");
        row("Fees (2) fell [1].", "Fees (2) fell [1].", "1");
        row("Fees fell (2019).", "Fees fell (2019).", "");
        row("Fees fell [1, 2].", "Fees fell [1][2].", "1,2");
        row("Fees fell [1,2;4].", "Fees fell [1][2][3].", "1,2,4");
        row("Fees fell [1][2].", "Fees fell [1][2].", "1,2");
        row("Fees fell [1] [2].", "Fees fell [1][2].", "1,2");
        row("Fees fell [2-4].", "Fees fell [1][2][3].", "2,3,4");
        row("Fees fell [2–4].", "Fees fell [1][2][3].", "2,3,4");
        row("Fees fell [1, 1].", "Fees fell [1].", "1");
        row("Fees fell [1][2][3][4][5].", "Fees fell [1][2][3][4].", "1,2,3,4");
        row("Fees fell [9].", "Fees fell.", "", 1);
        row("Fees fell [0].", "Fees fell.", "", 1);
        row("Fees fell [2, 9].", "Fees fell [1].", "2", 1);
        row("Fees [9] fell [17] today.", "Fees fell today.", "", 2);
        row("Smith v. Jones [2019] UKSC 4.", "Smith v. Jones [2019] UKSC 4.", "");
        row("See [1](https://example.org).", "See [1](https://example.org).", "");
        row("He wrote [sic] and [a].", "He wrote [sic] and [a].", "");
        row("- [x] done\n- [ ] open", "- [x] done\n- [ ] open", "");
        row("Use `a[1]` here [2].", "Use `a[1]` here [1].", "2");
        row("Use ``a`[1]`` here.", "Use ``a`[1]`` here.", "");
        row("Code:\n```\na[1] = b[2]\n```\nDone [3].", "Code:\n```\na[1] = b[2]\n```\nDone [1].", "3");
        row("Code:\n\n    a[1] = 2\n\nDone [3].", "Code:\n\n    a[1] = 2\n\nDone [1].", "3");
        row("~~~\nx [1]\n~~~", "~~~\nx [1]\n~~~", "");
        row("| a | b |\n|---|---|\n| x [2] | y [1] |", "| a | b |\n|---|---|\n| x [1] | y [2] |", "2,1");
        row("It rose by 3.5 % [2]. It fell.", "It rose by 3.5 % [1]. It fell.", "2");
        row("Some, e.g. fees [2], fell.", "Some, e.g. fees [1], fell.", "2");
        row("- Fees fell [2]\n- Rents rose [4]", "- Fees fell [1]\n- Rents rose [2]", "2,4");
        row("1. Fees fell [2]\n2. Rents rose [4]", "1. Fees fell [1]\n2. Rents rose [2]", "2,4");
        row("[2] Fees fell.", "[1] Fees fell.", "2");
        row("Fees fell! [2] Rents rose? [1]", "Fees fell [1]! Rents rose [2]?", "2,1");
        row("**Fees fell [2].** Rents rose.", "**Fees fell [1].** Rents rose.", "2");
        row("", "", "");
        row("[1]", "[1]", "1");
        row("Nothing is cited at all.", "Nothing is cited at all.", "");
    }
    void markersAreRepaired()
    {
        QFETCH(QString, answer);
        QFETCH(QString, order);
        const QList<Retrieval::Passage> passages = five();
        const CitedAnswer cited = cite(answer, passages);
        QTEST(cited.text, "cited");
        QTEST(cited.removed, "removed");
        QStringList numbers;
        for (const Source &source : cited.sources) {
            if (source.n == 0)
                continue;
            for (int i = 0; i < 5; ++i) {
                if (passages[i].hit.chunk == source.chunk)
                    numbers += QString::number(i + 1);
            }
            for (const CitationUse &use : source.uses)
                QCOMPARE(cited.text.mid(use.at, 3), QStringLiteral("[%1]").arg(source.n));
        }
        QCOMPARE(numbers.join(QLatin1Char(',')), order);
        QCOMPARE(cited.sources.size(), 5); // the others follow, with n 0
        // What is repaired needs no repair.
        if (const CitedAnswer again = cite(cited.text, passages); numbers.size() < 5)
            QCOMPARE(Text::takeMarkers(again.text, 5).text, Text::takeMarkers(cited.text, 5).text);
    }

    void sentencesWithoutAMarkerGetOne()
    {
        const QList<Retrieval::Passage> passages { passage(QStringLiteral("Late fees fall from $32 to $8 under the new rule.")),
            passage(QStringLiteral("The competition council was founded in 2021 by an executive order.")),
            passage(QStringLiteral("Entirely other matters, like the weather in Bergen.")) };
        QCOMPARE(
            cite(QStringLiteral("Under the new rule late fees fall from $32 to $8. The order of 2021 founded the competition council."),
                passages)
                .text,
            QStringLiteral("Under the new rule late fees fall from $32 to $8 [1]. The order of 2021 founded the competition council [2]."));
        // The next threshold is for answers that have no marker at all.
        const CitedAnswer weak =
            cite(QStringLiteral("The rule means that all charges become smaller for most American families."), passages);
        QCOMPARE(weak.placed, 0);
        const CitedAnswer some = cite(QStringLiteral("Late fees fall for many borrowers now."), passages);
        QCOMPARE(some.placed, 1);
        QVERIFY(some.text.contains(QLatin1String("[1]")));
        QCOMPARE(
            cite(QStringLiteral("Late fees fall for many borrowers now. The weather in Bergen is another matter [3]."), passages).placed,
            0);
        // Code, tables, headings and questions stay as they are.
        for (const char *text : { "```\nlate fees fall from $32 to $8\n```", "| late fees fall | from $32 to $8 |\n|---|---|\n| a | b |",
                 "## Late fees fall from $32 to $8", "Do late fees fall from $32 to $8?" })
            QCOMPARE(cite(QString::fromUtf8(text), passages).text, QString::fromUtf8(text));
    }

    void unsupportedSentencesAreFound_data()
    {
        QTest::addColumn<QString>("sentence");
        QTest::addColumn<QString>("reason"); //!< empty: supported
        const auto row = [](const char *sentence, const char *reason = "") {
            QTest::addRow("%s", sentence) << QString::fromUtf8(sentence) << QString::fromUtf8(reason);
        };
        row("Members pay a late fee of $8 [1].");
        row("Members pay a late fee of $9 [1].", "“$9”");
        row("The limit is 1000 books [1].");
        row("The limit is 1,000 books [1].");
        row("The limit is 10,000 books [1].", "10,000");
        row("The share is 3.5 percent of all loans [1].");
        row("The share is 3.50 % of all loans [1].");
        row("The share is 35 % of all loans [1].", "“35 %”");
        row("Three branches close on Sundays [1].");
        row("3 branches close on Sundays [1].");
        row("Four branches close on Sundays [1].", "“Four”");
        row("The rule was signed by Maria Lopez [1].");
        row("The rule was signed by Maria Gomez [1].", "gomez");
        row("The rule was signed by NASA [1].", "nasa");
        row("Students do not pay the late fee [1].");
        row("Students pay the late fee [1].", "not pay");
        row("Members do not pay a late fee of $8 [1].", "Members pay");
        row("Loans increased in the last year [1].");
        row("Loans decreased in the last year [1].", "increase");
        row("Dragons breathe purple fire over mountains [1].", "too little");
    }
    void unsupportedSentencesAreFound()
    {
        QFETCH(QString, sentence);
        QFETCH(QString, reason);
        const QList<Retrieval::Passage> passages { passage(
            QStringLiteral(
                "Members pay a late fee of $8. Students do not pay the late fee. The limit is 1,000 books a member. The share is 3.5 "
                "percent of all loans. Three branches close on Sundays. The rule was signed by Maria Lopez. Loans increased in "
                "the last year."),
            QStringLiteral("Rules of the library")) };
        const CitedAnswer cited = cite(sentence, passages);
        const Source &source = cited.sources.first();
        QCOMPARE(source.n, 1);
        QCOMPARE(isDoubted(source.outcome), !reason.isEmpty());
        const QString said = source.uses.first().reason;
        QVERIFY2(said.contains(reason, Qt::CaseInsensitive) && said.isEmpty() == reason.isEmpty(), qUtf8Printable(said));
        if (reason.isEmpty())
            QVERIFY(source.sentenceStart >= 0 && source.sentenceEnd > source.sentenceStart);
    }

    void everySentenceMayBeUnsupported()
    {
        const CitedAnswer cited =
            cite(QStringLiteral("Dragons rule the purple mountains [1]. Wizards sell 45 hats [2]. Nobody knows Gandalf [1]."), five());
        QCOMPARE(cited.text, QStringLiteral("Dragons rule the purple mountains [1]. Wizards sell 45 hats [2]. Nobody knows Gandalf [1]."));
        for (const Source &source : cited.sources) {
            if (source.n > 0)
                QVERIFY(isDoubted(source.outcome));
        }
        QCOMPARE(cited.sources.first().uses.size(), 2);
    }

    //! Another language than the passage's can't be compared by words; numbers and names still can.
    void answersInAnotherLanguage()
    {
        const QList<Retrieval::Passage> passages { passage(
            QStringLiteral("The late fee for overdue books is $8 and was set by Maria Lopez in May.")) };
        const auto supported = [&](const char *answer) {
            return !isDoubted(cite(QString::fromUtf8(answer), passages).sources.first().outcome);
        };
        QVERIFY(supported("Die Säumnisgebühr für überfällige Bücher beträgt 8 Dollar, wie die Bibliothek seit einiger Zeit schreibt [1]."));
        QVERIFY(
            !supported("Die Säumnisgebühr für überfällige Bücher beträgt 9 Dollar, wie die Bibliothek seit einiger Zeit schreibt [1]."));
    }

    void hugeAndOddAnswersEndInTime()
    {
        QList<Retrieval::Passage> passages = five();
        QElapsedTimer clock;
        clock.start();
        cite(QStringLiteral("word ").repeated(100'000), passages);
        cite(QStringLiteral("[1]").repeated(20'000), passages);
        cite(QStringLiteral("[").repeated(50'000), passages);
        cite(QStringLiteral("`").repeated(50'000), passages);
        cite(QStringLiteral("| a ").repeated(500) + QLatin1Char('\n') + QStringLiteral("|---").repeated(500) + QLatin1String("|\n"),
            passages);
        cite(QStringLiteral("A short one [1]. ").repeated(5'000), passages);
        qInfo("six of them took %lld ms", static_cast<long long>(clock.elapsed()));
        QVERIFY(clock.elapsed() < 60'000);
    }

    //! Twenty answers that the documents bear out, twenty with one number, name or negation changed.
    void wrongAnswersAreTold()
    {
        const QString folder = QStringLiteral(HEDDLE_TEST_DATA "/chunking-eval/");
        if (!QFileInfo::exists(folder + QLatin1String("finance.md")))
            QSKIP("the public collection \"chunking-eval\" is not on this machine");
        struct Case {
            const char *file, *place, *right, *wrong;
        };
        const Case cases[] = {
            { "state_of_the_union", "cutting credit card late fees from $32 to $8",
                "The administration announced that credit card late fees are cut from $32 to $8.",
                "The administration announced that credit card late fees are cut from $32 to $18." },
            { "state_of_the_union", "I proposed a minimum tax for billionaires",
                "A minimum tax of 25 percent for billionaires was proposed, which would raise $500 billion over ten years.",
                "A minimum tax of 25 percent for billionaires was proposed, which would raise $800 billion over ten years." },
            { "state_of_the_union", "raise the corporate minimum tax to at least 21 percent",
                "The corporate minimum tax should rise to at least 21 percent so that big corporations pay their fair share.",
                "The corporate minimum tax should rise to at least 28 percent so that big corporations pay their fair share." },
            { "state_of_the_union", "Office of Gun Violence Prevention",
                "The first-ever Office of Gun Violence Prevention was established in the White House.",
                "The first-ever Office of Gun Violence Prevention was established in the Pentagon." },
            { "state_of_the_union", "Putin of Russia is on the march",
                "Putin is invading Ukraine and sowing chaos throughout Europe and beyond.",
                "Putin is invading Poland and sowing chaos throughout Europe and beyond." },
            { "state_of_the_union", "Over 100 million of you can no longer be denied health insurance",
                "Over 100 million people can no longer be denied health insurance because of a preexisting condition.",
                "Over 10 million people can no longer be denied health insurance because of a preexisting condition." },
            { "state_of_the_union", "the murder rate saw the sharpest decrease in history",
                "Last year the murder rate saw the sharpest decrease in history.",
                "Last year the murder rate did not see the sharpest decrease in history." },
            { "wikitexts", "Playing against the Detroit Red Wings , York made 29 saves",
                "Against the Detroit Red Wings York made 29 saves and got his first career NHL win.",
                "Against the Chicago Blackhawks York made 29 saves and got his first career NHL win." },
            { "wikitexts", "Subsequent to Gilii",
                "After the death of Gilii in 1821 the instruments were moved to the observatory at the Roman College.",
                "After the death of Gilii in 1812 the instruments were moved to the observatory at the Roman College." },
            { "wikitexts", "Its first public appearance was at the 2010 Tokyo Game Show",
                "The first public appearance was at the 2010 Tokyo Game Show, where a demo was available for journalists.",
                "The first public appearance was at the 2010 Berlin Game Show, where a demo was available for journalists." },
            { "wikitexts", "Cicely Mary Barker ( 28 June 1895",
                "Cicely Mary Barker was an English illustrator known for fantasy illustrations of fairies and flowers.",
                "Cicely Mary Barker was never an illustrator known for fantasy illustrations of fairies and flowers." },
            { "wikitexts", "Joe Franco performed the percussion", "Joe Franco performed the percussion.",
                "Tommy Lee performed the percussion." },
            { "finance", "amortization of intangible assets for the years ended december 31, 2004 and 2003 aggregated",
                "Amortization of intangible assets was approximately $97.8 million in 2004 and $94.6 million in 2003.",
                "Amortization of intangible assets was approximately $79.8 million in 2004 and $94.6 million in 2003." },
            { "finance", "early buyout of 165 locomotives",
                "Capital investments in 2012 included $75 million for the early buyout of 165 locomotives.",
                "Capital investments in 2012 included $75 million for the early buyout of 156 locomotives." },
            { "finance", "total consideration paid in cash and class a common stock to the hardy shareholders",
                "The total consideration paid in cash and class A common stock to the Hardy shareholders was $1137.4 million.",
                "The total consideration paid in cash and class A common stock to the Hardy shareholders was $1173.4 million." },
            { "finance", "trading revenue declined significantly from the 2006 level",
                "Trading revenue declined significantly from the 2006 level, due to markdowns of $1.4 billion on subprime positions.",
                "Trading revenue did not decline significantly from the 2006 level, despite markdowns of $1.4 billion on subprime "
                "positions." },
            { "chatlogs", "Stockholm has several innovative projects in the renewable energy sector",
                "In Stockholm the Värtahamnen plant uses cold seawater to cool buildings.",
                "In Oslo the Värtahamnen plant uses cold seawater to cool buildings." },
            { "chatlogs", "one in four teenagers has experienced cyberbullying",
                "One in four teenagers has experienced cyberbullying, which can lead to social isolation.",
                "One in seven teenagers has experienced cyberbullying, which can lead to social isolation." },
            { "chatlogs", "The museum is open daily except for Mondays and Tuesdays",
                "The museum is open daily except for Mondays and Tuesdays.",
                "The museum is not open daily except for Mondays and Tuesdays." },
            { "pubmed", "These studies suggest that the TCA cycle does not play a major role",
                "The TCA cycle does not play a major role in the oxidation of glycolytic products.",
                "The TCA cycle plays a major role in the oxidation of glycolytic products." },
        };
        int falseAlarms = 0, found = 0;
        for (const Case &one : cases) {
            const QString text = QString::fromUtf8(TestSupport::readFile(folder + QLatin1String(one.file) + QLatin1String(".md")));
            const qsizetype at = text.indexOf(QString::fromUtf8(one.place));
            QVERIFY2(at >= 0, one.place);
            const qsizetype from = at < 500 ? 0 : text.indexOf(QLatin1Char(' '), at - 500) + 1;
            const QList<Retrieval::Passage> passages { passage(text.mid(from, 1400), QLatin1String(one.file)) };
            const auto verdict = [&](const char *sentence) {
                const CitedAnswer cited = cite(QString::fromUtf8(sentence).chopped(1) + QLatin1String(" [1]."), passages);
                return cited.sources.first().uses.first();
            };
            const CitationUse right = verdict(one.right), wrong = verdict(one.wrong);
            if (isDoubted(right.outcome))
                qInfo("right, but: %s (%s)", one.right, qUtf8Printable(right.reason));
            if (!isDoubted(wrong.outcome))
                qInfo("wrong, and not told: %s", one.wrong);
            falseAlarms += isDoubted(right.outcome) ? 1 : 0;
            found += isDoubted(wrong.outcome) ? 1 : 0;
        }
        qInfo("of 20 wrong answers %d are marked, of 20 right ones %d", found, falseAlarms);
        QVERIFY(found >= 17);
        QVERIFY(falseAlarms <= 3);
    }
};

QTEST_GUILESS_MAIN(TestCitations)
#include "test_citations.moc"
