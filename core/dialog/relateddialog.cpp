// SPDX-License-Identifier: GPL-3.0-or-later
// The dialog that proposes what to ask next.
#include "core/dialog/contents.h"
#include "core/dialog/dialogservice.h"
#include "core/dialog/fence.h"
#include "core/dialog/prompts.h"
#include "core/dialog/relatedquestions.h"
#include "core/text/language.h"

namespace Heddle::Dialog {

QCoro::Task<Result<DialogService::Related>> DialogService::related(
    DialogRequest request, QList<Retrieval::Passage> passages, Concurrency::Context context)
{
    Related result;
    if (passages.isEmpty()) {
        auto finding = m_retriever->retrieve(retrievalFor(request), {}, context);
        HEDDLE_CO_TRY_VALUE(const auto found, co_await std::move(finding));
        passages = found.passages.mid(0, AnswerPassages);
        result.sent = found.sent;
    }
    result.contents = request.contents;
    result.contents.add(Retrieval::contentsOf(passages));
    const ModelPtr model = request.setup->chatModel;
    auto looking = sealedFor(model, request.setup);
    const auto sealed = co_await std::move(looking);
    const QList<Retrieval::Passage> may =
        sealed && sealed->allows(request.contents) ? parted(passages, *sealed).given : QList<Retrieval::Passage>();
    if (sealed && model)
        result.notices += Retrieval::withheldNotice(parted(passages, *sealed).leftOut, *sealed, model->host());
    result.notices.removeAll(QString());
    if (model && !may.isEmpty()) {
        auto contextTask = model->contextTokens(context);
        PromptRequest fit;
        fit.context = co_await std::move(contextTask);
        fit.passages = may;
        fit.question = request.question;
        fit.tokenFactor = model->tokenFactor(buildPrompt(fit).messages);
        const int given = buildPrompt(fit).passages;
        Llm::ChatRequest chat;
        chat.messages = { { Llm::ChatMessage::Role::System, prompt(QStringLiteral("related")) },
            { Llm::ChatMessage::Role::User,
                behindFence(numberedPassages(may.mid(0, given))) + QLatin1String("\n\nQuestion: ") + request.question } };
        chat.purpose = QStringLiteral("related questions");
        chat.maxTokens = 300;
        Concurrency::Contents contents = request.contents;
        contents.add(Retrieval::contentsOf(may.mid(0, given)));
        auto task = model->complete(chat, {}, context.carrying(contents));
        const auto reply = co_await std::move(task);
        if (context.stop_requested())
            co_return Error::cancelled();
        if (reply || !reply.error().nothingSent())
            result.sent += Retrieval::Sent { model->host(), chat.purpose, Llm::bytesOf(chat.messages) };
        if (reply)
            result.questions = questionsIn(reply->answer, request.question);
    }
    if (result.questions.size() >= FewestRelatedQuestions || passages.isEmpty())
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
    HEDDLE_CO_TRY_VALUE(const auto local, co_await std::move(task));
    for (const QString &question : local) {
        if (result.questions.size() < MostRelatedQuestions && !result.questions.contains(question))
            result.questions += question;
    }
    co_return result;
}

} // namespace Heddle::Dialog
