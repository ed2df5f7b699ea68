// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/library/extract/extractor.h"

namespace Heddle::Library {

//! \brief Looks into some pages of a PDF, spread over the document, until one has text. It runs in the helper process.
//! \param most How many pages at most.
//! \return The pages that were looked at, and those of them without text: all, or all but the last. Errors: Unreadable.
Result<Extracted> lookIntoPdf(const InputFile &file, int most, const BlockSink &sink);

} // namespace Heddle::Library
