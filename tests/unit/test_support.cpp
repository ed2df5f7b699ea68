// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialog/checking/quantities.h"
#include "core/dialog/citations.h"
#include "core/dialog/paraphrases.h"
#include "core/dialog/support.h"
#include "tests/support/fakeembedder.h"
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
        row("en", "10km2, 10 km², 5 m2 and 3cm3", "10000000 m2; 10000000 m2; 5 m2; 3e-06 m3");
        row("en", "3T3 cells and 10km", "10000 m");
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
        rows("en", "We investigated whether coffee reduces the risk of stroke in older patients. Coffee was drunk daily.",
            { { "Coffee does not reduce the risk of stroke in older patients.", "supported" } }); // neither is said
        rows("en", "Does the new fee apply to students? The board never answered.",
            { { "The new fee does not apply to students.", "supported" } });
        rows("en", "Coffee reduces the risk of stroke in older patients.",
            { { "Coffee does not reduce the risk of stroke in older patients.", "contradicted" } });
        rows("en", "The role of coffee was studied in many patients of three hospitals after a stroke.",
            { { "Coffee is not good for patients.", "supported" } }); // too little in common to differ by "not" alone
        rows("en",
            "Mice with a leptin deficiency gained weight. NIH3T3 fibroblasts grow quickly, and TFEB regulates smooth muscle cells (SMC).",
            { { "NIH 3T3 fibroblasts grow quickly.", "supported" }, { "NIH 4T4 fibroblasts grow quickly.", "contradicted" },
                { "Transcription factor EB regulates smooth muscle cells.", "supported" },
                { "Transcription factor QX regulates smooth muscle cells.", "contradicted" },
                { "TFEB regulates VSMC, which are smooth muscle cells.", "supported" },
                { "TFEB regulates VXMC, which are smooth muscle cells.", "not_found" },
                { "Mice without leptin gained weight.", "supported" }, { "TFEB regulates Smoothmyocytes (SMC) quickly.", "supported" } });
        rows("en", "The USA signed the treaty on water in the spring of 1998.",
            { { "In the spring of 1998 the treaty on water was signed by Jerusalem.", "not_found" } });
        rows("en", "Volume 0 describes the CCR7 ligand, CCL19, and its uses. Nothing else is described.",
            { { "The uses of the ligand are described.", "supported" }, { "CCL19 is the ligand of CCR7.", "supported" } });
        rows("en", "In 1995 the servers moved from Acme to Globex. The archive has been moved to Berlin.",
            { { "The servers moved to Globex from Acme in 1995.", "supported" },
                { "The servers moved from Globex to Acme in 1995.", "contradicted" },
                { "The archive has been moved from Berlin to Hamburg.", "contradicted" },
                { "The archive has been moved from Hamburg to Berlin.", "not_found" } });
        rows("de", "Der Dienst zog 1995 von Acme zu Globex um.",
            { { "Der Dienst zog 1995 von Acme zu Globex um.", "supported" },
                { "Der Dienst zog 1995 von Globex zu Acme um.", "contradicted" } });
        rows("en", "The committees meet in the town hall on Tuesdays. They use the new pier, which may also be used if it rains.",
            { { "The committees meet only in the town hall.", "not_found" },
                { "The committees meet in the largest town hall.", "not_found" },
                { "The new pier may be used only if it rains.", "supported" }, { "The committees meet in the town hall.", "supported" } });
        rows("en", "No other committee meets in the town hall. The mill is the oldest of the town.",
            { { "Only one committee meets in the town hall.", "supported" }, { "The oldest mill of the town is old.", "supported" } });
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

    //! Both sides of a direction are quoted from their prepositions on.
    void directionsKeepTheirPrepositions()
    {
        const Support support = check(QStringLiteral("In 1995 the servers moved from the old Acme to the new Globex."),
            QStringLiteral("The servers moved from the new Globex to the old Acme in 1995."), QStringLiteral("en"));
        QCOMPARE(support.outcome, Outcome::Contradicted);
        QVERIFY2(support.passageSays.startsWith(QLatin1String("from ")) && support.passageSays.contains(QLatin1String(" to ")),
            qUtf8Printable(support.passageSays));
        QVERIFY2(support.answerSays.startsWith(QLatin1String("from ")) && support.answerSays.contains(QLatin1String(" to ")),
            qUtf8Printable(support.answerSays));
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

    //! A sentence may rest on several passages, each of which has a part of it.
    void passagesSupportASentenceTogether()
    {
        const auto outcomes = [](const char *answer, std::initializer_list<const char *> texts) {
            QList<Retrieval::Passage> passages;
            for (const char *text : texts)
                passages += passage(QString::fromUtf8(text), QStringLiteral("en"));
            QStringList names;
            for (const Source &source : cite(QString::fromUtf8(answer), passages).sources) {
                for (const CitationUse &use : source.uses)
                    names += outcomeName(use.outcome);
            }
            return names.join(QLatin1Char(' '));
        };
        const char *mill = "The old mill was built in 1820 of oak.", *bridge = "The stone bridge was built in 1921 by Ada Holm.";
        const char *both = "The old mill was built in 1820 and the stone bridge in 1921 by Ada Holm [1][2].";
        QCOMPARE(outcomes(both, { mill, bridge }), QStringLiteral("supported supported"));
        QVERIFY(outcomes("The old mill was built in 1820 and the stone bridge in 1921 by Ada Holm [1].", { mill, bridge })
            != QLatin1String("supported"));
        QVERIFY(!outcomes("The old mill was built in 1820 and the stone bridge in 1935 by Ada Holm [1][2].", { mill, bridge })
                     .contains(QLatin1String("supported")));
        // One that says the whole sentence is enough for one that has a part, not for one that is at odds with it.
        QCOMPARE(outcomes("The old mill was built of oak in 1820 by Tom Berg [1][2].",
                     { "The old mill was built of oak in 1820 by Tom Berg.", "The old mill was built of oak." }),
            QStringLiteral("supported supported"));
        QCOMPARE(outcomes("The course takes nine weeks [1][2].", { "The course takes nine weeks.", "The course takes six weeks." }),
            QStringLiteral("supported contradicted"));
    }

    //! A marker is placed at the passage that says it best, not at each that has some of its words.
    void theBestPassageIsCited()
    {
        const QList<Retrieval::Passage> passages { passage(
                                                       QStringLiteral("The old mill by the river was built of oak."), QStringLiteral("en")),
            passage(QStringLiteral("The old mill by the river was built of oak in 1820 by Tom Berg."), QStringLiteral("en")) };
        const CitedAnswer cited = cite(QStringLiteral("The old mill by the river was built of oak in 1820 by Tom Berg."), passages);
        QCOMPARE(cited.placed, 1);
        QVERIFY(cited.sources.first().text.contains(QLatin1String("Tom Berg")));
    }

    void whatTheDocumentsDoNotSayIsToldInMostLanguages_data()
    {
        QTest::addColumn<QString>("language");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("absence"); //!< says that the documents don't say it
        QTest::addColumn<QString>("madeUp");
        const auto row = [](const char *language, const char *text, std::initializer_list<const char *> absences, const char *madeUp) {
            for (const char *absence : absences)
                QTest::addRow("%s", absence) << QString::fromLatin1(language) << QString::fromUtf8(text) << QString::fromUtf8(absence)
                                             << QString::fromUtf8(madeUp);
        };
        row("en", "The stone bridge of the town was designed by Ada Holm and opened in 1921.",
            { "The documents do not say who designed the stone bridge of the town.",
                "None of the passages mentions the stone bridge of the town.",
                "There is no information in the sources on the opening of the stone bridge.",
                "The text doesn't specify when the stone bridge of the town was opened." },
            "Wizards guard purple mountains every winter.");
        row("de", "Die steinerne Brücke der Stadt wurde von Ada Holm entworfen und 1921 eröffnet.",
            { "Die Dokumente sagen nicht, wer die steinerne Brücke der Stadt entworfen hat.",
                "Aus den Texten geht nicht hervor, wer die steinerne Brücke der Stadt entworfen hat.",
                "Die Unterlagen enthalten keine Angaben zur steinernen Brücke der Stadt." },
            "Zauberer bewachen im Winter violette Berge.");
        row("fr", "Le pont de pierre de la ville fut dessiné par Ada Holm et ouvert en 1921.",
            { "Les documents ne disent pas qui a dessiné le pont de pierre de la ville.",
                "Aucune information sur le pont de pierre de la ville ne figure dans les extraits." },
            "Des sorciers gardent chaque hiver des montagnes violettes.");
        row("es", "El puente de piedra de la ciudad fue diseñado por Ada Holm y se abrió en 1921.",
            { "Los documentos no mencionan quién diseñó el puente de piedra de la ciudad.",
                "No hay información sobre el puente de piedra de la ciudad en los textos." },
            "Unos magos vigilan montañas moradas cada invierno.");
        row("it", "Il ponte di pietra della città fu progettato da Ada Holm e aperto nel 1921.",
            { "I documenti non specificano chi ha progettato il ponte di pietra della città." },
            "Alcuni maghi sorvegliano ogni inverno montagne viola.");
        row("pt", "A ponte de pedra da cidade foi projetada por Ada Holm e aberta em 1921.",
            { "Os documentos não mencionam quem projetou a ponte de pedra da cidade." },
            "Magos guardam montanhas roxas todos os invernos.");
        row("nl", "De stenen brug van de stad werd ontworpen door Ada Holm en geopend in 1921.",
            { "De documenten vermelden niet wie de stenen brug van de stad heeft ontworpen." },
            "Tovenaars bewaken elke winter paarse bergen.");
        row("sv", "Stadens stenbro ritades av arkitekten Ada Holm och öppnades 1921.",
            { "Dokumenten nämner inte vem som ritade stadens stenbro.", "Av texterna framgår inte när stadens stenbro öppnades." },
            "Trollkarlar vaktar lila berg varje vinter.");
        row("ru", "Каменный мост города спроектировала Ада Хольм, он открыт в 1921 году.",
            { "В документах не говорится, кто спроектировал каменный мост города." }, "Волшебники каждую зиму охраняют лиловые горы.");
        row("ar", "صممت أدا هولم جسر المدينة الحجري وافتتح عام 1921.", { "لا تذكر الوثائق من صمم جسر المدينة الحجري." },
            "يحرس السحرة الجبال البنفسجية كل شتاء.");
        row("zh", "这座城市的石桥由阿达·霍尔姆设计，于1921年开放。",
            { "文件没有提到谁设计了这座城市的石桥。", "资料中没有说明城市的石桥何时开放。" }, "巫师每年冬天守卫紫色的高山。");
        row("ja", "市の石橋はアダ・ホルムが設計し、1921年に開通した。",
            { "資料には市の石橋を誰が設計したか書かれていません。", "文書には石橋の設計についての記載がない。" },
            "魔法使いは毎年冬に紫色の山脈を警備する。");
    }
    void whatTheDocumentsDoNotSayIsToldInMostLanguages()
    {
        QFETCH(QString, language);
        QFETCH(QString, text);
        QFETCH(QString, absence);
        QFETCH(QString, madeUp);
        const QList<Retrieval::Passage> passages { passage(text, language) };
        const CitedAnswer placed = cite(text, passages); // it can be cited
        QVERIFY2(placed.placed == 1 && placed.unsourced.isEmpty(), qPrintable(placed.text));
        const CitedAnswer absent = cite(absence, passages);
        QVERIFY2(absent.placed == 0 && absent.unsourced.isEmpty(), qPrintable(absent.text));
        QCOMPARE(absent.text, absence);
        // Where the model cites something for it, that is not held against it.
        const CitedAnswer cited = cite(absence.chopped(1) + QLatin1String(" [1]") + absence.back(), passages);
        QCOMPARE(cited.sources.first().outcome, Outcome::Unchecked);
        const CitedAnswer made = cite(text + QLatin1Char('\n') + madeUp, passages);
        QCOMPARE(made.unsourced.size(), 1);
        const auto [start, end] = made.unsourced.first();
        QCOMPARE(made.text.mid(start, end - start), madeUp);
    }

    //! A model on this computer knows that other words say the same; nothing else is taken back.
    void paraphrasesAreNotDoubted()
    {
        const auto doubted = [](std::initializer_list<std::pair<const char *, const char *>> pairs) {
            CitedAnswer answer;
            Source source;
            for (const auto &[said, passage] : pairs) {
                answer.weak +=
                    WeakDoubt { 0, source.uses.size(), QString::fromUtf8(said), QString::fromUtf8(passage), QStringLiteral("en") };
                source.uses += CitationUse { 0, Outcome::NotFound, QStringLiteral("too little"), {}, {} };
            }
            source.outcome = Outcome::NotFound;
            answer.sources = { source };
            return answer;
        };
        const auto outcomes = [](const CitedAnswer &answer) {
            QStringList names { outcomeName(answer.sources.first().outcome) };
            for (const CitationUse &use : answer.sources.first().uses)
                names += outcomeName(use.outcome);
            return names.join(QLatin1Char(' '));
        };
        const auto embedder = std::make_shared<TestSupport::FakeEmbedder>();
        const auto judged = [&](const CitedAnswer &answer) { return *TestSupport::await(withoutParaphrases(answer, embedder, {})); };
        const CitedAnswer two =
            doubted({ { "A car and a doctor.", "An automobile, a physician." }, { "The ship sails.", "The museum closes." } });
        QCOMPARE(outcomes(judged(two)), QStringLiteral("not_found unchecked not_found"));
        QVERIFY(judged(two).sources.first().uses.first().reason.isEmpty());
        QCOMPARE(outcomes(judged(doubted({ { "A car.", "An automobile." } }))), QStringLiteral("unchecked unchecked"));
        QCOMPARE(outcomes(judged(doubted({ { "The ship sails.", "The museum closes." } }))), QStringLiteral("not_found not_found"));
        // Not by a model that doesn't know the language, by none, or by one that fails.
        embedder->known = { QStringLiteral("de") };
        embedder->questions = 0;
        QCOMPARE(outcomes(judged(two)), outcomes(two));
        QCOMPARE(embedder->questions, 0);
        embedder->known.clear();
        embedder->broken = true;
        QCOMPARE(outcomes(judged(two)), outcomes(two));
        QCOMPARE(outcomes(*TestSupport::await(withoutParaphrases(two, nullptr, {}))), outcomes(two));
        // A long answer doesn't wait for more than sixteen.
        embedder->broken = false;
        embedder->questions = 0;
        CitedAnswer many = doubted({ { "A car.", "An automobile." } });
        many.weak = QList<WeakDoubt>(40, many.weak.first());
        judged(many);
        QCOMPARE(embedder->questions, 32);
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
