// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/chat/givenfiles.h"
#include <QDir>
#include <QMimeData>
#include <QUrl>

namespace Heddle::Ui {

QStringList pathsIn(const QMimeData *data)
{
    QStringList paths;
    for (const QUrl &url : data->urls()) {
        if (url.isLocalFile())
            paths += QDir::cleanPath(url.toLocalFile());
    }
    return paths;
}

} // namespace Heddle::Ui
