// SPDX-License-Identifier: GPL-3.0-or-later
// The vector index by itself: its arithmetic, its files and its searches.
#include "core/search/local/vectors/kernel.h"
#include "core/search/local/vectors/vectorindex.h"
#include "tests/support/testsupport.h"
#include <QDir>
#include <QTemporaryDir>
#include <cmath>
#include <limits>
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
            stableNumber(chunk % 2 == 0 ? QStringLiteral("md") : QStringLiteral("pdf")), std::uint32_t(chunk + 7),
            textHash(QString::number(chunk)) });
        pointers.push_back(vectors[i].data());
    }
    return index.append(rows, pointers, int(vectors.front().size()));
}

std::vector<std::int64_t> chunksOf(const Result<std::vector<VectorMatch>> &matches)
{
    std::vector<std::int64_t> chunks;
    for (const VectorMatch &match : *matches)
        chunks.push_back(match.passage.chunk);
    return chunks;
}

std::vector<PassageName> passages(const std::vector<std::int64_t> &chunks)
{
    std::vector<PassageName> result;
    for (const std::int64_t chunk : chunks)
        result.push_back({ chunk, std::uint32_t(chunk + 7) });
    return result;
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
            QCOMPARE(found->front().passage.chunk, exact.front().second);
            QVERIFY(std::abs(found->front().score + exact.front().first) < 1e-5F);
            for (std::size_t i = 1; i < found->size(); ++i)
                QVERIFY((*found)[i - 1].score >= (*found)[i].score);
            std::set<std::int64_t> best;
            for (std::size_t i = 0; i < 64; ++i)
                best.insert(exact[i].second);
            for (const VectorMatch &match : *found)
                hits += best.contains(match.passage.chunk) ? 1 : 0;
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
            QCOMPARE(match.passage.chunk % 3, 1);
        QCOMPARE(index.search(all[0], 50, { {}, { 7, 9 }, {} }, {})->size(), 20U);
        const auto pdf = index.search(all[0], 50, { {}, {}, { stableNumber(QStringLiteral("pdf")) } }, {});
        for (const VectorMatch &match : *pdf)
            QCOMPARE(match.passage.chunk % 2, 1);
        QVERIFY(index.search(all[0], 50, { { 5 }, {}, {} }, {})->empty());

        QCOMPARE(chunksOf(index.search(all[42], 1, {}, {})), std::vector<std::int64_t> { 42 });
        std::vector<std::int64_t> kept = numbers(0, 2000);
        kept.erase(kept.begin() + 42);
        QVERIFY(index.keepOnly(passages(kept)));
        QVERIFY(chunksOf(index.search(all[42], 1, {}, {})).front() != 42);
        QCOMPARE(index.size(), 1999U);
        QCOMPARE(index.missing(passages(numbers(40, 45))), std::vector<std::int64_t> { 42 });
        QVERIFY(index.byText(textHash(QStringLiteral("42")))); // the same text may come back
        // A row that means another passage now has no vector.
        QCOMPARE(index.missing({ { 43, 1 }, { 44, 44 + 7 } }), std::vector<std::int64_t> { 43 });
        VectorIndex again(path(), QStringLiteral("m")); // as after a restart
        QCOMPARE(again.size(), 1999U);
        QVERIFY(chunksOf(again.search(all[42], 1, {}, {})).front() != 42);
        QVERIFY(again.keepOnly(passages(numbers(0, 100))));
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
        QCOMPARE(after.missing(passages(numbers(0, 100))).size(), 50U); // to be embedded again
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

    void onlyUsableVectorsAreWritten()
    {
        VectorIndex index(path(), QStringLiteral("m"));
        const float infinity = std::numeric_limits<float>::infinity(), none = std::numeric_limits<float>::quiet_NaN();
        for (const float number : { infinity, -infinity, none }) {
            Vectors vectors = made(3, 32, 1);
            vectors[1][31] = number;
            const Status added = add(index, vectors, 0);
            QVERIFY(!added);
            QCOMPARE(added.error().code, ErrorCode::Protocol);
            QCOMPARE(chunksOf(index.search(made(1, 32, 1)[0], 3, {}, {})).size(), 0U);
        }
        QVERIFY(!add(index, { std::vector<float>(3'000'000, 0.5F) }, 0));
        QVERIFY(!add(index, { std::vector<float>() }, 0));
        QVERIFY(QDir(path()).entryList({ QStringLiteral("*.seg") }, QDir::Files).isEmpty());
        QVERIFY(add(index, made(3, 32, 1), 0));
        QVERIFY(!index.search(std::vector<float>(32, none), 3, {}, {}));
        QVERIFY(!add(index, made(3, 33, 1), 3));
    }

    void filesThatLieAreNotBelieved()
    {
        const Vectors vectors = made(10, 31, 1);
        VectorIndex index(path(), QStringLiteral("m"));
        QVERIFY(add(index, vectors, 0));
        const QString file = QDir(path()).entryInfoList({ QStringLiteral("*.seg") }, QDir::Files).first().filePath();
        const QByteArray whole = readFile(file);
        const auto sizeWith = [&](qsizetype at, const QByteArray &bytes) {
            writeFile(file, QByteArray(whole).replace(at, bytes.size(), bytes));
            return VectorIndex(path(), QStringLiteral("m")).size();
        };
        QCOMPARE(sizeWith(0, {}), 10U);
        // Another dimension or number of rows, also one that fits the size of the file, and one that no machine has memory for.
        for (const char dimension : { '\x1e', '\x20', '\x00' })
            QCOMPARE(sizeWith(8, QByteArray(1, dimension)), 0U);
        for (const char rows : { '\x09', '\x0b', '\xff' })
            QCOMPARE(sizeWith(16, QByteArray(1, rows)), 0U);
        QCOMPARE(sizeWith(8, QByteArray(16, '\xff')), 0U);
        QCOMPARE(sizeWith(12, QByteArray(4, '\0')), 10U); // of an earlier version, without a checksum of these

        // Numbers that aren't finite, whoever wrote them: no crash, found by the check, embedded again.
        QByteArray bad = whole;
        const float none = std::numeric_limits<float>::quiet_NaN();
        const qsizetype floats = whole.size() - 4096; // 10 * 31 * 4 bytes
        for (qsizetype row = 0; row < 10; row += 2)
            bad.replace(floats + row * 31 * 4, 4, reinterpret_cast<const char *>(&none), 4);
        writeFile(file, bad);
        VectorIndex damaged(path(), QStringLiteral("m"));
        for (int i = 0; i < 10; ++i) {
            const auto found = damaged.search(vectors[std::size_t(i)], 10, {}, {});
            QVERIFY(found.ok() && found->size() == 10U);
            for (const VectorMatch &match : *found)
                QVERIFY(std::isfinite(match.score));
        }
        QCOMPARE(damaged.check(), 1);

        // A manifest names files of its own folder only.
        writeFile(file, whole);
        const QString elsewhere = m_folder->filePath(QStringLiteral("elsewhere.seg"));
        QVERIFY(QFile::copy(file, elsewhere));
        const QByteArray others = "{'segments':[{'file':'../elsewhere.seg'},{'file':'" + elsewhere.toUtf8() + "'}]}";
        writeFile(path() + QLatin1String("/manifest.json"), QByteArray(others).replace('\'', '"'));
        QCOMPARE(VectorIndex(path(), QStringLiteral("m")).size(), 0U);
    }
};

QTEST_GUILESS_MAIN(TestVectors)
#include "test_vectors.moc"
