// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>

namespace Heddle::Text {

//! \brief A text with its digits and signs raised, so that the mark of a note does not become a part of the word before it.
QString raised(QString text);

//! \brief A text with its digits and signs lowered, as in H₂O.
QString lowered(QString text);

} // namespace Heddle::Text
