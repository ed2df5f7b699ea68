// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/childprocess.h"
#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QProcess>
#include <sys/wait.h>
#include <unistd.h>

namespace Heddle::TestSupport {

QByteArray inChild(bool asNobody, const std::function<QByteArray()> &work)
{
    int ends[2];
    if (pipe(ends) != 0)
        qFatal("no pipe");
    const pid_t child = fork();
    if (child == 0) {
        close(ends[0]);
        if (asNobody && geteuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0))
            _exit(1);
        const QByteArray answer = work();
        [[maybe_unused]] const auto written = write(ends[1], answer.constData(), size_t(answer.size()));
        _exit(0);
    }
    close(ends[1]);
    QByteArray answer;
    char buffer[4096];
    for (ssize_t got; (got = read(ends[0], buffer, sizeof buffer)) > 0;)
        answer.append(buffer, got);
    close(ends[0]);
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? answer : QByteArray("the child ended badly");
}

QByteArray runSelf(const QStringList &arguments, int killAfterMs, int killAtLines)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process.start(QCoreApplication::applicationFilePath(), arguments);
    if (!process.waitForStarted())
        qFatal("this program could not be started again");
    QByteArray out;
    const QDeadlineTimer deadline(killAfterMs);
    while (process.state() == QProcess::Running && !deadline.hasExpired() && out.count('\n') < killAtLines) {
        process.waitForReadyRead(int(std::max<qint64>(1, std::min<qint64>(deadline.remainingTime(), 10)))); // also returns when it ends
        out += process.readAllStandardOutput();
    }
    process.kill();
    process.waitForFinished();
    return out + process.readAllStandardOutput();
}

} // namespace Heddle::TestSupport
