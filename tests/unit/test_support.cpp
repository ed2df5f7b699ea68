// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialog/checking/quantities.h"
#include "core/dialog/citations.h"
#include "core/dialog/support.h"
#include "tests/support/testsupport.h"
#include <QJsonArray>
#include <QRandomGenerator>
#include <ctime>

using namespace Heddle;
using namespace Heddle::Dialog;

namespace {

Retrieval::Passage passage(const QString &text, const QString &language)
{
    Retrieval::Passage made;
    made.hit.text = text;
    made.hit.language = language;
    made.hit.chunk = QStringLiteral("chunk");
    return made;
}

Support check(const QString &text, const QString &sentence, const QString &language)
{
    return compare(AnswerStatement(sentence, language), Evidence(passage(text, language)));
}

//! "72 m", "15", "50 %", "5.3.2019"
QString shown(const Quantity &quantity)
{
    if (quantity.kind == Quantity::Kind::Date)
        return QStringLiteral("%1.%2.%3").arg(quantity.day).arg(quantity.month).arg(quantity.year);
    const QString number = QString::number(quantity.value, 'g', 12);
    return quantity.kind == Quantity::Kind::Ordinal ? number + QLatin1Char('.')
        : quantity.unit.isEmpty()                   ? number
                                                    : number + QLatin1Char(' ') + quantity.unit;
}

} // namespace

class TestSupportOfAnswers : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void quantitiesAreRead_data()
    {
        QTest::addColumn<QString>("language");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("quantities");
        const auto row = [](const char *language, const char *text, const char *quantities) {
            QTest::addRow("%s", text) << QString::fromLatin1(language) << QString::fromUtf8(text) << QString::fromUtf8(quantities);
        };
        row("en", "Fifteen members, 15 guests", "15; 15");
        row("en", "three hundred and forty-two pages", "342");
        row("en", "68 cents or $0.68", "68 cent; 0.68 USD");
        row("en", "a quarter of them, 25 %, 25 percent, one in four", "25 %; 25 %; 25 %; 25 %");
        row("en", "two thirds", "66.6666666667 %");
        row("en", "a decade, ten years", "120 month; 120 month");
        row("en", "six-week course, 42 days", "3628800 s; 3628800 s");
        row("en", "$1.4 billion, 2.1 to 3.4 million dollars", "1400000000 USD; 2100000 USD; 3400000 USD");
        row("en", "half a million people", "500000");
        row("en", "1,250.50 and 1250.5", "1250.5; 1250.5");
        row("en", "on March 5, 2019, 5 March 2019, 2019-03-05", "5.3.2019; 5.3.2019; 5.3.2019");
        row("en", "vitamin B12, IL-6 and COVID-19", "");
        row("en", "the 3rd and the third", "3.; 3.");
        row("en", "one of them", "");
        row("de", "dreihundertfünfundvierzig Seiten", "345");
        row("de", "31. Dezember 2024, 31.12.2024", "31.12.2024; 31.12.2024");
        row("de", "4.300 Mark, 12,5 Prozent, zwei Jahrzehnte", "4300 mark; 12.5 %; 240 month");
        row("fr", "quatre-vingt-dix-neuf pages, 5 pour cent", "99; 5 %");
        row("es", "treinta y cinco páginas, 5 por ciento", "35; 5 %");
        row("ru", "двадцать три страницы, 5 процентов, 12 лет", "23; 5 %; 144 month");
        row("zh", "三百人，五十万元，百分之二十，2019年3月5日", "300; 500000 CNY; 20 %; 5.3.2019");
        row("zh", "统一、一般", "");
        row("ja", "運賃は千二百円である", "1200 JPY");
    }
    void quantitiesAreRead()
    {
        QFETCH(QString, language);
        QFETCH(QString, text);
        QStringList found;
        for (const Quantity &quantity : quantitiesIn(text, language, *Lexicon::of(language)))
            found += shown(quantity);
        QTEST(found.join(QLatin1String("; ")), "quantities");
    }

    void sentencesAreJudged_data()
    {
        QTest::addColumn<QString>("language");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("sentence");
        QTest::addColumn<QString>("outcome");
        const auto rows = [](const char *language, const char *text,
                              std::initializer_list<std::pair<const char *, const char *>> sentences) {
            for (const auto &[sentence, outcome] : sentences)
                QTest::addRow("%s", sentence) << QString::fromLatin1(language) << QString::fromUtf8(text) << QString::fromUtf8(sentence)
                                              << QString::fromLatin1(outcome);
        };
        rows("en", "The course takes six weeks and costs $68. Members may cancel it before the second lesson. Children pay nothing.",
            { { "The course takes 6 weeks.", "supported" }, { "The course takes 42 days.", "supported" },
                { "The course takes nine weeks.", "contradicted" }, { "The course takes six months.", "contradicted" },
                { "The course costs $86.", "contradicted" }, { "Members must cancel it before the second lesson.", "contradicted" },
                { "Members may cancel it after the second lesson.", "contradicted" }, { "The course is held in 14 rooms.", "not_found" } });
        rows("en", "Revenue rose from 2.1 million to 3.4 million dollars. The board endorsed the merger with Acme. Costs fell.",
            { { "Revenue rose from 2,100,000 to 3,400,000 dollars.", "supported" },
                { "Revenue rose from 3.4 million to 2.1 million dollars.", "contradicted" },
                { "Revenue rose from 2.1 billion to 3.4 billion dollars.", "contradicted" }, { "Revenue fell.", "contradicted" },
                { "Costs rose.", "contradicted" }, { "Costs went down.", "supported" },
                { "The board opposed the merger with Acme.", "contradicted" }, { "The board did not endorse the merger.", "contradicted" },
                { "The board endorsed the merger with Globex.", "contradicted" } });
        rows("en",
            "Members who do not pay within thirty days lose their vote. All branches close on Sundays. At least 25 percent must agree.",
            { { "Members who fail to pay within 30 days lose their vote.", "supported" },
                { "Members who do not pay within thirty days keep their vote.", "contradicted" },
                { "All branches close on Mondays.", "contradicted" }, { "No less than a quarter must agree.", "supported" },
                { "At most 25 percent must agree.", "contradicted" } });
        rows("en", "In 1821 Napier defeated Cochrane near Lima. Cochrane was later pardoned by Napier.",
            { { "Napier defeated Cochrane near Lima in 1821.", "supported" }, { "Cochrane was defeated by Napier near Lima.", "supported" },
                { "Cochrane defeated Napier near Lima in 1821.", "contradicted" } });
        rows("en", "Anna Berg chairs the finance board. Minutes are kept by Tom Holt. The north wing is 40 m long and the south wing 25 m.",
            { { "Anna Berg chairs the finance board.", "supported" }, { "Tom Holt chairs the finance board.", "contradicted" },
                { "The south wing is 25 m long and the north wing 40 m.", "supported" },
                { "The north wing is 25 m long and the south wing 40 m.", "contradicted" } });
        rows("en", "Zone 1 means free parking and zone 4 means residents alone.",
            { { "Zone 4 means residents alone.", "supported" }, { "Zone 1 means residents alone.", "contradicted" } });
        rows("en", "The loom number 0 has a frame of oak. The club paid 0 dollars of tax.",
            { { "The frame is of oak.", "supported" }, { "The club paid tax.", "contradicted" } });
        rows("en", "Patients were given vitamin B6 for three months.",
            { { "Patients were given vitamin B6.", "supported" }, { "Patients were given vitamin B12.", "contradicted" } });
        rows("de", "Der Preis stieg 2019 um zwölf Prozent. Die Miete gilt nicht für Studenten. Alle Mitglieder müssen zustimmen.",
            { { "Der Preis stieg 2019 um 12 %.", "supported" }, { "Der Preis sank 2019 um zwölf Prozent.", "contradicted" },
                { "Der Preis stieg 2019 um zwanzig Prozent.", "contradicted" }, { "Die Miete gilt für Studenten.", "contradicted" } });
        rows("zh", "船可以乘坐三百人。价格上升了百分之十二。",
            { { "船可以乘坐300人。", "supported" }, { "船可以乘坐400人。", "contradicted" }, { "价格下降了12%。", "contradicted" } });
        rows("ru", "Цена выросла на двенадцать процентов в 2019 году.",
            { { "Цена выросла на 12 % в 2019 году.", "supported" }, { "Цена снизилась на 12 % в 2019 году.", "contradicted" } });
    }
    void sentencesAreJudged()
    {
        QFETCH(QString, language);
        QFETCH(QString, text);
        QFETCH(QString, sentence);
        const Support support = check(text, sentence, language);
        QFETCH(QString, outcome);
        QVERIFY2(
            outcomeName(support.outcome) == outcome, qUtf8Printable(outcomeName(support.outcome) + QLatin1String(": ") + support.reason));
        if (support.outcome == Outcome::Contradicted)
            QVERIFY(!support.passageSays.isEmpty() && !support.answerSays.isEmpty() && support.reason.contains(support.passageSays));
    }

    void whatTheDocumentsDoNotSayCitesNothing()
    {
        const QList<Retrieval::Passage> passages { passage(
            QStringLiteral("The late fee for overdue books is eight dollars. The library was founded in 1921."), QStringLiteral("en")) };
        const CitedAnswer absent = cite(QStringLiteral("The documents do not mention a late fee for overdue books."), passages);
        QCOMPARE(absent.placed, 0);
        QVERIFY(absent.unsourced.isEmpty());
        const CitedAnswer made =
            cite(QStringLiteral("The library was founded in 1921. Wizards guard purple mountains every winter."), passages);
        QCOMPARE(made.placed, 1);
        QCOMPARE(made.unsourced.size(), 1);
        const auto [start, end] = made.unsourced.first();
        QCOMPARE(made.text.mid(start, end - start), QStringLiteral("Wizards guard purple mountains every winter."));
    }

    void answersOfEarlierBuildsLoad()
    {
        const QJsonObject stored { { QStringLiteral("n"), 1 }, { QStringLiteral("supported"), false },
            { QStringLiteral("uses"),
                QJsonArray { QJsonObject { { QStringLiteral("at"), 7 }, { QStringLiteral("supported"), false },
                                 { QStringLiteral("reason"), QStringLiteral("another number") } },
                    QJsonObject { { QStringLiteral("at"), 9 }, { QStringLiteral("supported"), true } } } } };
        const Source source = sourceFromJson(stored);
        QCOMPARE(source.outcome, Outcome::NotFound);
        QCOMPARE(source.uses[0].outcome, Outcome::NotFound);
        QCOMPARE(source.uses[1].outcome, Outcome::Supported);
        Source written = source;
        written.uses[0] = { 7, Outcome::Contradicted, QStringLiteral("r"), QStringLiteral("six"), QStringLiteral("nine") };
        const Source back = sourceFromJson(toJson(written));
        QCOMPARE(back.uses[0].outcome, Outcome::Contradicted);
        QCOMPARE(back.uses[0].passageSays, QStringLiteral("six"));
        QCOMPARE(back.uses[0].answerSays, QStringLiteral("nine"));
    }

    //! Damaged and endless texts end in time, on either side.
    void oddTextsEndInTime()
    {
        QRandomGenerator random(1);
        QString noise;
        for (int i = 0; i < 6'000; ++i)
            noise += QChar(ushort(random.bounded(0x20, 0xffff)));
        QString numbers;
        for (int i = 0; i < 4'000; ++i)
            numbers += QStringLiteral("%1 ").arg(random.bounded(100'000));
        const QStringList texts { noise, numbers, QStringLiteral("word ").repeated(100'000), QStringLiteral("خمسة ").repeated(5'000),
            QStringLiteral("百").repeated(10'000), QStringLiteral("1.").repeated(5'000),
            QStringLiteral("three hundred and ").repeated(3'000), QStringLiteral("not never Napier defeated Cochrane 5 ").repeated(600) };
        const std::clock_t start = std::clock(); // of this process: other programs may be busy
        for (const QString &text : texts) {
            const std::clock_t before = std::clock();
            for (const QString &other : { text.left(1'000), QStringLiteral("Napier paid 5 euros to Cochrane in May 1821.") }) {
                cite(text + QLatin1String(" [1]"), { passage(other, QStringLiteral("en")) });
                cite(other + QLatin1String(" [1]"), { passage(text.left(8'000), QStringLiteral("en")) });
            }
            qInfo("%.1f s for \"%s\"", double(std::clock() - before) / CLOCKS_PER_SEC, qUtf8Printable(text.left(12)));
        }
        const double seconds = double(std::clock() - start) / CLOCKS_PER_SEC;
        QVERIFY2(seconds < 60, qPrintable(QString::number(seconds)));
    }
};

QTEST_GUILESS_MAIN(TestSupportOfAnswers)
#include "test_support.moc"
