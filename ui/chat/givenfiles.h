// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QStringList>

class QMimeData;

namespace Heddle::Ui {

//! \brief The absolute paths of files on this computer that were dropped or pasted, without folders.
QStringList filesIn(const QMimeData *data);
//! \brief The same of folders.
QStringList foldersIn(const QMimeData *data);

} // namespace Heddle::Ui
