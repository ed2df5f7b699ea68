// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/embedding/embedder.h"
#include "core/llm/chatmodel.h"
#include "core/net/sendguard.h"
#include "core/rerank/reranker.h"
#include "core/search/searchengine.h"
#include <atomic>
#include <chrono>
#include <memory>

namespace Heddle::Setup {

//! \brief How a question is searched, reranked and answered. The defaults of the search are measured (docs/ranking.md,
//! docs/embedding.md).
struct Tuning {
    double textWeight = 1, vectorWeight = 1; //!< of the legs in the fusion
    bool foreignLanguages = false; //!< embeds a question also where the model was not made for its language
    int depth = 256; //!< hits per leg
    int rerankWindow = 64; //!< passages that go to the reranker, exactly
    bool trustReranker = false; //!< its order is taken whatever it is worth, where only the time is measured
    std::chrono::milliseconds rerankWait { 3000 }; //!< until the answer begins without the scores
    QString systemPrompt {}; //!< the user's own, before ours
    int answerReserve = 1024; //!< tokens kept free for an answer

    bool operator==(const Tuning &) const = default;
};

//! \brief Something that is set up and can't be used; told with every answer that goes without it. About a key that is sent
//! unencrypted it is told once.
struct Notice {
    enum class About { Settings, Search, Embedding, Rerank, Chat, Keys };
    About about = About::Settings;
    QString text; //!< for the user: what happened, and what is done instead
    std::shared_ptr<std::atomic_bool> told {}; //!< set where once is enough; shared by all set-ups of a run
    //! \brief Whether to tell it with the answer that asks.
    bool isDue() const { return !told || !told->exchange(true); }
};

//! \brief Everything that one question is answered with. Immutable: a question takes it at its start and keeps it to its
//! end, whatever the user changes meanwhile.
struct AnswerSetup {
    std::shared_ptr<Search::Searcher> engine; //!< never null
    std::shared_ptr<Embedding::Embedder> embedder {}; //!< of questions; null: words alone are searched
    bool hasVectors = true; //!< false: no passage is embedded yet, so that a question needs no vector
    std::shared_ptr<Rerank::Reranker> reranker {}; //!< null: the order of the search stands
    std::shared_ptr<Llm::ChatModel> chatModel {}; //!< null: answers are quoted
    Tuning tuning {};
    QList<Notice> notices {};
    std::shared_ptr<Net::SendGuard> guard {}; //!< knows what is never sent; null: everything may be
};
using AnswerSetupPtr = std::shared_ptr<const AnswerSetup>;

//! \brief What the library is indexed with. The embedder is the one that is set up, while questions may still be embedded
//! by the model before it, until all vectors of the new one are made.
struct IndexSetup {
    std::shared_ptr<Search::SearchEngine> engine; //!< never null
    std::shared_ptr<Embedding::Embedder> embedder {}; //!< null: passages are not embedded
    QString engineProblem {}; //!< why the search server that is set up can't be used; empty: none is set up, or it can
    QString embedderProblem {}; //!< why the embedding model that is set up can't be used; likewise
};

//! \brief How the search is set up, in one line for people: legs and weights, depth, reranker, server.
QString describeSearch(const AnswerSetup &setup);

} // namespace Heddle::Setup
