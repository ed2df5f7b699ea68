// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/llm/chatmodel.h"
#include "core/retrieval/retriever.h"

namespace Heddle::Dialog {

//! \brief One earlier question with its answer.
struct Exchange {
    QString question, answer;
    Concurrency::Contents asked {}; //!< whose text the question has in it
    Concurrency::Contents contents {}; //!< whose text question and answer have in them
};

//! \brief What is sent for an answer.
struct Prompt {
    QList<Llm::ChatMessage> messages;
    int passages = 0; //!< how many of the given ones are in it, numbered from 1
    int turns = 0; //!< how many of the earlier exchanges
    int tokens = 0; //!< estimate, for the model
    bool shortQuestion = false; //!< the middle of the question had to be left out
    bool shortPassage = false; //!< of the only passage in it a part alone fitted
};

struct PromptRequest {
    QString question;
    QString systemPrompt; //!< the user's own; braces are text
    QList<Retrieval::Passage> passages; //!< best first
    QList<Exchange> history; //!< oldest first
    int context = 4096; //!< tokens of the model
    int reserve = 1024; //!< tokens for the answer
    double tokenFactor = 1; //!< Llm::ChatModel::tokenFactor()
    Concurrency::Contents contents {}; //!< whose text the question has in it
};

//! \brief Rules, history, and the question below the passages: the passages that fit, best first, then whole exchanges, newest
//! first, until the budget is used. A question that leaves no room for a whole passage loses its middle; the best passage is
//! shortened where not even that is enough, and left out where next to nothing of it would stay.
//!
//! Passages are not trusted: they go in the user's role behind a fence, as asMaterial() leaves them, and nothing in them can look
//! like a rule, a role, another passage or the question.
Prompt buildPrompt(const PromptRequest &request);

//! \brief The passages as numbered text, with title and page, to be put behind a fence.
QString numberedPassages(const QList<Retrieval::Passage> &passages);

} // namespace Heddle::Dialog
