// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/evidence/askedquestion.h"
#include "core/retrieval/retriever.h"
#include "core/storage/libraryrepository.h"
#include <stop_token>

namespace Heddle::Dialog {

//! \brief The other passages of the sections that the found ones stand in, where the section's headings name what is asked: a long
//! section is several passages, and a search finds only some. Blocking, for the search pool; what can't be looked up, as an attached
//! file, has none.
//! \param most passages that are returned; those of the first sections found go before others
QList<Retrieval::Passage> restOfSections(const Storage::LibraryRepository &library, const Evidence::AskedQuestion &question,
    const QList<Retrieval::Passage> &found, qsizetype most, std::stop_token stop);

} // namespace Heddle::Dialog
