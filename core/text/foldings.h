// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <string_view>

namespace Heddle::Text {

//! \brief Returns the plain spelling (UTF-8) of a small letter that Unicode does not decompose, such as "l" for ł or "oe" for œ; empty
//! where the letter has none.
std::string_view plainSpelling(char32_t letter);

//! \brief Returns the ideograph that a character of the block "CJK Radicals Supplement" is a form of, or 0.
char32_t ideographOfRadical(char32_t radical);

} // namespace Heddle::Text
