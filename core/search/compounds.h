// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include <functional>
#include <string>
#include <vector>

namespace Heddle::Search {

//! \brief Whether a language (ISO 639-1) writes compounds as one word, as German does.
bool joinsWords(const std::string &language);

//! \brief Whether a folded word is long enough to be several.
bool mayBeCompound(const std::string &word);

//! \brief Whether a folded word is long enough to be found inside of others.
bool mayBePart(const std::string &word);

//! \brief A word from its last character to its first.
std::string backwards(const std::string &word);

//! \brief The first part of a compound without and with the sounds that join it to the next, such as "kundigung" and "kundigungs"
//! for Kündigungsfrist; the longest first.
std::vector<std::string> withoutJoint(const std::string &part);

//! \brief The words that a compound is made of, two or three, in each way in which all of them are known, `most` ways at most.
//! \param known returns the form of a word that is known, or an empty string.
std::vector<std::vector<std::string>> splitCompound(
    const std::string &word, const std::function<std::string(const std::string &)> &known, std::size_t most);

} // namespace Heddle::Search
