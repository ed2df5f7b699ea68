// SPDX-License-Identifier: GPL-3.0-or-later
// heddle-extract with an extractor that does what the type of the file says: crash, hang, quit, nonsense, …; "escape" tries what
// code in a captured parser would try, and tells what came of it. With --pages, a document plays its pages (fakepages.h).
#include "core/library/extract/extractionhelper.h"
#include "core/library/pages/pagehelper.h"
#include "tests/support/fakepages.h"
#include <arpa/inet.h>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <memory>
#include <netinet/in.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

namespace {

using namespace Heddle;
using namespace Heddle::Library;

QString outcome(bool done)
{
    return done ? QStringLiteral("done") : QString::fromLatin1(std::strerror(errno));
}

void tryFiles(const auto &tell)
{
    tell("read passwd", outcome(open("/etc/passwd", O_RDONLY) >= 0));
    tell("read environ", outcome(open("/proc/self/environ", O_RDONLY) >= 0));
    tell("read fonts", outcome(open("/usr/share/fonts", O_RDONLY | O_DIRECTORY) >= 0));
    tell("write", outcome(open("/tmp/heddle-escaped", O_WRONLY | O_CREAT, 0600) >= 0));
    tell("remove", outcome(unlink("/tmp/heddle-escaped") == 0));
}

void tryProcesses(const auto &tell)
{
    const pid_t child = fork();
    if (child == 0)
        std::_Exit(0);
    tell("fork", outcome(child > 0));
    char name[] = "/bin/true";
    char *const arguments[] = { name, nullptr };
    tell("exec", outcome(execv(name, arguments) == 0));
    tell("kill", outcome(kill(getpid(), 0) == 0));
    tell("program", outcome(mmap(nullptr, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED));
    rlimit more { RLIM_INFINITY, RLIM_INFINITY };
    tell("limits", outcome(setrlimit(RLIMIT_NOFILE, &more) == 0));
}

void tryNetwork(const auto &tell)
{
    for (const int family : { AF_INET, AF_INET6, AF_UNIX })
        tell(qPrintable(QStringLiteral("socket %1").arg(family)), outcome(socket(family, SOCK_STREAM, 0) >= 0));
}

class PlayedExtractor : public Extractor {
public:
    QString type;
    Result<Extracted> extract(const InputFile &file, const BlockSink &sink) const override
    {
        const auto asks = [this](const char *what) { return type == QLatin1String(what); };
        if (asks("crash"))
            std::raise(SIGKILL);
        while (asks("hang"))
            pause();
        if (asks("quit"))
            std::_Exit(3);
        if (asks("nonsense"))
            std::puts("what?");
        if (asks("stale"))
            std::puts("{\"id\":1,\"block\":{\"kind\":1,\"page\":0,\"text\":\"of another document\"}}");
        if (asks("line")) {
            while (true)
                std::fputs("a line without end ", stdout);
        }
        if (asks("escape"))
            escape(sink);
        if (asks("inherited"))
            sink({ Block::Kind::Paragraph, openDescriptors(file.descriptor()), {}, 0 });
        std::vector<std::vector<char>> eaten;
        while (asks("eat"))
            eaten.emplace_back(16 << 20, 'x');
        while (asks("bomb"))
            sink({ Block::Kind::Paragraph, QString(100'000, QLatin1Char('a')), {}, 0 });
        while (asks("working"))
            sink({});
        do
            sink({ Block::Kind::Paragraph, QStringLiteral("fine"), {}, 0 });
        while (asks("endless"));
        return Extracted { QStringLiteral("t"), 0, 0 };
    }

private:
    //! What is open beside standard input, output and error, and the document.
    static QString openDescriptors(int document)
    {
        constexpr int End = 64;
        QString open = QStringLiteral("open:");
        for (int descriptor = STDERR_FILENO + 1; descriptor < End; ++descriptor) {
            if (descriptor != document && fcntl(descriptor, F_GETFD) >= 0)
                open += QStringLiteral(" %1").arg(descriptor);
        }
        return open;
    }
    static void escape(const BlockSink &sink)
    {
        const auto tell = [&sink](const char *what, const QString &came) {
            sink({ Block::Kind::Paragraph, QLatin1String(what) + QLatin1String(": ") + came, {}, 0 });
        };
        QByteArray environment;
        for (char **variable = environ; *variable; ++variable)
            environment += QByteArray(*variable) + ' ';
        tell("environment", QString::fromUtf8(environment));
        tryFiles(tell);
        tryNetwork(tell);
        tryProcesses(tell);
    }
};

} // namespace

int main(int argc, char **argv)
{
    ReaderLimits limits;
    const bool pages = argc > 1 && std::strcmp(argv[1], "--pages") == 0;
    const int first = pages ? 2 : 1;
    if (argc > first)
        limits.memoryBytes = std::atoll(argv[first]);
    if (pages)
        return runPageHelper(limits, &TestSupport::openPlayedPages);
    return runExtractionHelper(limits, [](const QString &type) -> const Extractor * {
        static PlayedExtractor played;
        played.type = type;
        return &played;
    });
}
