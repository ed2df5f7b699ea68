// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/extract/extractionhelper.h"
#include "core/library/pages/pagehelper.h"
#include <cstdio>
#include <cstdlib>
#include <cstring>

// heddle-extract [--locks|--pages] MEMORY_BYTES CPU_SECONDS: reads files for heddle in a locked process of its own; see
// runExtractionHelper(). With --pages it draws the pages of one document, see runPageHelper(); with --locks it only tells which
// locks hold here.
int main(int argc, char **argv)
{
    using namespace Heddle::Library;
    const auto asks = [&](const char *mode) { return argc > 1 && std::strcmp(argv[1], mode) == 0; };
    if (asks("--help") || asks("-h")) {
        std::puts("heddle-extract reads documents for heddle and is started by it. There is nothing to do with it by hand.");
        return 0;
    }
    const int first = asks("--locks") || asks("--pages") ? 2 : 1;
    ReaderLimits limits;
    if (argc > first)
        limits.memoryBytes = std::atoll(argv[first]);
    if (argc > first + 1)
        limits.cpuSeconds = std::atoll(argv[first + 1]);
    if (asks("--locks"))
        return reportReaderLocks(limits);
    return asks("--pages") ? runPageHelper(limits) : runExtractionHelper(limits);
}
