// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rerank/overlapreranker.h"
#include "core/library/language.h"
#include "core/rerank/provider.h"
#include "core/search/analyzer.h"
#include "core/search/stopwords.h"
#include <cmath>
#include <string>
#include <unordered_map>

namespace Heddle::Rerank {
namespace {

constexpr double NearnessShare = 0.2; //!< of a score; the rest is what the passage holds

//! Where the query's words stand in a passage: pairs of position and word, in order.
using Places = std::vector<std::pair<int, std::size_t>>;

//! The fewest words in a row that hold all the words that occur at all.
int shortestRun(const Places &places, std::size_t words)
{
    std::vector<int> inside(words, 0);
    std::vector<bool> occurs(words, false);
    std::size_t wanted = 0, have = 0;
    for (const auto &[position, word] : places) {
        wanted += !occurs[word];
        occurs[word] = true;
    }
    int best = std::numeric_limits<int>::max();
    std::size_t from = 0;
    for (const auto &[position, word] : places) {
        have += inside[word]++ == 0;
        while (have == wanted) {
            best = std::min(best, position - places[from].first + 1);
            have -= --inside[places[from].second] == 0;
            ++from;
        }
    }
    return best;
}

} // namespace

QString OverlapReranker::name() const
{
    return providerById(QStringLiteral("overlap"))->name;
}

Result<Scores> OverlapReranker::similarity(const QString &query, const QStringList &passages, std::stop_token stop)
{
    Search::Analyzer &analyzer = Search::Analyzer::forThisThread();
    const std::string language = Library::detectLanguage(query).toStdString();
    const auto &stops = Search::stopWords(language); // in other languages their weight by rarity must do
    std::unordered_map<std::string, std::size_t> words;
    for (const Search::Token &token : analyzer.tokens(query)) {
        if (!stops.count(token.term))
            words.emplace(token.ngram ? token.term : analyzer.stem(token.term, language), words.size());
    }
    std::vector<Places> places(std::size_t(passages.size()));
    std::vector<double> holders(words.size(), 0);
    for (std::size_t i = 0; i < places.size(); ++i) {
        if (stop.stop_requested())
            return Error::cancelled();
        std::vector<bool> seen(words.size(), false);
        int position = 0;
        for (const Search::Token &token : analyzer.tokens(passages[qsizetype(i)])) {
            const auto word = words.find(token.ngram ? token.term : analyzer.stem(token.term, language));
            if (word != words.end()) {
                places[i].emplace_back(position, word->second);
                holders[word->second] += !seen[word->second];
                seen[word->second] = true;
            }
            ++position;
        }
    }
    std::vector<double> weights(words.size());
    double whole = 0;
    for (std::size_t word = 0; word < weights.size(); ++word)
        whole += weights[word] = std::log(1 + double(passages.size()) / (1 + holders[word]));
    Scores scores;
    for (const Places &found : places) {
        std::vector<bool> seen(words.size(), false);
        double held = 0;
        int distinct = 0;
        for (const auto &[position, word] : found) {
            if (!seen[word]) {
                held += weights[word];
                ++distinct;
            }
            seen[word] = true;
        }
        const double nearness = found.empty() ? 0 : double(distinct) / shortestRun(found, words.size());
        const double coverage = whole > 0 ? held / whole : 0;
        scores.raw.push_back(coverage * (1 - NearnessShare + NearnessShare * nearness));
    }
    scores.score = scores.raw;
    scores.scale = Scale::Unknown;
    scores.batches = 1;
    return scores;
}

} // namespace Heddle::Rerank
