// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/retrieval/retriever.h"
#include "core/setup/comparedrerankers.h"

namespace Heddle::Evaluation {

//! \brief How several rerankers ordered what the search found for a question.
struct RerankComparison {
    QList<Retrieval::Passage> passages; //!< in the order of the search
    QList<Rerank::Ranking> rankings; //!< places are those in `passages`
    QStringList notices; //!< of the search
    std::vector<std::size_t> searchOrder() const;
};

//! \brief Asks the rerankers that can be used about one question. Lives on the event loop's thread; outlives its tasks.
class RerankComparer {
public:
    RerankComparer(Retrieval::Retriever *retriever, Setup::SetupService *setup, Settings::SecretStore *secrets)
        : m_retriever(retriever), m_setup(setup), m_secrets(secrets)
    { }
    //! \brief One after another, so that none waits for another's processor. `wanted`: as Setup::rerankersToCompare() has it. Errors:
    //! from the search and the settings; what goes wrong with one reranker is in its ranking.
    QCoro::Task<Result<RerankComparison>> compare(
        QString question, Search::Filters filters, QStringList wanted, Concurrency::Context context);

private:
    Retrieval::Retriever *const m_retriever;
    Setup::SetupService *const m_setup;
    Settings::SecretStore *const m_secrets;
};

} // namespace Heddle::Evaluation
