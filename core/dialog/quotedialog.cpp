// SPDX-License-Identifier: GPL-3.0-or-later
// The answer without a chat model.
#include "core/dialog/evidencework.h"
#include "core/dialog/questiononitsway.h"
#include <QElapsedTimer>

namespace Heddle::Dialog {
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
    const auto work = std::make_shared<EvidenceWork>(question->searched, question->found, question->setup().embedder);
    auto finding = findEvidence(work, context);
    HEDDLE_CO_TRY(co_await std::move(finding));
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

} // namespace Heddle::Dialog
