// SPDX-License-Identifier: GPL-3.0-or-later
// The answer that a chat model writes, with its citations checked.
#include "core/dialog/citations.h"
#include "core/dialog/contents.h"
#include "core/dialog/paraphrases.h"
#include "core/dialog/questiononitsway.h"
#include "core/dialog/writtenanswer.h"
#include <QCoreApplication>
#include <QElapsedTimer>
#include <QJsonArray>
#include <QRegularExpression>
#include <QUrl>

namespace Heddle::Dialog {
namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle::Dialog", text);
}

double msOf(const QElapsedTimer &clock)
{
    return double(clock.nsecsElapsed()) / 1e6;
}

QString finishName(Llm::ChatReply::Finish finish)
{
    using Finish = Llm::ChatReply::Finish;
    switch (finish) {
    case Finish::Stop: return QStringLiteral("stop");
    case Finish::Length: return QStringLiteral("length");
    case Finish::Filtered: return QStringLiteral("filtered");
    case Finish::Looping: return QStringLiteral("looping");
    case Finish::Unknown: break;
    }
    return QStringLiteral("unknown");
}

//! What ended a stream before its time, in words; empty where it simply ended.
QString finishNotice(Llm::ChatReply::Finish finish)
{
    using Finish = Llm::ChatReply::Finish;
    switch (finish) {
    case Finish::Length: return tr("The answer ends where the model's limit of tokens was reached; ask for the rest, or raise the limit.");
    case Finish::Filtered: return tr("The service's filter ended the answer.");
    case Finish::Looping: return tr("The model said the same over and over and was stopped.");
    case Finish::Stop:
    case Finish::Unknown: break;
    }
    return {};
}

void describe(Turn &turn, const WrittenAnswer &written, const QString &model)
{
    const Llm::ChatReply &reply = written.reply;
    turn.timings[QStringLiteral("prompt")] = written.promptMs;
    if (reply.firstTokenMs > 0)
        turn.timings[QStringLiteral("first_token")] = reply.firstTokenMs;
    if (reply.usage.tokensPerSecond > 0)
        turn.timings[QStringLiteral("tokens_per_second")] = reply.usage.tokensPerSecond;
    turn.details[QStringLiteral("model")] = reply.model.isEmpty() ? model : reply.model;
    turn.details[QStringLiteral("passages")] = written.passages;
    turn.details[QStringLiteral("turns")] = written.turns;
    if (reply.usage.answerTokens > 0) {
        turn.details[QStringLiteral("prompt_tokens")] = reply.usage.promptTokens;
        turn.details[QStringLiteral("answer_tokens")] = reply.usage.answerTokens;
    }
}

//! Why a model that did not fail wrote nothing that could be shown.
QString emptyReason(const WrittenAnswer &written)
{
    return written.error             ? written.error->message
        : written.thinking.isEmpty() ? tr("The model wrote nothing.")
                                     : tr("The model only thought and wrote no answer. Give it more tokens, or choose another model.");
}

//! Whether an answer was cut off, not by the user, before it had said anything: not one whole sentence, and few words.
bool brokeOffAtOnce(const WrittenAnswer &written)
{
    using Finish = Llm::ChatReply::Finish;
    const bool cut = written.error || written.reply.finish == Finish::Length || written.reply.finish == Finish::Filtered;
    if (!cut || written.stopped)
        return false;
    constexpr qsizetype FewCharacters = 80;
    const QString text = written.answer.trimmed();
    static const QRegularExpression wholeSentence(QStringLiteral("[.!?…](?:\\s|\\[|$)|[。！？؟।]|\\n"));
    return text.size() < FewCharacters && !wholeSentence.match(text).hasMatch();
}

} // namespace

QCoro::Task<void> DialogService::write(std::shared_ptr<Question> question, Concurrency::Context context, EventSink sink)
{
    Turn &turn = question->turn;
    const ModelPtr model = question->setup().chatModel;
    const auto note = [&turn, &sink](const QString &text) {
        turn.notices += text;
        if (sink)
            sink(Notice { text });
    };
    auto looking = sealedFor(model, question->request.setup);
    const auto sealed = co_await std::move(looking);
    if (!sealed) {
        note(tr("%1 was not asked, so the answer is quoted from your documents. %2").arg(model->name(), sealed.error().message));
        turn.error = sealed.error();
        co_return;
    }
    const Parted<Retrieval::Passage> passages = parted(question->window, *sealed);
    const Parted<Exchange> history = parted(question->request.history, *sealed);
    const QString unasked = withheldQuestion(question->request.contents, *sealed, model->host());
    const QString leftOut = unasked.isEmpty() ? Retrieval::withheldNotice(passages.leftOut, *sealed, model->host()) : unasked;
    if (!leftOut.isEmpty())
        note(leftOut);
    if (!unasked.isEmpty() || passages.given.isEmpty()) {
        turn.error = Error { ErrorCode::Withheld, leftOut, {}, false };
        co_return;
    }
    if (!history.leftOut.isEmpty())
        note(QCoreApplication::translate("Heddle::Dialog", "%n earlier turn(s) were not sent to %1: text that is never sent is in them.",
            nullptr, int(history.leftOut.size()))
                 .arg(QUrl(model->host()).host()));
    question->offered = passages.given + passages.leftOut;
    PromptRequest request;
    request.question = question->request.question;
    request.contents = question->request.contents;
    request.systemPrompt = question->setup().tuning.systemPrompt;
    request.passages = passages.given;
    request.history = history.given;
    request.reserve = question->setup().tuning.answerReserve;
    QElapsedTimer clock;
    clock.start();
    auto writing = writeAnswer(model, request, sink, context);
    const WrittenAnswer written = co_await std::move(writing);
    const Llm::ChatReply &reply = written.reply;
    question->sent(model, QStringLiteral("answer"), written.sentBytes);
    turn.thinking = written.thinking;
    turn.stopped = written.stopped;
    turn.error = written.error;
    describe(turn, written, model->model());
    if (reply.usage.answerTokens > 0 && sink)
        sink(Usage { reply.usage.promptTokens, reply.usage.answerTokens, reply.firstTokenMs, reply.usage.tokensPerSecond });
    if (const QString begun = written.answer.trimmed(); begun.isEmpty() || brokeOffAtOnce(written)) {
        if (written.stopped)
            co_return;
        const QString why = begun.isEmpty() ? emptyReason(written)
            : written.error                 ? written.error->message
            : reply.finish == Llm::ChatReply::Finish::Length
            ? tr("Its limit of tokens was reached; raise the longest answer in the settings.")
            : finishNotice(reply.finish);
        note(begun.isEmpty()
                ? tr("%1 gave no answer, so the answer is quoted from your documents. %2").arg(model->name(), why)
                : tr("%1 came no further than “%2”, so the answer is quoted from your documents. %3").arg(model->name(), begun, why));
        if (!turn.error)
            turn.error = Error { ErrorCode::Provider, why, {}, true };
        co_return;
    }
    for (const QString &notice : written.notices)
        note(notice);
    turn.details[QStringLiteral("finish")] = written.stopped ? QStringLiteral("stopped") : finishName(reply.finish);
    turn.kind = Turn::Kind::Written;
    turn.details[contentsDetail()] = toJson(written.contents);
    if (written.error)
        note(written.error->message);
    if (const QString notice = finishNotice(reply.finish); !notice.isEmpty())
        note(notice);
    auto citing = checkCitations(question, written.answer, written.passages, context);
    co_await std::move(citing);
    turn.timings[QStringLiteral("answer")] = msOf(clock);
}

//! A stop does not stop it: it takes no time. `given`: how many of the answer's passages were in the prompt.
QCoro::Task<void> DialogService::checkCitations(std::shared_ptr<Question> question, QString text, int given, Concurrency::Context context)
{
    Turn &turn = question->turn;
    const QList<Retrieval::Passage> window = question->offered, shown = window.mid(0, given);
    auto citing =
        m_pools->inference.submit([text, shown](std::stop_token token) -> Result<CitedAnswer> { return cite(text, shown, token); },
            context.under(std::stop_token()), QStringLiteral("check citations"));
    const auto cited = co_await std::move(citing);
    if (!cited) { // the program is closing: the markers mean what they meant in the prompt
        turn.answer = text;
        int n = 0;
        for (const Retrieval::Passage &passage : shown) {
            turn.sources += sourceFrom(passage);
            turn.sources.last().n = ++n;
        }
        co_return;
    }
    auto comparing = withoutParaphrases(*cited, question->setup().embedder, context.under(std::stop_token()));
    const CitedAnswer checked = co_await std::move(comparing);
    turn.answer = checked.text;
    turn.sources = checked.sources;
    for (const Retrieval::Passage &passage : window.mid(given))
        turn.sources += sourceFrom(passage);
    turn.details[QStringLiteral("removed")] = cited->removed;
    turn.details[QStringLiteral("placed")] = cited->placed;
    QJsonArray unsourced;
    for (const auto &[start, end] : cited->unsourced)
        unsourced += QJsonArray { start, end };
    if (!unsourced.isEmpty())
        turn.details[QStringLiteral("no_source")] = unsourced;
}

} // namespace Heddle::Dialog
