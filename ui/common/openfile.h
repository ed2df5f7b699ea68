// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/concurrency/taskgroup.h"
#include "core/library/catalog.h"

class QWidget;

namespace Heddle::Ui {

//! \brief Opens a document in the program that the system has for it. A script, a program or a starter is never opened: the user
//! is told why, and offered its folder. `path`: absolute, as the file system names it.
void openFile(QWidget *parent, Library::Catalog *catalog, Concurrency::TaskGroup *tasks, const QByteArray &path);

} // namespace Heddle::Ui
