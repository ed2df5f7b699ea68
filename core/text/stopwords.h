// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string>
#include <unordered_set>

namespace Heddle::Text {

//! \brief Folded function words and question words of a language (ISO 639-1); empty where we keep no list.
const std::unordered_set<std::string> &stopWords(const std::string &language);

} // namespace Heddle::Text
