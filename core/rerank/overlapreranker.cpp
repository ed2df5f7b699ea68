// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rerank/overlapreranker.h"
#include "core/rerank/provider.h"
#include "core/text/analyzer.h"
#include "core/text/language.h"
#include "core/text/stopwords.h"
#include <cmath>
#include <string>
#include <unordered_map>

namespace Heddle::Rerank {
namespace {

constexpr double K1 = 1.2, B = 0.75; // as the search weighs a word's number and a passage's length
constexpr int Near = 4; // words apart that two neighbours of the question count as standing together
constexpr double PairShare = 0.5; // of the weight of its two words
// A search that knows how rare a word is in the whole library judges small differences better than 64 passages can: only
// large ones change its order. Found on SciFact, see docs/ranking.md.
constexpr double Steps = 3;

//! Where the query's words stand in a passage: position and word, in order.
using Places = std::vector<std::pair<int, std::size_t>>;

//! For each two neighbours of the question: do they stand together here, in this order?
std::vector<bool> pairsIn(const Places &places, std::size_t words)
{
    std::vector<bool> together(words > 0 ? words - 1 : 0, false);
    std::vector<int> last(words, std::numeric_limits<int>::min() / 2);
    for (const auto &[position, word] : places) {
        if (word > 0 && position - last[word - 1] <= Near)
            together[word - 1] = true;
        last[word] = position;
    }
    return together;
}

} // namespace

QString OverlapReranker::name() const
{
    return providerById(QStringLiteral("overlap"))->name;
}

Result<Scores> OverlapReranker::similarity(const QString &query, const QStringList &passages, Concurrency::Context stop)
{
    Text::Analyzer &analyzer = Text::Analyzer::forThisThread();
    const std::string language = Text::detectLanguage(query).toStdString();
    const auto &stops = Text::stopWords(language); // in other languages their weight by rarity must do
    std::unordered_map<std::string, std::size_t> words;
    analyzer.words(query, [&](const Text::Token &token) {
        if (!stops.count(token.term))
            words.emplace(token.ngram ? token.term : analyzer.stem(token.term, language), words.size());
    });
    std::vector<Places> places(std::size_t(passages.size()));
    std::vector<int> lengths(places.size(), 0);
    std::vector<double> holders(words.size(), 0);
    double whole = 0;
    for (std::size_t i = 0; i < places.size(); ++i) {
        if (stop.stop_requested())
            return Error::cancelled();
        std::vector<bool> seen(words.size(), false);
        analyzer.words(passages[qsizetype(i)], [&](const Text::Token &token) {
            const auto word = words.find(token.ngram ? token.term : analyzer.stem(token.term, language));
            if (word != words.end()) {
                places[i].emplace_back(lengths[i], word->second);
                holders[word->second] += !seen[word->second];
                seen[word->second] = true;
            }
            ++lengths[i];
        });
        whole += lengths[i];
    }
    const double average = std::max(1.0, whole / std::max(1.0, double(places.size())));
    std::vector<double> weights(words.size());
    double most = 0;
    for (std::size_t word = 0; word < weights.size(); ++word)
        most += weights[word] = std::log(1 + double(passages.size()) / (0.5 + holders[word]));
    const double best = most * (K1 + 1) * (1 + PairShare);
    Scores scores;
    for (std::size_t i = 0; i < places.size(); ++i) {
        std::vector<double> counts(words.size(), 0);
        for (const auto &[position, word] : places[i])
            ++counts[word];
        double score = 0;
        for (std::size_t word = 0; word < counts.size(); ++word)
            score += weights[word] * counts[word] * (K1 + 1) / (counts[word] + K1 * (1 - B + B * lengths[i] / average));
        const std::vector<bool> together = pairsIn(places[i], words.size());
        for (std::size_t pair = 0; pair < together.size(); ++pair)
            score += together[pair] ? PairShare * (weights[pair] + weights[pair + 1]) / 2 * (K1 + 1) / 2 : 0;
        scores.raw.push_back(best > 0 ? score / best : 0);
    }
    for (const double raw : scores.raw)
        scores.score.push_back(std::floor(raw * Steps) / Steps);
    scores.scale = Scale::Unknown;
    scores.batches = 1;
    return scores;
}

} // namespace Heddle::Rerank
