// SPDX-License-Identifier: GPL-3.0-or-later
// heddle-extract with an extractor that does what the name of the file says: crash, hang, quit, nonsense, eat, endless, good.
#include "core/library/extract/extractionprocess.h"
#include <QCoreApplication>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <unistd.h>

namespace {

using namespace Heddle;
using namespace Heddle::Library;

class PlayedExtractor : public Extractor {
public:
    Result<Extracted> extract(const std::filesystem::path &file, const BlockSink &sink) const override
    {
        const auto asks = [&file](const char *what) { return file.native().find(what) != std::string::npos; };
        if (asks("crash"))
            std::raise(SIGKILL);
        while (asks("hang"))
            pause();
        if (asks("quit"))
            std::_Exit(3);
        if (asks("nonsense"))
            std::puts("what?");
        std::vector<std::vector<char>> eaten;
        while (asks("eat"))
            eaten.emplace_back(16 << 20, 'x');
        do
            sink({ Block::Kind::Paragraph, QStringLiteral("fine"), {}, 0 });
        while (asks("endless"));
        return Extracted { QStringLiteral("t"), 0, 0 };
    }
};

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const qint64 memoryBytes = argc > 1 ? QByteArray(argv[1]).toLongLong() : qint64(1) << 30;
    return runExtractionHelper(memoryBytes, [](const QString &) -> const Extractor * {
        static const PlayedExtractor played;
        return &played;
    });
}
