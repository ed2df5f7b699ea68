// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/extract/extractionprocess.h"
#include <QCoreApplication>

// heddle-extract MEMORY_BYTES: reads files for heddle in a process of its own; see runExtractionHelper().
int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const QStringList arguments = application.arguments();
    const qint64 memoryBytes = arguments.value(1).toLongLong();
    return Heddle::Library::runExtractionHelper(memoryBytes > 0 ? memoryBytes : Heddle::Library::ExtractionLimits {}.memoryBytes);
}
