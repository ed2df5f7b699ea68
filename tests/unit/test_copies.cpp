// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluation/judgement.h"
#include "core/search/copies.h"
#include <QTest>

using namespace Heddle;
using namespace Heddle::Search;

namespace {

Hit hit(const QString &path, const QString &text)
{
    Hit hit;
    hit.chunk = path;
    hit.document = path;
    hit.path = path;
    hit.text = text;
    return hit;
}

//! Copies first, then what they hide.
class Flooded : public Searcher {
public:
    explicit Flooded(int copies)
    {
        for (int i = 0; i < copies; ++i)
            m_all += hit(QStringLiteral("backup%1/boiler.txt").arg(i), QStringLiteral("The boiler is serviced."));
        for (int i = 0; i < 40; ++i)
            m_all += hit(QStringLiteral("other%1.txt").arg(i), QStringLiteral("Boiler number %1.").arg(i));
    }
    Result<SearchResult> search(const SearchRequest &request, Concurrency::Context) override
    {
        requests += request;
        SearchResult result;
        result.total = m_all.size();
        result.hits = m_all.mid(0, std::min(request.depth, request.limit));
        return result;
    }
    QList<SearchRequest> requests;

private:
    QList<Hit> m_all;
};

SearchRequest request()
{
    SearchRequest request;
    request.depth = 256;
    request.limit = 64;
    request.textLeg = std::make_shared<const SearchResult>();
    return request;
}

} // namespace

class TestCopies : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void equalTextsAreOneHit()
    {
        QList<Hit> hits { hit(QStringLiteral("a"), QStringLiteral("One  two.\n")), hit(QStringLiteral("b"), QStringLiteral("Other.")),
            hit(QStringLiteral("c"), QStringLiteral("One two.")), hit(QStringLiteral("d"), QStringLiteral("one two.")),
            hit(QStringLiteral("e"), QString()), hit(QStringLiteral("f"), QString()), hit(QStringLiteral("g"), QStringLiteral("One two.")),
            hit(QStringLiteral("h"), QStringLiteral("Other.")) };
        hits[2].page = 7;
        foldCopies(hits);
        QStringList paths;
        for (const Hit &one : std::as_const(hits))
            paths += one.path;
        QCOMPARE(paths, QStringLiteral("a b d e f").split(QLatin1Char(' '))); // no text says nothing of what is the same
        QCOMPARE(hits[0].copies.size(), 2);
        QCOMPARE(hits[0].copies[0].path, QStringLiteral("c"));
        QCOMPARE(hits[0].copies[0].page, 7);
        QCOMPARE(hits[1].copies.size(), 1); // two of them are one as well
        QCOMPARE(hits[1].copies[0].path, QStringLiteral("h"));
    }

    void fewCopiesCostNoSecondSearch()
    {
        Flooded engine(12);
        const auto result = searchFolded(engine, request(), {});
        QVERIFY(result);
        QCOMPARE(engine.requests.size(), 1);
        QCOMPARE(result->hits.size(), 41);
        QCOMPARE(result->hits[0].copies.size(), 11);
        QCOMPARE(result->total, 52); // passages that match, copies among them
    }

    void manyCopiesHideNothing()
    {
        Flooded engine(700);
        const auto result = searchFolded(engine, request(), {});
        QVERIFY(result);
        QCOMPARE(result->hits.size(), 41);
        QCOMPARE(result->hits[0].copies.size(), 699);
        QCOMPARE(engine.requests.size(), 3); // 64, 256, 1024
        QVERIFY(engine.requests[0].textLeg && !engine.requests[2].textLeg);
        QCOMPARE(engine.requests[2].depth, 1024);
    }

    void theSearchDoesNotGoOnForEver()
    {
        Flooded engine(100'000);
        const auto result = searchFolded(engine, request(), {});
        QVERIFY(result);
        QCOMPARE(result->hits.size(), 1);
        QVERIFY(engine.requests.size() < 6);
    }

    void legsAheadOfTheirTextsStayAsTheyAre()
    {
        Flooded engine(12);
        SearchRequest leg = request();
        leg.limit = 0;
        QVERIFY(searchFolded(engine, leg, {}));
        QCOMPARE(engine.requests.size(), 1);
    }

    void aCopyOfWhatIsRightIsRight()
    {
        QList<Hit> hits { hit(QStringLiteral("old/report.md"), QStringLiteral("Late fees are 5 euros.")),
            hit(QStringLiteral("new/minutes.md"), QStringLiteral("Late fees are 5 euros.")),
            hit(QStringLiteral("minutes-old.md"), QStringLiteral("Late fees are 5 euros.")) };
        foldCopies(hits);
        QVERIFY((Evaluation::Right { QStringLiteral("minutes"), QStringLiteral("late fees") }.matches(hits[0])));
        QVERIFY(!(Evaluation::Right { QStringLiteral("letter"), {} }.matches(hits[0])));
    }
};

QTEST_GUILESS_MAIN(TestCopies)
#include "test_copies.moc"
