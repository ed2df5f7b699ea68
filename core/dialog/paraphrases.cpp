// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialog/paraphrases.h"
#include <numeric>

namespace Heddle::Dialog {
namespace {

constexpr double Close = 0.6; //!< cosine, of all-MiniLM-L6-v2: docs/answers.md
constexpr qsizetype MaxDoubts = 16; //!< of an answer, so that it doesn't wait for long

double cosine(const Embedding::Vector &one, const Embedding::Vector &other)
{
    return one.size() == other.size() ? std::inner_product(one.cbegin(), one.cend(), other.cbegin(), 0.0) : 0;
}

} // namespace

QCoro::Task<CitedAnswer> withoutParaphrases(CitedAnswer answer, std::shared_ptr<Embedding::Embedder> embedder, Concurrency::Context context)
{
    if (!embedder || !embedder->host().isEmpty() || answer.weak.isEmpty())
        co_return answer;
    const QStringList languages = embedder->languages();
    QList<WeakDoubt> doubts;
    for (const WeakDoubt &doubt : std::as_const(answer.weak)) {
        if (doubts.size() == MaxDoubts || !(languages.isEmpty() || languages.contains(doubt.language)))
            continue;
        doubts += doubt;
    }
    for (qsizetype i = 0; i < doubts.size(); ++i) {
        auto first = embedder->embedQuery(doubts[i].sentence, context);
        const auto said = co_await std::move(first);
        auto second = embedder->embedQuery(doubts[i].passage, context);
        const auto passage = co_await std::move(second);
        if (!said || !passage)
            break;
        if (cosine(*said, *passage) < Close)
            continue;
        Source &source = answer.sources[doubts[i].source];
        source.uses[doubts[i].use] = CitationUse { source.uses[doubts[i].use].at, Outcome::Unchecked };
        source.outcome = Outcome::Supported;
        for (const CitationUse &use : std::as_const(source.uses))
            source.outcome = std::max(source.outcome, use.outcome);
    }
    co_return answer;
}

} // namespace Heddle::Dialog
