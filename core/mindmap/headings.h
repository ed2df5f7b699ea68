// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/evidence/askedquestion.h"

namespace Heddle::MindMap {

constexpr double NamesIt = 0.5; //!< share of the question in the headings of a section that is about it

//! \brief The share of the question's weight that a heading has, from 0 to 1. A word of the same family counts in part: "recovering" or
//! "Datenrettung" for "recovery" or "Rettung".
//! \param language ISO 639-1
double questionShare(const Evidence::AskedQuestion &question, const QString &heading, const std::string &language);

//! \brief The share of the question in a heading path, 0 where the innermost heading has nothing of it.
double questionShareOfPath(const Evidence::AskedQuestion &question, const QString &path, const std::string &language);

} // namespace Heddle::MindMap
