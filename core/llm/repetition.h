// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QStringView>

namespace Heddle::Llm {

enum class Prose {
    Answer,
    Thinking //!< which goes over the same ground more often before it ends
};

//! \brief Returns whether a text has come to say the same over and over, word for word or with small changes, and won't end.
//!
//! Text that goes on brings new words and new pairs of words, a loop does not: the measure is how many of the last few hundred
//! words have not been in the text twice before. Only exact repetition counts in a block of code that is open.
bool isLooping(QStringView text, Prose prose = Prose::Answer);

} // namespace Heddle::Llm
