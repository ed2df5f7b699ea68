// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/dialog/answermap.h"
#include "core/dialog/events.h"
#include "core/dialog/promptbuilder.h"
#include "core/dialog/questions.h"
#include "core/retrieval/emptyresult.h"
#include <QCoroTask>

namespace Heddle::Dialog {

//! \brief What may be done to a question before it is searched for; off unless a conversation asks for it.
struct QuestionOptions {
    QStringList languages; //!< also searched for in these
    bool keywords = false; //!< also searched for by words that a model names
};
QJsonObject toJson(const QuestionOptions &options);
QuestionOptions optionsFromJson(const QJsonObject &object);

struct DialogRequest {
    QString question;
    QList<Exchange> history; //!< oldest first
    QuestionOptions options;
    Search::Filters filters;
    Retrieval::Scope scope; //!< what is searched, for the empty answer
    //! Passages whose scores came after the answer was begun without them; called after the task is complete, perhaps.
    std::function<void(const Passages &)> late;
};

//! \brief What a mind map is asked for.
struct MapRequest {
    QString question, answer; //!< of an answer that there is already
    QList<Retrieval::Passage> passages; //!< of its retrieval; empty: they are searched for
    Search::Filters filters;
    Retrieval::Scope scope; //!< what is searched, for the notice that nothing was found
};
//! \brief A map that is still growing, and how many of the passages are in it. Called on the GUI thread, never after the
//! task is complete.
using MapSink = std::function<void(const MindMap::Map &map, int done, int all)>;

//! \brief One answered question.
struct Turn {
    enum class Kind { Written, Quoted, None };
    Kind kind = Kind::None;
    QString answer, thinking;
    QList<Source> sources; //!< cited ones first, by n; then the other passages, with n 0
    QStringList notices;
    QList<Retrieval::Sent> sent; //!< what left this computer for it
    QString suggestion;
    QJsonObject timings; //!< milliseconds by stage; tokens_per_second
    //! question: as searched, where it differs; model, finish, prompt_tokens, answer_tokens, removed and placed citations
    QJsonObject details;
    bool stopped = false; //!< by the user; what had come stands above
    std::optional<Error> error; //!< of the chat model: it broke off, or the answer is quoted in its stead
};
//! \brief "nothing was sent anywhere", or what went where, for the line under an answer.
QString sentText(const QList<Retrieval::Sent> &sent);
QJsonArray toJson(const QList<Retrieval::Sent> &sent);
QList<Retrieval::Sent> sentFromJson(const QJsonArray &array);
//! \brief A stored source as a passage again, for what is asked about an answer later.
Retrieval::Passage passageFrom(const Source &source);

//! \brief Answers from the user's documents: written by a chat model, streamed, where there is one; else, and where it
//! fails, quoted. Lives on the event loop's thread.
class DialogService {
public:
    static constexpr int AnswerPassages = 8;

    DialogService(Retrieval::Retriever *retriever, Flow::Pools *pools) : m_retriever(retriever), m_pools(pools) { }
    //! \brief Null: answers are quoted.
    void setChatModel(ModelPtr model) { m_model = std::move(model); }
    ModelPtr chatModel() const { return m_model; }
    //! \brief The user's own, before ours.
    void setSystemPrompt(QString prompt) { m_systemPrompt = std::move(prompt); }
    //! \brief Tokens kept free for an answer.
    void setAnswerReserve(int tokens) { m_reserve = tokens; }
    //! \brief Said with each answer while a configured chat model can't be used.
    void setStandingNotice(QString notice) { m_standingNotice = std::move(notice); }

    //! \brief One question among several turns. Errors only from before the passages were found; after that there is a
    //! turn, however it ended.
    QCoro::Task<Result<Turn>> chat(DialogRequest request, Concurrency::Context context, EventSink sink);
    //! \brief One question without history.
    QCoro::Task<Result<Turn>> ask(DialogRequest request, Concurrency::Context context, EventSink sink);
    struct Related {
        QStringList questions;
        QList<Retrieval::Sent> sent;
    };
    //! \brief 3 to 5 questions that the same passages answer; `passages` empty: they are searched for first.
    QCoro::Task<Result<Related>> related(DialogRequest request, QList<Retrieval::Passage> passages, Concurrency::Context context);

    //! \brief A map instead of prose: written by the chat model from the passages, in batches where they are more than it
    //! takes at once; where there is none, or it gives no outline, made of headings and key phrases. A stop keeps what there is.
    //! Errors: from the search; Cancelled, where there was nothing to keep.
    QCoro::Task<Result<AnswerMap>> mindMap(MapRequest request, Concurrency::Context context, MapSink sink);

private:
    struct Question;
    QCoro::Task<void> prepare(std::shared_ptr<Question> question, Concurrency::Context context, EventSink sink);
    QCoro::Task<Status> quote(std::shared_ptr<Question> question, Concurrency::Context context);
    QCoro::Task<void> write(std::shared_ptr<Question> question, Concurrency::Context context, EventSink sink);

    Retrieval::Retriever *m_retriever;
    Flow::Pools *m_pools;
    ModelPtr m_model;
    QString m_systemPrompt, m_standingNotice;
    int m_reserve = 1024;
};

} // namespace Heddle::Dialog
