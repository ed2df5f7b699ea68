// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialog/dialogservice.h"
#include "core/dialog/citations.h"
#include "core/dialog/prompts.h"
#include "core/dialog/quotedanswer.h"
#include "core/dialog/writtenanswer.h"
#include "core/mindmap/evidence.h"
#include "core/text/language.h"
#include <QCoreApplication>
#include <QElapsedTimer>
#include <QSet>

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

//! Passages were found by the other words: says which words none of them can hold, and how they may be meant.
QStringList unknownWords(const Retrieval::Retrieval &found)
{
    QStringList words;
    for (const auto &term : found.terms) {
        if (!term.known)
            words += QLatin1Char('"') + term.word + QLatin1Char('"');
    }
    if (words.isEmpty() || words.size() == found.terms.size())
        return {};
    constexpr int Shown = 5;
    QString notice = words.size() == 1
        ? tr("%1 occurs in none of your documents.").arg(words.first())
        : tr("These words occur in none of your documents: %1.").arg(words.mid(0, Shown).join(QLatin1String(", ")));
    if (!found.suggestion.isEmpty())
        notice += QLatin1Char(' ') + tr("Did you mean: %1").arg(found.suggestion.left(200));
    return QStringList(notice);
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

} // namespace

//! A question on its way: what was asked, what is searched for, what was found, what comes of it.
struct DialogService::Question {
    DialogRequest request;
    QString searched; //!< the question as it is searched for
    Retrieval::Retrieval found;
    QList<Retrieval::Passage> window; //!< the answer's passages
    Turn turn;

    void sent(const ModelPtr &model, const QString &purpose, qint64 bytes)
    {
        if (bytes > 0)
            turn.sent += Retrieval::Sent { model->host(), purpose, bytes };
    }
};

QCoro::Task<Result<Turn>> DialogService::ask(DialogRequest request, Concurrency::Context context, EventSink sink)
{
    request.history.clear();
    return chat(std::move(request), std::move(context), std::move(sink));
}

//! What a model may do for the search; whatever fails leaves the question as it was.
QCoro::Task<void> DialogService::prepare(std::shared_ptr<Question> question, Concurrency::Context context, EventSink sink)
{
    question->searched = question->request.question;
    const auto &[asked, history, options, filters, scope, late] = question->request;
    const bool leans = !history.isEmpty() && leansOnHistory(asked);
    const ModelPtr model = m_model;
    if (!model || (!leans && options.languages.isEmpty() && !options.keywords))
        co_return;
    QElapsedTimer clock;
    clock.start();
    if (sink)
        sink(Stage { Stage::Kind::Rewriting, model->host(), 0, {}, {} });
    QStringList more;
    if (leans) {
        auto task = standAlone(model, asked, history, context);
        const Rewritten alone = co_await std::move(task);
        question->sent(model, QStringLiteral("rewriting"), alone.sentBytes);
        if (!alone.text.isEmpty())
            question->searched = alone.text;
    }
    if (!options.languages.isEmpty() && !context.stop_requested()) {
        auto task = translated(model, question->searched, options.languages, context);
        const Rewritten other = co_await std::move(task);
        question->sent(model, QStringLiteral("translation"), other.sentBytes);
        more += other.text;
    }
    if (options.keywords && !context.stop_requested()) {
        auto task = keywords(model, question->searched, context);
        const Rewritten words = co_await std::move(task);
        question->sent(model, QStringLiteral("keywords"), words.sentBytes);
        more += words.text;
    }
    more.removeAll(QString());
    if (!more.isEmpty())
        question->searched += QLatin1Char('\n') + more.join(QLatin1Char('\n'));
    if (question->searched != asked)
        question->turn.details[QStringLiteral("question")] = question->searched;
    question->turn.timings[QStringLiteral("rewrite")] = msOf(clock);
}

QCoro::Task<Result<Turn>> DialogService::chat(DialogRequest request, Concurrency::Context context, EventSink sink)
{
    QElapsedTimer clock;
    clock.start();
    const auto question = std::make_shared<Question>();
    question->request = std::move(request);
    Turn &turn = question->turn;
    // 1 What is searched for.
    co_await prepare(question, context, sink);
    if (context.stop_requested())
        co_return Error::cancelled();
    // 2 The passages.
    if (sink)
        sink(Stage { Stage::Kind::Searching, {}, 0, {}, {} });
    Retrieval::RetrievalRequest retrieve;
    retrieve.question = question->searched;
    retrieve.filters = question->request.filters;
    Retrieval::Retriever::Sink late;
    if (question->request.late)
        late = [onLate = question->request.late](const Retrieval::Retrieval &reordered) {
            onLate(Passages { reordered.revision, reordered.passages });
        };
    auto foundTask = m_retriever->retrieve(
        retrieve,
        [sink, retriever = m_retriever](const Retrieval::Retrieval &early) {
            if (!sink)
                return;
            sink(Passages { 1, early.passages });
            if (const auto reranker = retriever->reranker(); reranker && !early.passages.isEmpty())
                sink(Stage { Stage::Kind::Reranking, reranker->name(), std::min(retriever->rerankWindow(), int(early.passages.size())),
                    retriever->rerankWait(), {} });
        },
        context, late);
    auto found = co_await std::move(foundTask);
    if (!found)
        co_return found.error();
    question->found = *found;
    if (found->revision > 1 && sink)
        sink(Passages { found->revision, found->passages });
    turn.notices = found->notices;
    turn.sent += found->sent;
    turn.suggestion = found->suggestion;
    turn.timings[QStringLiteral("search")] = found->searchMs;
    turn.timings[QStringLiteral("embed")] = found->embedMs;
    turn.timings[QStringLiteral("rerank")] = found->rerankMs;
    if (!found->passages.isEmpty() && question->searched == question->request.question)
        turn.notices += unknownWords(*found);
    if (!m_standingNotice.isEmpty())
        turn.notices += m_standingNotice;
    if (sink) {
        for (const QString &notice : std::as_const(turn.notices))
            sink(Notice { notice });
    }

    // 3 The answer: written where there is a model that writes one, else quoted.
    question->window = found->passages.mid(0, AnswerPassages);
    if (question->window.isEmpty()) {
        turn.answer = Retrieval::emptyResultText(question->request.scope, found->terms, found->suggestion);
    } else {
        if (m_model)
            co_await write(question, context, sink);
        if (turn.kind == Turn::Kind::None && !turn.stopped) {
            if (sink)
                sink(Stage { Stage::Kind::Answering, {}, int(question->window.size()), {}, {} });
            auto quoting = quote(question, context);
            const Status quoted = co_await std::move(quoting);
            if (!quoted)
                co_return quoted.error();
            if (sink)
                sink(Delta { Delta::Kind::Answer, turn.answer });
        }
    }
    // What a mind map of it is made of is kept with it: one retrieval for both.
    for (const Retrieval::Passage &passage : found->passages.mid(AnswerPassages, MindMap::MapPassages - AnswerPassages))
        turn.sources += sourceFrom(passage);
    turn.timings[QStringLiteral("total")] = msOf(clock);
    co_return turn;
}

QCoro::Task<Status> DialogService::quote(std::shared_ptr<Question> question, Concurrency::Context context)
{
    Turn &turn = question->turn;
    QElapsedTimer clock;
    clock.start();
    const QList<Retrieval::Passage> window = question->window;
    auto quotedTask = m_pools->inference.submit([asked = question->request.question, window, terms = question->found.terms](
                                                    std::stop_token) -> Result<QuotedAnswer> { return quoteAnswer(asked, window, terms); },
        context, QStringLiteral("quote an answer"));
    auto quoted = co_await std::move(quotedTask);
    if (!quoted)
        co_return quoted.error();
    turn.kind = quoted->text.isEmpty() ? Turn::Kind::None : Turn::Kind::Quoted;
    turn.answer = quoted->text.isEmpty()
        ? Retrieval::emptyResultText(question->request.scope, question->found.terms, question->found.suggestion)
        : quoted->text;
    turn.sources = quoted->sources;
    QSet<QString> cited;
    for (const Source &source : std::as_const(turn.sources))
        cited += source.chunk;
    for (const Retrieval::Passage &passage : window) {
        if (!cited.contains(passage.hit.chunk))
            turn.sources += sourceFrom(passage);
    }
    turn.timings[QStringLiteral("answer")] = msOf(clock);
    co_return Done {};
}

QCoro::Task<void> DialogService::write(std::shared_ptr<Question> question, Concurrency::Context context, EventSink sink)
{
    Turn &turn = question->turn;
    const ModelPtr model = m_model;
    PromptRequest request;
    request.question = question->request.question;
    request.systemPrompt = m_systemPrompt;
    request.passages = question->window;
    request.history = question->request.history;
    request.reserve = m_reserve;
    QElapsedTimer clock;
    clock.start();
    auto writing = writeAnswer(model, request, sink, context);
    const WrittenAnswer written = co_await std::move(writing);
    question->sent(model, QStringLiteral("answer"), written.sentBytes);
    turn.thinking = written.thinking;
    turn.stopped = written.stopped;
    turn.error = written.error;
    const Llm::ChatReply &reply = written.reply;
    turn.timings[QStringLiteral("prompt")] = written.promptMs;
    if (reply.firstTokenMs > 0)
        turn.timings[QStringLiteral("first_token")] = reply.firstTokenMs;
    if (reply.usage.tokensPerSecond > 0)
        turn.timings[QStringLiteral("tokens_per_second")] = reply.usage.tokensPerSecond;
    turn.details[QStringLiteral("model")] = reply.model.isEmpty() ? model->model() : reply.model;
    turn.details[QStringLiteral("passages")] = written.passages;
    turn.details[QStringLiteral("turns")] = written.turns;
    if (reply.usage.answerTokens > 0) {
        turn.details[QStringLiteral("prompt_tokens")] = reply.usage.promptTokens;
        turn.details[QStringLiteral("answer_tokens")] = reply.usage.answerTokens;
    }
    if (reply.usage.answerTokens > 0 && sink)
        sink(Usage { reply.usage.promptTokens, reply.usage.answerTokens, reply.firstTokenMs, reply.usage.tokensPerSecond });
    const auto note = [&turn, &sink](const QString &text) {
        turn.notices += text;
        if (sink)
            sink(Notice { text });
    };
    if (written.answer.trimmed().isEmpty()) {
        if (!written.stopped) {
            const QString why = written.error ? written.error->message
                : written.thinking.isEmpty()  ? tr("the model wrote nothing")
                                              : tr("the model only thought and wrote no answer; give it more tokens, or another model");
            note(tr("%1 gave no answer (%2). The answer is quoted from your documents.").arg(model->name(), why));
            if (!turn.error)
                turn.error = Error { ErrorCode::Provider, why, {}, true };
        } else { // nothing was shown but the passages
            for (const Retrieval::Passage &passage : std::as_const(question->window))
                turn.sources += sourceFrom(passage);
        }
        co_return;
    }
    turn.details[QStringLiteral("finish")] = written.stopped ? QStringLiteral("stopped") : finishName(reply.finish);
    turn.kind = Turn::Kind::Written;
    if (written.error)
        note(written.error->message);
    if (reply.finish == Llm::ChatReply::Finish::Length)
        note(tr("The answer ends where the model's limit of tokens was reached; ask for the rest, or raise the limit."));
    if (reply.finish == Llm::ChatReply::Finish::Filtered)
        note(tr("The service's filter ended the answer."));
    if (reply.finish == Llm::ChatReply::Finish::Looping)
        note(tr("The model said the same over and over and was stopped."));

    // 4 Citations; a stop does not stop them, they take no time.
    const QList<Retrieval::Passage> window = question->window, given = window.mid(0, written.passages);
    auto citing = m_pools->inference.submit(
        [answer = written.answer, given](std::stop_token token) -> Result<CitedAnswer> { return cite(answer, given, token); },
        context.under(std::stop_token()), QStringLiteral("check citations"));
    const auto cited = co_await std::move(citing);
    if (!cited) { // the program is closing: the markers mean what they meant in the prompt
        turn.answer = written.answer;
        int n = 0;
        for (const Retrieval::Passage &passage : given) {
            turn.sources += sourceFrom(passage);
            turn.sources.last().n = ++n;
        }
        co_return;
    }
    turn.answer = cited->text;
    turn.sources = cited->sources;
    for (const Retrieval::Passage &passage : window.mid(written.passages))
        turn.sources += sourceFrom(passage);
    turn.details[QStringLiteral("removed")] = cited->removed;
    turn.details[QStringLiteral("placed")] = cited->placed;
    turn.timings[QStringLiteral("answer")] = msOf(clock);
}

QCoro::Task<Result<DialogService::Related>> DialogService::related(
    DialogRequest request, QList<Retrieval::Passage> passages, Concurrency::Context context)
{
    Related result;
    if (passages.isEmpty()) {
        Retrieval::RetrievalRequest retrieve;
        retrieve.question = request.question;
        retrieve.filters = request.filters;
        auto foundTask = m_retriever->retrieve(retrieve, {}, context);
        auto found = co_await std::move(foundTask);
        if (!found)
            co_return found.error();
        passages = found->passages.mid(0, AnswerPassages);
        result.sent = found->sent;
    }
    if (const ModelPtr model = m_model; model && !passages.isEmpty()) {
        auto contextTask = model->contextTokens(context);
        PromptRequest fit;
        fit.context = co_await std::move(contextTask);
        fit.passages = passages;
        fit.question = request.question;
        const int given = buildPrompt(fit).passages;
        Llm::ChatRequest chat;
        chat.messages = { { Llm::ChatMessage::Role::System, prompt(QStringLiteral("related")) },
            { Llm::ChatMessage::Role::User,
                numberedPassages(passages.mid(0, given)) + QLatin1String("\n\nQuestion: ") + request.question } };
        chat.purpose = QStringLiteral("related questions");
        chat.maxTokens = 300;
        auto task = model->complete(chat, {}, context);
        const auto reply = co_await std::move(task);
        if (context.stop_requested())
            co_return Error::cancelled();
        if (reply || reply.error().code != ErrorCode::Unreachable)
            result.sent += Retrieval::Sent { model->host(), chat.purpose, Llm::bytesOf(chat.messages) };
        if (reply) {
            result.questions = questionsIn(reply->answer, request.question);
        }
    }
    constexpr int Fewest = 3, Most = 5;
    if (result.questions.size() >= Fewest || passages.isEmpty())
        co_return result;
    auto task = m_pools->inference.submit(
        [asked = request.question, passages](std::stop_token) -> Result<QStringList> {
            QList<Retrieval::Passage> known = passages; // what was stored with an answer does not say its language
            for (Retrieval::Passage &passage : known) {
                if (passage.hit.language.isEmpty())
                    passage.hit.language = Text::detectLanguage(passage.hit.text);
            }
            return relatedFrom(asked, known);
        },
        context, QStringLiteral("related questions"));
    const auto local = co_await std::move(task);
    if (!local)
        co_return local.error();
    for (const QString &question : *local) {
        if (result.questions.size() < Most && !result.questions.contains(question))
            result.questions += question;
    }
    co_return result;
}

} // namespace Heddle::Dialog
