// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/concurrency/taskgroup.h"
#include "core/library/catalog.h"
#include <optional>

class QUrl;
class QWidget;

namespace Heddle::Ui {

//! \brief Opens a document in the program that the system has for it. A script, a program or a starter is never opened: the user
//! is told why, and offered its folder. `path`: absolute, as the file system names it.
void openFile(QWidget *parent, Library::Catalog *catalog, Concurrency::TaskGroup *tasks, const QByteArray &path);

//! \brief Shows the folder `path`, absolute, in the system's file manager.
void openFolder(const QByteArray &path);

//! \brief The address of a link that somebody else wrote, if it is one to be opened: http or https with a host and without a name or
//! password, which pose as a host, or mailto without attachments. Nothing for all others, such as file, data or javascript.
std::optional<QUrl> webAddress(const QString &address);
//! \brief Opens such an address in the system's browser or mail program, after the user has seen all of it and agreed.
void openAddress(QWidget *parent, const QUrl &address);

} // namespace Heddle::Ui
