// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/retrieval/absence.h"

namespace Heddle::Retrieval {

//! \brief What to say of a standing, in one or two sentences.
//! \param depth How many hits of each leg the search looks at.
//! \param reach How many were looked through to find the ranks; 0: all.
QString standingText(const Standing &standing, const AbsenceRequest &request, int depth, int reach);
//! \brief The same where no file fits a name, or no passage has the words. `unread`: files without text in the library.
QString nothingFitsText(const AbsenceRequest &request, AbsenceReport::About about, qint64 unread);

} // namespace Heddle::Retrieval
