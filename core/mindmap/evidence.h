// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/mindmap/mindmap.h"
#include "core/retrieval/retriever.h"
#include <stop_token>

namespace Heddle::MindMap {

constexpr int MapPassages = 12; //!< of a retrieval, that a map is made of

//! \brief The map without a model: documents, their headings, and below them what each passage says about the question, cut to a
//! clause; each node with the passages that it stands for. Passages that say nothing about it, or the same, are left out. For a
//! pool; a stop leaves the map with what was found so far.
Map mapFromPassages(const QString &question, const QList<Retrieval::Passage> &passages, std::stop_token stop = {});

//! \brief Gives nodes without sources the passages that have most of their label's words: at least half, the best three.
//! For a pool; a stop leaves the other nodes as they are.
void addEvidence(Map *map, const QList<Retrieval::Passage> &passages, std::stop_token stop);

} // namespace Heddle::MindMap
