// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/retrieval/retriever.h"
#include "core/concurrency/deadline.h"
#include "core/concurrency/settledawaiter.h"
#include "core/text/language.h"
#include <QCoreApplication>
#include <QElapsedTimer>
#include <QTimer>
#include <algorithm>

namespace Heddle::Retrieval {
namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Retrieval", text);
}

double msOf(const QElapsedTimer &clock)
{
    return double(clock.nsecsElapsed()) / 1e6;
}

void number(Retrieval &retrieval)
{
    int rank = 0;
    for (Passage &passage : retrieval.passages)
        passage.rank = ++rank;
}

//! Scores that are waited for, for a while; `over` is settled when they are there (true) or nobody waits any more.
struct PendingScores {
    Concurrency::SettleOnce<bool> over;
    std::optional<Result<Rerank::Scores>> scores;
};

QStringList rerankTexts(const Retrieval &retrieval, int window)
{
    QStringList texts;
    for (const Passage &passage : retrieval.passages.mid(0, window)) {
        const Search::Hit &hit = passage.hit;
        texts += hit.text.startsWith(hit.title) ? hit.text : hit.title + QLatin1Char('\n') + hit.text;
    }
    return texts;
}

qint64 sizeOf(const QStringList &texts)
{
    qint64 bytes = 0;
    for (const QString &text : texts)
        bytes += text.toUtf8().size();
    return bytes;
}

//! Puts the window in the order of its scores; ties keep the order of the search.
void apply(Retrieval &retrieval, const Rerank::Scores &scores)
{
    const auto window = qsizetype(scores.score.size());
    for (qsizetype i = 0; i < window; ++i) {
        Passage &passage = retrieval.passages[i];
        passage.rerankScore = scores.score[std::size_t(i)];
        passage.rerankRaw = scores.raw[std::size_t(i)];
        passage.rerankScale = scores.scale;
        passage.score = *passage.rerankScore;
    }
    std::stable_sort(retrieval.passages.begin(), retrieval.passages.begin() + window,
        [](const Passage &a, const Passage &b) { return *a.rerankScore > *b.rerankScore; });
    retrieval.order = Retrieval::Order::Rerank;
    retrieval.revision = 2;
    number(retrieval);
}

//! Runs until the scores are there, whoever waits for them by then.
QCoro::Task<void> score(std::shared_ptr<PendingScores> pending, std::shared_ptr<Rerank::Reranker> reranker, QString question,
    QStringList texts, Concurrency::WorkPool *inference, std::shared_ptr<const Retrieval> retrieval, Retriever::Sink late,
    Concurrency::Context context, std::stop_token end, std::stop_source giveUp)
{
    const auto halt = [giveUp]() mutable { giveUp.request_stop(); };
    const std::stop_callback onStop(context.stop, halt), onEnd(end, halt);
    auto task = Rerank::rerankByModel(reranker, question, texts, inference, context.under(giveUp.get_token()));
    pending->scores = co_await std::move(task);
    if (pending->over.settle(true) || !late || !*pending->scores || context.stop_requested())
        co_return;
    Retrieval reordered = *retrieval;
    apply(reordered, **pending->scores);
    late(reordered);
}

//! Whether the vector leg helps with this question: a model of one language places those of others almost by chance.
bool knowsLanguageOf(const Embedding::Embedder &embedder, const QString &question)
{
    const QStringList known = embedder.languages();
    if (known.isEmpty())
        return true;
    int letters = 0, latin = 0;
    for (const QChar c : question) {
        letters += c.isLetter() || c.isHighSurrogate() ? 1 : 0;
        latin += c.isLetter() && (c.script() == QChar::Script_Latin) ? 1 : 0;
    }
    if (latin * 4 < letters * 3)
        return false; // names in Latin letters make no English question
    const QString language = Text::detectLanguage(question);
    return language.isEmpty() || known.contains(language);
}

} // namespace

QString orderName(Retrieval::Order order)
{
    switch (order) {
    case Retrieval::Order::Text: return QStringLiteral("text");
    case Retrieval::Order::Vector: return QStringLiteral("vector");
    case Retrieval::Order::Hybrid: return QStringLiteral("hybrid");
    case Retrieval::Order::Rerank: break;
    }
    return QStringLiteral("rerank");
}

QCoro::Task<Result<Embedding::Vector>> Retriever::embed(QString question, Concurrency::Context context)
{
    const auto embedder = m_embedder;
    const QString key = embedder->model() + QLatin1Char('\n') + question;
    if (const Embedding::Vector *known = m_vectors.object(key))
        co_return *known;
    constexpr std::chrono::milliseconds EmbedBudget { 2000 };
    Concurrency::Deadline deadline(EmbedBudget, context);
    auto task = embedder->embedQuery(question, deadline.context());
    auto vector = co_await std::move(task);
    if (vector)
        m_vectors.insert(key, new Embedding::Vector(*vector));
    else if (deadline.expired() && !context.stop_requested())
        co_return Error { ErrorCode::Timeout, tr("the embedding model took too long."), {}, true };
    co_return vector;
}

//! Both legs where both are wanted and the question can be embedded; a helper that fails leaves the other leg and a notice.
QCoro::Task<Result<Search::SearchResult>> Retriever::searchLegs(
    std::shared_ptr<Retrieval> retrieval, Search::SearchRequest search, Concurrency::Context context)
{
    const auto engine = m_engine;
    const auto inPool = [this, engine, context](Search::SearchRequest request, const char *label) {
        return m_pools->search.submit(
            [engine, request = std::move(request)](Concurrency::Context inside) { return engine->search(request, inside); }, context,
            QLatin1String(label));
    };
    const Search::Leg wanted = search.legs;
    const bool foreign =
        wanted == Search::Leg::Both && m_embedder && !m_tuning.foreignLanguages && !knowsLanguageOf(*m_embedder, search.question);
    const bool embeds = wanted != Search::Leg::Text && m_embedder && !foreign;
    if (!embeds) {
        if (wanted == Search::Leg::Vector)
            retrieval->notices += tr("There is no embedding model, so meaning can't be searched; words were searched instead.");
        search.legs = Search::Leg::Text;
        auto task = inPool(search, "search");
        co_return co_await std::move(task);
    }
    // Words are searched while the question is embedded, where that costs nothing more.
    const bool apart = wanted == Search::Leg::Both && !engine->searchesLegsTogether();
    Search::SearchRequest words = search;
    words.legs = Search::Leg::Text;
    words.limit = 0;
    std::optional<QCoro::Task<Result<Search::SearchResult>>> wordsTask;
    if (apart)
        wordsTask = inPool(words, "search words");
    QElapsedTimer clock;
    clock.start();
    auto embedTask = embed(search.question, context);
    auto vector = co_await std::move(embedTask);
    retrieval->embedMs = msOf(clock);
    if (vector) {
        search.vector = std::move(*vector);
        search.vectorModel = m_embedder->model();
        if (!m_embedder->host().isEmpty())
            retrieval->sent += Sent { m_embedder->host(), QStringLiteral("embed"), search.question.toUtf8().size() };
    } else if (!context.stop_requested()) {
        retrieval->notices += tr("Searched by words only: %1").arg(vector.error().message);
    }
    if (!search.vector)
        search.legs = Search::Leg::Text;
    if (wordsTask) {
        auto found = co_await std::move(*wordsTask);
        if (!found)
            co_return found;
        search.textLeg = std::make_shared<const Search::SearchResult>(std::move(*found));
    }
    if (context.stop_requested())
        co_return Error::cancelled();
    auto task = inPool(search, search.textLeg && search.vector ? "search meaning" : "search");
    auto found = co_await std::move(task);
    if (!found)
        co_return found;
    if (found->vectorSearched) {
        retrieval->order = wanted == Search::Leg::Vector ? Retrieval::Order::Vector : Retrieval::Order::Hybrid;
    } else if (wanted == Search::Leg::Vector && search.vector) {
        retrieval->notices += tr("The passages are not embedded yet, so meaning can't be searched; words were searched instead.");
        search.legs = Search::Leg::Text;
        auto wordsOnly = inPool(search, "search");
        found = co_await std::move(wordsOnly);
    }
    co_return found;
}

QCoro::Task<Result<Retrieval>> Retriever::retrieve(RetrievalRequest request, Sink early, Concurrency::Context context, Sink late)
{
    const auto retrieval = std::make_shared<Retrieval>();
    if (request.question.trimmed().isEmpty())
        co_return *retrieval;
    Search::SearchRequest search;
    search.question = request.question;
    search.legs = request.legs;
    search.filters = request.filters;
    search.depth = request.depth > 0 ? request.depth : m_tuning.depth;
    search.limit = std::max(request.limit, m_window);
    search.textWeight = m_tuning.textWeight;
    search.vectorWeight = m_tuning.vectorWeight;

    QElapsedTimer clock;
    clock.start();
    auto foundTask = searchLegs(retrieval, search, context);
    auto found = co_await std::move(foundTask);
    retrieval->searchMs = msOf(clock);
    if (!found)
        co_return found.error();
    if (!found->host.isEmpty())
        retrieval->sent += Sent { found->host, QStringLiteral("search"), request.question.toUtf8().size() };
    retrieval->total = found->total;
    retrieval->terms = found->terms;
    retrieval->suggestion = found->suggestion;
    retrieval->notices += found->notices;
    const bool hybrid = retrieval->order != Retrieval::Order::Text;
    for (const Search::Hit &hit : std::as_const(found->hits)) {
        Passage passage;
        passage.hit = hit;
        passage.score = hybrid ? hit.fused : hit.textLeg ? hit.textLeg->score : hit.fused;
        retrieval->passages += passage;
    }
    number(*retrieval);
    for (Passage &passage : retrieval->passages)
        passage.searchRank = passage.rank;
    if (early)
        early(*retrieval);
    if (m_reranker && request.rerank && !retrieval->passages.isEmpty())
        co_await rerank(retrieval, request, late, context);
    if (context.stop_requested())
        co_return Error::cancelled();
    if (!m_standingNotice.isEmpty() && request.rerank)
        retrieval->notices += m_standingNotice;
    if (retrieval->passages.size() > request.limit)
        retrieval->passages.resize(request.limit);
    co_return *retrieval;
}

QCoro::Task<void> Retriever::rerank(std::shared_ptr<Retrieval> retrieval, RetrievalRequest request, Sink late, Concurrency::Context context)
{
    QElapsedTimer clock;
    clock.start();
    const auto reranker = m_reranker;
    const std::chrono::milliseconds budget = request.rerankBudget.value_or(m_wait);
    const QStringList texts = rerankTexts(*retrieval, m_window);
    const auto pending = std::make_shared<PendingScores>();
    std::stop_source giveUp; // when nobody waits any more
    m_tasks->add(score(pending, reranker, request.question, texts, &m_pools->inference, std::make_shared<Retrieval>(*retrieval), late,
        context, m_tasks->token(), giveUp));
    QObject timing;
    QTimer::singleShot(budget, Qt::PreciseTimer, &timing, [pending] { pending->over.settle(false); });
    {
        const std::stop_callback onStop(context.stop, [pending] { pending->over.settle(false); });
        // Shares the life of what is settled.
        const std::shared_ptr<Concurrency::SettleOnce<bool>> over(pending, &pending->over);
        co_await Concurrency::SettledAwaiter<bool>(over, m_tasks);
    }
    retrieval->rerankMs = msOf(clock);
    if (!late)
        giveUp.request_stop();
    if (context.stop_requested())
        co_return;
    const bool nothing =
        pending->scores && (*pending->scores ? (*pending->scores)->batches == 0 : pending->scores->error().code == ErrorCode::Unreachable);
    if (!reranker->host().isEmpty() && !nothing)
        retrieval->sent += Sent { reranker->host(), QStringLiteral("rerank"), sizeOf(texts) + request.question.toUtf8().size() };
    if (!pending->scores) {
        retrieval->notices += tr("%1 took longer than %2 s; the passages are in the order of the search.")
                                  .arg(reranker->name())
                                  .arg(double(budget.count()) / 1000);
    } else if (!*pending->scores) {
        retrieval->notices += tr("%1 could not rerank, so the passages are in the order of the search. %2")
                                  .arg(reranker->name(), pending->scores->error().message);
    } else {
        apply(*retrieval, **pending->scores);
    }
}

} // namespace Heddle::Retrieval
