// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/library/extract/readerlocks.h"
#include "core/library/pages/pagedocument.h"

namespace Heddle::Library {

//! \brief The main loop of heddle-extract --pages: draws and searches the pages of one document (pageprotocol.h). It is locked in
//! like the helper that reads documents, but may read the system's fonts as well.
int runPageHelper(const ReaderLimits &limits, std::unique_ptr<PageDocument> (*open)(const InputFile &file) = &openPages);

} // namespace Heddle::Library
