// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <QString>
#include <QStringView>

namespace Heddle::Text {

//! \brief Estimates how many tokens a model makes of a text.
//!
//! The weights fit the tokenizers of Mistral 7B, Mistral Nemo and Qwen: as many tokens as the one of them counts that needs the
//! most in English, German, Spanish, Russian and Chinese, and up to a third more than the others. A small model that was made
//! for English needs up to twice as many elsewhere; what a chat model really counts is learned by Llm::TokenScale.
int estimateTokens(QStringView text);

//! \brief Returns the longest beginning of a text that has at most `tokens` tokens by estimateTokens(). Cuts between
//! characters, never inside a surrogate pair or before a combining mark.
QString cutToTokens(const QString &text, int tokens);

} // namespace Heddle::Text
