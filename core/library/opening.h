// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QByteArray>
#include <QString>

namespace Heddle::Library {

//! \brief Why a file is not handed to the system to be opened; empty: it is a document.
//!
//! A folder that somebody else filled may hold anything under any name, and the system runs what it takes for a program, or a
//! starter that names one. So the name's extension, the type that name and content have, and the permission to run it are looked
//! at, of a link's target as well. Only a type that no system runs, such as PDF, is opened whatever its permissions: on drives
//! without permissions every file has them. Blocks; belongs in a pool.
QString whyNotToOpen(const QByteArray &path);

} // namespace Heddle::Library
