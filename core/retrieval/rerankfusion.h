// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <vector>

namespace Heddle::Retrieval {

//! \brief How much a reranker counts where its scores are fused with those of the search, from 0 to 1. Measured, see
//! docs/ranking.md: the first keeps all that a good one gives, the second loses little by one that ranks by chance.
inline constexpr double RerankWeight = 0.7, UntriedRerankWeight = 0.5;
//! \brief The agreement with the search from which on a reranker is known not to rank by chance: Spearman's coefficient of 64 random
//! scores is below it nineteen times in twenty.
inline constexpr double ChanceAgreement = 0.2;

//! \brief Returns the fused scores of passages, each between 0 and 1, from what search and reranker gave them. Both are compared
//! by standard deviations from their mean, so that their scales don't matter; one whose scores are all alike decides nothing.
std::vector<double> fusedScores(const std::vector<double> &search, const std::vector<double> &rerank, double weight);

//! \brief Returns how far two rankings of the same passages agree: Spearman's coefficient, from -1 to 1.
double rankAgreement(const std::vector<double> &one, const std::vector<double> &other);

} // namespace Heddle::Retrieval
