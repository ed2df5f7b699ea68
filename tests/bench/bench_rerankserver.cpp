// SPDX-License-Identifier: GPL-3.0-or-later
// bench_rerankserver [DELAY_MS]: a reranker on a free port of the loopback interface, for `heddle-cli bench flow`. Prints
// its address; each reply comes DELAY_MS (300) after its request and holds a score for each document.
#include "tests/support/rerankcontracts.h"
#include <QCoreApplication>
#include <cstdio>

using namespace Heddle::TestSupport;

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const int delay = argc > 1 ? QByteArray(argv[1]).toInt() : 300;
    FakeHttpServer server([delay](const FakeRequest &request) {
        const QString provider = QStringLiteral("openai-compatible");
        FakeReply reply;
        reply.body = contractReply(provider, documentsOf(provider, request.body));
        reply.delayMs = delay;
        return reply;
    });
    server.keepRequests(false);
    std::printf("%s\n", qPrintable(server.base()));
    std::fflush(stdout);
    return QCoreApplication::exec();
}
