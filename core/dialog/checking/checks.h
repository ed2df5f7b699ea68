// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/dialog/checking/pairing.h"
#include <optional>

namespace Heddle::Dialog {

// One kind of evidence each; nothing where it finds nothing against the sentence. Pure computation.

//! \brief Numbers, units and dates that the passage lacks, has otherwise, or says of something else.
std::optional<Finding> checkQuantities(const Pairing &pair);
//! \brief Names that the passage lacks.
std::optional<Finding> checkNames(const Pairing &pair);
//! \brief Who did what to whom, where both sides name the same two.
std::optional<Finding> checkRoles(const Pairing &pair);
//! \brief From where to where, in the other direction.
std::optional<Finding> checkDirections(const Pairing &pair);
//! \brief A negation, or a word in place of its opposite, on one side only.
std::optional<Finding> checkPolarity(const Pairing &pair);
//! \brief All for some, only, must for may.
std::optional<Finding> checkScope(const Pairing &pair);

} // namespace Heddle::Dialog
