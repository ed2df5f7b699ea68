// SPDX-License-Identifier: GPL-3.0-or-later
// Which sentences of the passages found may answer: for a quoted answer, and for a map without a model.
#include "core/dialog/evidencework.h"
#include "core/text/sentences.h"
#include <algorithm>
#include <cmath>
#include <limits>

namespace Heddle::Dialog {
namespace {

double cosineOf(const Embedding::Vector &a, const Embedding::Vector &b)
{
    return a.size() == b.size() ? std::inner_product(a.begin(), a.end(), b.begin(), 0.0) : std::numeric_limits<double>::quiet_NaN();
}

} // namespace

QCoro::Task<Status> DialogService::findEvidence(std::shared_ptr<EvidenceWork> work, Concurrency::Context context)
{
    auto collecting = m_pools->inference.submit(
        [work](std::stop_token stop) -> Status {
            work->asked = Evidence::understand(work->searched, work->terms);
            work->candidates = Evidence::candidatesFrom(work->asked, work->passages, stop);
            return Done {};
        },
        context, QStringLiteral("look for evidence"));
    HEDDLE_CO_TRY(co_await std::move(collecting));
    auto cosines = addCosines(work, context);
    co_await std::move(cosines);
    co_return Done {};
}

//! The vectors of the best sentences, where a model on this computer knows them; whatever fails leaves the words' order.
QCoro::Task<void> DialogService::addCosines(std::shared_ptr<EvidenceWork> work, Concurrency::Context context)
{
    const std::shared_ptr<Embedding::Embedder> embedder = work->embedder;
    if (!embedder || work->vector.empty())
        co_return;
    std::vector<double> cosines(std::size_t(work->candidates.size()), std::numeric_limits<double>::quiet_NaN());
    const bool words =
        std::any_of(work->candidates.cbegin(), work->candidates.cend(), [](const Evidence::Candidate &one) { return one.terms.any(); });
    if (!words) { // as near as its passage, unless the sentence itself can be compared
        for (qsizetype i = 0; i < work->candidates.size(); ++i) {
            if (const auto &leg = work->passages[work->candidates[i].passage].hit.vectorLeg)
                cosines[std::size_t(i)] = leg->score;
        }
        if (std::any_of(cosines.cbegin(), cosines.cend(), [](double cosine) { return !std::isnan(cosine); }))
            Evidence::addCosines(work->candidates, cosines);
    }
    const QList<qsizetype> chosen = Evidence::worthEmbedding(work->candidates, work->embedded);
    QStringList texts;
    for (const qsizetype place : chosen) {
        const Evidence::Candidate &one = work->candidates[place];
        texts += Text::sentenceText(QStringView(work->passages[one.passage].hit.text).mid(one.from, one.to - one.from));
    }
    auto embedding = embedder->embedSentences(texts, context);
    const auto vectors = co_await std::move(embedding);
    if (!vectors || vectors->size() != texts.size())
        co_return;
    for (qsizetype i = 0; i < chosen.size(); ++i)
        cosines[std::size_t(chosen[i])] = cosineOf(work->vector, (*vectors)[i]);
    Evidence::addCosines(work->candidates, cosines);
}

} // namespace Heddle::Dialog
