// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/mindmap/mindmap.h"
#include "core/retrieval/retriever.h"
#include <stop_token>

namespace Heddle::Dialog {

//! \brief Marks the nodes of a written map that no passage supports: those without sources, of their own or below them, and those whose
//! sources all say something else. The root, and labels in another language than the passages', are left alone. To be called after
//! MindMap::addEvidence(), in a pool; a stop leaves the map as it was.
void markUnsupported(MindMap::Map *map, const QList<Retrieval::Passage> &passages, std::stop_token stop);

} // namespace Heddle::Dialog
