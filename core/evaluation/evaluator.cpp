// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluation/evaluator.h"
#include <QElapsedTimer>

namespace Heddle::Evaluation {

QList<Change> changes(const Report &before, const Report &after)
{
    QHash<QString, int> ranks;
    for (const Answered &answered : before.answered)
        ranks.insert(answered.id, answered.score.rank);
    QList<Change> list;
    for (const Answered &answered : after.answered) {
        const auto rank = ranks.constFind(answered.id);
        if (rank != ranks.cend() && *rank != answered.score.rank)
            list += { answered.id, answered.question, *rank, answered.score.rank };
    }
    return list;
}

QCoro::Task<Result<Report>> evaluate(QList<Judged> questions, Retrieval::Retriever *retriever, Storage::LibraryRepository library,
    Flow::Pools *pools, Retrieval::RetrievalRequest request, std::function<void(qsizetype)> progress, Concurrency::Context context)
{
    // So deep that the first 20 documents are there even where each has several passages.
    constexpr int Depth = 200;
    request.limit = std::max(request.limit, Depth);
    const QList<qint64> everywhere = request.filters.collections;
    Report report;
    QHash<QString, qint64> collections;
    QElapsedTimer clock;
    double ms = 0;
    for (const Judged &judged : std::as_const(questions)) {
        request.question = judged.question;
        request.contents = judged.contents;
        request.filters.collections = everywhere;
        if (!judged.collection.isEmpty()) {
            if (!collections.contains(judged.collection)) {
                auto task = pools->library.submit([library, name = judged.collection](std::stop_token) { return library.collection(name); },
                    context, QStringLiteral("find collection"));
                const auto row = co_await std::move(task);
                if (!row)
                    co_return row.error();
                collections.insert(judged.collection, row->id);
            }
            request.filters.collections = QList<qint64>(1, collections.value(judged.collection));
        }
        clock.start();
        auto task = retriever->retrieve(request, nullptr, context);
        const auto found = co_await std::move(task);
        if (!found)
            co_return found.error();
        ms += double(clock.nsecsElapsed()) / 1e6;
        QList<Search::Hit> hits;
        for (const Retrieval::Passage &passage : found->passages)
            hits += passage.hit;
        const Score one = score(judged, hits);
        report.answered += { judged.id, judged.question, one };
        report.ndcg10 += one.ndcg10;
        report.recall20 += one.recall20;
        report.mrr += one.reciprocalRank;
        report.found10 += one.rank > 0 && one.rank <= 10 ? 1 : 0;
        report.order = found->order;
        for (const QString &notice : found->notices) {
            if (!report.notices.contains(notice))
                report.notices += notice;
        }
        if (progress)
            progress(report.answered.size());
    }
    const auto count = double(std::max<qsizetype>(1, report.answered.size()));
    report.ndcg10 /= count;
    report.recall20 /= count;
    report.mrr /= count;
    report.meanMs = ms / count;
    co_return report;
}

} // namespace Heddle::Evaluation
