// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluation/reportjson.h"
#include "core/evaluation/savedquestions.h"
#include "tests/support/testlibrary.h"
#include "tests/support/testsetup.h"
#include <cmath>

using namespace Heddle;
using namespace Heddle::Evaluation;
using namespace Heddle::TestSupport;

namespace {

Search::Hit hit(const QString &path, const QString &text = {})
{
    Search::Hit made;
    made.path = path;
    made.text = text;
    return made;
}

Judged judged(const QList<Right> &right)
{
    return { QStringLiteral("1"), QStringLiteral("q"), {}, right };
}

} // namespace

class TestEvaluation : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void documentsAreNamedByTheEndOfTheirPath()
    {
        const Search::Hit one = hit(QStringLiteral("/home/a/minutes/2025-06.md"), QStringLiteral("Late  fees\nare due."));
        QVERIFY((Right { QStringLiteral("2025-06.md"), {}, 1 }).matches(one));
        QVERIFY((Right { QStringLiteral("2025-06"), {}, 1 }).matches(one));
        QVERIFY((Right { QStringLiteral("minutes/2025-06"), {}, 1 }).matches(one));
        QVERIFY((Right { QStringLiteral("/home/a/minutes/2025-06.md"), {}, 1 }).matches(one));
        QVERIFY(!(Right { QStringLiteral("06.md"), {}, 1 }).matches(one));
        QVERIFY(!(Right { QStringLiteral("report/2025-06.md"), {}, 1 }).matches(one));
        QVERIFY((Right { QStringLiteral("2025-06"), QStringLiteral("late fees are"), 1 }).matches(one));
        QVERIFY(!(Right { QStringLiteral("2025-06"), QStringLiteral("early fees"), 1 }).matches(one));
    }

    void figuresAreThoseOfTheTextbook()
    {
        const QList<Search::Hit> hits { hit(QStringLiteral("/a.md")), hit(QStringLiteral("/b.md")), hit(QStringLiteral("/b.md")),
            hit(QStringLiteral("/c.md")) };
        // b at place 2 and c at place 3: b's second passage takes no place.
        const Score two = score(judged({ { QStringLiteral("b"), {}, 1 }, { QStringLiteral("c"), {}, 1 } }), hits);
        QCOMPARE(two.rank, 2);
        QCOMPARE(two.recall20, 1.0);
        QCOMPARE(two.reciprocalRank, 0.5);
        const double ideal = 1 + 1 / std::log2(3.0);
        QVERIFY(std::abs(two.ndcg10 - (1 / std::log2(3.0) + 0.5) / ideal) < 1e-12);
        const Score graded = score(judged({ { QStringLiteral("a"), {}, 1 }, { QStringLiteral("c"), {}, 3 } }), hits);
        QVERIFY(std::abs(graded.ndcg10 - (1 + 3 / 2.0) / (3 + 1 / std::log2(3.0))) < 1e-12);
        const Score none = score(judged({ { QStringLiteral("z"), {}, 1 } }), hits);
        QCOMPARE(none.rank, 0);
        QCOMPARE(none.ndcg10 + none.recall20 + none.reciprocalRank, 0.0);

        QList<Search::Hit> many;
        for (int i = 1; i <= 30; ++i)
            many += hit(QStringLiteral("/%1.md").arg(i), QStringLiteral("text %1").arg(i));
        const Score deep = score(judged({ { QStringLiteral("11"), {}, 1 }, { QStringLiteral("21"), {}, 1 } }), many);
        QCOMPARE(deep.rank, 11);
        QCOMPARE(deep.ndcg10, 0.0);
        QCOMPARE(deep.recall20, 0.5);

        // A passage is asked for by its words: the places are those of passages.
        const QList<Search::Hit> passages { hit(QStringLiteral("/a.md"), QStringLiteral("one")),
            hit(QStringLiteral("/a.md"), QStringLiteral("two")) };
        QCOMPARE(score(judged({ { QStringLiteral("a"), QStringLiteral("two"), 1 } }), passages).rank, 2);
    }

    void badFilesAreRefusedInWords_data()
    {
        QTest::addColumn<QByteArray>("lines");
        QTest::addColumn<QString>("words");
        QTest::newRow("empty") << QByteArray("\n\n") << "no question";
        QTest::newRow("no json") << QByteArray("{\"question\":\"a\",\"right\":[\"b\"]}\nhello") << "Line 2";
        QTest::newRow("no question") << QByteArray("{\"right\":[\"b\"]}") << "question";
        QTest::newRow("nothing right") << QByteArray("{\"question\":\"a\"}") << "right";
        QTest::newRow("bad right") << QByteArray("{\"question\":\"a\",\"right\":[{\"text\":\"b\"}]}") << "document";
        QTest::newRow("bad grade") << QByteArray("{\"question\":\"a\",\"right\":[{\"document\":\"b\",\"grade\":0}]}") << "grade";
    }
    void badFilesAreRefusedInWords()
    {
        QFETCH(QByteArray, lines);
        QFETCH(QString, words);
        const auto read = readJudged(lines);
        QVERIFY(!read);
        QVERIFY2(read.error().message.contains(words), qPrintable(read.error().message));
    }

    void aPassageIsKeptByItsSentenceOrItsBeginning()
    {
        const QString document = QStringLiteral("/a.md"), passage = QStringLiteral("One fee.  The late\nfee is due. More.");
        const qsizetype from = passage.indexOf(QLatin1String("The")), to = passage.indexOf(QLatin1String(" More"));
        QCOMPARE(rightFor(document, passage, from, to).text, QStringLiteral("The late fee is due."));
        QCOMPARE(rightFor(document, passage, from, to).document, document);
        QCOMPARE(rightFor(document, passage, -1, -1).text, passage.simplified());
        const QString words = QStringLiteral("word ").repeated(100), noBlanks = QStringLiteral("😀").repeated(200);
        QVERIFY(rightFor(document, words, -1, -1).text.size() <= 160);
        QVERIFY(rightFor(document, words, -1, -1).text.endsWith(QLatin1String(" word")));
        QVERIFY(rightFor(document, QLatin1Char('a') + noBlanks, -1, -1).text.isValidUtf16());
        // What is kept is recognised in the passage that it was taken from.
        QVERIFY(rightFor(document, words, -1, -1).matches(hit(document, words)));
    }

    void aLibraryIsMeasuredBeforeAndAfter()
    {
        TestLibrary library;
        library.write(QStringLiteral("harbour.txt"), "The harbour wall was built of granite.");
        library.write(QStringLiteral("garden.txt"), "Roses grow in the garden behind the wall.");
        QVERIFY(library.index());
        Concurrency::TaskGroup tasks;
        Retrieval::Retriever retriever(&library.pools(), &tasks);
        TestSetup setup(library.sharedEngine());
        const auto questions = readJudged("{\"id\":\"g\",\"question\":\"granite\",\"right\":[\"harbour\"],\"collection\":\"C\"}\n"
                                          "{\"id\":\"t\",\"question\":\"tulips\",\"right\":[\"tulips\"]}\n");
        QVERIFY(questions);
        const auto run = [&](const QList<Judged> &list) {
            Retrieval::RetrievalRequest request;
            request.setup = setup.take();
            return *await(evaluate(list, &retriever, library.library(), &library.pools(), request, {}, {}));
        };
        const auto before = run(*questions);
        QVERIFY(before);
        QCOMPARE(before->found10, 1);
        QCOMPARE(before->mrr, 0.5);
        QCOMPARE(before->ndcg10, 0.5);
        QVERIFY(changes(*before, *before).isEmpty());
        library.write(QStringLiteral("tulips.txt"), "Tulips flower in April.");
        QVERIFY(library.index());
        const auto after = run(*questions);
        QCOMPARE(after->found10, 2);
        const auto changed = changes(*before, *after);
        QCOMPARE(changed.size(), 1);
        QCOMPARE(changed.first().id, QStringLiteral("t"));
        QVERIFY(changed.first().isBetter());
        QVERIFY(!changes(*after, *before).first().isBetter());
        const auto elsewhere = readJudged("{\"question\":\"granite\",\"right\":[\"harbour\"],\"collection\":\"Nowhere\"}");
        QCOMPARE(run(*elsewhere).error().code, ErrorCode::NotFound);
    }

    void savedQuestionsTellWhatAChangeWasWorth()
    {
        TestLibrary library;
        library.write(QStringLiteral("harbour.txt"), "The harbour wall was built of granite.");
        QVERIFY(library.index());
        Concurrency::TaskGroup tasks;
        Retrieval::Retriever retriever(&library.pools(), &tasks);
        TestSetup setup(library.sharedEngine());
        auto database = Storage::Database::open(library.data() + QLatin1String("/conversations.db"), Storage::conversationsSchema());
        QVERIFY(database);
        SavedQuestions saved(Storage::EvaluationRepository(*database), &retriever, setup.current(), library.library(), &library.pools());
        const QString one = Setup::describeSearch(*setup.take());
        const auto overview = [&saved] { return **await(saved.overview({})); };
        QVERIFY(overview().questions.isEmpty());
        QCOMPARE(await(saved.run({}, {}))->error().code, ErrorCode::Input);

        const QString question = QStringLiteral("What is it built of?");
        const Right granite { QStringLiteral("/x/harbour.txt"), QStringLiteral("built of granite"), 1 },
            other { QStringLiteral("/x/harbour.txt"), QStringLiteral("something else"), 1 };
        QVERIFY(*await(saved.pin(question, granite, true, {})));
        QVERIFY(*await(saved.pin(question, granite, true, {}))); // twice is once
        QVERIFY(*await(saved.pin(question, other, true, {})));
        QCOMPARE(overview().questions.size(), 1);
        QCOMPARE(overview().questions.first().right.size(), 2);
        QVERIFY(**await(saved.isPinned(question, other, {})));
        QVERIFY(*await(saved.pin(question, other, false, {})));
        QVERIFY(!**await(saved.isPinned(question, other, {})));
        QVERIFY(**await(saved.isPinned(question, granite, {})));
        // What is exported is imported again, and changes nothing.
        const QString file = library.documents() + QLatin1String("/questions.jsonl");
        QVERIFY(*await(saved.exportFile(file, {})));
        QCOMPARE(**await(saved.importFile(file, {})), 1);
        QCOMPARE(overview().questions.size(), 1);
        QCOMPARE(overview().questions.first().right.size(), 1);
        writeFile(file, "{}\n");
        const auto refused = *await(saved.importFile(file, {}));
        QVERIFY(!refused && refused.error().message.startsWith(file + QLatin1String(": Line 1")));
        QCOMPARE(await(saved.importFile(QStringLiteral("/no/such.jsonl"), {}))->error().code, ErrorCode::Unreadable);
        QCOMPARE(await(saved.exportFile(QStringLiteral("/no/such/folder.jsonl"), {}))->error().code, ErrorCode::StorageReadOnly);
        QFile::remove(file);

        const auto first = *await(saved.run({}, {}));
        QVERIFY(first && first->now && !first->before);
        QCOMPARE(first->now->report.answered.size(), 1);
        QCOMPARE(first->now->report.found10, 0); // it lies in another folder
        QVERIFY(*await(saved.add({ { {}, QStringLiteral("granite"), {}, { { QStringLiteral("harbour"), {}, 1 } } } }, {})));
        const auto again = *await(saved.run({}, {}));
        QCOMPARE(again->now->report.found10, 1);
        QCOMPARE(again->before->report.answered.size(), 1);
        // With another setup, «before» is the last run of the one before, however often it is asked.
        setup.change([](Setup::AnswerSetup &next) { next.tuning.depth = 100; });
        const QString two = Setup::describeSearch(*setup.take());
        QVERIFY(one != two);
        QVERIFY(*await(saved.run({}, {})));
        const auto changed = *await(saved.run({}, {}));
        QCOMPARE(changed->now->setup, two);
        QCOMPARE(changed->before->setup, one);
        QCOMPARE(changed->before->report.answered.size(), 2);
        QCOMPARE(overview().before->setup, one);
        QVERIFY(*await(saved.remove({ overview().questions.first().id }, {})));
        QCOMPARE(overview().questions.size(), 1);
    }
};

QTEST_GUILESS_MAIN(TestEvaluation)
#include "test_evaluation.moc"
