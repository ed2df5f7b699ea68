// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/dialog/checking/numberwords.h"

namespace Heddle::Dialog {

//! \brief A date that begins at a piece. count 0: none does; a part that is not said is 0.
struct FoundDate {
    qsizetype count = 0; //!< of pieces
    int year = 0, month = 0, day = 0;
};

//! \brief Reads 2019-03-05, 5 March 2019, March 5, 2019, the 5th of March, 31.12.2024, 31. Dezember 2024, 2024年12月31日 and the year or
//! month alone in the last form.
FoundDate dateAt(const QList<Piece> &pieces, qsizetype i, const NumberWords &words);

} // namespace Heddle::Dialog
