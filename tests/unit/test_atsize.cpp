// SPDX-License-Identifier: GPL-3.0-or-later
// What must not cost anything in a large library: a pause, files that failed before, and files that did not change.
#include "core/library/documentview.h"
#include "core/library/scan.h"
#include "core/library/vectorbuilder.h"
#include "tests/support/fakeembedder.h"
#include "tests/support/testlibrary.h"
#include <QDeadlineTimer>
#include <QDir>
#include <sys/stat.h>

using namespace Heddle;
using namespace Heddle::Library;
using namespace Heddle::TestSupport;

namespace {

//! Counts timers that run out, and jobs.
class WorkCounter : public QObject {
public:
    explicit WorkCounter(Flow::Pools &pools) : m_pools(pools) { QCoreApplication::instance()->installEventFilter(this); }
    bool eventFilter(QObject *, QEvent *event) override
    {
        m_timers += event->type() == QEvent::Timer ? 1 : 0;
        return false;
    }
    qint64 sum() const
    {
        qint64 done = m_timers;
        for (const auto *pool : m_pools.all())
            done += qint64(pool->figures().done);
        return done;
    }

private:
    Flow::Pools &m_pools;
    qint64 m_timers = 0;
};

//! What is done in some time. Nothing can be awaited here: that nothing happens is what is looked for.
qint64 workIn(std::chrono::milliseconds time, Flow::Pools &pools)
{
    const WorkCounter counter(pools);
    const qint64 before = counter.sum();
    QEventLoop loop;
    QTimer::singleShot(time, &loop, &QEventLoop::quit); // one timer
    loop.exec();
    return counter.sum() - before - 1;
}

//! Whether there is a time in which nothing is done. (QTRY_COMPARE would ask once more after it found one.)
bool comesToRest(std::chrono::milliseconds time, Flow::Pools &pools)
{
    for (QDeadlineTimer deadline(120'000); !deadline.hasExpired();) {
        if (workIn(time, pools) == 0)
            return true;
    }
    return false;
}

//! Files that a run looked into.
struct RunFigures {
    qint64 read = -1;
    Result<IndexReport> report = Error::cancelled();
};

RunFigures run(TestLibrary &library, bool readFailedAgain = false)
{
    RunFigures figures;
    IndexRequest request;
    request.index = library.sharedEngine();
    request.collection = QStringLiteral("C");
    request.folders = QStringList(library.documents());
    request.readFailedAgain = readFailedAgain;
    const auto report = await(library.indexer().run(request,
                                  [&figures](const IndexProgress &now) {
                                      if (now.stage == IndexProgress::Stage::Reading)
                                          figures.read = now.files;
                                  },
                                  {}),
        60'000);
    if (report)
        figures.report = *report;
    return figures;
}

} // namespace

class TestAtSize : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void cleanup() { Storage::Database::closeThreadConnections(); }

    void aPausedRunRests()
    {
        constexpr int Files = 400;
        TestLibrary library;
        for (int i = 0; i < Files; ++i)
            library.write(QStringLiteral("f%1.txt").arg(i), "The common matter.");
        IndexProgress shown;
        bool pauses = true;
        std::optional<Result<IndexReport>> ended;
        IndexRequest request;
        request.index = library.sharedEngine();
        request.collection = QStringLiteral("C");
        request.folders = QStringList(library.documents());
        QCoro::connect(library.indexer().run(request,
                           [&](const IndexProgress &now) {
                               shown = now;
                               if (pauses && now.done > 0 && now.stage == IndexProgress::Stage::Reading)
                                   library.indexer().setPaused(true);
                           },
                           {}),
            this, [&ended](const Result<IndexReport> &report) { ended = report; });
        QTRY_VERIFY_WITH_TIMEOUT(shown.paused, 120'000);
        // What has been read becomes searchable, and then nothing is left to do.
        QTRY_VERIFY_WITH_TIMEOUT(library.pools().areIdle() && library.search(QStringLiteral("common")).total == shown.done, 120'000);
        QVERIFY(shown.done < Files);
        QVERIFY(comesToRest(std::chrono::milliseconds(400), library.pools()));
        QVERIFY(!ended);
        pauses = false;
        library.indexer().setPaused(false);
        QTRY_VERIFY_WITH_TIMEOUT(ended.has_value(), 120'000);
        QCOMPARE((*ended)->indexed, Files);
    }

    void whatBeginsPausedLooksForNothing()
    {
        TestLibrary library;
        library.write(QStringLiteral("a.txt"), "The granite wall.");
        library.indexer().setPaused(true);
        std::optional<Result<IndexReport>> ended;
        IndexRequest request;
        request.index = library.sharedEngine();
        request.collection = QStringLiteral("C");
        request.folders = QStringList(library.documents());
        std::stop_source stop;
        const auto take = [&ended](const Result<IndexReport> &report) { ended = report; };
        QCoro::connect(library.indexer().run(request, {}, {}), this, take);
        QVERIFY(comesToRest(std::chrono::milliseconds(100), library.pools()));
        QVERIFY(library.library().collections()->isEmpty());
        library.indexer().setPaused(false);
        QTRY_VERIFY(ended.has_value());
        QCOMPARE((*ended)->indexed, 1);
        ended.reset();
        library.indexer().setPaused(true);
        QCoro::connect(library.indexer().run(request, {}, stop.get_token()), this, take);
        stop.request_stop();
        QTRY_VERIFY(ended.has_value());
        QVERIFY(ended->error().isCancelled());
    }

    void aPausedEmbeddingRestsAndKeepsItsVectors()
    {
        TestLibrary library;
        for (int i = 0; i < 60; ++i)
            library.write(QStringLiteral("f%1.txt").arg(i), QStringLiteral("The car number %1.").arg(i).toUtf8());
        QVERIFY(library.index());
        const auto embedder = std::make_shared<FakeEmbedder>();
        embedder->batch = 5;
        VectorBuilder builder(library.library(), &library.pools(), library.data());
        std::optional<Result<EmbeddingReport>> ended;
        EmbeddingProgress shown;
        bool pauses = true;
        QCoro::connect(builder.run(embedder, library.sharedEngine(),
                           [&](const EmbeddingProgress &now) {
                               shown = now;
                               if (pauses && now.done > 0)
                                   builder.setPaused(true);
                           },
                           {}),
            this, [&ended](const Result<EmbeddingReport> &report) { ended = report; });
        QTRY_VERIFY(shown.paused);
        // The batches that were under way are finished and written, and then nothing is left to do.
        QVERIFY(comesToRest(std::chrono::milliseconds(300), library.pools()));
        QVERIFY(shown.done < 60);
        QCOMPARE(library.engine().chunksWithoutVector(embedder->model(), {})->size(), 60 - shown.done);
        QVERIFY(!ended);
        pauses = false;
        builder.setPaused(false);
        QTRY_VERIFY(ended.has_value());
        QVERIFY(library.engine().chunksWithoutVector(embedder->model(), {})->isEmpty());
    }

    void whatFailedIsReadAgainOnlyWhenItChanged()
    {
        TestLibrary library;
        library.write(QStringLiteral("good.txt"), "The granite wall.");
        library.write(QStringLiteral("broken.pdf"), "no PDF");
        library.write(QStringLiteral("blank.txt"), " \n");
        const QByteArray broken = QFile::encodeName(library.documents() + QLatin1String("/broken.pdf"));
        QCOMPARE(run(library).read, 3);
        for (int again = 0; again < 2; ++again) {
            const RunFigures figures = run(library);
            QCOMPARE(figures.read, 0);
            QCOMPARE(figures.report->failed, 1); // and is still told
            QCOMPARE(figures.report->noText, 1);
            QCOMPARE(figures.report->unchanged, 1);
            QCOMPARE(figures.report->failures.size(), 2);
            QVERIFY(figures.report->failures.first().reason.contains(QLatin1String("no text"))
                || figures.report->failures.last().reason.contains(QLatin1String("no text")));
        }
        QCOMPARE(run(library, true).read, 2); // by hand
        QCOMPARE(run(library).read, 0);
        QCOMPARE(::chmod(broken.constData(), 0640), 0); // its time and size stay, and whoever may read it is another
        QCOMPARE(run(library).read, 1);
        QCOMPARE(run(library).read, 0);

        // A version that reads more, and a failure that says nothing of the file.
        const auto set = [&library](const QString &columns) {
            return library.library().database().run(QStringLiteral("UPDATE document SET %1 WHERE state='failed'").arg(columns)).ok();
        };
        QVERIFY(set(QStringLiteral("identity=identity-1")));
        QCOMPARE(run(library).read, 1);
        QVERIFY(set(QStringLiteral("size=0, mtime_ns=0, identity=0")));
        QCOMPARE(run(library).read, 1);
        QCOMPARE(run(library).read, 0);

        library.write(QStringLiteral("broken.txt"), "The granite door.");
        QVERIFY(QFile::remove(QFile::decodeName(broken)));
        QCOMPARE(run(library).report->failed, 0);
    }

    void filesAndDocumentsAreComparedInTheOrderOfTheirBytes()
    {
        TestLibrary library;
        const QStringList names { QStringLiteral("a.txt"), QStringLiteral("a b.txt"), QStringLiteral("a/one.txt"),
            QStringLiteral("a/two/three.txt"), QStringLiteral("a-b/four.txt"), QStringLiteral("a0.txt"), QStringLiteral("ä.txt"),
            QStringLiteral("Z.txt") };
        for (const QString &name : names)
            library.write(name, "The granite wall.");
        constexpr int Many = 2500; // several pages of rows
        for (int i = 0; i < Many; ++i)
            library.write(QStringLiteral("many/%1.xyz").arg(i), {});
        QCOMPARE(run(library).report->indexed, names.size());
        const RunFigures again = run(library);
        QCOMPARE(again.read, 0);
        QCOMPARE(again.report->unchanged, names.size());
        QCOMPARE(again.report->notRead, Many);
        QCOMPARE(again.report->removed, 0);
        for (const char *name : { "a b.txt", "a/two/three.txt", "many/0.xyz", "many/2499.xyz", "Z.txt" })
            QVERIFY(QFile::remove(library.documents() + QLatin1Char('/') + QLatin1String(name)));
        library.write(QStringLiteral("a/two/new.txt"), "The granite door.");
        const RunFigures changed = run(library);
        QCOMPARE(changed.read, 1);
        QCOMPARE(changed.report->removed, 5);
        QCOMPARE(changed.report->unchanged, names.size() - 3);
        QCOMPARE(library.search(QStringLiteral("granite")).total, names.size() - 3 + 1);
    }

    void documentsAreArrangedForShowing()
    {
        using State = Document::State;
        using Order = DocumentView::Order;
        const auto document = [](const char *path, State state, const char *reason, const char *language, qint64 passages) {
            return Document { path, state, QString::fromUtf8(reason), QLatin1String(language), passages, 100 - passages, passages % 9 };
        };
        const QList<Document> documents { document("/a/Zebra.txt", State::Ready, "", "en", 9),
            document("/a/apple.txt", State::Failed, "could not be read: b", "", 0), document("/b/Äpfel.txt", State::Ready, "", "de", 10),
            document("/b/mango.txt", State::NoText, "no text", "", 0),
            document("/c/apple.txt", State::Failed, "could not be read: a", "", 0) };
        const auto shown = [&documents](const DocumentView &view) { return arranged(documents, view, {}).valueOr({ -1 }); };
        const auto by = [](Order order, bool descending = false) {
            DocumentView view;
            view.order = order;
            view.descending = descending;
            return view;
        };
        using Places = std::vector<qint32>;
        const Places named = shown(by(Order::Name)); // the locale decides where Ä goes
        QVERIFY(named.size() == 5 && std::find(named.begin(), named.end(), 1) + 1 == std::find(named.begin(), named.end(), 4));
        QCOMPARE(shown(by(Order::Passages)), (Places { 1, 3, 4, 0, 2 }));
        QCOMPARE(shown(by(Order::Passages, true)), (Places { 2, 0, 1, 3, 4 })); // equals stay by path
        QCOMPARE(shown(by(Order::State)), (Places { 0, 2, 3, 4, 1 })); // by state, then by reason
        QCOMPARE(shown(by(Order::Folder, true)), (Places { 4, 2, 3, 0, 1 }));
        QCOMPARE(shown(by(Order::Language)), (Places { 1, 3, 4, 0, 2 })); // English before German
        QCOMPARE(shown(by(Order::Size)), (Places { 2, 0, 1, 3, 4 }));
        QCOMPARE(shown(by(Order::Changed, true)), (Places { 2, 0, 1, 3, 4 }));
        DocumentView some;
        some.find = QStringLiteral("APPLE");
        some.states = { State::Failed };
        QCOMPARE(shown(some), (Places { 1, 4 }));
        some.states = { State::Ready };
        QVERIFY(shown(some).empty());
        some.states = { State::Ready, State::NoText };
        some.find.clear();
        QCOMPARE(shown(some).size(), std::size_t(3));
        std::stop_source stop;
        stop.request_stop();
        QVERIFY(arranged(documents, {}, stop.get_token()).error().isCancelled());
    }

    void aListOfFilesIsPackedAndSorted()
    {
        FileList files;
        for (int i = 99; i >= 0; --i)
            files.add("folder/" + std::to_string(i), { i, 1, 0 }, i % 10 == 0 ? QStringLiteral("a pipe") : QString());
        files.add(std::string(70'000, 'x'), {}); // longer than a block
        files.add("folder", {});
        files.sort();
        QCOMPARE(files.size(), 102);
        QCOMPARE(files.at(0).path, QByteArray("folder"));
        QCOMPARE(files.at(1).path, QByteArray("folder/0"));
        QCOMPARE(files.at(1).refusal, QStringLiteral("a pipe"));
        QCOMPARE(files.at(2).stamp.size, 1);
        QCOMPARE(files.at(101).path.size(), 70'000);
        QVERIFY(files.hasAnyIn("folder") && files.hasAnyIn("folder/7") && files.hasAnyIn(""));
        QVERIFY(!files.hasAnyIn("fold") && !files.hasAnyIn("folder/7/x") && !files.hasAnyIn("zz"));
        std::vector<bool> kept(102);
        kept[2] = kept[101] = true;
        FileList few = files;
        few.keepOnly(kept);
        QCOMPARE(few.size(), 2);
        QCOMPARE(few.at(0).path, QByteArray("folder/1"));
        QVERIFY(!few.hasAnyIn("folder/2"));
        QCOMPARE(files.size(), 102);
    }
};

QTEST_GUILESS_MAIN(TestAtSize)
#include "test_atsize.moc"
