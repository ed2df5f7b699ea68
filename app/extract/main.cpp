// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/extract/extractionhelper.h"
#include <cstdlib>
#include <cstring>

// heddle-extract [--locks] MEMORY_BYTES CPU_SECONDS: reads files for heddle in a locked process of its own; see
// runExtractionHelper(). With --locks it only tells which locks hold here.
int main(int argc, char **argv)
{
    const bool report = argc > 1 && std::strcmp(argv[1], "--locks") == 0;
    const int first = report ? 2 : 1;
    Heddle::Library::ReaderLimits limits;
    if (argc > first)
        limits.memoryBytes = std::atoll(argv[first]);
    if (argc > first + 1)
        limits.cpuSeconds = std::atoll(argv[first + 1]);
    return report ? Heddle::Library::reportReaderLocks(limits) : Heddle::Library::runExtractionHelper(limits);
}
