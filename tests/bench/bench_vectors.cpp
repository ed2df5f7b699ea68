// SPDX-License-Identifier: GPL-3.0-or-later
// Exact search over made vectors: bench_vectors FOLDER [ROWS=200000] [DIMENSION=384] [DEPTH=64] [QUERIES=100]
// FOLDER keeps the index for the next run. Prints a JSON object a kernel that runs here: ms per query on one thread (median
// and 99th percentile), the recall of the 8-bit scan against a scan in float, memory of the process, and the time that
// reading the 8-bit matrix alone takes in this run, for the machine's own limit.
#include "core/search/local/vectors/kernel.h"
#include "core/search/local/vectors/vectorindex.h"
#include <QCoreApplication>
#include <QElapsedTimer>
#include <QJsonDocument>
#include <QJsonObject>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <random>
#include <set>

using namespace Heddle;

namespace {

//! Around cluster centres, as embeddings lie: independent random vectors are all equally far from each other.
class Maker {
public:
    explicit Maker(std::size_t dimension) : m_dimension(dimension), m_random(7)
    {
        for (auto &centre : m_centres)
            centre = noise(1);
    }
    std::vector<float> make()
    {
        std::vector<float> vector = m_centres[m_random() % m_centres.size()];
        const std::vector<float> spread = noise(0.7F);
        double norm = 0;
        for (std::size_t i = 0; i < m_dimension; ++i) {
            vector[i] += spread[i];
            norm += double(vector[i]) * double(vector[i]);
        }
        for (float &value : vector)
            value = float(double(value) / std::sqrt(norm));
        return vector;
    }

private:
    std::vector<float> noise(float width)
    {
        std::normal_distribution<float> normal(0, width);
        std::vector<float> vector(m_dimension);
        for (float &value : vector)
            value = normal(m_random);
        return vector;
    }
    std::size_t m_dimension;
    std::mt19937 m_random;
    std::array<std::vector<float>, 500> m_centres;
};

double residentMb(const char *key)
{
    QFile status(QStringLiteral("/proc/self/status"));
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray &line : status.readAll().split('\n')) {
        if (line.startsWith(key))
            return line.mid(qsizetype(qstrlen(key))).trimmed().split(' ').first().toDouble() / 1024;
    }
    return 0;
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() < 2)
        qFatal("bench_vectors FOLDER [ROWS] [DIMENSION] [DEPTH] [QUERIES]");
    const auto argument = [&arguments](int at, int fallback) { return arguments.size() > at ? arguments[at].toInt() : fallback; };
    const auto rows = std::size_t(argument(2, 200000));
    const int dimension = argument(3, 384), depth = argument(4, 64), queries = argument(5, 100);
    Search::VectorIndex index(arguments[1], QStringLiteral("made"));
    Maker maker { std::size_t(dimension) };
    constexpr std::size_t Append = 50000;
    while (index.size() < rows) {
        std::vector<std::vector<float>> vectors;
        std::vector<const float *> pointers;
        std::vector<Search::RowInfo> infos;
        const auto first = std::int64_t(index.size());
        for (std::size_t i = 0; i < std::min(Append, rows - std::size_t(first)); ++i)
            vectors.push_back(maker.make());
        for (std::size_t i = 0; i < vectors.size(); ++i) {
            pointers.push_back(vectors[i].data());
            infos.push_back({ first + std::int64_t(i), std::uint32_t(i % 10), std::uint32_t(i), 1, 0, {} });
        }
        if (const auto done = index.append(infos, pointers, dimension); !done)
            qFatal("%s", qUtf8Printable(done.error().message));
    }
    std::vector<std::vector<float>> questions;
    for (int i = 0; i < queries; ++i)
        questions.push_back(maker.make());

    std::vector<double> times;
    double recall = 0;
    QElapsedTimer clock;
    (void)index.search(questions[0], depth, {}, {});
    const double scanMb = residentMb("VmRSS:");
    for (const auto &question : questions) {
        clock.start();
        const auto found = index.search(question, depth, {}, {});
        times.push_back(double(clock.nsecsElapsed()) / 1e6);
        if (!found)
            qFatal("%s", qUtf8Printable(found.error().message));
    }
    std::sort(times.begin(), times.end());
    const double rss = residentMb("VmRSS:"), anonymous = residentMb("RssAnon:");
    std::vector<double> filtered;
    for (const auto &question : questions) {
        clock.start();
        (void)index.search(question, depth, { { 3 }, {}, {} }, {});
        filtered.push_back(double(clock.nsecsElapsed()) / 1e6);
    }
    std::sort(filtered.begin(), filtered.end());
    const int checked = std::min(queries, 20);
    for (int q = 0; q < checked; ++q) {
        // Everything in float: as deep as there are rows, so that nothing is chosen by 8-bit values.
        const auto exact = index.search(questions[std::size_t(q)], int(rows), {}, {});
        const auto found = index.search(questions[std::size_t(q)], depth, {}, {});
        std::set<std::int64_t> best;
        for (std::size_t i = 0; i < std::size_t(depth) && i < exact->size(); ++i)
            best.insert((*exact)[i].passage.chunk);
        double hits = 0;
        for (const auto &match : *found)
            hits += best.contains(match.passage.chunk) ? 1 : 0;
        recall += hits / double(best.size());
    }
    const QJsonObject result { { QStringLiteral("kernel"), QLatin1String(Search::bestKernel().name) },
        { QStringLiteral("rows"), qint64(rows) }, { QStringLiteral("dimension"), dimension }, { QStringLiteral("depth"), depth },
        { QStringLiteral("median_ms"), times[times.size() / 2] }, { QStringLiteral("p99_ms"), times[times.size() * 99 / 100] },
        { QStringLiteral("filtered_median_ms"), filtered[filtered.size() / 2] }, { QStringLiteral("recall"), recall / checked },
        { QStringLiteral("first_rss_mb"), scanMb }, { QStringLiteral("rss_mb"), rss }, { QStringLiteral("rss_anonymous_mb"), anonymous } };
    std::printf("%s\n", QJsonDocument(result).toJson(QJsonDocument::Compact).constData());
    return 0;
}
