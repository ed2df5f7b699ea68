// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/mindmap/mindmap.h"
#include "core/retrieval/retriever.h"
#include <stop_token>

namespace Heddle::MindMap {

//! \brief Gives nodes without sources the passages that have most of their label's words: at least half, the best three.
//! For a pool; a stop leaves the other nodes as they are.
void addEvidence(Map *map, const QList<Retrieval::Passage> &passages, std::stop_token stop);

} // namespace Heddle::MindMap
