// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/extract/extractionprocess.h"
#include <QCoreApplication>

// heddle-extract TIME_S MEMORY_BYTES: reads files for heddle in a process of its own; see runExtractionHelper().
int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    Heddle::Library::ExtractionLimits limits;
    const QStringList arguments = application.arguments();
    if (arguments.size() > 2)
        limits.memoryBytes = arguments[2].toLongLong();
    return Heddle::Library::runExtractionHelper(limits);
}
