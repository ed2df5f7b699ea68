// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/retrieval/retriever.h"
#include "core/concurrency/deadline.h"
#include "core/concurrency/settledawaiter.h"
#include "core/retrieval/attachedhits.h"
#include "core/retrieval/rerankfusion.h"
#include "core/search/copies.h"
#include "core/text/language.h"
#include <QCoreApplication>
#include <QElapsedTimer>
#include <QTimer>
#include <algorithm>
#include <limits>

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

//! The places of passages that are reranked, in order.
using Places = QList<qsizetype>;

QStringList rerankTexts(const Retrieval &retrieval, const Places &places)
{
    QStringList texts;
    for (const qsizetype place : places)
        texts += rerankText(retrieval.passages[place].hit);
    return texts;
}

qint64 sizeOf(const QStringList &texts)
{
    qint64 bytes = 0;
    for (const QString &text : texts)
        bytes += text.toUtf8().size();
    return bytes;
}

//! The scores of the search, of the passages that are reranked.
std::vector<double> searchScores(const Retrieval &retrieval, const Places &places)
{
    std::vector<double> scores;
    for (const qsizetype place : places)
        scores.push_back(retrieval.passages[place].score);
    return scores;
}

double agreementOf(const Retrieval &retrieval, const Rerank::Scores &scores, const Places &places)
{
    return rankAgreement(searchScores(retrieval, places), scores.score);
}

//! Orders the passages at these places by the scores of search and reranker together; ties keep the order of the search, and what the
//! reranker didn't get keeps its place.
void apply(Retrieval &retrieval, const Rerank::Scores &scores, double weight, const Places &places)
{
    const std::vector<double> fused = fusedScores(searchScores(retrieval, places), scores.score, weight);
    QList<Passage> ranked;
    for (qsizetype i = 0; i < places.size(); ++i) {
        Passage passage = retrieval.passages[places[i]];
        passage.rerankScore = scores.score[std::size_t(i)];
        passage.rerankRaw = scores.raw[std::size_t(i)];
        passage.rerankScale = scores.scale;
        passage.score = fused[std::size_t(i)];
        ranked += passage;
    }
    std::stable_sort(ranked.begin(), ranked.end(), [](const Passage &a, const Passage &b) { return a.score > b.score; });
    for (qsizetype i = 0; i < places.size(); ++i)
        retrieval.passages[places[i]] = ranked[i];
    retrieval.order = Retrieval::Order::Rerank;
    retrieval.revision = 2;
    number(retrieval);
}

//! Runs until the scores are there, whoever waits for them by then.
QCoro::Task<void> score(std::shared_ptr<PendingScores> pending, std::shared_ptr<Rerank::Reranker> reranker, QString question, Places places,
    Concurrency::WorkPool *inference, std::shared_ptr<const Retrieval> retrieval, Retriever::Sink late, Concurrency::Context context,
    std::stop_token end, std::stop_source giveUp)
{
    const auto cancel = [giveUp]() mutable { giveUp.request_stop(); };
    const std::stop_callback onStop(context.stop, cancel), onEnd(end, cancel);
    auto task = Rerank::rerankByModel(reranker, question, rerankTexts(*retrieval, places), inference, context.under(giveUp.get_token()));
    pending->scores = co_await std::move(task);
    if (pending->over.settle(true) || !late || !*pending->scores || context.stop_requested())
        co_return;
    Retrieval reordered = *retrieval;
    const double agreement = agreementOf(reordered, **pending->scores, places);
    apply(reordered, **pending->scores, agreement < ChanceAgreement ? UntriedRerankWeight : RerankWeight, places);
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

Search::SearchRequest searchRequestFrom(const RetrievalRequest &request)
{
    const Setup::Tuning &tuning = request.setup->tuning;
    Search::SearchRequest search;
    search.question = request.question;
    search.legs = request.legs;
    search.filters = request.filters;
    search.depth = request.depth > 0 ? request.depth : tuning.depth;
    search.limit = std::max(request.limit, tuning.rerankWindow);
    search.textWeight = tuning.textWeight;
    search.vectorWeight = tuning.vectorWeight;
    return search;
}

//! The engine's hits as passages, in its order; the retrieval knows by then which legs were searched.
void takeHits(Retrieval &retrieval, const Search::SearchResult &found)
{
    retrieval.total = found.total;
    retrieval.terms = found.terms;
    retrieval.suggestion = found.suggestion;
    retrieval.notices += found.notices;
    const bool hybrid = retrieval.order != Retrieval::Order::Text;
    for (const Search::Hit &hit : found.hits) {
        Passage passage;
        passage.hit = hit;
        passage.score = hybrid ? hit.fused : hit.textLeg ? hit.textLeg->score : hit.fused;
        retrieval.passages += passage;
    }
    number(retrieval);
    for (Passage &passage : retrieval.passages)
        passage.searchRank = passage.rank;
}

//! What can't be used of the set-up, as far as it concerns finding passages.
QStringList standingNotices(const Setup::AnswerSetup &setup)
{
    QStringList texts;
    for (const Setup::Notice &notice : setup.notices) {
        if (notice.about != Setup::Notice::About::Chat && notice.isDue())
            texts += notice.text;
    }
    return texts;
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

//! What is sent counts as sent, whatever comes of it.
QCoro::Task<Result<Embedding::Vector>> Retriever::embed(
    std::shared_ptr<Embedding::Embedder> embedder, std::shared_ptr<Retrieval> retrieval, QString question, Concurrency::Context context)
{
    const QString key = embedder->model() + QLatin1Char('\n') + question;
    if (const Embedding::Vector *cached = m_vectors.object(key))
        co_return *cached;
    constexpr std::chrono::milliseconds EmbedBudget { 2000 };
    const auto destinations = std::make_shared<Concurrency::Destinations>();
    Concurrency::Deadline deadline(EmbedBudget, context.listing(destinations));
    auto task = embedder->embedQuery(question, deadline.context());
    auto vector = co_await std::move(task);
    if (!embedder->host().isEmpty() && (vector || !destinations->isEmpty()))
        retrieval->sent += Sent { embedder->host(), QStringLiteral("embed"), question.toUtf8().size() };
    if (vector)
        m_vectors.insert(key, new Embedding::Vector(*vector));
    else if (deadline.expired() && !context.stop_requested())
        co_return Error { ErrorCode::Timeout, tr("The embedding model took too long."), {}, true };
    co_return vector;
}

QCoro::Task<Result<Search::SearchResult>> Retriever::searchInPool(
    std::shared_ptr<Search::Searcher> engine, Search::SearchRequest request, QString label, Concurrency::Context context)
{
    return m_pools->search.submit(
        [engine, request = std::move(request)](Concurrency::Context inside) { return Search::searchFolded(*engine, request, inside); },
        context, label);
}

//! The legs that can be searched; where that is not what was asked for, a notice says why.
QCoro::Task<Result<Search::SearchResult>> Retriever::searchLegs(
    Setup::AnswerSetupPtr setup, std::shared_ptr<Retrieval> retrieval, Search::SearchRequest search, Concurrency::Context context)
{
    const bool wantsMeaning = search.legs != Search::Leg::Text;
    // A model that was not made for the question's language only misleads, unless meaning is all that was asked for.
    const bool foreign = search.legs == Search::Leg::Both && setup->embedder && !setup->tuning.foreignLanguages
        && !knowsLanguageOf(*setup->embedder, search.question);
    // Before the first vector is made a question isn't worth the time that its own takes, nor the loading of a model.
    const bool early = search.legs == Search::Leg::Both && !setup->hasVectors;
    if (wantsMeaning && setup->embedder && !foreign && !early) {
        auto both = searchBoth(setup, retrieval, search, context);
        co_return co_await std::move(both);
    }
    if (search.legs == Search::Leg::Vector)
        retrieval->notices += tr("There is no embedding model, so meaning can't be searched; words were searched instead.");
    search.legs = Search::Leg::Text;
    auto words = searchInPool(setup->engine, search, QStringLiteral("search"), context);
    co_return co_await std::move(words);
}

//! With the question's vector; a helper that fails leaves the other leg and a notice.
QCoro::Task<Result<Search::SearchResult>> Retriever::searchBoth(
    Setup::AnswerSetupPtr setup, std::shared_ptr<Retrieval> retrieval, Search::SearchRequest search, Concurrency::Context context)
{
    const auto engine = setup->engine;
    const auto embedder = setup->embedder;
    const Search::Leg wanted = search.legs;
    // 1 Words are searched while the question is embedded, where that costs nothing more.
    std::optional<QCoro::Task<Result<Search::SearchResult>>> wordsTask;
    if (wanted == Search::Leg::Both && !engine->searchesLegsTogether()) {
        Search::SearchRequest words = search;
        words.legs = Search::Leg::Text;
        words.limit = 0;
        wordsTask = searchInPool(engine, words, QStringLiteral("search words"), context);
    }
    QElapsedTimer clock;
    clock.start();
    auto embedTask = embed(embedder, retrieval, search.question, context);
    auto vector = co_await std::move(embedTask);
    retrieval->embedMs = msOf(clock);
    if (vector) {
        retrieval->vector = *vector;
        search.vector = std::move(*vector);
        search.vectorModel = embedder->model();
    } else {
        search.legs = Search::Leg::Text;
        if (!context.stop_requested())
            retrieval->notices += tr("Searched by words only. %1").arg(vector.error().message);
    }
    if (wordsTask) {
        HEDDLE_CO_TRY_VALUE(auto words, co_await std::move(*wordsTask));
        search.textLeg = std::make_shared<const Search::SearchResult>(std::move(words));
    }
    if (context.stop_requested())
        co_return Error::cancelled();
    // 2 Meaning, fused with the words.
    const bool meaning = search.textLeg && search.vector;
    auto task = searchInPool(engine, search, meaning ? QStringLiteral("search meaning") : QStringLiteral("search"), context);
    auto found = co_await std::move(task);
    if (!found)
        co_return found;
    if (found->vectorSearched) {
        retrieval->order = wanted == Search::Leg::Vector ? Retrieval::Order::Vector : Retrieval::Order::Hybrid;
    } else if (wanted == Search::Leg::Vector && search.vector) {
        retrieval->notices += tr("The passages are not embedded yet, so meaning can't be searched; words were searched instead.");
        search.legs = Search::Leg::Text;
        auto wordsOnly = searchInPool(engine, search, QStringLiteral("search"), context);
        found = co_await std::move(wordsOnly);
    }
    co_return found;
}

QCoro::Task<Result<Retrieval>> Retriever::retrieve(RetrievalRequest request, Sink early, Concurrency::Context context, Sink late)
{
    const Setup::AnswerSetupPtr setup = request.setup;
    Q_ASSERT(setup);
    const auto retrieval = std::make_shared<Retrieval>();
    if (request.question.trimmed().isEmpty())
        co_return *retrieval;
    QElapsedTimer clock;
    clock.start();
    context = context.carrying(request.contents);
    const auto destinations = std::make_shared<Concurrency::Destinations>();
    Search::SearchResult attached;
    if (request.attached) {
        Search::SearchRequest search = searchRequestFrom(request);
        search.legs = Search::Leg::Text;
        auto attachedTask = searchInPool(request.attached, search, QStringLiteral("search attached files"), context);
        HEDDLE_CO_TRY_VALUE(attached, co_await std::move(attachedTask));
    }
    Result<Search::SearchResult> found = Search::SearchResult();
    if (!request.onlyAttached) {
        auto foundTask = searchLegs(setup, retrieval, searchRequestFrom(request), context.listing(destinations));
        found = co_await std::move(foundTask);
    }
    retrieval->searchMs = msOf(clock);
    if (!found)
        co_return found.error();
    QStringList hosts(found->host);
    for (const std::string &origin : destinations->list()) // one that kept silent has the question all the same
        hosts += QString::fromStdString(origin);
    hosts.removeAll(QString());
    hosts.removeDuplicates();
    for (const QString &host : std::as_const(hosts))
        retrieval->sent += Sent { host, QStringLiteral("search"), request.question.toUtf8().size() };
    takeHits(*retrieval, request.attached ? withAttached(*found, attached) : *found);
    if (early)
        early(*retrieval);
    if (setup->reranker && request.rerank && !retrieval->passages.isEmpty())
        co_await rerank(retrieval, request, late, context);
    if (context.stop_requested())
        co_return Error::cancelled();
    if (request.rerank)
        retrieval->notices += standingNotices(*setup);
    if (retrieval->passages.size() > request.limit)
        retrieval->passages.resize(request.limit);
    co_return *retrieval;
}

//! How much the reranker counts; nothing where it ranks by chance. Where it agrees with the search as little as chance would, it is
//! tried on passages of which one answers, once in a run of the program.
QCoro::Task<double> Retriever::rerankWeight(std::shared_ptr<Rerank::Reranker> reranker, double agreement, Concurrency::Context context)
{
    constexpr std::chrono::milliseconds Budget { 2000 };
    if (agreement >= ChanceAgreement || m_tried.lock() == reranker)
        co_return RerankWeight;
    Concurrency::Deadline deadline(Budget, context);
    auto trying = Rerank::tryReranker(reranker, &m_pools->inference, deadline.context().stop);
    const auto trial = co_await std::move(trying);
    if (!trial)
        co_return UntriedRerankWeight;
    (trial->sensible ? m_tried : m_bad) = reranker;
    co_return trial->sensible ? RerankWeight : 0;
}

QCoro::Task<Search::SearchRequest> Retriever::searchFor(RetrievalRequest request, bool meaning, Concurrency::Context context)
{
    const auto embedder = request.setup->embedder;
    context = context.carrying(request.contents);
    Search::SearchRequest search = searchRequestFrom(request);
    if (!meaning || !embedder) {
        search.legs = Search::Leg::Text;
    } else {
        auto embedding = embed(embedder, std::make_shared<Retrieval>(), search.question, context); // cached by the retrieval
        auto vector = co_await std::move(embedding);
        if (vector) {
            search.vector = std::move(*vector);
            search.vectorModel = embedder->model();
        }
    }
    co_return search;
}

QCoro::Task<void> Retriever::rerank(std::shared_ptr<Retrieval> retrieval, RetrievalRequest request, Sink late, Concurrency::Context context)
{
    QElapsedTimer clock;
    clock.start();
    const auto reranker = request.setup->reranker;
    const QString chance = tr("%1 ranks by chance: it put a passage that answers a test question below others that don't. Its order is not "
                              "used; choose another model for reranking (rerank.model).")
                               .arg(reranker->name());
    if (m_bad.lock() == reranker) {
        retrieval->notices += chance;
        co_return;
    }
    const Setup::Tuning &tuning = request.setup->tuning;
    const std::chrono::milliseconds budget = request.rerankBudget.value_or(tuning.rerankWait);
    Net::Sealed sealed;
    if (reranker->sendsElsewhere()) {
        auto looking = Net::sealedNow(request.setup->guard);
        const auto read = co_await std::move(looking);
        if (!read) {
            retrieval->notices +=
                tr("%1 could not rerank, so the passages are in the order of the search. %2").arg(reranker->name(), read.error().message);
            co_return;
        }
        sealed = *read;
    }
    Places places;
    QList<Passage> given, leftOut;
    for (qsizetype i = 0; i < std::min<qsizetype>(tuning.rerankWindow, retrieval->passages.size()); ++i) {
        const Passage &passage = retrieval->passages[i];
        if (sealed.allows(contentsOf({ passage }))) {
            places += i;
            given += passage;
        } else {
            leftOut += passage;
        }
    }
    if (!leftOut.isEmpty())
        retrieval->notices += withheldNotice(leftOut, sealed, reranker->host());
    if (places.isEmpty())
        co_return;
    const QStringList texts = rerankTexts(*retrieval, places);
    context = context.carrying(contentsOf(given));
    const auto pending = std::make_shared<PendingScores>();
    std::stop_source giveUp; // when nobody waits any more
    m_tasks->add(score(pending, reranker, request.question, places, &m_pools->inference, std::make_shared<Retrieval>(*retrieval), late,
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
    const bool nothingSent =
        pending->scores && (*pending->scores ? (*pending->scores)->batches == 0 : pending->scores->error().nothingSent());
    if (!reranker->host().isEmpty() && !nothingSent)
        retrieval->sent += Sent { reranker->host(), QStringLiteral("rerank"), sizeOf(texts) + request.question.toUtf8().size() };
    if (!pending->scores) {
        retrieval->notices += tr("%1 took longer than %2 s; the passages are in the order of the search.")
                                  .arg(reranker->name())
                                  .arg(double(budget.count()) / 1000);
    } else if (!*pending->scores) {
        retrieval->notices += tr("%1 could not rerank, so the passages are in the order of the search. %2")
                                  .arg(reranker->name(), pending->scores->error().message);
    } else {
        const Rerank::Scores scores = **pending->scores;
        auto weighing = rerankWeight(reranker, tuning.trustReranker ? 1 : agreementOf(*retrieval, scores, places), context);
        if (const double weight = co_await std::move(weighing); weight > 0)
            apply(*retrieval, scores, weight, places);
        else
            retrieval->notices += chance;
    }
}

} // namespace Heddle::Retrieval
