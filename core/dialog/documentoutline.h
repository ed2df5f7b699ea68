// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/dialog/quotedanswer.h"

namespace Heddle::Dialog {

//! \brief The sections of a document, a card each: the first sentence of its text, under its headings. Where there are many, the outer
//! ones. Pure computation, for the search pool.
//! \param chunks all of the document, in order
QuotedSources outlineOf(const QList<Retrieval::Passage> &chunks);

} // namespace Heddle::Dialog
