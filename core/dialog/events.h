// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/dialog/quotedanswer.h"
#include "core/retrieval/retriever.h"
#include <chrono>
#include <functional>
#include <variant>

namespace Heddle::Dialog {

struct Stage {
    enum class Kind { Rewriting, Searching, Reranking, Answering };
    Kind kind = Kind::Searching;
    QString who; //!< reranking: the reranker; answering and rewriting: the model's host, empty where it is quoted
    int passages = 0; //!< how many they get; searching: of how many documents, 0 where that isn't known
    std::chrono::milliseconds budget {}; //!< reranking: how long the answer waits for it
    QString waiting; //!< answering: why nothing comes yet, in words
};
struct Passages {
    int revision; //!< 1: the order of the search; 2: reranked
    QList<Retrieval::Passage> passages;
};
//! \brief What is quoted while a chat model has not said a word yet; shown in its stead until it does. It may come after the first
//! word, and is of no use then.
struct Quotation {
    QuotedSources quoted; //!< numbered for themselves; the markers of a stream mean the passages
    QString writer; //!< the model that is asked
};
//! \brief A piece of a written answer. Its markers [n] mean the nth of the passages, until the answer is done.
struct Delta {
    enum class Kind { Answer, Thinking };
    Kind kind;
    QString text;
};
//! \brief What came as answer so far was thinking.
struct Rethought { };
struct Notice {
    QString text;
};
struct Usage {
    int promptTokens = 0, answerTokens = 0;
    double firstTokenMs = 0, tokensPerSecond = 0;
};
using Event = std::variant<Stage, Passages, Delta, Rethought, Notice, Usage, Quotation>;
//! \brief Called on the GUI thread, never after the task is complete.
using EventSink = std::function<void(const Event &)>;

} // namespace Heddle::Dialog
