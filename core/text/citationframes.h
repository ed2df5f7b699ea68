// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/text/citationgrammar.h"

namespace Heddle::Text {

//! \brief Returns the bracket that closes one in which a citation may stand; null for any other character.
QChar closerOf(QChar opener);

//! \brief Takes emphasis, tags and brackets that hold nothing but marks into them: **[1]**, ^[1]^, <sup>[1]</sup>, ([1], [2]), (see [1]).
//! \param marks in order
void takeFrames(const QString &text, QList<CitationMark> &marks);

} // namespace Heddle::Text
