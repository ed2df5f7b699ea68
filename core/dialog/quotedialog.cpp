// SPDX-License-Identifier: GPL-3.0-or-later
// The answer without a chat model.
#include "core/dialog/questiononitsway.h"
#include "core/text/sentences.h"
#include <QElapsedTimer>
#include <algorithm>
#include <cmath>
#include <limits>

namespace Heddle::Dialog {
namespace {

constexpr qsizetype EmbeddedSentences = 16; //!< of a question; each takes some milliseconds

double cosineOf(const Embedding::Vector &a, const Embedding::Vector &b)
{
    return a.size() == b.size() ? std::inner_product(a.begin(), a.end(), b.begin(), 0.0) : std::numeric_limits<double>::quiet_NaN();
}

} // namespace

//! The evidence for one question while it is collected.
struct DialogService::QuoteWork {
    QString searched;
    QList<Retrieval::Passage> passages; //!< the answer's passages and some more
    QList<Search::QueryTerm> terms;
    Evidence::AskedQuestion asked;
    QList<Evidence::Candidate> candidates;
};

void DialogService::Question::takeQuoted()
{
    turn.kind = quoted->answer.answers() ? Turn::Kind::Quoted : Turn::Kind::None;
    turn.sources = quoted->sources;
    turn.answer = plainText(quoted->answer, turn.sources);
    turn.quoted = quoted->answer;
    turn.timings[QStringLiteral("answer")] = quoteMs;
}

QCoro::Task<Status> DialogService::quote(std::shared_ptr<Question> question, Concurrency::Context context, EventSink sink)
{
    QElapsedTimer clock;
    clock.start();
    const auto work = std::make_shared<QuoteWork>();
    work->searched = question->searched;
    work->passages = question->found.passages.mid(0, Evidence::SearchedPassages);
    work->terms = question->found.terms;
    auto collecting = m_pools->inference.submit(
        [work](std::stop_token stop) -> Status {
            work->asked = Evidence::understand(work->searched, work->terms);
            work->candidates = Evidence::candidatesFrom(work->asked, work->passages, stop);
            return Done {};
        },
        context, QStringLiteral("look for evidence"));
    HEDDLE_CO_TRY(co_await std::move(collecting));
    auto cosines = addCosines(question, work, context);
    co_await std::move(cosines);
    auto choosing = m_pools->inference.submit(
        [work](std::stop_token) -> Result<QuotedSources> {
            return quoted(
                Evidence::findingsFrom(work->asked, work->passages, work->candidates), work->passages, work->terms, AnswerPassages);
        },
        context, QStringLiteral("quote an answer"));
    auto quoted = co_await std::move(choosing);
    if (!quoted)
        co_return quoted.error();
    QuotedAnswer &answer = quoted->answer;
    answer.scope = question->request.scope;
    answer.unread = question->unread;
    if (question->searched != question->request.question)
        answer.searched = question->searched;
    question->quoted = *quoted;
    question->quoteMs = double(clock.nsecsElapsed()) / 1e6;
    if (const ModelPtr model = question->setup().chatModel; model && sink)
        sink(Quotation { *quoted, model->model().isEmpty() ? model->name() : model->model() });
    co_return Done {};
}

//! The vectors of the best sentences, where a model on this computer knows them; whatever fails leaves the words' order.
QCoro::Task<void> DialogService::addCosines(
    std::shared_ptr<Question> question, std::shared_ptr<QuoteWork> work, Concurrency::Context context)
{
    const std::shared_ptr<Embedding::Embedder> embedder = question->setup().embedder;
    if (!embedder || question->found.vector.empty())
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
    const QList<qsizetype> chosen = Evidence::worthEmbedding(work->candidates, EmbeddedSentences);
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
        cosines[std::size_t(chosen[i])] = cosineOf(question->found.vector, (*vectors)[i]);
    Evidence::addCosines(work->candidates, cosines);
}

} // namespace Heddle::Dialog
