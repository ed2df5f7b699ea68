// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/library/extract/extractor.h"

namespace Heddle::Library {

//! \brief The title that a file has for people. A whole paragraph is none: its first sentence is, and where that is long too, the
//! file's name.
QString titleOf(const QString &found, const QByteArray &path, const QString &language);
//! \brief What is to be said of a file that was read: nothing of most. `empty`: it had no text.
QString reasonOf(const Extracted &extracted, bool empty);

} // namespace Heddle::Library
