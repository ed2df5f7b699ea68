// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>
#include <QStringView>

namespace Heddle::Text {

//! \brief Estimates how many tokens a model makes of a text, never fewer than it counts in Latin scripts and CJK.
//!
//! The weights were measured with a tokenizer made for English, which needs the most tokens of those tried: 0.62 characters
//! per token in Chinese, 2.7 in German.
int estimateTokens(QStringView text);

//! \brief Returns the longest beginning of a text that has at most `tokens` tokens by estimateTokens(). Cuts between
//! characters, never inside a surrogate pair or before a combining mark.
QString cutToTokens(const QString &text, int tokens);

} // namespace Heddle::Text
