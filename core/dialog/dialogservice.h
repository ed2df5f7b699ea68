// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/dialog/citation.h"
#include "core/llm/chatmodel.h"
#include "core/retrieval/emptyresult.h"
#include "core/retrieval/retriever.h"
#include <QCoroTask>
#include <functional>
#include <variant>

namespace Heddle::Dialog {

struct Stage {
    enum class Kind { Searching, Reranking, Answering };
    Kind kind = Kind::Searching;
    QString who; //!< reranking: the reranker
    int passages = 0; //!< reranking: how many it gets
    std::chrono::milliseconds budget {}; //!< reranking: how long the answer waits for it
};
struct Passages {
    int revision; //!< 1: the order of the search; 2: reranked
    QList<Retrieval::Passage> passages;
};
struct Delta {
    enum class Kind { Answer, Thinking };
    Kind kind;
    QString text;
};
struct Notice {
    QString text;
};
using Event = std::variant<Stage, Passages, Delta, Notice>;
//! \brief Called on the GUI thread, never after the task is complete.
using EventSink = std::function<void(const Event &)>;

struct DialogRequest {
    QString question;
    Search::Filters filters;
    Retrieval::Scope scope; //!< what is searched, for the empty answer
    //! Passages whose scores came after the answer was begun without them; called after the task is complete, perhaps.
    std::function<void(const Passages &)> late;
};

//! \brief One answered question.
struct Turn {
    enum class Kind { Written, Quoted, None };
    Kind kind = Kind::None;
    QString answer;
    QList<Source> sources; //!< cited ones first, by n; then the other passages of the answer's window with n 0
    QStringList notices;
    QList<Retrieval::Sent> sent; //!< what left this computer for it
    QString suggestion;
    QJsonObject timings; //!< milliseconds by stage
};
QString kindName(Turn::Kind kind);
//! \brief "nothing was sent anywhere", or what went where, for the line under an answer.
QString sentText(const QList<Retrieval::Sent> &sent);
QJsonArray toJson(const QList<Retrieval::Sent> &sent);
QList<Retrieval::Sent> sentFromJson(const QJsonArray &array);

//! \brief Answers from the user's documents. Without a chat model, the normal state, the answer is quoted.
class DialogService {
public:
    static constexpr int AnswerPassages = 8;

    DialogService(Retrieval::Retriever *retriever, Concurrency::Pools *pools) : m_retriever(retriever), m_pools(pools) { }

    //! \brief One question without history.
    QCoro::Task<Result<Turn>> ask(DialogRequest request, std::stop_token stop, EventSink sink);

private:
    Retrieval::Retriever *m_retriever;
    Concurrency::Pools *m_pools;
};

} // namespace Heddle::Dialog
