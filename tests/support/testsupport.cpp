// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/testsupport.h"
#include <QDir>
#include <QFileInfo>

namespace Heddle::TestSupport {

bool awaitVoid(QCoro::Task<void> task, int limit)
{
    auto ended = std::make_shared<bool>(false);
    QObject context;
    QCoro::connect(std::move(task), &context, [ended] { *ended = true; });
    return QTest::qWaitFor([ended] { return *ended; }, limit);
}

void writeFile(const QString &path, const QByteArray &bytes)
{
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate) || file.write(bytes) != bytes.size())
        qFatal("can't write %s", qUtf8Printable(path));
}

QByteArray readFile(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("can't read %s", qUtf8Printable(path));
    return file.readAll();
}

} // namespace Heddle::TestSupport
