// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/filedescriptor.h"
#include "core/library/extract/extractor.h"
#include "core/library/extract/format.h"
#include <QCoreApplication>
#include <QElapsedTimer>
#include <QJsonDocument>
#include <QJsonObject>
#include <cstdio>
#include <fcntl.h>

// bench_extraction FILE: reads a document in this process and prints JSON: its text, its title, its character set, seconds.

using namespace Heddle;

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    const Library::Extractor *const extractor = argc > 1 ? Library::extractorFor(Library::typeOf(argv[1])) : nullptr;
    if (!extractor)
        return 2;
    const Library::InputFile file { FileDescriptor(open(argv[1], O_RDONLY | O_CLOEXEC)) };
    QStringList texts;
    QElapsedTimer clock;
    clock.start();
    const auto extracted = extractor->extract(file, [&texts](const Library::Block &block) {
        if (!block.text.isEmpty())
            texts += block.text;
        return true;
    });
    const double seconds = double(clock.nsecsElapsed()) / 1e9;
    if (!extracted) {
        std::fprintf(stderr, "%s\n", qUtf8Printable(extracted.error().message));
        return 5;
    }
    const QJsonObject json { { QStringLiteral("text"), texts.join(QLatin1String("\n\n")) }, { QStringLiteral("title"), extracted->title },
        { QStringLiteral("charset"), QString::fromLatin1(extracted->charset) }, { QStringLiteral("seconds"), seconds } };
    std::printf("%s", QJsonDocument(json).toJson().constData());
    return 0;
}
