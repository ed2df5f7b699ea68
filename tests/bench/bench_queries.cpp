// SPDX-License-Identifier: GPL-3.0-or-later
// Time of one search on a data folder: questions of eight words that occur in the texts, and questions of the five
// commonest words; and the same eight words with their meaning, where `vectors` gives every passage one (made, of 384
// numbers, and left in DATA); `answers`: also the time of a whole answer without a chat model, by whatever DATA is set up with.
// bench_queries DATA [rounds=50] [vectors|answers]
// Prints {"passages","eight_words":{"median_ms","p99_ms","limit_ms"},"five_commonest":{...},"hybrid":{...},"answers":{...}}.
#include "app/app.h"
#include "core/text/analyzer.h"
#include "tests/support/testsupport.h"
#include <QCoreApplication>
#include <QElapsedTimer>
#include <QHash>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>
#include <cmath>
#include <cstdio>

using namespace Heddle;

namespace {

constexpr int Dimension = 384;
constexpr int Patience = 60'000;
const QString Model = QStringLiteral("made");

//! As far apart as the texts of real models are: random directions.
std::vector<float> madeVector(QRandomGenerator &random)
{
    std::vector<float> vector(Dimension);
    double norm = 0;
    for (float &value : vector) {
        value = float(random.generateDouble() + random.generateDouble() + random.generateDouble() - 1.5);
        norm += double(value) * double(value);
    }
    for (float &value : vector)
        value = float(double(value) / std::sqrt(norm));
    return vector;
}

void makeVectors(Search::SearchEngine &engine, const Storage::LibraryRepository &library)
{
    constexpr qsizetype Part = 20'000;
    QRandomGenerator random(11);
    const auto missing = engine.chunksWithoutVector(Model, {});
    if (!missing)
        qFatal("%s", qUtf8Printable(missing.error().message));
    for (qsizetype from = 0; from < missing->size(); from += Part) {
        QList<Search::VectorRow> rows;
        const auto chunks = library.chunks(missing->mid(from, Part));
        for (const auto &chunk : std::as_const(*chunks))
            rows += Search::VectorRow { chunk.chunk.id, chunk.chunk.publicId, chunk.collectionId, chunk.documentId, chunk.type,
                chunk.chunk.publicId, madeVector(random) };
        if (const auto put = engine.putVectors(Model, rows, {}); !put)
            qFatal("%s", qUtf8Printable(put.error().message));
    }
    if (const auto active = engine.activateModel(Model); !active)
        qFatal("%s", qUtf8Printable(active.error().message));
}

QJsonObject timesOf(Search::SearchEngine &engine, const QStringList &questions, double limitMs, bool hybrid = false)
{
    QRandomGenerator random(13);
    QList<double> times;
    qint64 total = 0;
    for (const QString &question : questions) {
        Search::SearchRequest request;
        request.question = question;
        request.limit = 64;
        if (hybrid) {
            request.vector = madeVector(random);
            request.vectorModel = Model;
        }
        QElapsedTimer timer;
        timer.start();
        const auto found = engine.search(request, {});
        times += double(timer.nsecsElapsed()) / 1e6;
        if (!found)
            qFatal("%s", qUtf8Printable(found.error().message));
        if (hybrid && !found->vectorSearched)
            qFatal("vectors were not searched");
        total += found->total;
    }
    std::sort(times.begin(), times.end());
    return { { QStringLiteral("median_ms"), times[times.size() / 2] }, { QStringLiteral("p99_ms"), times[times.size() * 99 / 100] },
        { QStringLiteral("limit_ms"), limitMs }, { QStringLiteral("mean_total"), double(total) / double(questions.size()) },
        { QStringLiteral("example"), questions.first() } };
}

//! Each question is another, so that no vector of it is known before.
QJsonObject answerTimes(App::App &app, const QStringList &questions, double limitMs)
{
    QList<double> times;
    int quoted = 0;
    for (const QString &question : questions) {
        Dialog::DialogRequest request;
        request.setup = app.setup().answers().take();
        request.question = question;
        QElapsedTimer timer;
        timer.start();
        const auto asked = TestSupport::await(app.dialog().ask(request, {}, {}), Patience);
        times += double(timer.nsecsElapsed()) / 1e6;
        if (!asked || !*asked)
            qFatal("\"%s\" can't be asked", qUtf8Printable(question));
        quoted += (**asked).kind == Dialog::Turn::Kind::Quoted ? 1 : 0;
    }
    std::sort(times.begin(), times.end());
    return { { QStringLiteral("median_ms"), times[times.size() / 2] }, { QStringLiteral("p99_ms"), times[times.size() * 99 / 100] },
        { QStringLiteral("limit_ms"), limitMs }, { QStringLiteral("quoted"), quoted } };
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = application.arguments().mid(1);
    if (arguments.isEmpty())
        qFatal("usage: bench_queries DATA [rounds] [vectors|answers]");
    const int rounds = arguments.size() > 1 ? arguments[1].toInt() : 50;
    auto app = App::App::open(arguments[0]);
    if (!app)
        qFatal("%s", qUtf8Printable(app.error().message));
    const auto &library = (*app)->library();
    auto &engine = *(*app)->setup().indexing().engine;

    // Words from a sample of the texts; a fixed seed, so that two runs ask the same.
    QHash<QString, int> frequency;
    QList<QStringList> texts;
    const auto sample = library.chunksOfShard(0, engine.shards(), 0, 4000);
    if (!sample || sample->isEmpty())
        qFatal("the data folder holds no passages");
    for (const auto &row : *sample) {
        QStringList words;
        QSet<QString> seen;
        Text::Analyzer::forThisThread().words(row.chunk.text, [&](const Text::Token &token) {
            const QString word = QString::fromStdString(token.term);
            words += word;
            if (!seen.contains(word))
                ++frequency[word];
            seen += word;
        });
        if (words.size() >= 40)
            texts += words;
    }
    QRandomGenerator random(7);
    QStringList eight;
    for (int i = 0; i < rounds; ++i) {
        const QStringList &words = texts[random.bounded(texts.size())];
        const qsizetype from = random.bounded(words.size() - 8);
        eight += words.mid(from, 8).join(QLatin1Char(' ')); // eight words in a row, as people type them
    }
    QStringList common = frequency.keys();
    std::sort(common.begin(), common.end(),
        [&](const QString &a, const QString &b) { return frequency[a] != frequency[b] ? frequency[a] > frequency[b] : a < b; });
    QStringList five;
    for (int i = 0; i < rounds; ++i)
        five += common.mid(0, 5).join(QLatin1Char(' '));
    qint64 passages = 0;
    for (int shard = 0; shard < engine.shards(); ++shard)
        passages += library.chunkCount(shard, engine.shards()).valueOr(0);
    Search::SearchRequest first;
    first.question = eight.first();
    engine.search(first, {}).ok(); // opens files once
    QJsonObject result { { QStringLiteral("passages"), passages }, { QStringLiteral("eight_words"), timesOf(engine, eight, 10) },
        { QStringLiteral("five_commonest"), timesOf(engine, five, 30) } };
    if (arguments.value(2) == QLatin1String("vectors")) {
        makeVectors(engine, library);
        result.insert(QStringLiteral("hybrid"), timesOf(engine, eight, 25, true));
    }
    if (arguments.value(2) == QLatin1String("answers")) {
        TestSupport::awaitVoid((*app)->setup().apply({}), Patience);
        result.insert(QStringLiteral("answers"), answerTimes(**app, eight, 60));
        TestSupport::awaitVoid((*app)->shutdown());
    }
    std::printf("%s\n", QJsonDocument(result).toJson(QJsonDocument::Compact).constData());
    return 0;
}
