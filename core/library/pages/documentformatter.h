// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/library/pages/formattedtext.h"
#include "core/library/pages/pageprocess.h"

namespace Heddle::Library {

//! \brief Reads a page of HTML as it looks, in a locked process of its own that ends with it.
//!
//! Runs on the event loop's thread. \param passage Where the document is too long to be shown at once, the part around it is returned.
//! \param program The helper; empty: the one beside this program. Errors: Cancelled; Timeout; Unreadable; Protocol, for an invalid reply.
QCoro::Task<Result<FormattedText>> formatDocument(
    InputFile document, QString passage, PageLimits limits, QString program, std::stop_token stop);

} // namespace Heddle::Library
