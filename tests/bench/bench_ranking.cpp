// SPDX-License-Identifier: GPL-3.0-or-later
// Quality of the text leg over a grid of ranking parameters, on a data folder that holds the collection already:
//   bench_ranking DATA TOPICS.tsv QRELS.txt [k1=0.9,1.2] [b=0.4,0.75] [exact=0,0.2] [collection=NAME]
// Prints one JSON object a line: the parameters, nDCG@10, recall@100 and the share of questions with a hit in the first 5.
#include "app/app.h"
#include "core/search/local/localengine.h"
#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QHash>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <cmath>
#include <cstdio>

using namespace Heddle;

namespace {

using Judgements = QHash<QString, QHash<QString, int>>;

struct Figures {
    double ndcg10 = 0, recall100 = 0, top5 = 0;
};

Judgements readQrels(const QString &path)
{
    Judgements judgements;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("%s can't be read", qUtf8Printable(path));
    while (!file.atEnd()) {
        const auto parts = QString::fromUtf8(file.readLine()).split(QRegularExpression(QStringLiteral("\\s+")), Qt::SkipEmptyParts);
        if (parts.size() >= 4)
            judgements[parts[0]][parts[2]] = parts[3].toInt();
    }
    return judgements;
}

Figures evaluate(Search::SearchEngine &engine, const QList<QPair<QString, QString>> &topics, const Judgements &judgements,
    const Search::Filters &filters)
{
    Figures sum;
    int judged = 0;
    for (const auto &[id, question] : topics) {
        const auto relevant = judgements.value(id);
        if (relevant.isEmpty())
            continue;
        ++judged;
        Search::SearchRequest request;
        request.question = question;
        request.filters = filters;
        request.depth = request.limit = 400;
        const auto found = engine.search(request, {});
        if (!found)
            qFatal("%s", qUtf8Printable(found.error().message));
        QStringList documents;
        for (const auto &hit : found->hits) {
            const QString document = QFileInfo(hit.path).completeBaseName();
            if (!documents.contains(document))
                documents += document;
        }
        double dcg = 0, ideal = 0;
        QList<int> grades = relevant.values();
        std::sort(grades.begin(), grades.end(), std::greater<>());
        for (int i = 0; i < 10; ++i) {
            dcg += relevant.value(documents.value(i)) / std::log2(i + 2);
            ideal += grades.value(i) / std::log2(i + 2);
        }
        sum.ndcg10 += ideal > 0 ? dcg / ideal : 0;
        int all = 0, at100 = 0;
        bool first5 = false;
        for (auto it = relevant.cbegin(); it != relevant.cend(); ++it) {
            const qsizetype at = documents.indexOf(it.key());
            all += it.value() > 0;
            at100 += it.value() > 0 && at >= 0 && at < 100;
            first5 = first5 || (it.value() > 0 && at >= 0 && at < 5);
        }
        sum.recall100 += all > 0 ? double(at100) / all : 0;
        sum.top5 += first5;
    }
    return { sum.ndcg10 / judged, sum.recall100 / judged, sum.top5 / judged };
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = application.arguments().mid(1);
    if (arguments.size() < 3)
        qFatal("usage: bench_ranking DATA TOPICS.tsv QRELS.txt [k1=..] [b=..] [exact=..] [collection=NAME]");
    QMap<QString, QStringList> grid { { QStringLiteral("k1"), {} }, { QStringLiteral("b"), {} }, { QStringLiteral("exact"), {} } };
    QString collection;
    for (const QString &argument : arguments.mid(3)) {
        if (argument.startsWith(QLatin1String("collection=")))
            collection = argument.section(QLatin1Char('='), 1);
        else
            grid[argument.section(QLatin1Char('='), 0, 0)] = argument.section(QLatin1Char('='), 1).split(QLatin1Char(','));
    }
    auto app = App::App::open(arguments[0]);
    if (!app)
        qFatal("%s", qUtf8Printable(app.error().message));
    Search::Filters filters;
    if (!collection.isEmpty()) {
        const auto row = (*app)->library().collection(collection);
        if (!row)
            qFatal("%s", qUtf8Printable(row.error().message));
        filters.collections += row->id;
    }
    QList<QPair<QString, QString>> topics;
    QFile file(arguments[1]);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("the topics can't be read");
    while (!file.atEnd()) {
        const QString line = QString::fromUtf8(file.readLine()).trimmed();
        topics += { line.section(QLatin1Char('\t'), 0, 0), line.section(QLatin1Char('\t'), 1) };
    }
    const Judgements judgements = readQrels(arguments[2]);
    auto &engine = static_cast<Search::LocalEngine &>(*(*app)->setup().indexing().engine);
    const Search::RankingParameters standard;
    const auto values = [&grid](const char *name, double other) {
        QList<double> list;
        for (const QString &value : grid.value(QLatin1String(name)))
            list += value.toDouble();
        return list.isEmpty() ? QList<double> { other } : list;
    };
    for (const double k1 : values("k1", standard.k1)) {
        for (const double b : values("b", standard.b)) {
            for (const double exact : values("exact", standard.exactWeight)) {
                Search::RankingParameters parameters = standard;
                parameters.k1 = k1;
                parameters.b = b;
                parameters.exactWeight = exact;
                engine.setRanking(parameters);
                const Figures figures = evaluate(engine, topics, judgements, filters);
                const QJsonObject line { { QStringLiteral("k1"), k1 }, { QStringLiteral("b"), b }, { QStringLiteral("exact"), exact },
                    { QStringLiteral("ndcg10"), figures.ndcg10 }, { QStringLiteral("recall100"), figures.recall100 },
                    { QStringLiteral("top5"), figures.top5 } };
                std::printf("%s\n", QJsonDocument(line).toJson(QJsonDocument::Compact).constData());
                std::fflush(stdout);
            }
        }
    }
    return 0;
}
