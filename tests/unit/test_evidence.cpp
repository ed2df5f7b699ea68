// SPDX-License-Identifier: GPL-3.0-or-later
// Evidence for a question: what kind it is, which sentences are none, and texts that nobody would write.
#include "core/evidence/findings.h"
#include "core/evidence/questionwords.h"
#include "core/evidence/sentenceform.h"
#include "tests/support/testlibrary.h"
#include <QElapsedTimer>
#include <QRandomGenerator>

using namespace Heddle;
using namespace Heddle::Evidence;
using namespace Heddle::TestSupport;

namespace {

Retrieval::Passage passage(const QString &text)
{
    Retrieval::Passage passage;
    passage.hit.document = passage.hit.chunk = text.left(8);
    passage.hit.text = text;
    passage.score = 1;
    return passage;
}

//! `cosine`: of each sentence and the question; without it there is no model.
Findings find(
    const QString &question, const QStringList &words, const QStringList &texts, const std::optional<double> &cosine = std::nullopt)
{
    QList<Search::QueryTerm> terms;
    for (const QString &word : words)
        terms += Search::QueryTerm { word, { word }, true, 3 };
    QList<Retrieval::Passage> passages;
    for (const QString &text : texts)
        passages += passage(text);
    const AskedQuestion asked = understand(question, terms);
    QList<Candidate> candidates = candidatesFrom(asked, passages);
    if (cosine)
        addCosines(candidates, std::vector<double>(std::size_t(candidates.size()), *cosine));
    return findingsFrom(asked, passages, candidates);
}

} // namespace

class TestEvidence : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void meaningsDecideOnlyWhereThereAreNoWords()
    {
        const QStringList texts { QStringLiteral("The automobile stands in the yard behind the house.") };
        const QStringList vehicle { QStringLiteral("vehicle") };
        QVERIFY(find(QStringLiteral("vehicle"), vehicle, texts, 0.9).answers);
        const Findings far = find(QStringLiteral("vehicle"), vehicle, texts, 0.3);
        QVERIFY(!far.answers && !far.windows.isEmpty()); // the nearest there is
        QVERIFY(find(QStringLiteral("vehicle"), vehicle, texts).windows.isEmpty());
        // One word of five, and not near by meaning either.
        const QStringList five { QStringLiteral("yard"), QStringLiteral("licence"), QStringLiteral("fee"), QStringLiteral("student"),
            QStringLiteral("november") };
        const QString question = QStringLiteral("yard licence fee student november");
        QVERIFY(!find(question, five, texts).answers);
        QVERIFY(!find(question, five, texts, 0.3).answers);
    }

    void kindsOfQuestionsAreTold_data()
    {
        QTest::addColumn<QString>("question");
        QTest::addColumn<int>("kind");
        const auto row = [](const char *question, QuestionKind kind) {
            QTest::newRow(question) << QString::fromUtf8(question) << int(kind);
        };
        row("Who wrote the report?", QuestionKind::Who);
        row("When does the contract end?", QuestionKind::When);
        row("In what year was it founded?", QuestionKind::When);
        row("Where are my keys kept?", QuestionKind::Where);
        row("How many people work there?", QuestionKind::HowMuch);
        row("How do I add a folder?", QuestionKind::HowTo);
        row("What is a neutron star?", QuestionKind::WhatIs);
        row("Why did the bridge fall?", QuestionKind::Why);
        row("Is the fee refunded?", QuestionKind::Other);
        row("Wie viele Mitglieder hat der Verein?", QuestionKind::HowMuch);
        row("Wer hat die Glühbirne erfunden?", QuestionKind::Who);
        row("Wo wohnt der Präsident?", QuestionKind::Where);
        row("Was the board elected in May?", QuestionKind::Other);
        row("¿Cuándo nació el autor?", QuestionKind::When);
        row("¿Cuántos habitantes tiene?", QuestionKind::HowMuch);
        row("Сколько стоит билет?", QuestionKind::HowMuch);
        row("Кто написал книгу?", QuestionKind::Who);
        row("متى بدأت الحرب؟", QuestionKind::When);
        row("这座桥是什么时候建成的？", QuestionKind::When);
        row("这座城市有多少人？", QuestionKind::HowMuch);
        row("Combien de membres y a-t-il ?", QuestionKind::HowMuch);
    }
    void kindsOfQuestionsAreTold()
    {
        QFETCH(QString, question);
        QTEST(int(kindOf(question)), "kind");
    }

    void wordsAboutDocumentsNameNoTopic()
    {
        const auto asked = understand(QStringLiteral("What does the report say about fees?"),
            { { QStringLiteral("report"), { QStringLiteral("report") }, true, 2 },
                { QStringLiteral("fees"), { QStringLiteral("fee") }, true, 3 } });
        QCOMPARE(asked.terms[0].weight, 0.0);
        QVERIFY(asked.terms[1].weight > 3);
        const auto only = understand(QStringLiteral("report"), { { QStringLiteral("report"), { QStringLiteral("report") }, true, 2 } });
        QVERIFY(only.terms[0].weight > 0);
    }

    void boilerplateIsTold()
    {
        const auto is = [](const char *text) {
            const QString line = QString::fromUtf8(text);
            return isBoilerplate(line, foldedWords(line));
        };
        QVERIFY(is("3.2 Late fees ........................ 17"));
        QVERIFY(is("[12] Smith, J., Doe, A. Late fees in cities. Journal of Fees 12(3): 45-67."));
        QVERIFY(is("© 2020 Example Ltd. All rights reserved."));
        QVERIFY(!is("The late fee is 12 euros, see section 3.2."));
        QVERIFY(!is("George W. Bush and Dick B. Cheney won the election."));
        QVERIFY(isBoilerplateHeading(QStringLiteral(" 7 references ")));
        QVERIFY(!isBoilerplateHeading(QStringLiteral(" terms of reference ")));
    }

    void aTableOfContentsIsNotQuoted()
    {
        const Findings found = find(QStringLiteral("How high are late fees?"), { QStringLiteral("late"), QStringLiteral("fees") },
            { QStringLiteral("Late fees ............ 17"), QStringLiteral("Nobody likes them, but late fees are 12 euros.") });
        QCOMPARE(found.windows.size(), 1);
        QCOMPARE(found.windows.first().passage, 1);
    }

    void aNameThatOccursNowhereIsMissing()
    {
        QList<Search::QueryTerm> terms { { QStringLiteral("zorbitron"), { QStringLiteral("zorbitron") }, false, 6 },
            { QStringLiteral("pay"), { QStringLiteral("pay") }, true, 2 } };
        const QList<Retrieval::Passage> passages { passage(QStringLiteral("Members pay 12 euros a year.")) };
        const AskedQuestion asked = understand(QStringLiteral("How much did Zorbitron pay?"), terms);
        const Findings found = findingsFrom(asked, passages, candidatesFrom(asked, passages));
        QVERIFY(!found.answers);
        QCOMPARE(found.missing, QStringList(QStringLiteral("zorbitron")));
        QCOMPARE(found.windows.size(), 1); // the nearest
    }

    void wordsOfTheTopicCountLeast()
    {
        // Each sentence is about the harbour; of the two that have two words of the question the rarer one tells.
        const QStringList texts { QStringLiteral(
            "The harbour has a long pier. The harbour pier is old and the harbour is deep. The harbour was "
            "dredged to nine metres. The pier of the harbour is closed. Boats use the harbour pier.") };
        const QString question = QStringLiteral("Was the harbour pier dredged?");
        const Findings found = find(question, { QStringLiteral("harbour"), QStringLiteral("pier"), QStringLiteral("dredged") }, texts);
        QVERIFY(!found.windows.isEmpty());
        const Range best = found.windows.first().sentences[found.windows.first().best];
        QCOMPARE(texts.first().mid(best.from, best.to - best.from), QStringLiteral("The harbour was dredged to nine metres."));
    }

    //! A window is shown among the sentences around it: two before and three after the first one, one and two of the others.
    void sentencesAroundAWindowAreShownOnce()
    {
        const QStringList texts { QStringLiteral(
                                      "The garden\n\nTrees are green. Birds sing there. Bees come too. The harbour pier was dredged in May. Boats "
                                      "pass by. Gulls cry. Nets dry. Ropes lie about."),
            QStringLiteral("Paint peels off. Gulls cry. Wood rots fast. The harbour pier was dredged twice. Boats pass by. Sand is fine. Tar "
                           "smells. Rain falls.") };
        QList<Retrieval::Passage> passages { passage(texts[0]), passage(texts[1]) };
        passages[0].hit.heading = QStringLiteral("The garden");
        const QList<Search::QueryTerm> terms { { QStringLiteral("dredged"), { QStringLiteral("dredged") }, true, 3 },
            { QStringLiteral("harbour"), { QStringLiteral("harbour") }, true, 3 },
            { QStringLiteral("pier"), { QStringLiteral("pier") }, true, 3 } };
        const AskedQuestion asked = understand(QStringLiteral("Was the harbour pier dredged?"), terms);
        const Findings found = findingsFrom(asked, passages, candidatesFrom(asked, passages));
        QCOMPARE(found.windows.size(), 2);
        const auto shown = [&](const QList<Range> &ranges, const Window &window) {
            QStringList sentences;
            for (const Range &range : ranges)
                sentences += texts[window.passage].mid(range.from, range.to - range.from);
            return sentences.join(QLatin1Char('|'));
        };
        const Window &first = found.windows[0], &second = found.windows[1];
        QCOMPARE(first.passage, 0);
        QCOMPARE(shown(first.before, first), QStringLiteral("Birds sing there.|Bees come too."));
        QCOMPARE(shown(first.after, first), QStringLiteral("Boats pass by.|Gulls cry.|Nets dry."));
        QCOMPARE(shown(second.before, second), QStringLiteral("Wood rots fast."));
        QCOMPARE(shown(second.after, second), QString()); // "Boats pass by." stands on the first card already
        // What a heading parts from the window is not shown with it, nor is the heading.
        QList<Retrieval::Passage> short_ { passage(QStringLiteral("The garden\n\nThe harbour pier was dredged in May.")) };
        short_[0].hit.heading = QStringLiteral("The garden");
        const Findings bare = findingsFrom(asked, short_, candidatesFrom(asked, short_));
        QCOMPARE(bare.windows.size(), 1);
        QVERIFY(bare.windows.first().before.isEmpty() && bare.windows.first().after.isEmpty());
    }

    //! Sentences of one paragraph that answer, with at most one between them, are one card.
    void sentencesThatStandNearEachOtherAreOneWindow_data()
    {
        QTest::addColumn<QString>("between");
        QTest::addColumn<qsizetype>("windows");
        QTest::newRow("next to each other") << QStringLiteral(" ") << qsizetype(1);
        QTest::newRow("one between") << QStringLiteral(" Gulls cry there. ") << qsizetype(1);
        QTest::newRow("two between") << QStringLiteral(" Gulls cry there. Nets dry there. ") << qsizetype(2);
        QTest::newRow("another paragraph") << QStringLiteral("\n\n") << qsizetype(2);
        QTest::newRow("too long for one card") << QStringLiteral(" Gulls ") + QStringLiteral("cry and ").repeated(60) + QStringLiteral("go. ")
                                               << qsizetype(2);
    }
    void sentencesThatStandNearEachOtherAreOneWindow()
    {
        QFETCH(const QString, between);
        QFETCH(const qsizetype, windows);
        const QString first = QStringLiteral("The harbour pier was dredged in May."),
                      last = QStringLiteral("The harbour pier was dredged to nine metres."), text = first + between + last;
        const QStringList words { QStringLiteral("harbour"), QStringLiteral("pier"), QStringLiteral("dredged") };
        const Findings found = find(QStringLiteral("Was the harbour pier dredged?"), words, { text });
        QCOMPARE(found.windows.size(), windows);
        if (windows == 1) {
            const Window &window = found.windows.first();
            QCOMPARE(text.mid(window.sentences.first().from, window.sentences.last().to - window.sentences.first().from), text);
            const Range &best = window.sentences[window.best];
            const QString marked = text.mid(best.from, best.to - best.from);
            QVERIFY2(marked == first || marked == last, qPrintable(marked));
        }
    }

    void aLongPassageLeavesRoomForTheOthers()
    {
        const QStringList texts { QStringLiteral("A boat lies in the bay today. ").repeated(600),
            QStringLiteral("The harbour pier was dredged to nine metres.") };
        const QStringList words { QStringLiteral("harbour"), QStringLiteral("pier"), QStringLiteral("dredged") };
        const Findings found = find(QStringLiteral("Was the harbour pier dredged?"), words, texts);
        QCOMPARE(found.windows.size(), 1);
        QCOMPARE(found.windows.first().passage, 1);
        const AskedQuestion asked = understand(QStringLiteral("boat"), { { QStringLiteral("boat"), { QStringLiteral("boat") }, true, 3 } });
        QCOMPARE(candidatesFrom(asked, { passage(texts[0]) }).size(), 200);
    }

    void wordsThatOnlyAskAreTold_data()
    {
        QTest::addColumn<QString>("question");
        QTest::addColumn<QString>("asking"); //!< sorted
        const auto row = [](const char *question, const char *asking) {
            QTest::newRow(question) << QString::fromUtf8(question) << QString::fromUtf8(asking);
        };
        row("How much is the fee?", "how much");
        row("How far is the station from here?", "far how");
        row("How often and how long do they meet?", "how long often");
        row("Is much of it far?", "");
        row("What year was it built in?", "what year");
        row("Wie viel kostet das?", "viel wie");
        row("Wie häufig tagt der Rat?", "haufig wie");
        row("Combien de temps dure le bail ?", "combien de");
        row("Quel âge a la maison ?", "age quel");
        row("¿Cuánto tiempo dura?", "cuanto tiempo");
        row("Quanto spesso si riunisce?", "quanto spesso");
        row("Quantos anos dura o contrato?", "anos quantos");
        row("Hoe vaak komen zij?", "hoe vaak");
        row("Hur gammal är bron?", "gammal hur");
        row("Hvor ofte mødes de?", "hvor ofte");
        row("Kuinka usein he tapaavat?", "kuinka usein");
        row("Как часто они встречаются?", "как часто");
        row("Milyen messze van?", "messze milyen");
        row("Cât de departe este?", "cat de departe");
        row("Ne kadar sürer?", "kadar ne");
        row("Berapa lama kontraknya?", "berapa lama");
        row("Kaip dažnai jie susitinka?", "daznai kaip");
    }
    void wordsThatOnlyAskAreTold()
    {
        QFETCH(QString, question);
        QFETCH(QString, asking);
        const QSet<QString> told = askingWords(question);
        for (const QString &word : asking.split(QLatin1Char(' '), Qt::SkipEmptyParts))
            QVERIFY2(told.contains(word), qUtf8Printable(word + QLatin1String(": ") + QStringList(told.values()).join(QLatin1Char(' '))));
        if (asking.isEmpty())
            QVERIFY(told.isEmpty());
    }

    void aDateDecidesWhereOneIsAskedFor()
    {
        const QStringList texts { QStringLiteral(
            "The harbour pier was opened by the old mayor of it. The harbour pier was opened on 3 May 1931 at noon.") };
        const Findings found = find(QStringLiteral("On which day was the harbour pier opened?"),
            { QStringLiteral("harbour"), QStringLiteral("pier"), QStringLiteral("opened") }, texts);
        QVERIFY(!found.windows.isEmpty());
        const Range best = found.windows.first().sentences[found.windows.first().best];
        QVERIFY(texts.first().mid(best.from, best.to - best.from).contains(QLatin1String("1931")));
        QVERIFY(tells(QuestionKind::When) && !tells(QuestionKind::Who));
    }

    void whatASentenceAnnouncesIsShownWithIt()
    {
        const QString text =
            QStringLiteral("The importer reads statements in these formats:\n\n- OFX, which is best\n\n- QIF\n\nThe exporter "
                           "is another program.");
        const Findings found = find(QStringLiteral("Which formats does the importer read for statements?"),
            { QStringLiteral("formats"), QStringLiteral("importer"), QStringLiteral("read"), QStringLiteral("statements") }, { text });
        QVERIFY(!found.windows.isEmpty());
        const QList<Range> &sentences = found.windows.first().sentences;
        const QString shown = text.mid(sentences.first().from, sentences.last().to - sentences.first().from);
        QVERIFY2(shown.endsWith(QLatin1String("- QIF")), qPrintable(shown));
    }

    void aNameThatThePassageLacksSpeaksAgainstIt()
    {
        const QString text = QStringLiteral("The late fee for members is 12 euros a year.");
        const auto fitFor = [&](const char *question, const QStringList &words) {
            return find(QString::fromLatin1(question), words, { text }).fit;
        };
        const QStringList named { QStringLiteral("late"), QStringLiteral("fee"), QStringLiteral("members"), QStringLiteral("hamburg") };
        // Both words occur elsewhere in the library, none in the passage.
        QVERIFY(fitFor("How high is the late fee for members in Hamburg?", named)
            < fitFor("How high is the late fee for members in hamburg?", named));
    }

    void oddTextsEndInTime_data()
    {
        QTest::addColumn<QString>("text");
        QByteArray bytes;
        QRandomGenerator random(3);
        for (int i = 0; i < 200'000; ++i)
            bytes += char(random.bounded(256));
        QTest::newRow("random bytes") << QString::fromUtf8(bytes);
        QTest::newRow("random units") << QString::fromLatin1(bytes).replace(QLatin1Char('a'), QChar(0xd800));
        QTest::newRow("no stop") << QStringLiteral("late fees and more ").repeated(25'000);
        QTest::newRow("right to left") << QString::fromUtf8("رسوم التأخير late fees مرتفعة جدا. ").repeated(5'000);
        QTest::newRow("only stops") << QStringLiteral(". ").repeated(100'000);
        QTest::newRow("dots") << QString(200'000, QLatin1Char('.'));
        QTest::newRow("initials") << QStringLiteral("A. B. C. D., ").repeated(20'000);
        QTest::newRow("one word") << QString(300'000, QLatin1Char('x'));
    }
    void oddTextsEndInTime()
    {
        QFETCH(QString, text);
        QElapsedTimer clock;
        clock.start();
        const Findings found =
            find(QStringLiteral("How high are late fees?"), { QStringLiteral("late"), QStringLiteral("fees") }, { text });
        QVERIFY2(clock.elapsed() < 20'000, qUtf8Printable(QString::number(clock.elapsed())));
        for (const Window &window : found.windows) {
            QVERIFY(!window.sentences.isEmpty() && window.best < window.sentences.size());
            for (const Range &range : window.sentences)
                QVERIFY(range.from >= 0 && range.from < range.to && range.to <= text.size());
        }
    }

    void wordsOfOtherCollectionsSayNothing()
    {
        TestLibrary library;
        for (int i = 0; i < 20; ++i)
            library.write(QStringLiteral("a%1.txt").arg(i), QStringLiteral("The harbour of town %1 is deep and cold.").arg(i).toUtf8());
        QVERIFY(library.index(QStringLiteral("A")).ok());
        const QString other = library.data() + QLatin1String("/other");
        writeFile(other + QLatin1String("/b.txt"), "The harbour belongs to Zorbitron.");
        Library::IndexRequest request;
        request.index = library.sharedEngine();
        request.collection = QStringLiteral("B");
        request.folders = { other };
        const auto indexed = await(library.indexer().run(request, {}, {}));
        QVERIFY(indexed && indexed->ok());
        const auto termOf = [&library](const char *collection) {
            Search::Filters filters;
            filters.collections = { library.library().collection(QLatin1String(collection))->id };
            for (const Search::QueryTerm &term : library.search(QStringLiteral("zorbitron harbour"), filters).terms) {
                if (term.word == QLatin1String("zorbitron"))
                    return term;
            }
            return Search::QueryTerm();
        };
        QVERIFY(!termOf("A").known);
        QVERIFY(termOf("B").known);
        QVERIFY(termOf("A").idf > termOf("B").idf + 1);
    }
};

QTEST_GUILESS_MAIN(TestEvidence)
#include "test_evidence.moc"
