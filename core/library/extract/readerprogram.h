// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QStringList>

class QProcess;

namespace Heddle::Library {

//! \brief The helper beside this program, or $HEDDLE_EXTRACT.
QString readerProgram();
//! \brief Sets a helper process up, without starting it: with an empty environment, and nothing open but `socket`, which
//! becomes its standard input (-1: none).
//!
//! The address sanitizer's reports go where this program's go.
void prepareReader(QProcess &process, const QString &program, const QStringList &arguments, int socket = -1);

} // namespace Heddle::Library
