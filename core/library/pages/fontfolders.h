// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QByteArray>
#include <QList>

namespace Heddle::Library {

//! \brief The folders with the fonts of this system and of the user, and what describes them: a page whose fonts are not in the file
//! is drawn with these. Loads the list of fonts, so that this is done before the process locks itself in.
QList<QByteArray> fontFolders();

} // namespace Heddle::Library
