// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/dialog/checking/statement.h"

namespace Heddle::Dialog {

//! \brief A quantity of the passage and where it stands.
struct QuantityPlace {
    const Statement *sentence = nullptr;
    const Quantity *quantity = nullptr;
    qsizetype index = -1; //!< of the sentence; -1: title or heading
};

bool isLow(Bound bound); //!< "at least", "more than"
bool isHigh(Bound bound); //!< "at most", "less than"

//! \brief Whether it has no more than two digits that aren't noughts, and is 10 of its last digit or more.
bool isRound(const Quantity &quantity);

//! \brief Whether it is a sum, a difference, a share or a ratio of two quantities, or the time between two dates.
bool isComputed(const Quantity &quantity, const QList<QuantityPlace> &near);

} // namespace Heddle::Dialog
