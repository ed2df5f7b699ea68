// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/evidence/candidates.h"
#include "core/mindmap/mindmap.h"

namespace Heddle::MindMap {

//! \brief The map without a model: documents, their headings, and below them the statements that come nearest to answering, whole or
//! shortened at the border of a clause; what a statement announces hangs below it as a list. Each node has the passages that it stands
//! for. What is said twice stands once, and sentences that are no statements, or lie far below the best one, are left out.
//! For a pool; a stop leaves what was found so far.
//! \param candidates the sentences of the passages, scored
Map mapFromEvidence(
    const Evidence::AskedQuestion &question, const QList<Retrieval::Passage> &passages, const QList<Evidence::Candidate> &candidates,
    std::stop_token stop = {});

} // namespace Heddle::MindMap
