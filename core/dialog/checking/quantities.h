// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once
#include "core/dialog/checking/lexicon.h"
#include "core/dialog/checking/numberwords.h"

namespace Heddle::Dialog {

//! \brief A number of a text with its unit, a date, or an ordinal.
struct Quantity {
    enum class Kind { Number, Date, Ordinal };
    Kind kind = Kind::Number;
    double value = 0; //!< in `unit`
    double other = 0; //!< what the digits mean by the other convention for "1.250", which may be the one that is used; else `value`
    double bare = 0; //!< without its unit, as another sentence may have it
    double factor = 1; //!< what unit and "million" make of the digits
    double step = 0; //!< the last digit that is written, in `unit`: 0.1 for "97.8", 100,000 for "97.8 million"
    QString unit; //!< empty: a count, or a number of anything
    int year = 0, month = 0, day = 0; //!< of a date; 0: not said
    bool fraction = false; //!< a share in words
    Bound bound = Bound::None;
    qsizetype start = 0, end = 0; //!< with its unit, UTF-16 units in the text
    bool spelledYear() const { return kind == Kind::Number && unit.isEmpty() && value >= 1000 && value <= 2100 && step == 1; }
};

//! \brief All quantities of a text, in order: 15 and fifteen, 68 cents and $0.68, a quarter, one in four, a decade, 2.1 million,
//! 三百, 5 March 2019 and 31.12.2024. Identifiers such as B12 are none.
QList<Quantity> quantitiesIn(QStringView text, const QString &language, const Lexicon &lexicon);

//! \brief True if the answer's `one` means the same as the passage's `other`, up to what one of them is rounded to.
bool sameQuantity(const Quantity &one, const Quantity &other);
//! \brief True if one may stand where the other does, so that different values are at odds: both amounts of money, both times, both
//! dates, both without a unit.
bool sameSort(const Quantity &one, const Quantity &other);

} // namespace Heddle::Dialog
