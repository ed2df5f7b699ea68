// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluation/reportjson.h"
#include <QCoreApplication>
#include <QJsonArray>

namespace Heddle::Evaluation {

QJsonObject toJson(const Report &report)
{
    QJsonArray results;
    for (const Answered &answered : report.answered) {
        results += QJsonObject { { QStringLiteral("id"), answered.id }, { QStringLiteral("question"), answered.question },
            { QStringLiteral("rank"), answered.score.rank > 0 ? QJsonValue(answered.score.rank) : QJsonValue() },
            { QStringLiteral("ndcg10"), answered.score.ndcg10 }, { QStringLiteral("recall20"), answered.score.recall20 } };
    }
    return { { QStringLiteral("questions"), report.answered.size() }, { QStringLiteral("ndcg10"), report.ndcg10 },
        { QStringLiteral("recall20"), report.recall20 }, { QStringLiteral("mrr"), report.mrr },
        { QStringLiteral("found10"), report.found10 }, { QStringLiteral("order"), Retrieval::orderName(report.order) },
        { QStringLiteral("ms"), report.meanMs }, { QStringLiteral("notices"), QJsonArray::fromStringList(report.notices) },
        { QStringLiteral("results"), results } };
}

Result<Report> reportFrom(const QJsonObject &object)
{
    if (!object.contains(QLatin1String("results")))
        return Error::input(QCoreApplication::translate("Heddle::Evaluation", "this is no result of heddle-cli eval --json"));
    Report report;
    report.ndcg10 = object[QLatin1String("ndcg10")].toDouble();
    report.recall20 = object[QLatin1String("recall20")].toDouble();
    report.mrr = object[QLatin1String("mrr")].toDouble();
    report.found10 = object[QLatin1String("found10")].toInt();
    report.meanMs = object[QLatin1String("ms")].toDouble();
    for (const auto &value : object[QLatin1String("results")].toArray()) {
        const QJsonObject entry = value.toObject();
        Score score;
        score.rank = entry[QLatin1String("rank")].toInt();
        score.ndcg10 = entry[QLatin1String("ndcg10")].toDouble();
        score.recall20 = entry[QLatin1String("recall20")].toDouble();
        report.answered += { entry[QLatin1String("id")].toString(), entry[QLatin1String("question")].toString(), score };
    }
    return report;
}

QJsonObject toJson(const Judged &judged)
{
    QJsonArray right;
    for (const Right &one : judged.right) {
        QJsonObject object { { QStringLiteral("document"), one.document } };
        if (!one.text.isEmpty())
            object.insert(QStringLiteral("text"), one.text);
        if (one.grade != 1)
            object.insert(QStringLiteral("grade"), one.grade);
        right += object;
    }
    QJsonObject object { { QStringLiteral("id"), judged.id }, { QStringLiteral("question"), judged.question },
        { QStringLiteral("right"), right } };
    if (!judged.collection.isEmpty())
        object.insert(QStringLiteral("collection"), judged.collection);
    return object;
}

} // namespace Heddle::Evaluation
