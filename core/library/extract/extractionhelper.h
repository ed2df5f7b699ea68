// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/library/extract/extractor.h"
#include "core/library/extract/readerlocks.h"

namespace Heddle::Library {

//! \brief The main loop of heddle-extract. Standard input is the socket that requests come through, replies go to standard
//! output (extractionprotocol.h). It locks itself in before it looks at the first document, and ends when the socket is closed,
//! in the middle of a document too: it never outlives the program that started it.
int runExtractionHelper(const ReaderLimits &limits, const Extractor *(*extractorOf)(const QString &type) = &extractorFor);

//! \brief Locks this process in, tries the locks, and writes what it found to standard output, for readerLocks().
int reportReaderLocks(const ReaderLimits &limits);

} // namespace Heddle::Library
