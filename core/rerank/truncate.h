// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>

namespace Heddle::Rerank {

//! \brief About how many tokens a model makes of a text: a CJK character is one, of anything else four bytes of UTF-8.
int estimateTokens(const QString &text);
//! \brief The beginning of a text that has at most so many tokens by that estimate, cut between characters.
QString cutToTokens(const QString &text, int tokens);

} // namespace Heddle::Rerank
