// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>

namespace Heddle::Library {

//! \brief False for what programs put where a title belongs: nothing, the name of a file, their own name, a placeholder.
bool isDocumentTitle(const QString &text);

} // namespace Heddle::Library
