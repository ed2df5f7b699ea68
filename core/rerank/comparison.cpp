// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rerank/comparison.h"
#include <QElapsedTimer>
#include <algorithm>
#include <map>
#include <numeric>

namespace Heddle::Rerank {

QCoro::Task<Ranking> rankingBy(Configuration configuration, Transports transports, QString question, Concurrency::Contents asked,
    QList<ComparedPassage> passages, Concurrency::Context context)
{
    Ranking ranking;
    ranking.configuration = configuration;
    transports.cache.reset();
    const auto made = makeReranker(configuration, transports);
    if (!made) {
        ranking.name = configuration.endpoint.id;
        ranking.error = made.error();
        co_return ranking;
    }
    const std::shared_ptr<Reranker> reranker = *made;
    ranking.name = reranker->name();
    ranking.host = reranker->host();
    Net::Sealed sealed;
    if (reranker->sendsElsewhere()) {
        auto looking = Net::sealedNow(transports.http->guard());
        const auto read = co_await std::move(looking);
        if (!read) {
            ranking.error = read.error();
            co_return ranking;
        }
        sealed = *read;
    }
    Concurrency::Contents contents = asked;
    QStringList texts;
    std::vector<std::size_t> places;
    for (qsizetype i = 0; i < passages.size(); ++i) {
        if (!sealed.allows(passages[i].contents)) {
            ++ranking.withheld;
            continue;
        }
        texts += passages[i].text;
        contents.add(passages[i].contents);
        places.push_back(std::size_t(i));
    }
    if (texts.isEmpty())
        co_return ranking;
    QElapsedTimer clock;
    clock.start();
    auto task = rerankByModel(reranker, question, texts, transports.inference, context.carrying(contents));
    const auto scores = co_await std::move(task);
    ranking.ms = double(clock.nsecsElapsed()) / 1e6;
    if (!scores) {
        ranking.error = scores.error();
        co_return ranking;
    }
    ranking.tokens = scores->tokens;
    std::vector<std::size_t> order(places.size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [&scores](std::size_t a, std::size_t b) { return scores->score[a] > scores->score[b]; });
    for (const std::size_t at : order)
        ranking.order.push_back(places[at]);
    co_return ranking;
}

double kendallTau(const std::vector<std::size_t> &one, const std::vector<std::size_t> &other)
{
    std::map<std::size_t, std::size_t> rankIn;
    for (std::size_t rank = 0; rank < other.size(); ++rank)
        rankIn.emplace(other[rank], rank);
    std::vector<std::size_t> ranks;
    for (const std::size_t passage : one) {
        if (const auto rank = rankIn.find(passage); rank != rankIn.end())
            ranks.push_back(rank->second);
    }
    long agree = 0, all = 0;
    for (std::size_t i = 0; i < ranks.size(); ++i) {
        for (std::size_t k = i + 1; k < ranks.size(); ++k) {
            agree += ranks[i] < ranks[k] ? 1 : -1;
            ++all;
        }
    }
    return all > 0 ? double(agree) / double(all) : 0;
}

double overlapAt(const std::vector<std::size_t> &one, const std::vector<std::size_t> &other, std::size_t depth)
{
    const auto firstOf = [depth](const std::vector<std::size_t> &order) {
        return order.begin() + std::ptrdiff_t(std::min(depth, order.size()));
    };
    const auto common = std::count_if(one.begin(), firstOf(one),
        [&](std::size_t passage) { return std::find(other.begin(), firstOf(other), passage) != firstOf(other); });
    const std::size_t most = std::min({ depth, one.size(), other.size() });
    return most > 0 ? double(common) / double(most) : 0;
}

} // namespace Heddle::Rerank
