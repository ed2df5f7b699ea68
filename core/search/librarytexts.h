// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/search/searchengine.h"
#include "core/storage/libraryrepository.h"

namespace Heddle::Search {

//! \brief Gives a hit its text and everything else that the library knows of the chunk.
void fillFrom(Hit &hit, const Storage::ChunkInDocument &chunk);

} // namespace Heddle::Search
