// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dialog/dialogservice.h"
#include "core/dialog/contents.h"
#include "core/dialog/prompts.h"
#include "core/dialog/questiononitsway.h"
#include "core/evidence/questionwords.h"
#include "core/mindmap/evidence.h"
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
QStringList unknownWords(const QString &question, const Retrieval::Retrieval &found)
{
    const QSet<QString> asking = Evidence::askingWords(question); // "much" of "How much" is no word to look for
    QStringList words;
    for (const auto &term : found.terms) {
        if (!term.known && !asking.contains(term.word))
            words += QLatin1Char('"') + term.word + QLatin1Char('"');
    }
    if (words.isEmpty() || words.size() == found.terms.size())
        return {};
    constexpr int Shown = 5;
    QString notice = words.size() == 1
        ? tr("%1 occurs in none of the documents searched.").arg(words.first())
        : tr("These words occur in none of the documents searched: %1.").arg(words.mid(0, Shown).join(QLatin1String(", ")));
    if (!found.suggestion.isEmpty())
        notice += QLatin1Char(' ') + tr("Did you mean: %1").arg(found.suggestion.left(200));
    return QStringList(notice);
}

} // namespace

QCoro::Task<Result<Turn>> DialogService::ask(DialogRequest request, Concurrency::Context context, EventSink sink)
{
    request.history.clear();
    return chat(std::move(request), std::move(context), std::move(sink));
}

//! Without a model a question that leans on the one before it is searched together with that one's words.
void DialogService::carryOver(Question &question)
{
    const QString carried = carriedWords(question.request.question, question.request.history);
    if (carried.isEmpty())
        return;
    for (const Exchange &exchange : std::as_const(question.request.history))
        question.contents.add(exchange.asked);
    question.searched += QLatin1Char(' ') + carried;
    question.turn.details[QStringLiteral("question")] = question.searched;
}

//! What a model may do for the search; whatever fails leaves the question as it was.
QCoro::Task<void> DialogService::prepare(std::shared_ptr<Question> question, Concurrency::Context context, EventSink sink)
{
    question->searched = question->request.question;
    question->contents = question->request.contents;
    const QString asked = question->request.question;
    QList<Exchange> history = question->request.history;
    const QuestionOptions options = question->request.options;
    const bool leans = !history.isEmpty() && needsContext(asked);
    const ModelPtr model = question->setup().chatModel;
    if (!model && leans)
        carryOver(*question);
    if (!model || (!leans && options.languages.isEmpty() && !options.keywords))
        co_return;
    auto looking = sealedFor(model, question->request.setup);
    const auto sealed = co_await std::move(looking);
    if (!sealed || !sealed->allows(question->contents)) {
        if (leans)
            carryOver(*question);
        co_return;
    }
    history = parted(history, *sealed).given;
    QElapsedTimer clock;
    clock.start();
    if (sink)
        sink(Stage { Stage::Kind::Rewriting, model->host(), 0, {}, {} });
    QStringList more;
    if (leans) {
        Concurrency::Contents contents = question->contents;
        contents.add(contentsOf(history));
        auto task = standAlone(model, asked, history, context.carrying(contents));
        const Rewritten alone = co_await std::move(task);
        question->sent(model, QStringLiteral("rewriting"), alone.sentBytes);
        if (!alone.text.isEmpty()) {
            question->searched = withOriginal(alone.text, asked);
            question->contents = contents;
        } else {
            carryOver(*question);
        }
    }
    context = context.carrying(question->contents);
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
    Q_ASSERT(request.setup);
    QElapsedTimer clock;
    clock.start();
    const auto question = std::make_shared<Question>();
    question->request = std::move(request);
    // 1 What is searched for.
    auto preparing = prepare(question, context, sink);
    co_await std::move(preparing);
    if (context.stop_requested())
        co_return Error::cancelled();
    // A list of documents is made from the whole index, not from a few passages; attached files are in none.
    bool listed = false, outlined = false;
    if (!question->request.onlyAttached) {
        auto listing = list(question, context, sink);
        HEDDLE_CO_TRY_VALUE(listed, co_await std::move(listing));
    }
    if (!listed && !question->request.onlyAttached) {
        auto outlining = outline(question, context, sink);
        HEDDLE_CO_TRY_VALUE(outlined, co_await std::move(outlining));
    }
    if (listed || outlined) {
        question->turn.timings[QStringLiteral("total")] = msOf(clock);
        co_return question->turn;
    }
    // 2 The passages.
    auto looking = findUnread(question, context); // runs beside the search
    auto finding = findPassages(question, context, sink);
    const Status found = co_await std::move(finding);
    co_await std::move(looking);
    HEDDLE_CO_TRY(found);
    // 3 and 4 The answer, with its citations checked.
    auto answering = answer(question, context, sink);
    HEDDLE_CO_TRY(co_await std::move(answering));
    // What a mind map of it is made of is kept with it: one retrieval for both.
    Turn &turn = question->turn;
    QSet<QString> kept;
    for (const Source &source : std::as_const(turn.sources))
        kept += source.chunk;
    for (const Retrieval::Passage &passage : question->found.passages.mid(0, MapPassages)) {
        if (!kept.contains(passage.hit.chunk))
            turn.sources += sourceFrom(passage);
    }
    turn.timings[QStringLiteral("total")] = msOf(clock);
    co_return turn;
}

QCoro::Task<Status> DialogService::findPassages(std::shared_ptr<Question> question, Concurrency::Context context, EventSink sink)
{
    if (sink)
        sink(Stage { Stage::Kind::Searching, {}, question->request.scope.documents + question->request.scope.attached, {}, {} });
    Retrieval::RetrievalRequest request = retrievalFor(question->request);
    request.question = question->searched;
    request.contents = question->contents;
    const Retrieval::Retriever::Sink early = [sink, setup = request.setup](const Retrieval::Retrieval &found) {
        if (!sink)
            return;
        sink(Passages { 1, found.passages });
        if (setup->reranker && !found.passages.isEmpty())
            sink(Stage { Stage::Kind::Reranking, setup->reranker->name(), std::min(setup->tuning.rerankWindow, int(found.passages.size())),
                setup->tuning.rerankWait, {} });
    };
    Retrieval::Retriever::Sink late;
    if (question->request.late)
        late = [onLate = question->request.late](const Retrieval::Retrieval &reordered) {
            onLate(Passages { reordered.revision, reordered.passages });
        };
    auto finding = m_retriever->retrieve(request, early, context, late);
    HEDDLE_CO_TRY_VALUE(question->found, co_await std::move(finding));
    const Retrieval::Retrieval &found = question->found;
    if (found.revision > 1 && sink)
        sink(Passages { found.revision, found.passages });
    Turn &turn = question->turn;
    turn.notices += found.notices;
    turn.sent += found.sent;
    turn.suggestion = found.suggestion;
    turn.timings[QStringLiteral("search")] = found.searchMs;
    turn.timings[QStringLiteral("embed")] = found.embedMs;
    turn.timings[QStringLiteral("rerank")] = found.rerankMs;
    if (!found.passages.isEmpty() && question->searched == question->request.question)
        turn.notices += unknownWords(question->searched, found);
    for (const Setup::Notice &notice : question->setup().notices) {
        if (notice.about == Setup::Notice::About::Chat)
            turn.notices += notice.text;
    }
    if (sink) {
        for (const QString &notice : std::as_const(turn.notices))
            sink(Notice { notice });
    }
    co_return Done {};
}

//! Written where there is a model that writes one, else quoted. What is quoted is looked for in any case: it is there at once, and stays
//! where the model doesn't come to an answer.
QCoro::Task<Status> DialogService::answer(std::shared_ptr<Question> question, Concurrency::Context context, EventSink sink)
{
    Turn &turn = question->turn;
    const Retrieval::Retrieval &found = question->found;
    question->window = question->offered = found.passages.mid(0, AnswerPassages);
    QStringList unread;
    for (const UnreadFile &file : std::as_const(question->unread))
        unread += unreadText(file);
    if (question->window.isEmpty()) {
        turn.answer = Retrieval::emptyResultText(question->request.scope, found.terms, found.suggestion);
        turn.answer = (QStringList(turn.answer) + unread).join(QLatin1Char('\n'));
        co_return Done {};
    }
    auto quoting = quote(question, context, sink); // runs while the model is asked
    if (question->setup().chatModel) {
        auto writing = write(question, context, sink);
        co_await std::move(writing);
    }
    const Status quoted = co_await std::move(quoting);
    if (turn.kind != Turn::Kind::None) {
        turn.notices += unread;
        co_return Done {};
    }
    if (question->quoted)
        question->takeQuoted();
    if (turn.stopped) {
        if (!question->quoted) { // nothing was shown but the passages
            turn.notices += unread;
            for (const Retrieval::Passage &passage : std::as_const(question->window))
                turn.sources += sourceFrom(passage);
        }
        co_return Done {};
    }
    HEDDLE_CO_TRY(quoted);
    if (sink) {
        sink(Stage { Stage::Kind::Answering, {}, int(question->window.size()), {}, {} });
        sink(Delta { Delta::Kind::Answer, turn.answer });
    }
    co_return Done {};
}

QCoro::Task<void> DialogService::findUnread(std::shared_ptr<Question> question, Concurrency::Context context)
{
    if (question->request.onlyAttached)
        co_return;
    auto looking = m_pools->search.submit([library = m_library, asked = question->searched, filters = question->request.filters](
                                              std::stop_token stop) { return unreadFilesFor(library, asked, filters, stop); },
        context, QStringLiteral("look for unread files"));
    const auto files = co_await std::move(looking);
    if (files)
        question->unread = *files;
}

} // namespace Heddle::Dialog
