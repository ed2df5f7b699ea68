// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/text/charsetdetector.h"

namespace Heddle::Library {

//! \brief The character set of a page of HTML: a CharsetDeclaration for readTextFile(). What the page says of itself counts unless its
//! bytes say something else for sure.
Text::DetectedCharset declaredCharset(const QByteArray &start, const Text::DetectedCharset &detected);

} // namespace Heddle::Library
