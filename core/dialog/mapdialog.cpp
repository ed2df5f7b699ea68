// SPDX-License-Identifier: GPL-3.0-or-later
// The dialog that gives a mind map instead of prose.
#include "core/dialog/contents.h"
#include "core/dialog/dialogservice.h"
#include "core/dialog/evidencework.h"
#include "core/dialog/fence.h"
#include "core/dialog/mapsupport.h"
#include "core/dialog/prompts.h"
#include "core/dialog/sectionpassages.h"
#include "core/mindmap/evidence.h"
#include "core/mindmap/formats.h"
#include "core/mindmap/localmap.h"
#include "core/mindmap/outline.h"
#include "core/text/analyzer.h"
#include "core/text/stopwords.h"
#include "core/text/tokens.h"
#include <QCoreApplication>
#include <QElapsedTimer>

namespace Heddle::Dialog {
namespace {

constexpr int Reserve = 1'500; // tokens for a batch's outline
constexpr int MinContext = 512;
constexpr qsizetype MaxAnswer = 4'000, MaxGrowing = 64'000; // characters

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Dialog", text);
}

//! How many of the passages from `from` on go into one call; at least one.
int batchSize(const QList<Retrieval::Passage> &passages, int from, int room)
{
    int count = 0;
    for (int used = 0; from + count < passages.size(); ++count) {
        used += Text::estimateTokens(numberedPassages(passages.mid(from + count, 1))) + 4;
        if (count > 0 && used > room)
            break;
    }
    return count;
}

//! The words of a question with the forms that they have in the passages' languages; all of them count the same.
QList<Search::QueryTerm> wordsOf(const QString &question, const QList<Retrieval::Passage> &passages)
{
    QSet<std::string> languages { "en" };
    for (const Retrieval::Passage &passage : passages)
        languages += passage.hit.language.toStdString();
    QList<Search::QueryTerm> terms;
    Text::Analyzer &analyzer = Text::Analyzer::forThisThread();
    analyzer.words(question, [&](const Text::Token &token) {
        const auto isStopWord = [&token](const std::string &language) { return Text::stopWords(language).contains(token.term); };
        if (std::any_of(languages.cbegin(), languages.cend(), isStopWord))
            return;
        Search::QueryTerm term { QString::fromStdString(token.term), { QString::fromStdString(token.term) }, true, 1 };
        for (const std::string &language : std::as_const(languages)) {
            if (!token.ngram)
                term.forms += QString::fromStdString(analyzer.stem(token.term, language));
        }
        term.forms.removeDuplicates();
        terms += term;
    });
    return terms;
}

QStringList chunksOf(const QList<Retrieval::Passage> &passages)
{
    QStringList chunks;
    for (const Retrieval::Passage &passage : passages)
        chunks += passage.hit.chunk;
    return chunks;
}

//! A batch's outline joins the map: its top heading names the map while that has no branch yet; one that has no top
//! heading hangs on the map's root.
MindMap::Map joined(const MindMap::Map &before, const MindMap::Outline &outline)
{
    MindMap::Map map = before;
    if (outline.named && before.size() <= 1)
        map.setLabel(map.root(), outline.map.node(outline.map.root()).label);
    MindMap::merge(&map, outline.map);
    return map;
}

MindMap::Outline readBatch(const MindMap::Map &before, const QString &text, const QStringList &chunks, std::stop_token stop = {})
{
    return MindMap::parseOutline(text, before.node(before.root()).label, chunks, stop);
}

} // namespace

//! A map that a model writes, batch after batch.
struct DialogService::MapWork {
    ModelPtr model;
    MapSink sink;
    QList<Retrieval::Passage> passages;
    QString question, answer, rules;
    Concurrency::Contents contents; //!< whose text question and answer have in them
    int tokens = 0; //!< that prompt and outline may have together
    int next = 0; //!< the first passage of the next batch
    MindMap::Map map;
    int leftOut = 0; //!< points that were more than can be drawn
    QString problem; //!< of the last batch that failed or broke off
    QList<Retrieval::Sent> sent;

    //! What follows the passages in a prompt.
    QString asked() const
    {
        const QString part = answer.left(std::min<qsizetype>(MaxAnswer, tokens / 4));
        return QLatin1String("\n\nQuestion: ") + question + (part.isEmpty() ? QString() : QLatin1String("\n\nAnswer: ") + asMaterial(part));
    }
    int reserve() const { return std::min(Reserve, tokens / 2); }
};

QCoro::Task<Result<AnswerMap>> DialogService::mindMap(MapRequest request, Concurrency::Context context, MapSink sink)
{
    Q_ASSERT(request.setup);
    const auto made = std::make_shared<AnswerMap>();
    made->map = MindMap::Map(request.question);

    // 1 Written, a batch of passages at a time; each is drawn as it comes.
    const ModelPtr model = request.setup->chatModel;
    Retrieval::Retrieval found; // once it was searched for
    QList<Retrieval::Passage> given; // to the model
    bool givesAnswer = false;
    if (model) {
        QList<Retrieval::Passage> passages = request.passages;
        if (passages.isEmpty()) {
            auto searching = searchForMap(request, made, context);
            HEDDLE_CO_TRY_VALUE(found, co_await std::move(searching));
            passages = found.passages;
        }
        passages = passages.mid(0, MapPassages);
        for (const Retrieval::Passage &passage : std::as_const(passages))
            made->passages += sourceFrom(passage);
        if (passages.isEmpty())
            co_return *made;
        auto looking = sealedFor(model, request.setup);
        const auto sealed = co_await std::move(looking);
        const QString unasked = sealed ? withheldQuestion(request.contents, *sealed, model->host()) : sealed.error().message;
        const QString leftOut =
            unasked.isEmpty() ? Retrieval::withheldNotice(parted(passages, *sealed).leftOut, *sealed, model->host()) : unasked;
        if (!leftOut.isEmpty())
            made->notices += leftOut;
        if (unasked.isEmpty()) {
            given = parted(passages, *sealed).given;
            givesAnswer = sealed->allows(request.answerContents);
        }
    }
    if (model && !given.isEmpty()) {
        const auto work = std::make_shared<MapWork>();
        work->model = model;
        work->sink = sink;
        work->passages = given;
        work->question = request.question;
        work->contents = request.contents;
        if (givesAnswer) {
            work->answer = request.answer;
            work->contents.add(request.answerContents);
        }
        work->rules = prompt(QStringLiteral("mindmap"));
        work->map = made->map;
        auto writing = writeMap(work, context);
        co_await std::move(writing);
        made->model = model->model();
        made->sent += work->sent;
        made->stopped = context.stop_requested();
        if (work->map.size() > 1) {
            made->written = true;
            made->map = work->map;
            if (!work->problem.isEmpty() && !made->stopped)
                made->notices += tr("A part of the map is missing. %1").arg(work->problem);
            if (work->leftOut > 0)
                made->notices += tr("%1 wrote more than can be drawn; %2 points were left out.").arg(model->name()).arg(work->leftOut);
            co_return *made;
        }
        if (made->stopped)
            co_return Error::cancelled();
        made->notices += work->problem.isEmpty()
            ? tr("%1 returned no outline. The map is made from headings and sentences.").arg(model->name())
            : tr("%1 gave no map, so it is made from headings and sentences. %2").arg(model->name(), work->problem);
    }

    // 2 Without a model.
    made->passages.clear();
    auto making = makeMap(request, found, made, context);
    HEDDLE_CO_TRY(co_await std::move(making));
    if (sink && !made->passages.isEmpty())
        sink(made->map, int(made->passages.size()), int(made->passages.size()));
    co_return *made;
}

//! Searches for the passages of a map, and says what came of it.
QCoro::Task<Result<Retrieval::Retrieval>> DialogService::searchForMap(
    MapRequest request, std::shared_ptr<AnswerMap> made, Concurrency::Context context)
{
    auto finding = m_retriever->retrieve(retrievalFor(request), {}, context);
    HEDDLE_CO_TRY_VALUE(auto found, co_await std::move(finding));
    made->notices += found.notices;
    made->sent += found.sent;
    if (found.passages.isEmpty())
        made->notices += Retrieval::emptyResultText(request.scope, found.terms, found.suggestion);
    co_return found;
}

//! What is known of a question without a search, from the passages of its answer.
QCoro::Task<Retrieval::Retrieval> DialogService::knownOf(MapRequest request, Concurrency::Context context)
{
    Retrieval::Retrieval known;
    known.passages = request.passages;
    known.terms = wordsOf(request.question, request.passages);
    const std::shared_ptr<Embedding::Embedder> embedder = request.setup->embedder;
    if (!embedder || !embedder->host().isEmpty()) // nothing is sent for a map of what is there
        co_return known;
    auto embedding = embedder->embedQuery(request.question, context);
    const auto vector = co_await std::move(embedding);
    if (vector)
        known.vector = *vector;
    co_return known;
}

//! A map of the statements in the passages of the answer, or of a search; `found` is empty where there was none yet.
QCoro::Task<Status> DialogService::makeMap(
    MapRequest request, Retrieval::Retrieval found, std::shared_ptr<AnswerMap> made, Concurrency::Context context)
{
    if (request.passages.isEmpty() && found.passages.isEmpty()) {
        auto searching = searchForMap(request, made, context);
        HEDDLE_CO_TRY_VALUE(found, co_await std::move(searching));
    } else if (!request.passages.isEmpty()) {
        auto knowing = knownOf(request, context);
        found = co_await std::move(knowing);
    }
    found.passages = found.passages.mid(0, MapPassages);
    if (found.passages.isEmpty())
        co_return Done {};
    auto completing = m_pools->search.submit(
        [library = m_library, question = request.question, found](std::stop_token stop) -> Result<QList<Retrieval::Passage>> {
            constexpr qsizetype Most = Evidence::SearchedPassages - MapPassages;
            return restOfSections(library, Evidence::understand(question, found.terms), found.passages, Most, stop);
        },
        context, QStringLiteral("complete sections"));
    HEDDLE_CO_TRY_VALUE(const auto rest, co_await std::move(completing));
    found.passages += rest;
    const auto work = std::make_shared<EvidenceWork>(request.question, found, request.setup->embedder);
    work->embedded = 48;
    auto evidence = findEvidence(work, context);
    HEDDLE_CO_TRY(co_await std::move(evidence));
    using Made = std::pair<MindMap::Map, bool>;
    auto making = m_pools->inference.submit(
        [work](std::stop_token stop) -> Result<Made> {
            return Made { MindMap::mapFromEvidence(work->asked, work->passages, work->candidates, stop),
                Evidence::findingsFrom(work->asked, work->passages, work->candidates).answers };
        },
        context, QStringLiteral("make a map"));
    HEDDLE_CO_TRY_VALUE(const auto result, co_await std::move(making));
    made->map = result.first;
    for (const Retrieval::Passage &passage : std::as_const(work->passages))
        made->passages += sourceFrom(passage);
    if (made->map.size() == 1)
        made->notices += tr("The passages found have no sentences that a map could be made of.");
    else if (!result.second)
        made->notices += tr("The documents that were searched don't answer this. The map shows what comes nearest.");
    co_return Done {};
}

QCoro::Task<void> DialogService::writeMap(std::shared_ptr<MapWork> work, Concurrency::Context context)
{
    auto contextTask = work->model->contextTokens(context);
    work->tokens = co_await std::move(contextTask);
    while (work->next < work->passages.size() && !context.stop_requested()) {
        auto writing = writeBatch(work, context);
        if (!co_await std::move(writing))
            break;
    }
    if (work->map.size() <= 1)
        co_return;
    auto supporting = m_pools->inference.submit(
        [drawn = work->map, passages = work->passages](std::stop_token stop) -> Result<MindMap::Map> {
            MindMap::Map supported = drawn;
            MindMap::addEvidence(&supported, passages, stop);
            markUnsupported(&supported, passages, stop);
            return supported;
        },
        context.under(std::stop_token()), QStringLiteral("find evidence"));
    const auto supported = co_await std::move(supporting);
    if (supported)
        work->map = *supported;
}

//! Draws an outline while it is written, not more often than eyes follow.
Llm::ChatSink DialogService::drawingSink(std::shared_ptr<MapWork> work, std::shared_ptr<QString> text, QStringList chunks)
{
    const auto drawn = std::make_shared<QElapsedTimer>();
    drawn->start();
    return [work, text, chunks, drawn](const Llm::ChatEvent &event) {
        if (std::holds_alternative<Llm::ChatRethought>(event))
            text->clear();
        const auto *delta = std::get_if<Llm::ChatDelta>(&event);
        if (!delta || delta->kind != Llm::ChatDelta::Kind::Answer)
            return;
        *text += delta->text;
        constexpr qint64 BetweenMs = 300;
        if (!work->sink || !delta->text.contains(QLatin1Char('\n')) || drawn->elapsed() < BetweenMs || text->size() > MaxGrowing)
            return;
        drawn->restart();
        const QString whole = text->left(text->lastIndexOf(QLatin1Char('\n')) + 1);
        work->sink(joined(work->map, readBatch(work->map, whole, chunks)), work->next, int(work->passages.size()));
    };
}

//! Adds the next batch to the map. False where the model will not write any other batch either.
QCoro::Task<bool> DialogService::writeBatch(std::shared_ptr<MapWork> work, Concurrency::Context context)
{
    const QString asked = work->asked();
    // What the model makes of an estimated token was learned from the replies so far.
    const double factor = std::max(
        0.1, work->model->tokenFactor({ { Llm::ChatMessage::Role::User, numberedPassages(work->passages.mid(work->next)) + asked } }));
    const int room =
        int((work->tokens - work->reserve()) / factor) - Text::estimateTokens(work->rules) - Text::estimateTokens(behindFence({}) + asked);
    const QList<Retrieval::Passage> batch = work->passages.mid(work->next, batchSize(work->passages, work->next, room));
    const QStringList chunks = chunksOf(batch);
    Llm::ChatRequest chat;
    chat.messages = { { Llm::ChatMessage::Role::System, work->rules },
        { Llm::ChatMessage::Role::User, behindFence(numberedPassages(batch)) + asked } };
    chat.purpose = QStringLiteral("mind map");
    chat.maxTokens = work->reserve();
    const auto text = std::make_shared<QString>();
    Concurrency::Contents contents = work->contents;
    contents.add(Retrieval::contentsOf(batch));
    auto task = work->model->complete(chat, drawingSink(work, text, chunks), context.carrying(contents));
    const auto reply = co_await std::move(task);
    if (!reply && reply.error().code == ErrorCode::ContextExceeded && work->tokens > MinContext) {
        work->tokens = std::max(MinContext, work->tokens / 2);
        co_return true; // the same passages, fewer at a time
    }
    if (reply || !reply.error().nothingSent())
        work->sent += Retrieval::Sent { work->model->host(), chat.purpose, Llm::bytesOf(chat.messages) };
    if (!reply)
        work->problem = reply.error().message;
    else if (reply->cut)
        work->problem = reply->cut->message;
    auto reading = readOutline(work, reply ? reply->answer : *text, chunks, context); // stopped: what had come
    co_await std::move(reading);
    if (!reply && !reply.error().retryable && work->map.size() <= 1)
        co_return false;
    work->next += int(batch.size());
    if (work->sink && work->map.size() > 1)
        work->sink(work->map, work->next, int(work->passages.size()));
    co_return true;
}

QCoro::Task<void> DialogService::readOutline(std::shared_ptr<MapWork> work, QString text, QStringList chunks, Concurrency::Context context)
{
    auto reading = m_pools->inference.submit(
        [text, chunks, before = work->map](std::stop_token stop) -> Result<std::pair<MindMap::Map, int>> {
            const MindMap::Outline outline = readBatch(before, text, chunks, stop);
            return outline.isOutline ? std::pair(joined(before, outline), outline.leftOut) : std::pair(before, 0);
        },
        context.under(std::stop_token()), QStringLiteral("read an outline"));
    const auto read = co_await std::move(reading);
    if (!read)
        co_return;
    work->map = read->first;
    work->leftOut += read->second;
}

QJsonObject toJson(const AnswerMap &map)
{
    QJsonArray passages;
    for (const Source &source : map.passages)
        passages += toJson(source);
    return { { QStringLiteral("map"), MindMap::toJson(map.map) }, { QStringLiteral("written"), map.written },
        { QStringLiteral("passages"), passages }, { QStringLiteral("notices"), QJsonArray::fromStringList(map.notices) },
        { QStringLiteral("sent"), toJson(map.sent) }, { QStringLiteral("model"), map.model }, { QStringLiteral("stopped"), map.stopped } };
}

Result<AnswerMap> answerMapFromJson(const QJsonObject &object)
{
    auto map = MindMap::fromJson(object[QLatin1String("map")].toObject());
    if (!map)
        return map.error();
    AnswerMap made { *map };
    made.written = object[QLatin1String("written")].toBool();
    for (const QJsonValue &source : object[QLatin1String("passages")].toArray())
        made.passages += sourceFromJson(source.toObject());
    for (const QJsonValue &notice : object[QLatin1String("notices")].toArray())
        made.notices += notice.toString();
    made.sent = sentFromJson(object[QLatin1String("sent")].toArray());
    made.model = object[QLatin1String("model")].toString();
    made.stopped = object[QLatin1String("stopped")].toBool();
    return made;
}

} // namespace Heddle::Dialog
