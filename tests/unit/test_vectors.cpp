// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/indexlock.h"
#include "core/library/vectorbuilder.h"
#include "core/retrieval/retriever.h"
#include "core/search/local/vectors/kernel.h"
#include "core/search/local/vectors/vectorindex.h"
#include "tests/support/fakeembedder.h"
#include "tests/support/testlibrary.h"
#include "tests/support/testsetup.h"
#include <QDir>
#include <random>
#include <set>

using namespace Heddle;
using namespace Heddle::Search;
using namespace Heddle::TestSupport;

namespace {

using Vectors = std::vector<std::vector<float>>;

Vectors made(std::size_t count, std::size_t dimension, unsigned seed)
{
    std::mt19937 random(seed);
    std::normal_distribution<float> normal;
    Vectors vectors(count, std::vector<float>(dimension));
    for (auto &vector : vectors) {
        double norm = 0;
        for (float &value : vector) {
            value = normal(random);
            norm += double(value) * double(value);
        }
        for (float &value : vector)
            value = float(double(value) / std::sqrt(norm));
    }
    return vectors;
}

//! Rows first, first + 1, … : chunk n is in collection n % 3, document n / 10, of type "md" or "pdf".
Status add(VectorIndex &index, const Vectors &vectors, std::int64_t first)
{
    std::vector<RowInfo> rows;
    std::vector<const float *> pointers;
    for (std::size_t i = 0; i < vectors.size(); ++i) {
        const std::int64_t chunk = first + std::int64_t(i);
        rows.push_back({ chunk, std::uint32_t(chunk % 3), std::uint32_t(chunk / 10),
            typeNumber(chunk % 2 == 0 ? QStringLiteral("md") : QStringLiteral("pdf")), 0, textHash(QString::number(chunk)) });
        pointers.push_back(vectors[i].data());
    }
    return index.append(rows, pointers, int(vectors.front().size()));
}

std::vector<std::int64_t> chunksOf(const Result<std::vector<VectorMatch>> &matches)
{
    std::vector<std::int64_t> chunks;
    for (const VectorMatch &match : *matches)
        chunks.push_back(match.chunk);
    return chunks;
}

std::vector<std::int64_t> numbers(std::int64_t from, std::int64_t to)
{
    std::vector<std::int64_t> list;
    for (std::int64_t i = from; i < to; ++i)
        list.push_back(i);
    return list;
}

} // namespace

class TestVectors : public QObject {
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_folder;
    QString path() const { return m_folder->filePath(QStringLiteral("vectors")); }

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void kernelsAgree_data()
    {
        QTest::addColumn<int>("dimension");
        for (const int dimension : { 1, 63, 128, 129, 384, 768, 1000, 1024, 4096 })
            QTest::newRow(qPrintable(QString::number(dimension))) << dimension;
    }
    void kernelsAgree()
    {
        QFETCH(int, dimension);
        const auto width = std::size_t(dimension), bytes = planeBytes(width);
        constexpr std::size_t Rows = 37;
        Vectors vectors = made(Rows, width, 3);
        std::fill(vectors[5].begin(), vectors[5].end(), 1.0F); // every number the largest there is
        std::fill(vectors[6].begin(), vectors[6].end(), -1.0F);
        std::fill(vectors[7].begin(), vectors[7].end(), 0.0F);
        std::vector<std::uint8_t> upper(Rows * bytes), lower(Rows * bytes);
        std::vector<float> scales;
        for (std::size_t row = 0; row < Rows; ++row)
            scales.push_back(quantize(vectors[row].data(), width, upper.data() + row * bytes, lower.data() + row * bytes));
        int ran = 0;
        for (const std::size_t question : { 0U, 5U, 6U }) {
            const Query query(vectors[question].data(), width);
            std::vector<std::int32_t> expected(Rows), lowers(Rows);
            kernels().back().dots(query, upper.data(), bytes, Rows, expected.data());
            kernels().back().dots(query, lower.data(), bytes, Rows, lowers.data());
            for (const Kernel &kernel : kernels()) {
                if (!kernel.runs())
                    continue;
                ++ran;
                std::vector<std::int32_t> dots(Rows);
                kernel.dots(query, upper.data(), bytes, Rows, dots.data());
                QVERIFY2(dots == expected, kernel.name);
                kernel.dots(query, lower.data(), bytes, Rows, dots.data());
                QVERIFY2(dots == lowers, kernel.name);
            }
            for (std::size_t row = 0; row < Rows; ++row) {
                const double exact = double(dot(vectors[question].data(), vectors[row].data(), width));
                const double norm = std::sqrt(double(dot(vectors[question].data(), vectors[question].data(), width))
                    * double(dot(vectors[row].data(), vectors[row].data(), width)));
                const double fine = double(fineScore(query, expected[row], lowers[row], scales[row]));
                QVERIFY2(std::abs(fine - exact) < 0.02 * norm + 1e-6, qPrintable(QStringLiteral("%1 %2").arg(fine).arg(exact)));
            }
        }
        QVERIFY(ran >= 3);
    }

    void theBestAreFound()
    {
        VectorIndex index(path(), QStringLiteral("m"));
        QCOMPARE(index.size(), 0U);
        QVERIFY(index.search({ 1, 0 }, 5, {}, {})->empty()); // none yet, of whatever dimension
        constexpr std::size_t Dimension = 96;
        Vectors all;
        for (int part = 0; part < 20; ++part) { // so many that segments are merged
            const Vectors some = made(300, Dimension, unsigned(part));
            QVERIFY(add(index, some, std::int64_t(all.size())));
            all.insert(all.end(), some.begin(), some.end());
        }
        QCOMPARE(index.size(), all.size());
        QVERIFY(QDir(path()).entryList({ QStringLiteral("*.seg") }).size() < 12);
        double hits = 0, wanted = 0;
        for (const auto &query : made(30, Dimension, 99)) {
            std::vector<std::pair<float, std::int64_t>> exact;
            for (std::size_t i = 0; i < all.size(); ++i)
                exact.push_back({ -dot(query.data(), all[i].data(), Dimension), std::int64_t(i) });
            std::sort(exact.begin(), exact.end());
            const auto found = index.search(query, 64, {}, {});
            QVERIFY(found);
            QCOMPARE(found->size(), 64U);
            QCOMPARE(found->front().chunk, exact.front().second);
            QVERIFY(std::abs(found->front().score + exact.front().first) < 1e-5F);
            for (std::size_t i = 1; i < found->size(); ++i)
                QVERIFY((*found)[i - 1].score >= (*found)[i].score);
            std::set<std::int64_t> best;
            for (std::size_t i = 0; i < 64; ++i)
                best.insert(exact[i].second);
            for (const VectorMatch &match : *found)
                hits += best.contains(match.chunk) ? 1 : 0;
            wanted += 64;
        }
        QVERIFY2(hits / wanted >= 0.999, qPrintable(QString::number(hits / wanted)));
        const auto wrong = index.search(made(1, 50, 1).front(), 5, {}, {});
        QVERIFY(!wrong && wrong.error().message.contains(QLatin1String("50")));
        QVERIFY(!add(index, made(3, 50, 1), 9000)); // another dimension under the same name
        std::stop_source stop;
        stop.request_stop();
        QVERIFY(index.search(all.front(), 5, {}, stop.get_token()).error().isCancelled());
    }

    void filtersAndDeletesAreInTheScan()
    {
        VectorIndex index(path(), QStringLiteral("m"));
        const Vectors all = made(2000, 32, 1);
        QVERIFY(add(index, all, 0));
        const auto collection = index.search(all[0], 700, { { 1 }, {}, {} }, {});
        QCOMPARE(collection->size(), 667U);
        for (const VectorMatch &match : *collection)
            QCOMPARE(match.chunk % 3, 1);
        QCOMPARE(index.search(all[0], 50, { {}, { 7, 9 }, {} }, {})->size(), 20U);
        const auto pdf = index.search(all[0], 50, { {}, {}, { typeNumber(QStringLiteral("pdf")) } }, {});
        for (const VectorMatch &match : *pdf)
            QCOMPARE(match.chunk % 2, 1);
        QVERIFY(index.search(all[0], 50, { { 5 }, {}, {} }, {})->empty());

        QCOMPARE(chunksOf(index.search(all[42], 1, {}, {})), std::vector<std::int64_t> { 42 });
        std::vector<std::int64_t> kept = numbers(0, 2000);
        kept.erase(kept.begin() + 42);
        QVERIFY(index.keepOnly(kept));
        QVERIFY(chunksOf(index.search(all[42], 1, {}, {})).front() != 42);
        QCOMPARE(index.size(), 1999U);
        QCOMPARE(index.missing(numbers(40, 45)), std::vector<std::int64_t> { 42 });
        QVERIFY(index.byText(textHash(QStringLiteral("42")))); // the same text may come back
        VectorIndex again(path(), QStringLiteral("m")); // as after a restart
        QCOMPARE(again.size(), 1999U);
        QVERIFY(chunksOf(again.search(all[42], 1, {}, {})).front() != 42);
        QVERIFY(again.keepOnly(numbers(0, 100)));
        QVERIFY(add(again, made(10, 32, 5), 5000)); // mostly deleted segments are written anew
        QCOMPARE(again.size(), 110U);
        QCOMPARE(index.size(), 110U); // the first one has seen it
        qint64 bytes = 0;
        for (const QFileInfo &file : QDir(path()).entryInfoList(QDir::Files))
            bytes += file.size();
        QVERIFY2(bytes < 120 * 1024, qPrintable(QString::number(bytes)));
    }

    void aCrashLeavesWholeSegments()
    {
        const Vectors first = made(50, 32, 1), second = made(50, 32, 2);
        {
            VectorIndex index(path(), QStringLiteral("m"));
            QVERIFY(add(index, first, 0));
        }
        // Killed while a segment was written: a part of a file that no manifest names.
        writeFile(path() + QLatin1String("/half.seg"), "HDLVEC01 and no more");
        VectorIndex index(path(), QStringLiteral("m"));
        QCOMPARE(index.size(), 50U);
        QVERIFY(add(index, second, 50));
        QCOMPARE(index.size(), 100U);
        QVERIFY(!QFile::exists(path() + QLatin1String("/half.seg")));

        // A segment that lost its end, and one that differs inside.
        const auto segments = QDir(path()).entryInfoList({ QStringLiteral("*.seg") }, QDir::Files);
        QCOMPARE(segments.size(), 2);
        QFile shorter(segments[0].filePath());
        QVERIFY(shorter.resize(shorter.size() - 4096));
        VectorIndex after(path(), QStringLiteral("m"));
        QCOMPARE(after.size(), 50U);
        QCOMPARE(after.missing(numbers(0, 100)).size(), 50U); // to be embedded again
        QFile other(segments[1].filePath());
        QVERIFY(other.open(QIODevice::ReadWrite));
        QVERIFY(other.seek(other.size() - 4096));
        QVERIFY(other.write("\x7f\x7f\x7f\x7f") == 4);
        other.close();
        QCOMPARE(*after.dropDamaged(), 1);
        QCOMPARE(after.size(), 0U);
        writeFile(path() + QLatin1String("/manifest.json"), "{ \"segments\": [ { \"file\":");
        QCOMPARE(VectorIndex(path(), QStringLiteral("m")).size(), 0U);
    }

    void aPassageIsFoundWithoutASharedWord()
    {
        TestLibrary library;
        library.write(QStringLiteral("garage.txt"), "The automobile stands in the yard behind the house.");
        library.write(QStringLiteral("harbour.txt"), "The boat lies in the harbour, behind the wall.");
        library.write(QStringLiteral("surgery.txt"), "The physician comes on Tuesday afternoon.");
        QVERIFY(library.index());
        const auto embedder = std::make_shared<FakeEmbedder>();
        Library::VectorBuilder builder(library.library(), &library.pools(), library.data());
        Concurrency::TaskGroup tasks;
        Retrieval::Retriever retriever(&library.pools(), &tasks);
        TestSetup setup(library.sharedEngine());
        const auto retrieve = [&](const QString &question, Leg legs = Leg::Both) {
            Retrieval::RetrievalRequest request;
            request.setup = setup.take();
            request.question = question;
            request.legs = legs;
            return *await(retriever.retrieve(request, {}, {}));
        };
        setup.change([&](Setup::AnswerSetup &next) { next.embedder = embedder; });
        const auto before = retrieve(QStringLiteral("vehicle"));
        QVERIFY(before && before->passages.isEmpty());
        QCOMPARE(before->order, Retrieval::Retrieval::Order::Text);

        QList<qint64> told;
        const auto report =
            await(builder.run(embedder, library.sharedEngine(), [&told](const Library::EmbeddingProgress &now) { told += now.done; }, {}));
        QVERIFY(report && *report);
        QCOMPARE((*report)->embedded, 3);
        QCOMPARE(told.last(), 3);
        const auto found = retrieve(QStringLiteral("vehicle"));
        QVERIFY(found);
        QCOMPARE(found->order, Retrieval::Retrieval::Order::Hybrid);
        QVERIFY(found->passages.first().hit.path.endsWith(QLatin1String("garage.txt")));
        QVERIFY(!found->passages.first().hit.textLeg && found->passages.first().hit.vectorLeg);
        QCOMPARE(found->passages.first().hit.vectorLeg->rank, 1);
        QVERIFY(found->passages.first().hit.text.contains(QLatin1String("automobile")));
        QCOMPARE(found->total, 0); // of the text leg
        const auto both = retrieve(QStringLiteral("where is the boat"));
        QVERIFY(both->passages.first().hit.path.endsWith(QLatin1String("harbour.txt")));
        QVERIFY(both->passages.first().hit.textLeg && both->passages.first().hit.vectorLeg);
        QVERIFY(std::abs(both->passages.first().hit.fused - 2.0 / 61) < 1e-9);
        const auto words = retrieve(QStringLiteral("where is the boat"), Leg::Text);
        QCOMPARE(words->order, Retrieval::Retrieval::Order::Text);
        QVERIFY(!words->passages.first().hit.vectorLeg);
        const auto meaning = retrieve(QStringLiteral("where is the boat"), Leg::Vector);
        QCOMPARE(meaning->order, Retrieval::Retrieval::Order::Vector);
        QVERIFY(!meaning->passages.first().hit.textLeg);

        // One weight decides where the legs differ.
        setup.change([&](Setup::AnswerSetup &next) { next.tuning.textWeight = 0; });
        QVERIFY(retrieve(QStringLiteral("vehicle in the harbour"))->passages.first().hit.path.endsWith(QLatin1String("garage.txt")));
        setup.change([&](Setup::AnswerSetup &next) {
            next.tuning.textWeight = 1;
            next.tuning.vectorWeight = 0;
        });
        QVERIFY(retrieve(QStringLiteral("vehicle in the harbour"))->passages.first().hit.path.endsWith(QLatin1String("harbour.txt")));

        // The question is embedded once; a model out of order costs its leg and says so.
        const int asked = embedder->questions;
        (void)retrieve(QStringLiteral("vehicle"));
        QCOMPARE(embedder->questions, asked);
        embedder->broken = true;
        const auto without = retrieve(QStringLiteral("the boat behind the wall"));
        QVERIFY(without);
        QCOMPARE(without->order, Retrieval::Retrieval::Order::Text);
        QVERIFY(without->passages.first().hit.path.endsWith(QLatin1String("harbour.txt")));
        QVERIFY(without->notices.join(QLatin1Char(' ')).contains(QLatin1String("out of order")));
    }

    void aQuestionInAnotherLanguageIsLeftToTheWords()
    {
        TestLibrary library;
        library.write(QStringLiteral("a.txt"), "The automobile stands in the yard.");
        QVERIFY(library.index());
        const auto embedder = std::make_shared<FakeEmbedder>();
        Library::VectorBuilder builder(library.library(), &library.pools(), library.data());
        QVERIFY(*await(builder.run(embedder, library.sharedEngine(), {}, {})));
        Concurrency::TaskGroup tasks;
        Retrieval::Retriever retriever(&library.pools(), &tasks);
        TestSetup setup(library.sharedEngine());
        setup.change([&](Setup::AnswerSetup &next) { next.embedder = embedder; });
        const auto order = [&](const QString &question) {
            Retrieval::RetrievalRequest request;
            request.setup = setup.take();
            request.question = question;
            return (*await(retriever.retrieve(request, {}, {})))->order;
        };
        using Order = Retrieval::Retrieval::Order;
        const QString german = QStringLiteral("Wo steht das Auto und wem gehört es eigentlich?"),
                      chinese = QStringLiteral("那辆 automobile 车停在哪里？"),
                      english = QStringLiteral("Where does the vehicle stand and whose is it?");
        QCOMPARE(order(german), Order::Hybrid); // nothing is known of the model's languages
        embedder->known = QStringList { QStringLiteral("en") };
        QCOMPARE(order(english), Order::Hybrid);
        QCOMPARE(order(german), Order::Text);
        QCOMPARE(order(chinese), Order::Text);
        setup.change([&](Setup::AnswerSetup &next) { next.tuning.foreignLanguages = true; });
        QCOMPARE(order(chinese), Order::Hybrid);
    }

    void filtersHoldForTheVectorLeg()
    {
        TestLibrary library;
        library.write(QStringLiteral("a.txt"), "The automobile stands in the yard.");
        QVERIFY(library.index(QStringLiteral("A")));
        const QString other = library.data() + QLatin1String("/other");
        writeFile(other + QLatin1String("/b.md"), "A vehicle of another collection.");
        Library::IndexRequest request;
        request.index = library.sharedEngine();
        request.collection = QStringLiteral("B");
        request.folders = QStringList(other);
        const auto indexed = await(library.indexer().run(request, {}, {}));
        QVERIFY(indexed && *indexed);
        const auto embedder = std::make_shared<FakeEmbedder>();
        Library::VectorBuilder builder(library.library(), &library.pools(), library.data());
        QVERIFY(*await(builder.run(embedder, library.sharedEngine(), {}, {})));
        const auto search = [&](const Filters &filters) {
            SearchRequest one;
            one.question = QStringLiteral("car");
            one.vector = FakeEmbedder::vectorOf(one.question);
            one.vectorModel = embedder->model();
            one.filters = filters;
            QStringList names;
            const auto found = library.engine().search(one, {});
            for (const Hit &hit : found->hits)
                names += QFileInfo(hit.path).fileName();
            names.sort();
            return names;
        };
        QCOMPARE(search({}), (QStringList { QStringLiteral("a.txt"), QStringLiteral("b.md") }));
        const qint64 a = library.library().collection(QStringLiteral("A"))->id;
        QCOMPARE(search({ { a }, {}, {} }), QStringList(QStringLiteral("a.txt")));
        QCOMPARE(search({ {}, {}, { QStringLiteral("md") } }), QStringList(QStringLiteral("b.md")));
        SearchRequest all;
        all.question = QStringLiteral("automobile");
        const auto automobile = library.engine().search(all, {});
        const QString document = automobile->hits.first().document;
        QCOMPARE(search({ {}, { document }, {} }), QStringList(QStringLiteral("a.txt")));
        QVERIFY(search({ {}, { QStringLiteral("gone") }, {} }).isEmpty());
    }

    void aStoppedRunGoesOnLater()
    {
        TestLibrary library;
        for (int i = 0; i < 60; ++i)
            library.write(QStringLiteral("%1.txt").arg(i), QStringLiteral("Note number %1 about a ship.").arg(i).toUtf8());
        QVERIFY(library.index());
        Library::VectorBuilder builder(library.library(), &library.pools(), library.data());
        const auto embedder = std::make_shared<FakeEmbedder>();
        std::stop_source stop;
        embedder->onPassage = [&] {
            if (embedder->passages == 20)
                stop.request_stop();
        };
        const auto stopped = await(builder.run(embedder, library.sharedEngine(), {}, stop.get_token()));
        QVERIFY(stopped && !*stopped && stopped->error().isCancelled());
        QVERIFY(library.engine().vectorModel().isEmpty()); // not complete, so not searched
        embedder->onPassage = {};
        embedder->failAfter = 40;
        const auto failed = await(builder.run(embedder, library.sharedEngine(), {}, {}));
        QVERIFY(failed && !*failed && failed->error().message.contains(QLatin1String("out of order")));
        embedder->failAfter = -1;
        const int before = embedder->passages;
        const auto done = await(builder.run(embedder, library.sharedEngine(), {}, {}));
        QVERIFY(done && *done);
        QVERIFY2((*done)->passages < 60, "what was made before the stop was kept");
        QCOMPARE((*done)->embedded, embedder->passages - before);
        QCOMPARE(library.engine().vectorModel(), embedder->model());
        const auto again = await(builder.run(embedder, library.sharedEngine(), {}, {}));
        QCOMPARE((*again)->passages, 0);

        // Somebody else holds the folder.
        const auto held = Library::IndexLock::take(library.data());
        QVERIFY(held);
        QCOMPARE(await(builder.run(embedder, library.sharedEngine(), {}, {}))->error().code, ErrorCode::Locked);
    }

    void aPauseHoldsIt()
    {
        TestLibrary library;
        library.write(QStringLiteral("a.txt"), "A note about a ship.");
        QVERIFY(library.index());
        Library::VectorBuilder builder(library.library(), &library.pools(), library.data());
        const auto embedder = std::make_shared<FakeEmbedder>();
        builder.setPaused(true);
        bool said = false;
        QTimer::singleShot(300, &builder, [&] {
            said = embedder->passages == 0;
            builder.setPaused(false);
        });
        const auto done = await(builder.run(embedder, library.sharedEngine(), {}, {}));
        QVERIFY(done && *done);
        QVERIFY(said);
        QCOMPARE(embedder->passages, 1);
    }

    void theSameTextIsEmbeddedOnce()
    {
        TestLibrary library;
        library.write(QStringLiteral("a.txt"), "A note about a ship.");
        library.write(QStringLiteral("b.txt"), "A note about a car.");
        QVERIFY(library.index());
        Library::VectorBuilder builder(library.library(), &library.pools(), library.data());
        const auto embedder = std::make_shared<FakeEmbedder>();
        QVERIFY(*await(builder.run(embedder, library.sharedEngine(), {}, {})));
        // The collection is removed and added again under another name: other chunks, the same texts.
        QVERIFY(*await(library.remove(QStringLiteral("C"))));
        QVERIFY(library.index(QStringLiteral("D")));
        const auto report = await(builder.run(embedder, library.sharedEngine(), {}, {}));
        QVERIFY(report && *report);
        QCOMPARE((*report)->reused, 2);
        QCOMPARE(embedder->passages, 2);
        QFile::remove(library.documents() + QLatin1String("/a.txt"));
        library.write(QStringLiteral("c.txt"), "A note about a boat.");
        QVERIFY(library.index(QStringLiteral("D")));
        const auto next = await(builder.run(embedder, library.sharedEngine(), {}, {}));
        QCOMPARE((*next)->passages, 1);
        SearchRequest request;
        request.question = QStringLiteral("zzz");
        request.vector = FakeEmbedder::vectorOf(QStringLiteral("ship"));
        request.vectorModel = embedder->model();
        QCOMPARE(library.engine().search(request, {})->hits.size(), 2); // the removed one is not among them
    }

    void anotherModelTakesOverWhenItIsComplete()
    {
        TestLibrary library;
        for (int i = 0; i < 30; ++i)
            library.write(QStringLiteral("%1.txt").arg(i), QStringLiteral("Note number %1 about a ship.").arg(i).toUtf8());
        QVERIFY(library.index());
        Library::VectorBuilder builder(library.library(), &library.pools(), library.data());
        const auto first = std::make_shared<FakeEmbedder>(QStringLiteral("fake one")),
                   second = std::make_shared<FakeEmbedder>(QStringLiteral("fake two"));
        QVERIFY(*await(builder.run(first, library.sharedEngine(), {}, {})));
        const auto hits = [&](const QString &model) {
            SearchRequest request;
            request.question = QStringLiteral("zzz");
            request.vector = FakeEmbedder::vectorOf(QStringLiteral("ship"));
            request.vectorModel = model;
            return library.engine().search(request, {})->hits.size();
        };
        second->onPassage = [&] { QCOMPARE(library.engine().vectorModel(), first->model()); };
        second->failAfter = 20;
        QVERIFY(!*await(builder.run(second, library.sharedEngine(), {}, {})));
        QCOMPARE(hits(first->model()), 30); // the old ones are searched meanwhile
        QCOMPARE(hits(second->model()), 0);
        second->failAfter = -1;
        QVERIFY(*await(builder.run(second, library.sharedEngine(), {}, {})));
        QCOMPARE(hits(second->model()), 30);
        QCOMPARE(hits(first->model()), 0);
        QCOMPARE(QDir(library.data() + QLatin1String("/index/vectors")).entryList(QDir::Dirs | QDir::NoDotAndDotDot).size(), 1);
    }
};

QTEST_GUILESS_MAIN(TestVectors)
#include "test_vectors.moc"
