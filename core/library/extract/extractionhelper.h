// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/library/extract/extractor.h"
#include "core/library/extract/readerlocks.h"

namespace Heddle::Library {

//! \brief The main loop of heddle-extract: reads the documents that are sent to it (HelperRequests) and writes replies to
//! standard output (extractionprotocol.h).
int runExtractionHelper(const ReaderLimits &limits, const Extractor *(*extractorOf)(const QString &type) = &extractorFor);

//! \brief Locks this process in, tries the locks, and writes what it found to standard output, for readerLocks().
int reportReaderLocks(const ReaderLimits &limits);

} // namespace Heddle::Library
