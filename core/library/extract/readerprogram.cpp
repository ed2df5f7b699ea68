// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/library/extract/readerprogram.h"
#include <QCoreApplication>
#include <QFileInfo>
#include <QProcess>
#include <unistd.h>

namespace Heddle::Library {
namespace {

//! The helper needs nothing of this program's environment, which may hold keys.
QProcessEnvironment emptyEnvironment()
{
    QProcessEnvironment environment;
    environment.insert(QStringLiteral("LC_ALL"), QStringLiteral("C.UTF-8"));
    environment.insert(QStringLiteral("QT_ENABLE_REGEXP_JIT"), QStringLiteral("0")); // no memory becomes a program there
#ifdef __SANITIZE_ADDRESS__
    for (const char *name : { "ASAN_OPTIONS", "LSAN_OPTIONS", "UBSAN_OPTIONS" })
        environment.insert(QLatin1String(name), qEnvironmentVariable(name));
#endif
    return environment;
}

} // namespace

QString readerProgram()
{
    if (const QString named = qEnvironmentVariable("HEDDLE_EXTRACT"); !named.isEmpty())
        return QFileInfo(named).absoluteFilePath(); // the helper works in the root folder
    const QString here = QCoreApplication::applicationDirPath();
    for (const char *place :
        { "/heddle-extract", "/../libexec/heddle/heddle-extract", "/../app/heddle-extract", "/../../app/heddle-extract" }) {
        if (const QFileInfo file(here + QLatin1String(place)); file.isExecutable())
            return file.canonicalFilePath();
    }
    return here + QLatin1String("/heddle-extract");
}

void prepareReader(QProcess &process, const QString &program, const QStringList &arguments, int socket)
{
    process.setProgram(program);
    process.setArguments(arguments);
    process.setProcessEnvironment(emptyEnvironment());
    process.setWorkingDirectory(QStringLiteral("/"));
    process.setStandardInputFile(QProcess::nullDevice());
#ifdef __SANITIZE_ADDRESS__
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel); // whoever runs the sanitizer wants to read it
#endif
    if (socket >= 0)
        process.setChildProcessModifier([socket] { ::dup2(socket, STDIN_FILENO); });
}

} // namespace Heddle::Library
