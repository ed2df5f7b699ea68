// SPDX-License-Identifier: GPL-3.0-or-later
// The tokenizer and the embedding models of this process, beside Python's (bench_embedding_peer.py runs both):
//   bench_embedding tokens VOCABULARY LIMIT FILE          a line of numbers for each line of FILE
//   bench_embedding speed PLUGIN MODELS ID THREADS FILE   embeds each line of FILE; a JSON object: passages/s, memory
//   bench_embedding vectors PLUGIN MODELS ID FILE         a line of numbers for each line of FILE
#include "core/embedding/localmodel.h"
#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <atomic>
#include <cstdio>
#include <thread>

using namespace Heddle;

namespace {

QStringList linesOf(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("%s can't be read", qUtf8Printable(path));
    QStringList lines;
    while (!file.atEnd())
        lines += QString::fromUtf8(file.readLine()).chopped(1);
    return lines;
}

template <class Numbers>
void print(const Numbers &numbers)
{
    for (const auto number : numbers)
        std::printf("%.7g ", double(number));
    std::printf("\n");
}

//! Of this process alone; getrusage() tells what the process that started it had.
double peakMb()
{
    QFile status(QStringLiteral("/proc/self/status"));
    if (status.open(QIODevice::ReadOnly)) {
        for (const QByteArray &line : status.readAll().split('\n')) {
            if (line.startsWith("VmHWM:"))
                return line.mid(6).trimmed().split(' ').first().toDouble() / 1024;
        }
    }
    return 0;
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    const QString mode = arguments.value(1);
    if (mode == QLatin1String("tokens") && arguments.size() == 5) {
        const auto tokenizer = Embedding::WordPiece::load(arguments[2]);
        if (!tokenizer)
            qFatal("%s", qUtf8Printable(tokenizer.error().message));
        for (const QString &line : linesOf(arguments[4]))
            print(tokenizer->encode(line, arguments[3].toInt()));
        return 0;
    }
    const bool speed = mode == QLatin1String("speed") && arguments.size() == 7;
    if (!speed && !(mode == QLatin1String("vectors") && arguments.size() == 6))
        qFatal("see the first lines of bench_embedding.cpp");
    const auto model = Embedding::LocalModel::find(arguments[4], { arguments[2], arguments[3] });
    if (!model)
        qFatal("%s", qUtf8Printable(model.error().message));
    const int threads = speed ? arguments[5].toInt() : 1;
    const QStringList texts = linesOf(arguments.last());
    if (!speed) {
        for (const QString &text : texts)
            print((*model)->embedPassage(text, 1).valueOr({}));
        return 0;
    }
    QElapsedTimer clock;
    clock.start();
    const auto first = (*model)->embedPassage(QStringLiteral("warm"), threads);
    if (!first)
        qFatal("%s", qUtf8Printable(first.error().message));
    const qint64 loadMs = clock.restart();
    std::atomic<qsizetype> next { 0 };
    std::vector<std::thread> lanes;
    for (int i = 0; i < threads; ++i) {
        lanes.emplace_back([&] {
            for (qsizetype at = next++; at < texts.size(); at = next++) {
                if (!(*model)->embedPassage(texts[at], threads))
                    qFatal("a passage could not be embedded");
            }
        });
    }
    for (std::thread &lane : lanes)
        lane.join();
    const double seconds = double(clock.nsecsElapsed()) / 1e9;
    const QJsonObject result { { QStringLiteral("model"), (*model)->card().name }, { QStringLiteral("threads"), threads },
        { QStringLiteral("passages"), texts.size() }, { QStringLiteral("passages_per_s"), double(texts.size()) / seconds },
        { QStringLiteral("load_ms"), loadMs }, { QStringLiteral("peak_mb"), peakMb() } };
    std::printf("%s\n", QJsonDocument(result).toJson(QJsonDocument::Compact).constData());
    return 0;
}
