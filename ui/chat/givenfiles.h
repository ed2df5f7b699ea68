// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QStringList>

class QMimeData;

namespace Heddle::Ui {

//! \brief The absolute paths of files and folders on this computer that were dropped or pasted. None of them is looked at, since a
//! drive that does not answer would stop the window.
QStringList pathsIn(const QMimeData *data);

} // namespace Heddle::Ui
