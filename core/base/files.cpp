// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include <QCoreApplication>
#include <QFile>
#include <QSaveFile>

namespace Heddle {
namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Heddle", text);
}

} // namespace

Result<QByteArray> loadFile(const QString &path, qint64 limit)
{
    const auto unreadable = [&path](const QString &reason) {
        return Error { ErrorCode::Unreadable, tr("%1 could not be read: %2.").arg(path, reason), {}, false };
    };
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return unreadable(file.errorString());
    const QByteArray bytes = file.read(limit + 1);
    if (file.error() != QFileDevice::NoError)
        return unreadable(file.errorString());
    if (bytes.size() > limit)
        return unreadable(tr("it is larger than %1 MB").arg(limit >> 20));
    return bytes;
}

Status saveFile(const QString &path, const QByteArray &bytes)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        return Error { ErrorCode::StorageReadOnly, tr("%1 could not be written: %2. Choose another place.").arg(path, file.errorString()),
            {}, false };
    return Done {};
}

} // namespace Heddle
