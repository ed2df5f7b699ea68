// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/dialog/checking/numberwords.h"

namespace Heddle::Dialog {

//! \brief A share or a multiple in words that begins at a piece. count 0: none does.
struct FoundFraction {
    qsizetype count = 0; //!< of pieces
    double value = 0, step = 0;
    QString unit; //!< "%" or "times"
};

//! \brief Reads "a quarter", "two thirds", "half", "die Hälfte", "one in four", "百分之五" as per cent, "twice" as a multiple, "a decade" as
//! ten years.
FoundFraction fractionAt(const QList<Piece> &pieces, qsizetype i, const NumberWords &words, const QString &language);

} // namespace Heddle::Dialog
