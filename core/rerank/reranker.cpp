// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rerank/reranker.h"
#include <QCoreApplication>
#include <algorithm>
#include <cmath>

namespace Heddle::Rerank {

QString scaleName(Scale scale)
{
    return scale == Scale::Probability ? QStringLiteral("probability")
        : scale == Scale::Logit        ? QStringLiteral("logit")
                                       : QStringLiteral("unknown");
}

QCoro::Task<Result<Scores>> rerankByModel(
    std::shared_ptr<Reranker> reranker, QString query, QStringList passages, Concurrency::WorkPool *inference, Concurrency::Context context)
{
    const qsizetype count = passages.size();
    Result<Scores> scores = Error::cancelled();
    if (AsyncReranker *async = reranker->asAsync()) {
        scores = co_await async->asyncSimilarity(query, passages, context);
    } else {
        auto scoresTask = inference->submit(
            [reranker, query, passages](Concurrency::Context inside) { return reranker->similarity(query, passages, inside); }, context,
            QStringLiteral("rerank"));
        scores = co_await std::move(scoresTask);
    }
    if (!scores)
        co_return scores;
    bool plausible = qsizetype(scores->score.size()) == count && qsizetype(scores->raw.size()) == count;
    for (const double score : scores->score)
        plausible = plausible && std::isfinite(score);
    if (!plausible)
        co_return Error { ErrorCode::Protocol,
            QCoreApplication::translate("Heddle::Rerank", "%1 sent scores that can't be used.").arg(reranker->name()), {}, false };
    co_return scores;
}

QCoro::Task<Result<Trial>> tryReranker(std::shared_ptr<Reranker> reranker, Concurrency::WorkPool *inference, std::stop_token stop)
{
    const QStringList passages { QStringLiteral("The library is closed on public holidays."),
        QStringLiteral("Members pay twelve euros a year, students half of that."),
        QStringLiteral("The harbour froze over in the winter of 1929, and the ferry could not run for three weeks."),
        QStringLiteral("Bread is baked at four in the morning so that it is warm when the shop opens."),
        QStringLiteral("A bridge of wood stood here before the present one of steel was built."),
        QStringLiteral("The choir rehearses on Tuesdays in the small hall."),
        QStringLiteral("Inspectors of schools report to the ministry once they have seen each class."),
        QStringLiteral("The bearings of the bridge are inspected twice a year, in spring and in autumn.") };
    auto task = rerankByModel(reranker, QStringLiteral("How often are the bearings of the bridge inspected?"), passages, inference,
        Concurrency::Context(stop).carrying({}));
    const Result<Scores> scores = co_await std::move(task);
    if (!scores)
        co_return scores.error();
    // By chance it would be the best of eight once in eight times, but hardly ever by so much.
    constexpr double Lead = 1; // times the spread of the others
    const auto others = scores->raw.cend() - 1; // what a logit tells apart may be all alike as a probability
    const auto [least, most] = std::minmax_element(scores->raw.cbegin(), others);
    co_return Trial { *scores, *others > *most && *others - *most >= Lead * (*most - *least) };
}

} // namespace Heddle::Rerank
