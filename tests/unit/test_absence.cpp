// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/vectorbuilder.h"
#include "core/retrieval/absence.h"
#include "tests/support/fakeembedder.h"
#include "tests/support/testlibrary.h"
#include "tests/support/testsetup.h"

using namespace Heddle;
using namespace Heddle::Retrieval;
using namespace Heddle::TestSupport;

//! "Why is this not here?" for each step at which a file may fall out.
class TestAbsence : public QObject {
    Q_OBJECT
    std::unique_ptr<TestLibrary> m_library;
    std::unique_ptr<Concurrency::TaskGroup> m_tasks;
    std::unique_ptr<Retriever> m_retriever;
    std::unique_ptr<AbsenceExplainer> m_explainer;
    std::unique_ptr<TestSetup> m_setup;
    AbsenceRequest m_request;

    AbsenceReport explain(const QString &subject)
    {
        m_request.setup = m_setup->take();
        m_request.subject = subject;
        const auto report = await(m_explainer->explain(m_request, {}));
        if (!report || !*report)
            qFatal("no report");
        return **report;
    }
    Standing only(const QString &subject)
    {
        const AbsenceReport report = explain(subject);
        if (report.standings.size() != 1)
            qWarning("%d standings", int(report.standings.size()));
        return report.standings.first();
    }
    void write(const QString &name, const QByteArray &text) { m_library->write(name, text); }
    void index(const QString &collection = QStringLiteral("C")) { QVERIFY(m_library->index(collection)); }

private Q_SLOTS:
    void init()
    {
        Storage::Database::closeThreadConnections();
        m_library = std::make_unique<TestLibrary>();
        m_tasks = std::make_unique<Concurrency::TaskGroup>();
        m_retriever = std::make_unique<Retriever>(&m_library->pools(), m_tasks.get());
        m_explainer = std::make_unique<AbsenceExplainer>(m_library->library(), m_retriever.get(), &m_library->pools());
        m_setup = std::make_unique<TestSetup>(m_library->sharedEngine());
        m_request = {};
        m_request.question = QStringLiteral("When is the harbour closed?");
        write(QStringLiteral("harbour.txt"), "The harbour is closed in winter. The harbour master keeps the key of the harbour.");
    }
    void cleanup()
    {
        QVERIFY(*await(m_tasks->drain(std::chrono::seconds(5))));
        m_explainer.reset();
        m_retriever.reset();
        m_setup.reset();
        m_tasks.reset();
        m_library.reset();
    }

    void whatNoCollectionHasIsSaidSo()
    {
        index();
        const AbsenceReport file = explain(QStringLiteral("missing.pdf"));
        QVERIFY(file.about == AbsenceReport::About::File);
        QVERIFY(file.standings.first().step == Standing::Step::NotInLibrary);
        QVERIFY(file.standings.first().message.contains(QLatin1String("missing.pdf")));
        const AbsenceReport words = explain(QStringLiteral("\"closed in summer\""));
        QVERIFY(words.about == AbsenceReport::About::Words);
        QVERIFY(words.standings.first().step == Standing::Step::NotInLibrary);
        const auto nothing = await(m_explainer->explain({ m_setup->take(), {}, {}, QStringLiteral("  "), {}, 8, {} }, {}));
        QVERIFY(nothing && !*nothing);
    }

    void whatCouldNotBeReadHasItsReason()
    {
        write(QStringLiteral("minutes.docx"), "not a document");
        write(QStringLiteral("empty.txt"), "  \n");
        write(QStringLiteral("broken.txt"), QByteArray("\0\1\2\3\4\0\0\0\1", 9));
        index();
        const Standing notRead = only(QStringLiteral("minutes.docx"));
        QVERIFY(notRead.step == Standing::Step::NotRead);
        QVERIFY(notRead.message.size() > QStringLiteral("It was not read.").size()); // and why
        QCOMPARE(notRead.collection, QStringLiteral("C"));
        QVERIFY(only(QStringLiteral("empty.txt")).step == Standing::Step::NoText);
        QVERIFY(only(QStringLiteral("BROKEN.TXT")).step == Standing::Step::Unreadable);
        // A part of a name does as well.
        QVERIFY(only(QStringLiteral("minut")).step == Standing::Step::NotRead);
        // The words may stand in one of them.
        QVERIFY(only(QStringLiteral("\"closed in summer\"")).message.contains(QLatin1String("3 files")));
    }

    void whatIsInAnotherCollectionIsSaidSo()
    {
        index();
        auto other = m_library->library().ensureCollection(QStringLiteral("Other"));
        QVERIFY(other.ok());
        m_request.filters.collections = { other->id };
        const Standing standing = only(QStringLiteral("harbour.txt"));
        QVERIFY(standing.step == Standing::Step::OtherCollection);
        QVERIFY(standing.message.contains(QLatin1String("\"C\"")));
    }

    void whatIsReadAndNotIndexedWaits()
    {
        index();
        const auto documents = m_library->library().documentsWhere([](const QByteArray &path) { return path == "harbour.txt"; });
        QCOMPARE(documents->size(), 1);
        const auto chunks = m_library->library().chunkIdsOfDocument(documents->first().id);
        const auto end = m_library->library().logEnd();
        for (int shard = 0; shard < m_library->engine().shards(); ++shard) {
            QVERIFY(m_library->engine().index(shard, { *chunks, {}, *end }, {}).ok());
            QVERIFY(m_library->engine().commit(shard).ok());
        }
        m_library->engine().closeWriters();
        QVERIFY(only(QStringLiteral("harbour.txt")).step == Standing::Step::Queued);
    }

    void whatMatchesHasItsRankHoweverFarDown()
    {
        for (int i = 0; i < 400; ++i)
            write(QStringLiteral("better%1.txt").arg(i),
                QStringLiteral("The harbour, harbour number %1, is closed: closed harbour.").arg(i).toUtf8());
        write(QStringLiteral("last.txt"),
            "Nobody knows much about the harbour, because " + QByteArray("something else was written here at length. ").repeated(8));
        write(QStringLiteral("apart.txt"), "Bread is baked from flour.");
        index();
        const Standing deep = only(QStringLiteral("last.txt"));
        QVERIFY2(deep.step == Standing::Step::TooDeep, qUtf8Printable(deep.message));
        QCOMPARE(deep.text->rank, 402);
        QCOMPARE(deep.total, 402);
        QCOMPARE(deep.searchRank, 0);
        QVERIFY(deep.message.contains(QLatin1String("402 of 402")));
        QVERIFY(only(QStringLiteral("apart.txt")).step == Standing::Step::NoMatch);
        const AbsenceReport all = explain(QStringLiteral("better"));
        QVERIFY(all.more);
        QCOMPARE(all.standings.size(), 10);
        QVERIFY(all.standings.first().step >= all.standings.last().step);
        // By its words too.
        const AbsenceReport words = explain(QStringLiteral("nobody knows much"));
        QVERIFY(words.about == AbsenceReport::About::Words);
        QCOMPARE(words.standings.first().text->rank, 402);
    }

    void theEndOfWhatAnAnswerReadsCutsOff()
    {
        for (int i = 0; i < 12; ++i)
            write(QStringLiteral("h%1.txt").arg(i), QStringLiteral("The harbour number %1 is closed.").arg(i).toUtf8());
        index();
        QStringList orders;
        int used = 0, cut = 0;
        for (int i = 0; i < 12; ++i) {
            const Standing standing = only(QStringLiteral("h%1.txt").arg(i));
            used += standing.step == Standing::Step::Used ? 1 : 0;
            cut += standing.step == Standing::Step::CutOff ? 1 : 0;
            QCOMPARE(standing.step == Standing::Step::Used, standing.searchRank <= 8);
        }
        QCOMPARE(used + cut, 12);
        QCOMPARE(cut, 12 + 1 - 8 - (only(QStringLiteral("harbour.txt")).step == Standing::Step::Used ? 0 : 1));
    }

    void whatTheAnswerDoesNotCiteWasNotNearEnough()
    {
        index();
        QVERIFY(only(QStringLiteral("harbour.txt")).step == Standing::Step::Used);
        m_request.used = QStringList();
        QVERIFY(only(QStringLiteral("harbour.txt")).step == Standing::Step::NotUsed);
        m_request.used = QStringList(m_library->search(m_request.question).hits.first().chunk);
        QVERIFY(only(QStringLiteral("harbour.txt")).step == Standing::Step::Used);
    }

    void aCopyIsFoldedIntoWhatIsShown()
    {
        write(QStringLiteral("copy/harbour-old.txt"), "The harbour is closed in winter. The harbour master keeps the key of the harbour.");
        index();
        QList<Standing> standings = { only(QStringLiteral("harbour.txt")), only(QStringLiteral("harbour-old.txt")) };
        std::sort(standings.begin(), standings.end(), [](const auto &a, const auto &b) { return a.step < b.step; });
        QVERIFY(standings[0].step == Standing::Step::Folded);
        QVERIFY(standings[1].step == Standing::Step::Used);
        QCOMPARE(standings[0].copyOf, standings[1].path);
    }

    void meaningHasARankOfItsOwn()
    {
        write(QStringLiteral("boat.txt"), "The boat lies behind the wall.");
        index();
        const auto embedder = std::make_shared<FakeEmbedder>();
        Library::VectorBuilder builder(m_library->library(), &m_library->pools(), m_library->data());
        const auto built = await(builder.run(embedder, m_library->sharedEngine(), {}, {}));
        QVERIFY(built && *built);
        m_setup->change([&](auto &setup) { setup.embedder = embedder; });
        m_request.question = QStringLiteral("harbour");
        const Standing standing = only(QStringLiteral("boat.txt"));
        QVERIFY(standing.vectorSearched);
        QVERIFY(!standing.text);
        QVERIFY(standing.vector && standing.vector->rank >= 1);
        QVERIFY(standing.step == Standing::Step::Used);
    }
};

QTEST_GUILESS_MAIN(TestAbsence)
#include "test_absence.moc"
