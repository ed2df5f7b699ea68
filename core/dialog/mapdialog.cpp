// SPDX-License-Identifier: GPL-3.0-or-later
// The dialog that gives a mind map instead of prose.
#include "core/dialog/dialogservice.h"
#include "core/dialog/prompts.h"
#include "core/mindmap/evidence.h"
#include "core/mindmap/formats.h"
#include "core/mindmap/outline.h"
#include "core/text/tokens.h"
#include <QCoreApplication>
#include <QElapsedTimer>

namespace Heddle::Dialog {
namespace {

constexpr int Reserve = 1'500; // tokens for a batch's outline
constexpr int LeastContext = 512;
constexpr qsizetype LongestAnswer = 4'000, LongestGrowing = 64'000; // characters

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

QCoro::Task<Result<AnswerMap>> DialogService::mindMap(MapRequest request, Concurrency::Context context, MapSink sink)
{
    AnswerMap made;
    QList<Retrieval::Passage> passages = request.passages;
    if (passages.isEmpty()) {
        Retrieval::RetrievalRequest retrieve;
        retrieve.question = request.question;
        retrieve.filters = request.filters;
        auto foundTask = m_retriever->retrieve(retrieve, {}, context);
        auto found = co_await std::move(foundTask);
        if (!found)
            co_return found.error();
        passages = found->passages;
        made.notices = found->notices;
        made.sent = found->sent;
        if (passages.isEmpty())
            made.notices += Retrieval::emptyResultText(request.scope, found->terms, found->suggestion);
    }
    passages = passages.mid(0, MindMap::MapPassages);
    for (const Retrieval::Passage &passage : std::as_const(passages))
        made.passages += sourceFrom(passage);
    made.map = MindMap::Map(request.question);
    if (passages.isEmpty())
        co_return made;

    // 1 Written, a batch of passages at a time; each is drawn as it comes.
    if (const ModelPtr model = m_model) {
        auto contextTask = model->contextTokens(context);
        int tokens = co_await std::move(contextTask);
        const auto map = std::make_shared<MindMap::Map>(made.map);
        const QString rules = prompt(QStringLiteral("mindmap"));
        made.model = model->model();
        QString why;
        int leftOut = 0;
        for (int from = 0; from < passages.size() && !context.stop_requested();) {
            const QString answer = request.answer.left(std::min<qsizetype>(LongestAnswer, tokens / 4));
            const QString asked = QLatin1String("\n\nQuestion: ") + request.question
                + (answer.isEmpty() ? QString() : QLatin1String("\n\nAnswer: ") + answer);
            const int reserve = std::min(Reserve, tokens / 2);
            const int count = batchSize(passages, from, tokens - reserve - Text::estimateTokens(rules) - Text::estimateTokens(asked));
            const QList<Retrieval::Passage> batch = passages.mid(from, count);
            const QStringList chunks = chunksOf(batch);
            Llm::ChatRequest chat;
            chat.messages = { { Llm::ChatMessage::Role::System, rules },
                { Llm::ChatMessage::Role::User, numberedPassages(batch) + asked } };
            chat.purpose = QStringLiteral("mind map");
            chat.maxTokens = reserve;
            const auto text = std::make_shared<QString>();
            const auto drawn = std::make_shared<QElapsedTimer>();
            drawn->start();
            const Llm::ChatSink onEvent = [=, done = from, all = int(passages.size())](const Llm::ChatEvent &event) {
                if (std::holds_alternative<Llm::ChatRethought>(event))
                    text->clear();
                const auto *delta = std::get_if<Llm::ChatDelta>(&event);
                if (!delta || delta->kind != Llm::ChatDelta::Kind::Answer)
                    return;
                *text += delta->text;
                constexpr qint64 BetweenMs = 300;
                if (!sink || !delta->text.contains(QLatin1Char('\n')) || drawn->elapsed() < BetweenMs || text->size() > LongestGrowing)
                    return;
                drawn->restart();
                const QString whole = text->left(text->lastIndexOf(QLatin1Char('\n')) + 1);
                sink(joined(*map, readBatch(*map, whole, chunks)), done, all);
            };
            auto task = model->complete(chat, onEvent, context);
            const auto reply = co_await std::move(task);
            if (!reply && reply.error().code == ErrorCode::ContextExceeded && tokens > LeastContext) {
                tokens = std::max(LeastContext, tokens / 2);
                continue; // the same passages, fewer at a time
            }
            if (reply || reply.error().code != ErrorCode::Unreachable)
                made.sent += Retrieval::Sent { model->host(), chat.purpose, Llm::bytesOf(chat.messages) };
            if (!reply)
                why = reply.error().message;
            else if (reply->cut)
                why = reply->cut->message;
            const QString outlineText = reply ? reply->answer : *text; // stopped: what had come
            auto reading = m_pools->inference.submit(
                [outlineText, chunks, before = *map](std::stop_token stop) -> Result<std::pair<MindMap::Map, int>> {
                    const MindMap::Outline outline = readBatch(before, outlineText, chunks, stop);
                    return outline.isOutline ? std::pair(joined(before, outline), outline.leftOut) : std::pair(before, 0);
                },
                context.under(std::stop_token()), QStringLiteral("read an outline"));
            const auto read = co_await std::move(reading);
            if (read) {
                *map = read->first;
                leftOut += read->second;
            }
            if (!reply && !reply.error().retryable && map->size() <= 1)
                break; // it will not answer the next batch either
            from += count;
            if (sink && map->size() > 1)
                sink(*map, from, int(passages.size()));
        }
        made.stopped = context.stop_requested();
        if (map->size() > 1) {
            made.written = true;
            if (!why.isEmpty() && !made.stopped)
                made.notices += tr("A part of the map is missing: %1").arg(why);
            if (leftOut > 0)
                made.notices += tr("%1 wrote more than can be drawn; %2 points were left out.").arg(model->name()).arg(leftOut);
            auto supporting = m_pools->inference.submit(
                [drawn = *map, passages](std::stop_token) -> Result<MindMap::Map> {
                    MindMap::Map supported = drawn;
                    MindMap::addEvidence(&supported, passages);
                    return supported;
                },
                context.under(std::stop_token()), QStringLiteral("find evidence"));
            const auto supported = co_await std::move(supporting);
            made.map = supported ? *supported : *map;
            co_return made;
        }
        if (made.stopped)
            co_return Error::cancelled();
        made.notices += why.isEmpty() ? tr("%1 returned no outline. The map is made from headings and key phrases.").arg(model->name())
                                      : tr("%1 gave no map (%2). It is made from headings and key phrases.").arg(model->name(), why);
    }

    // 2 Without a model.
    auto local =
        m_pools->inference.submit([question = request.question, passages](
                                      std::stop_token) -> Result<MindMap::Map> { return MindMap::mapFromPassages(question, passages); },
            context, QStringLiteral("make a map"));
    const auto map = co_await std::move(local);
    if (!map)
        co_return map.error();
    made.map = *map;
    if (sink)
        sink(made.map, int(passages.size()), int(passages.size()));
    co_return made;
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
