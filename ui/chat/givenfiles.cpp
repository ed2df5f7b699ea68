// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/givenfiles.h"
#include <QFileInfo>
#include <QMimeData>
#include <QUrl>

namespace Heddle::Ui {
namespace {

QStringList pathsIn(const QMimeData *data, bool folders)
{
    QStringList paths;
    for (const QUrl &url : data->urls()) {
        if (const QFileInfo file(url.toLocalFile()); url.isLocalFile() && file.isDir() == folders)
            paths += file.absoluteFilePath();
    }
    return paths;
}

} // namespace

QStringList filesIn(const QMimeData *data)
{
    return pathsIn(data, false);
}

QStringList foldersIn(const QMimeData *data)
{
    return pathsIn(data, true);
}

} // namespace Heddle::Ui
